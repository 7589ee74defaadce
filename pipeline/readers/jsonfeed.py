"""JSON Feed (version 1 and 1.1), and the lists of articles that GDELT's document API gives, which name pages only."""

import json
from typing import Any

from pydantic import JsonValue

from .entries import Entry
from .fields import Refused
from .fragments import plain
from .moments import moment


def json_entries(data: bytes, publisher: str | None = None) -> list[Entry]:
    """The entries of a JSON Feed or of a list of articles.

    Raises:
        Refused: it is neither.
    """
    try:
        feed = json.loads(data.decode("utf-8-sig"), strict=False)
    except (ValueError, RecursionError):
        raise Refused("it is not JSON that can be read") from None
    if isinstance(feed, dict) and isinstance(feed.get("items"), list):
        return [_item(item, feed, publisher) for item in feed["items"] if isinstance(item, dict)]
    if isinstance(feed, dict) and isinstance(feed.get("articles"), list):
        return [_found(item) for item in feed["articles"] if isinstance(item, dict)]
    if feed == {}:
        return []  # how GDELT says that it found nothing
    raise Refused("it is neither a JSON Feed nor a list of articles")


def _item(item: dict[str, Any], feed: dict[str, Any], publisher: str | None) -> Entry:
    html, name = _text(item, "content_html"), item.get("id")
    authors = item.get("authors") or [item.get("author")]
    names = [_text(author, "name") for author in authors] if isinstance(authors, list) else []
    published, updated = moment(item.get("date_published")), moment(item.get("date_modified"))
    said = {
        "url": _text(item, "url") or _text(item, "external_url"),
        "title": _text(item, "title"),
        "publisher": _text(feed, "title"),
        "author": ", ".join(filter(None, names)) or None,
        "published_at": published,
        "updated_at": updated,
        "language": _text(item, "language") or _text(feed, "language"),
    }
    texts = (plain(html) if html else None, plain(_text(item, "content_text") or ""), _text(item, "summary"))
    metadata: dict[str, JsonValue] = {"entry_id": str(name)} if isinstance(name, str | int) else {}
    if published is None and updated is not None:
        said["published_at"], metadata["dated_by"] = updated, "updated"
    text = max(filter(None, texts), key=len, default="")
    return Entry("feed", said, text=text, given={"publisher": publisher}, metadata=metadata)


def _found(item: dict[str, Any]) -> Entry:
    """An article that a search found. When the service saw it is kept, but it is not when it was published."""
    said = {"url": _text(item, "url"), "title": _text(item, "title")}
    seen = moment(_text(item, "seendate"))
    return Entry("search", said, metadata={"seen_at": seen} if seen else {})


def _text(mapping: object, name: str) -> str | None:
    value = mapping.get(name) if isinstance(mapping, dict) else None
    return value if isinstance(value, str) else None
