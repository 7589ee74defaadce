"""Feeds: RSS, Atom (feedparser) and JSON Feed.

An article keeps the id that follows from its address, so that the same story from two feeds of an outlet is one article;
the entry's own id is kept beside it.
"""

from calendar import timegm
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from urllib.parse import urljoin

from pydantic import JsonValue

from .documents import Document, Reading, Record, rejection
from .entries import Entry, records
from .fields import Refused
from .fragments import plain
from .jsonfeed import json_entries
from .moments import moment

_ADDRESS = ("http://", "https://")


def feed_records(document: Document, reading: Reading, *, publisher: str | None = None) -> Iterator[Record]:
    """The articles of one feed. `publisher`: who the user says it is, which counts more than the feed's title."""
    try:
        data = document.whole()
        is_json = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{"
        entries = json_entries(data, publisher) if is_json else _entries(data, document, publisher)
    except Refused as refused:
        yield rejection(document.name, str(refused))
        return
    yield from records(entries, reading, source=document.url or "")


def _entries(data: bytes, document: Document, publisher: str | None) -> list[Entry]:
    import feedparser

    head = {"content-type": f"application/xml; charset={document.charset}"} if document.charset else None
    try:
        feed = feedparser.parse(BytesIO(data), response_headers=head, resolve_relative_uris=False)
    except Exception as error:  # noqa: BLE001 - a parser of hostile markup that is not ours
        raise Refused(f"the feed cannot be read ({type(error).__name__})") from None
    if not feed.entries and not feed.get("version"):
        raise Refused("it is no feed that can be read: neither RSS nor Atom nor JSON Feed")
    about = feed.get("feed", {})
    return [
        _entry(entry, about, base=document.url or _text(about, "link") or "", publisher=publisher)
        for entry in feed.entries
    ]


def _entry(entry: dict[str, Any], about: dict[str, Any], *, base: str, publisher: str | None) -> Entry:
    name = _text(entry, "id")
    said = {
        "url": _joined(base, _text(entry, "link") or (name if name and name.startswith(_ADDRESS) else None)),
        "title": plain(_text(entry, "title") or ""),
        "publisher": plain(_text(about, "title") or ""),
        "author": plain(_text(entry, "author") or ""),
        "published_at": _date(entry, "published"),
        "updated_at": _date(entry, "updated"),
        "language": _text(about, "language"),
    }
    metadata: dict[str, JsonValue] = {"entry_id": name} if name else {}
    if said["published_at"] is None and said["updated_at"]:
        said["published_at"], metadata["dated_by"] = said["updated_at"], "updated"  # all the date that Atom asks for
    source = dict.get(entry, "source")
    given = {"publisher": (plain(_text(source, "title") or "") if isinstance(source, dict) else "") or publisher}
    return Entry("feed", said, text=_body(entry), given=given, metadata=metadata)


def _body(entry: dict[str, Any]) -> str:
    """The longest text that the entry carries: some put the article into the summary, some a teaser into the content."""
    contents = dict.get(entry, "content")
    texts = [_text(content, "value") for content in contents] if isinstance(contents, list) else []
    return max((plain(text) for text in [*texts, _text(entry, "summary")] if text), key=len, default="")


def _date(entry: dict[str, Any], name: str) -> str | None:
    found = moment(_text(entry, name))
    read = dict.get(entry, f"{name}_parsed")
    if found or not read:
        return found
    try:
        return datetime.fromtimestamp(timegm(read), UTC).isoformat()
    except (ValueError, OverflowError, OSError, TypeError):
        return None


def _text(mapping: Any, name: str) -> str | None:
    """A text by its own name: feedparser's mapping answers for names that are not there."""
    value = dict.get(mapping, name) if isinstance(mapping, dict) else None
    return value if isinstance(value, str) else None


def _joined(base: str, url: str | None) -> str | None:
    try:
        return urljoin(base, url.strip()) if url else None
    except ValueError:
        return url
