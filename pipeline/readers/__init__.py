"""From bytes to raw articles, with a reason for every refusal."""

from datetime import datetime
from pathlib import Path

from ..errors import BadInput
from ..fetching import Fetcher
from ..ports import ArticleReader
from .documents import Reading
from .formats import HEAD, PARSERS, format_of
from .search import Search
from .sources import STDIN, UNDERSTOOD, Sources, is_address

FORMATS = tuple(PARSERS)


def reader_for(
    source: str,
    format: str = "auto",  # noqa: A002 - the option's name
    *,
    now: datetime,
    fetcher: Fetcher | None = None,
) -> ArticleReader:
    """The reader that understands a source: by the format named, else by what the source looks like.

    Without a fetcher nothing is fetched: no address, and no page that a feed only summarises.

    Raises:
        BadInput: no reader understands it; the message says which formats are understood.
    """
    if format not in ("auto", *FORMATS):
        raise BadInput(f"format {format!r} is not understood, so {source!r} was not read; use auto or {UNDERSTOOD}")
    if is_address(source) and fetcher is None:
        raise BadInput(f"{source!r} is an address, and nothing is fetched here; understood: {UNDERSTOOD}")
    if format == "auto" and not is_address(source) and not _understood(source):
        raise BadInput(
            f"{source!r} is in no format that is understood, so nothing was read; understood: {UNDERSTOOD}. "
            "If it is one of them under another name, say so, as in '--format jsonl'"
        )
    return Sources(Reading(now, fetcher), format)


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
        with path.open("rb") as file:
            return format_of(path.name, file.read(HEAD)) is not None
    except OSError:
        return "://" not in source
