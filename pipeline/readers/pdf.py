"""PDF documents by address, as governments publish statements. Needs the extra `groundwire[pdf]`.

A PDF on disk names no address, so it cannot be cited in a way that a reader could follow: it is refused.
"""

import logging
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from ..addresses import site_of
from ..errors import BadInput
from ..text.words import word_count
from ..types import RawArticle
from .documents import Document, Reading, Record, rejection
from .facts import Facts, merged
from .fields import MAX_TEXT, Refused, article_from
from .page import MIN_WORDS, settled_dates

MAX_PAGES = 500


def pdf_records(document: Document, reading: Reading) -> Iterator[Record]:
    """The article that a PDF holds.

    Raises:
        BadInput: the library that reads PDF is not installed.
    """
    try:
        import pypdf
    except ImportError:
        raise BadInput(f"{document.name!r} is a PDF, which needs an extra: pip install 'groundwire[pdf]'") from None
    logging.getLogger("pypdf").addHandler(logging.NullHandler())  # its complaints about files are not the user's
    try:
        yield _article(pypdf, document, reading)
    except Refused as refused:
        yield rejection(document.name, str(refused), url=document.url)


def _article(pypdf: Any, document: Document, reading: Reading) -> RawArticle:
    if document.url is None:
        raise Refused("a PDF names no address; ingest it by its address, or its text as a JSON line")
    data = document.whole()
    try:
        said, text = _read(pypdf.PdfReader(BytesIO(data)))
    except Refused:
        raise
    except Exception as error:  # noqa: BLE001 - a parser of hostile bytes that is not ours
        raise Refused(f"the PDF cannot be read ({type(error).__name__})") from None
    facts = [Facts("pdf", said), Facts("address", {"url": document.url, "publisher": site_of(document.url)})]
    fields = merged(facts)
    if "published_at" not in fields:
        raise Refused("the PDF states no date; nothing is guessed")
    return article_from({**settled_dates(fields), "text": text}, now=reading.now)


def _read(reader: Any) -> tuple[dict[str, str | None], str]:
    """What the file says of itself, and the text of its pages. Its date of making stands for that of publication."""
    about = reader.metadata
    parts: list[str] = []
    for page in reader.pages[:MAX_PAGES]:
        parts.append(" ".join((page.extract_text() or "").split()))
        if sum(map(len, parts)) > MAX_TEXT:
            break
    text = "\n\n".join(part for part in parts if part)
    if word_count(text[:10_000]) < MIN_WORDS:
        raise Refused("the PDF holds no text that can be read; it may be a scan")
    if about is None:
        return {}, text
    made, changed = about.creation_date, about.modification_date
    said = {
        # A damaged file may give a number, or bytes in no known encoding.
        "title": about.title if isinstance(about.title, str) else None,
        "author": about.author if isinstance(about.author, str) else None,
        "published_at": made.isoformat() if made else None,
        "updated_at": changed.isoformat() if changed else None,
    }
    return said, text
