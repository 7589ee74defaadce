"""OPML: lists of feeds, as every feed reader exports them.

An outline's `publisher`, where it has one, names who speaks in the feed; else the feed's own title does.
"""

from collections.abc import Iterator
from io import BytesIO

from ..fetching import Fetched
from ..fetching import Refused as NotFetched
from .documents import Document, Reading, Record, rejection
from .feed import feed_records
from .fields import Refused
from .packing import unpacked
from .xml import local, xml_root

MAX_FEEDS = 2_000


def opml_records(document: Document, reading: Reading) -> Iterator[Record]:
    """The articles of all feeds of a list, in its order; a feed that fails is one rejection."""
    try:
        feeds = listed(document.whole())
    except Refused as refused:
        yield rejection(document.name, str(refused))
        return
    if reading.fetcher is None:
        yield rejection(document.name, "it is a list of feeds, and nothing is fetched here")
        return
    for result, publisher in zip(reading.fetcher.get_all(feeds), feeds.values(), strict=True):
        if isinstance(result, NotFetched):
            yield rejection(result.url, result.reason)
        elif isinstance(result, Fetched):
            stream = unpacked(BytesIO(result.content))
            feed = Document(result.url, stream, url=result.url, charset=result.charset)
            yield from feed_records(feed, reading, publisher=publisher)


def listed(data: bytes) -> dict[str, str | None]:
    """The addresses of a list of feeds, in order, with who is said to speak there.

    Raises:
        Refused: it is no list of feeds.
    """
    root = xml_root(data)
    if local(root) != "opml":
        raise Refused("it is no OPML: a list of feeds begins with <opml>")
    feeds: dict[str, str | None] = {}
    for outline in root.iter():
        url = outline.get("xmlUrl") if local(outline) == "outline" else None
        if url and url.strip() and len(feeds) < MAX_FEEDS:
            feeds.setdefault(url.strip(), outline.get("publisher") or None)
    if not feeds:
        raise Refused("the list names no feed (no outline has an xmlUrl)")
    return feeds
