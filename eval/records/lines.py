"""Files of lines that a kill may tear: only a line that was written to its end counts."""

from collections.abc import Iterator
from pathlib import Path


def append_line(file: Path, line: str) -> None:
    """Add a line; where a kill has torn the last one, it starts on a line of its own."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a+b") as lines:
        if lines.tell() > 0:
            lines.seek(-1, 2)
            torn = lines.read(1) != b"\n"
        else:
            torn = False
        lines.write((b"\n" if torn else b"") + line.encode("utf-8", "replace") + b"\n")


def whole_lines(file: Path) -> Iterator[str]:
    """Every line that ends in a newline; none if there is no such file."""
    if not file.is_file():
        return
    with file.open("rb") as lines:
        for line in lines:
            if line.endswith(b"\n"):
                yield line.decode("utf-8", "replace").rstrip("\n")
