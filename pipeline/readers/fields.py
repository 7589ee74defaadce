"""Fields of an article as they come, turned into a RawArticle or into the reason why not.

Every reader ends here, so that one set of rules holds whatever the format. Text is kept character for character, because
quotes are proven against it; only what no reader could see is taken out before anything is hashed.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from pydantic import JsonValue

from ..ids import article_id
from ..text.words import word_count
from ..types import RawArticle, Withdrawal

REQUIRED = ("url", "title", "text", "published_at", "publisher")
OPTIONAL = ("id", "author", "updated_at", "language", "withdrawn")
# Longer than any news text: the whole of "War and Peace" is 3.2 million characters. A guard, not a tuning parameter.
MAX_TEXT = 2_000_000
MAX_LINE_FIELD = 4_000  # characters of any other field; titles in the sample corpus end at 110
MAX_DEPTH = 32  # of nested metadata; far below the recursion limits of the JSON libraries it passes through
MIN_WORDS = 3
# Clocks and time zones of publishers are off by up to a day; what lies further ahead is a wrong date.
MAX_AHEAD = timedelta(days=2)

# Control characters but newline and tab, and halves of surrogate pairs: invisible, and not storable everywhere.
_INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


class Refused(Exception):
    """Why a record cannot be taken in, in words for whoever sent it."""


def article_from(record: Mapping[str, JsonValue], *, now: datetime) -> RawArticle:
    """The article that a record describes; fields it does not know are kept as metadata.

    Raises:
        Refused: with the field, its value and what to do.
    """
    missing = [name for name in REQUIRED if record.get(name) is None]
    if missing:
        raise Refused(f"field '{missing[0]}' is missing; an article needs {', '.join(REQUIRED)}")
    published_at = _moment(record, "published_at", now=now)
    updated_at = None if record.get("updated_at") is None else _moment(record, "updated_at", now=now)
    return RawArticle(
        id=_id(record),
        url=_url(record),
        title=_line(record, "title"),
        text=_text(record),
        published_at=published_at,
        updated_at=updated_at,
        publisher=_line(record, "publisher"),
        author=None if record.get("author") is None else _line(record, "author") or None,
        language=_line(record, "language") or "en" if record.get("language") is not None else "en",
        metadata={clean_text(key): _clean(record[key]) for key in record if key not in REQUIRED + OPTIONAL},
    )


def is_withdrawal(record: Mapping[str, JsonValue]) -> bool:
    """Whether a record retracts an article.

    Raises:
        Refused: `withdrawn` is neither true nor false.
    """
    withdrawn = record.get("withdrawn", False)
    if not isinstance(withdrawn, bool):
        raise Refused(f"field 'withdrawn' is {_shown(withdrawn)}; it must be true or false")
    return withdrawn


def withdrawal_from(record: Mapping[str, JsonValue]) -> Withdrawal:
    """The withdrawal that a record with `"withdrawn": true` describes.

    Raises:
        Refused: it names neither id nor url, or gives no reason.
    """
    name, url = _id(record), None if record.get("url") is None else _url(record)
    if name is None and url is None:
        raise Refused("a withdrawal names its article by 'id' or 'url'; this line has neither")
    reason = "" if record.get("reason") is None else _line(record, "reason")
    if not reason:
        raise Refused("field 'reason' is missing; a withdrawal says why, and readers of old reports are shown it")
    return Withdrawal(id=name, url=url, reason=reason)


def named(record: Mapping[str, JsonValue]) -> str | None:
    """The id of the article that a refused record is about, as far as the record tells."""
    try:
        return _id(record) or article_id(_url(record))
    except Refused:
        return None


def clean_text(text: str) -> str:
    """Text with one kind of line end and without characters that nobody can see; everything else untouched."""
    return _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _text(record: Mapping[str, JsonValue]) -> str:
    text = _string(record, "text")
    if len(text) > MAX_TEXT:
        raise Refused(
            f"field 'text' has {len(text):,} characters; at most {MAX_TEXT:,} are taken in: split the article"
        )
    text = clean_text(text)
    found = word_count(text[:10_000])
    if found < MIN_WORDS:
        raise Refused(f"field 'text' has {found} words; at least {MIN_WORDS} are needed for anything to be cited")
    return text


def _line(record: Mapping[str, JsonValue], name: str) -> str:
    """A field of one line: white space collapsed."""
    value = " ".join(clean_text(_string(record, name)).split())
    if name in REQUIRED and not value:
        raise Refused(f"field '{name}' is empty; readers of a report are shown it: give it a value")
    if len(value) > MAX_LINE_FIELD:
        raise Refused(f"field '{name}' has {len(value):,} characters; at most {MAX_LINE_FIELD:,} are taken in")
    return value


def _id(record: Mapping[str, JsonValue]) -> str | None:
    if record.get("id") is None:
        return None
    value = _line(record, "id")
    if not value:
        raise Refused("field 'id' is empty; leave it out to have it made from the url")
    return value


def _url(record: Mapping[str, JsonValue]) -> str:
    url = _line(record, "url")
    try:
        parts = urlsplit(url)
        usable = parts.scheme.lower() in {"http", "https"} and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        usable = False
    if not usable or " " in url:
        raise Refused(f"field 'url' is {_shown(url)}; give an address that begins with http:// or https://")
    return url


def _moment(record: Mapping[str, JsonValue], name: str, *, now: datetime) -> datetime:
    """A date and time in UTC: without a zone it is read as UTC, a bare date as that day at 00:00."""
    value = _string(record, name).strip()
    try:
        moment = datetime.fromisoformat(value)
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise Refused(
            f"field '{name}' is {_shown(value)}; write a date as 2026-01-31 or 2026-01-31T14:05:00Z"
        ) from None
    if moment > now + MAX_AHEAD:
        raise Refused(
            f"field '{name}' is {_shown(value)}, more than two days ahead of {now:%Y-%m-%d}; correct the date"
        )
    return moment


def _clean(value: JsonValue, depth: int = 0) -> JsonValue:
    """A value of metadata without invisible characters in its strings."""
    if depth > MAX_DEPTH:
        raise Refused(f"an unknown field is nested more than {MAX_DEPTH} deep; flatten it or leave it out")
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, list):
        return [_clean(item, depth + 1) for item in value]
    if isinstance(value, dict):
        return {clean_text(key): _clean(item, depth + 1) for key, item in value.items()}
    return value


def _string(record: Mapping[str, JsonValue], name: str) -> str:
    value = record.get(name)
    if not isinstance(value, str):
        raise Refused(f"field '{name}' is {_shown(value)}; it must be a string")
    return value


def _shown(value: JsonValue) -> str:
    shown = clean_text(repr(value))
    return shown if len(shown) <= 60 else shown[:57] + "…"
