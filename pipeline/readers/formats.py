"""Which format a document is in: by its name where that is certain, else by its first bytes."""

import re
import zlib
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

from ..errors import BadInput
from .documents import Document, Reading, Record
from .feed import feed_records
from .jsonl import JsonLines
from .opml import opml_records
from .packing import MAGIC
from .page import page_records
from .parquet import parquet_records
from .pdf import pdf_records
from .sitemap import sitemap_records
from .table import table_records
from .warc import warc_records


def _line_records(document: Document, reading: Reading) -> Iterator[Record]:
    return JsonLines(now=reading.now).lines(document.stream)


PARSERS: dict[str, Callable[[Document, Reading], Iterator[Record]]] = {
    "jsonl": _line_records,
    "csv": table_records,
    "parquet": parquet_records,
    "html": page_records,
    "feed": feed_records,
    "opml": opml_records,
    "sitemap": sitemap_records,
    "warc": warc_records,
    "pdf": pdf_records,
}
NAMES = {
    **dict.fromkeys((".jsonl", ".ndjson", ".jsonlines"), "jsonl"),
    **dict.fromkeys((".csv", ".tsv"), "csv"),
    **dict.fromkeys((".html", ".htm", ".xhtml"), "html"),
    **dict.fromkeys((".warc", ".arc"), "warc"),
    **dict.fromkeys((".rss", ".atom"), "feed"),
    ".opml": "opml",
    ".parquet": "parquet",
    ".pdf": "pdf",
}
# Formats that show the latest of what there is; what has scrolled out of them is not gone.
WINDOWS = {"feed": "a feed", "opml": "a list of feeds", "sitemap": "a sitemap"}
PAGES = ("html", "pdf")
# Names that promise XML or JSON of some kind: the content decides.
LOOKED_INTO = (".xml", ".rdf", ".json")
PACKED = ".gz"
HEAD = 4096

_ELEMENTS = {
    "rss": "feed", "feed": "feed", "rdf:rdf": "feed", "opml": "opml", "urlset": "sitemap", "sitemapindex": "sitemap",
    "html": "html", "!doctype html": "html", "head": "html", "body": "html",
}  # fmt: skip
_FIRST_ELEMENT = re.compile(
    rb"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*|<!doctype\s+(?!html)[^>]*>\s*)*<(!doctype html|[\w:]+)",
    re.IGNORECASE | re.DOTALL,
)
_JSON_LIST = re.compile(rb'"(?:items|articles)"\s*:\s*\[|jsonfeed\.org/version')


def format_of(name: str, head: bytes) -> str | None:
    """The format of what has this name and begins with these bytes (`HEAD` of them); None: none that is understood."""
    return format_by_name(name) or _by_content(unpacked_head(head))


def refuse_window(source: str, kind: str | None, *, fetched: bool) -> None:
    """Refuses to keep the corpus in step with what shows a part of what there is, such as a feed.

    Raises:
        BadInput: a source of this format does not list all that it has.
    """
    if kind in WINDOWS or (fetched and kind in PAGES):
        what = WINDOWS.get(kind) or "one page, which lists no others"
        raise BadInput(
            f"{source!r} is {what}, so --sync was refused and nothing was withdrawn: what it does not show would be taken "
            "for gone. Leave --sync out, or give a file or folder that lists every article"
        )


def promising(name: str) -> bool:
    """Whether a file of this name in a folder is worth opening."""
    return format_by_name(name) is not None or _suffix(name) in LOOKED_INTO


def unpacked_head(head: bytes) -> bytes:
    if not head.startswith(MAGIC):
        return head
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(head, HEAD)
    except zlib.error:
        return b""


def format_by_name(name: str) -> str | None:
    return NAMES.get(_suffix(name))


def _suffix(name: str) -> str:
    return PurePosixPath(name.lower().replace("\\", "/").removesuffix(PACKED)).suffix


def _by_content(head: bytes) -> str | None:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"%PDF-"):
        return "pdf"
    if start.startswith((b"WARC/", b"filedesc://")):
        return "warc"
    if start.startswith(b"PAR1"):
        return "parquet"
    if start.startswith(b"{"):
        return "feed" if start[1:].strip()[:1] in {b"}", b""} or _JSON_LIST.search(start) else "jsonl"
    element = _FIRST_ELEMENT.match(start)
    return _ELEMENTS.get(" ".join(element[1].decode("ascii", "replace").lower().split())) if element else None
