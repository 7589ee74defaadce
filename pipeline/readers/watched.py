"""The sources that a watch asks again and again: those that a list names, and what each has to give now."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from ..errors import BadInput, NotFound
from ..fetching import Fetched
from .documents import MAX_WHOLE, Document, Reading, Record
from .feed import feed_records
from .fields import Refused
from .formats import HEAD, format_of
from .opml import listed
from .packing import unpacked
from .sources import STDIN, Sources, is_address


class Watched(NamedTuple):
    """One source. `listed`: it stands in a list of feeds, so it is a feed, whose `publisher` the list may name."""

    source: str
    publisher: str | None = None
    listed: bool = False

    @property
    def fetched(self) -> bool:
        return is_address(self.source)


def sources_of(file: str) -> tuple[Watched, ...]:
    """What a list of feeds or of addresses names, in its order; anything else is a source of its own.

    Raises:
        NotFound: there is no such file.
        BadInput: it cannot be read, or is the standard input, which can be read once only.
    """
    if file == STDIN:
        raise BadInput("the standard input ends, so it cannot be watched; give a file, a folder or an address")
    path = Path(file)
    if is_address(file) or path.is_dir():
        return (Watched(file),)
    if not path.exists():
        raise NotFound(f"there is no file or folder {file!r}, so there is nothing to watch; check the path")
    try:
        with path.open("rb") as stream:
            kind = format_of(path.name, stream.read(HEAD))
            stream.seek(0)
            data = stream.read(MAX_WHOLE) if kind in {"opml", None} else b""
    except OSError as error:
        raise BadInput(f"{path.name!r} cannot be read ({error.strerror}); check its permissions") from error
    if kind == "opml":
        return _feeds(path.name, data)
    return (Watched(file),) if kind else _addresses(path.name, data)


def records_of(watched: Watched, result: Fetched | None, reading: Reading) -> Iterator[Record]:
    """The records of a source. `result`: what its address gave; None for files and folders.

    Raises:
        BadInput: there is no such file, or no reader understands it.
    """
    if result is None or reading.fetcher is None:
        yield from Sources(reading).read(watched.source)
    elif watched.listed:
        stream = unpacked(BytesIO(result.content))
        document = Document(result.url, stream, url=result.url, charset=result.charset)
        yield from feed_records(document, reading, publisher=watched.publisher)
    else:
        yield from Sources(reading).read_fetched(result, reading.fetcher)


def _feeds(name: str, data: bytes) -> tuple[Watched, ...]:
    try:
        return tuple(Watched(url, publisher, listed=True) for url, publisher in listed(data).items())
    except Refused as refused:
        raise BadInput(f"{name!r} cannot be watched: {refused}; give OPML with one outline a feed") from None


def _addresses(name: str, data: bytes) -> tuple[Watched, ...]:
    lines = [line.strip() for line in data.decode("utf-8-sig", "replace").splitlines()]
    wanted = [line for line in lines if line and not line.startswith("#")]
    odd: Sequence[str] = [line for line in wanted if not is_address(line)]
    if not wanted or odd:
        what = f"its line {odd[0][:80]!r} is no address" if odd else "it names no address"
        raise BadInput(
            f"{name!r} cannot be watched: {what}. Give OPML, a list of addresses (one a line, # for remarks), or a file, "
            "folder or address that 'groundwire ingest' takes"
        )
    return tuple(Watched(url) for url in dict.fromkeys(wanted))
