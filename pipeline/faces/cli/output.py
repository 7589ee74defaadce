"""Where results go: one JSON document or a page for people on stdout, or a file. Nothing hostile acts on a terminal."""

from __future__ import annotations

import json
import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer
from rich.console import Console

from ...errors import BadInput
from ...render.inert import json_text
from ..documents import document

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from typing import TextIO

    from rich.console import RenderableType

    from ...types import Value

PIPED_WIDTH = 100
BROKEN_PIPE = 128 + 13  # as a shell reports a program that SIGPIPE ended


def emit(value: Value | Sequence[Value], shown: RenderableType, *, as_json: bool) -> None:
    """Print a result: as one JSON document, or as people read it."""
    if as_json:
        print_json(document(value))
    else:
        show(shown)


def show(shown: RenderableType, *, measure: int | None = None) -> None:
    """Print for people, in colour only on a terminal; `measure` is the most characters a line may have."""
    console = Console(file=sys.stdout, markup=False, highlight=False, emoji=False)
    width = console.width if console.is_terminal else PIPED_WIDTH
    console.width = min(width, measure or width)
    with console.capture() as captured:
        console.print(shown)
    text = captured.get()
    print_text(text if console.is_terminal else "".join(row.rstrip() + "\n" for row in text.splitlines()))


def print_json(document: str) -> None:
    """Print JSON on a line of its own; where the terminal cannot show a letter, as an escape."""
    text = json_text(document)
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        text = json.dumps(json.loads(text))
    print_text(text + "\n")


def print_text(text: str) -> None:
    """Write to stdout, with a "?" for what the terminal cannot show; a reader who has gone ends the program quietly."""
    encoding = sys.stdout.encoding or "utf-8"
    try:
        sys.stdout.write(text.encode(encoding, "replace").decode(encoding))
        sys.stdout.flush()
    except BrokenPipeError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(BROKEN_PIPE) from error


def require_writable(out: Path) -> None:
    """Refuse a file that could not be written at the end, before any work is done."""
    if out.is_dir():
        raise BadInput(f"--out {out} is a folder; the result is one file. Name a file in it.")
    if not out.parent.is_dir():
        raise BadInput(f"--out {out}: the folder {out.parent} does not exist. Create it, or choose another place.")


@contextmanager
def written(out: Path) -> Iterator[TextIO]:
    """The file to write to; it takes the place of what was there only when all is written."""
    with _in_place_of(out) as place, place.open("w", encoding="utf-8", newline="\n") as file:
        yield file


def write_bytes(out: Path, data: bytes) -> None:
    """Write a whole file; it takes the place of what was there only when all is written."""
    with _in_place_of(out) as place:
        place.write_bytes(data)


@contextmanager
def _in_place_of(out: Path) -> Iterator[Path]:
    """Where to write what is to stand at `out` in the end."""
    if out.exists() and not out.is_file():  # a device or a pipe
        yield out
        return
    part = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        yield part
        part.replace(out)
    except OSError as error:
        raise BadInput(f"cannot write {out}: {error.strerror or error}. Choose a place that can be written.") from error
    finally:
        part.unlink(missing_ok=True)
