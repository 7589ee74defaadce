"""From bytes to raw articles, with a reason for every refusal."""

from datetime import datetime
from pathlib import Path

from ..errors import BadInput
from ..ports import ArticleReader
from .jsonl import ENDINGS, STDIN, JsonLines

FORMATS = ("jsonl",)


def reader_for(source: str, format: str = "auto", *, now: datetime) -> ArticleReader:  # noqa: A002 - the option's name
    """The reader that understands a source: by the format named, else by what the source looks like.

    Raises:
        BadInput: no reader understands it; the message says which formats are understood.
    """
    if format not in ("auto", *FORMATS):
        raise BadInput(f"format {format!r} is not understood, so {source!r} was not read; use auto or {_understood()}")
    if format == "auto" and not _looks_like_json_lines(source):
        raise BadInput(
            f"{source!r} is in no format that is understood, so nothing was read; understood: {_understood()}. "
            "If it is JSON lines under another name, say '--format jsonl'"
        )
    return JsonLines(now=now)


def _understood() -> str:
    return f"jsonl (files ending in {', '.join(ENDINGS)}, folders of them, {STDIN} for the standard input)"


def _looks_like_json_lines(source: str) -> bool:
    path = Path(source)
    if "://" in source:
        return False
    return source == STDIN or path.suffix.lower() in (*ENDINGS, ".json") or path.is_dir() or not path.exists()
