"""What the head of an answer says: its type, its charset, when to come back."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime

import httpx

from .refusals import Barred

# What readers can make an article of. A server that does not say is believed to send a page.
TYPES = frozenset(
    "text/html application/xhtml+xml text/plain text/xml application/xml application/rss+xml application/atom+xml "
    "application/rdf+xml application/feed+json application/json text/json text/x-opml application/opml+xml text/x-opml+xml "
    "application/pdf text/csv application/x-ndjson application/jsonl application/gzip application/x-gzip".split()
)
# Files that servers rarely know the type of; what they hold is told from their first bytes.
BY_NAME = (".gz", ".jsonl", ".ndjson", ".csv", ".parquet", ".warc", ".opml", ".xml", ".rss", ".atom")
_UNKNOWN = frozenset({"application/octet-stream", "binary/octet-stream"})


@dataclass(frozen=True)
class Answer:
    """One answer of a server, read to its end. `leads_to`: where a redirect goes."""

    status: int
    headers: httpx.Headers
    body: bytes = b""
    leads_to: str | None = None

    @property
    def content_type(self) -> str:
        return media_type(self.headers)

    @property
    def charset(self) -> str | None:
        charset = _parsed(self.headers).get_param("charset")
        return charset.strip() if isinstance(charset, str) else None


def media_type(headers: httpx.Headers) -> str:
    return str(headers.get("content-type", "")).partition(";")[0].strip().lower()


def check_type(headers: httpx.Headers, path: str) -> None:
    """Raises Barred for a type that no reader understands."""
    kind = media_type(headers)
    if kind and kind not in TYPES and not (kind in _UNKNOWN and path.lower().endswith(BY_NAME)):
        raise Barred(f"it is of type {kind[:60]!r}, which holds no article")


def retry_after(headers: httpx.Headers) -> float | None:
    """The seconds that a server asks to be left alone (RFC 9110, 10.2.3): a number, or until a date; None: it does not."""
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        until = parsedate_to_datetime(value)
    except ValueError:
        return None
    until = until.replace(tzinfo=UTC) if until.tzinfo is None else until
    return max(0.0, (until - datetime.now(UTC)).total_seconds())


def _parsed(headers: httpx.Headers) -> Message:
    message = Message()
    message["content-type"] = headers.get("content-type", "").replace("\n", " ").replace("\r", " ")
    return message
