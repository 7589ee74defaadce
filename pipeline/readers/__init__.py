"""From bytes to raw articles, with a reason for every refusal."""

from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from ..errors import BadInput
from ..fetching import Fetcher
from ..ports import ArticleReader
from .documents import Reading
from .formats import HEAD, PARSERS, format_by_name, format_of, refuse_window
from .search import Search
from .sources import STDIN, UNDERSTOOD, Sources, is_address

FORMATS = tuple(PARSERS)


def reader_for(
    source: str,
    format: str = "auto",  # noqa: A002 - the option's name
    *,
    now: datetime,
    fetcher: Fetcher | None = None,
    complete: bool = False,
) -> ArticleReader:
    """The reader that understands a source: by the format named, else by what the source looks like.

    Without a fetcher nothing is fetched: no address, and no page that a feed only summarises. With `complete`, sources
    that show only the latest of what they have are refused: now where they can be told, else when they are read.

    Raises:
        BadInput: no reader understands it; the message says which formats are understood.
    """
    if format not in ("auto", *FORMATS):
        raise BadInput(f"format {format!r} is not understood, so {source!r} was not read; use auto or {UNDERSTOOD}")
    if is_address(source) and fetcher is None:
        raise BadInput(f"{source!r} is an address, and nothing is fetched here; understood: {UNDERSTOOD}")
    if complete:
        refuse_window(source, format if format != "auto" else _seems(source), fetched=is_address(source))
    if format == "auto" and not is_address(source) and not _understood(source):
        raise BadInput(
            f"{source!r} is in no format that is understood, so nothing was read; understood: {UNDERSTOOD}. "
            "If it is one of them under another name, say so, as in '--format jsonl'"
        )
    return Sources(Reading(now, fetcher, complete), format)


def reader_for_query(where: str, *, now: datetime, fetcher: Fetcher) -> ArticleReader:
    """The reader whose source is a question: it reads the articles that a service finds for it.

    `where` is the name of a service ("gdelt"), or an address with `{query}` in it.

    Raises:
        BadInput: it is neither.
    """
    return Search(where, Reading(now, fetcher))


def _understood(source: str) -> bool:
    """Whether a source can be read, as far as its name and its first bytes tell; what is not there is told on reading."""
    path = Path(source)
    if source == STDIN or path.is_dir() or ("://" not in source and not path.exists()):
        return True
    try:
        return _format_of_file(path) is not None
    except OSError:
        return "://" not in source


def _seems(source: str) -> str | None:
    """The format of a source as far as it shows before anything is fetched."""
    if is_address(source):
        return format_by_name(urlsplit(source).path)
    path = Path(source)
    return _format_of_file(path) if path.is_file() else None


def _format_of_file(path: Path) -> str | None:
    with path.open("rb") as file:
        return format_of(path.name, file.read(HEAD))
