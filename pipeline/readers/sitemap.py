"""Sitemaps, above all those of news, and indexes of sitemaps. They name pages; the pages are fetched."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from ..fetching import Fetched
from ..fetching import Refused as NotFetched
from .documents import Document, Reading, Record, rejection
from .entries import Entry, records
from .fields import Refused
from .moments import moment
from .packing import unpacked
from .xml import children, local, text_of, xml_root

MAX_DEPTH = 2  # of indexes within indexes, which the protocol forbids and some sites have all the same
MAX_MAPS = 200  # of one index


def sitemap_records(document: Document, reading: Reading, *, depth: int = 0) -> Iterator[Record]:
    """The articles that a sitemap names. A date of change (`lastmod`) is not taken for one of publication."""
    try:
        root = xml_root(document.whole())
    except Refused as refused:
        yield rejection(document.name, str(refused))
        return
    if local(root) == "sitemapindex":
        yield from _maps(root, document, reading, depth=depth)
    elif local(root) == "urlset":
        entries = [entry for entry in map(_entry, children(root, "url")) if entry.url]
        yield from records(entries, reading, source=document.url or "")
    else:
        yield rejection(document.name, f"it is no sitemap: its root is {local(root)[:60]!r}")


def _maps(root: Any, document: Document, reading: Reading, *, depth: int) -> Iterator[Record]:
    urls = [url for url in (text_of(entry, "loc") for entry in children(root, "sitemap")) if url]
    if depth >= MAX_DEPTH or reading.fetcher is None:
        why = "its sitemaps are not fetched" if depth < MAX_DEPTH else "it is an index within an index within an index"
        yield rejection(document.name, why)
        return
    if len(urls) > MAX_MAPS:
        yield rejection(document.name, f"it names {len(urls):,} sitemaps; the first {MAX_MAPS} are read")
    for result in reading.fetcher.get_all(urls[:MAX_MAPS]):
        if isinstance(result, NotFetched):
            yield rejection(result.url, result.reason)
        elif isinstance(result, Fetched):
            stream = unpacked(BytesIO(result.content))
            yield from sitemap_records(Document(result.url, stream, url=result.url), reading, depth=depth + 1)


def _entry(url: Any) -> Entry:
    news = ("news",)
    said = {
        "url": text_of(url, "loc"),
        "title": text_of(url, *news, "title"),
        "publisher": text_of(url, *news, "publication", "name"),
        "published_at": moment(text_of(url, *news, "publication_date")),
        "language": text_of(url, *news, "publication", "language"),
    }
    return Entry("sitemap", said)
