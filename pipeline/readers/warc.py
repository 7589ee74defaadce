"""Web archives (WARC and ARC, packed or not), one record in memory at a time. Only pages that answered 200 are read."""

from collections.abc import Iterator
from contextlib import redirect_stderr
from io import StringIO
from typing import Any

from ..types import RawArticle
from .documents import MAX_WHOLE, Document, Reading, Record, rejection
from .fields import Refused
from .page import article_of

_PAGES = ("text/html", "application/xhtml+xml")


def warc_records(document: Document, reading: Reading) -> Iterator[Record]:
    """The article of each page in the archive. What breaks off is read up to there, and told."""
    from warcio.archiveiterator import ArchiveIterator

    archive = iter(ArchiveIterator(document.stream))
    while True:
        try:
            with redirect_stderr(StringIO()):  # where the library prints what it found between records, unescaped
                record = next(archive, None)
        except Exception as error:  # noqa: BLE001 - a parser of hostile bytes that is not ours
            yield rejection(
                document.name, f"the archive breaks off ({type(error).__name__}); what came before was read"
            )
            return
        if record is None:
            return
        if record.rec_type == "response" and _is_page(record):
            yield _article(record, document, reading)


def _is_page(record: Any) -> bool:
    head = record.http_headers
    if head is None or head.get_statuscode() != "200":
        return False
    return (head.get_header("Content-Type") or "").partition(";")[0].strip().lower() in _PAGES


def _article(record: Any, document: Document, reading: Reading) -> Record:
    url = (record.rec_headers.get_header("WARC-Target-URI") or record.rec_headers.get_header("uri") or "").strip("<>")
    try:
        article = article_of(_body(record), url=url or None, charset=_charset(record), now=reading.now)
    except Refused as refused:
        return rejection(url or document.name, str(refused), url=url)
    return _captured(article, record.rec_headers.get_header("WARC-Date"))


def _captured(article: RawArticle, at: str | None) -> RawArticle:
    """With the moment at which the archive fetched it, which is neither when it was published nor when we read it."""
    return article.model_copy(update={"metadata": {**article.metadata, "captured_at": at}}) if at else article


def _body(record: Any) -> bytes:
    try:
        data: bytes = record.content_stream().read(MAX_WHOLE + 1)
    except Exception as error:  # noqa: BLE001 - as above: packing and chunks that are broken in many ways
        raise Refused(f"its record is broken ({type(error).__name__})") from None
    if len(data) > MAX_WHOLE:
        raise Refused(f"it is larger than {MAX_WHOLE:,} bytes when unpacked")
    return data


def _charset(record: Any) -> str | None:
    _, _, rest = (record.http_headers.get_header("Content-Type") or "").lower().partition("charset=")
    return rest.partition(";")[0].strip(" \"'") or None
