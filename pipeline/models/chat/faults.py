"""What an error of a language model's server means: try again, ask otherwise, or give up with a sentence for people.

Nothing of what a server says about keys is repeated, and of what it says otherwise only a short, cleaned part.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from ...errors import ContextOverflow, GroundwireError, ModelUnavailable
from .dialect import names_the_form

_OVERFLOW = re.compile(
    r"context_length_exceeded|exceed_context_size|maximum context length|available context size|context window"
    r"|too many tokens|prompt is too long|input is too long|exceeds? the .{0,30}context",
    re.IGNORECASE,
)
_KEY_LIKE = re.compile(r"\b(?:sk|pk|key|gsk|hf|xai)[-_][\w*.-]{6,}|\bBearer\s+\S+", re.IGNORECASE)
_TRY_LATER = "try again later, or write without a model (--llm none)"


class Transient(Exception):
    """A call that failed in a way that may pass. `retry_after`: seconds that the server asked to be left alone."""

    def __init__(self, what: str, *, retry_after: float | None = None, empty: bool = False) -> None:
        super().__init__(what)
        self.retry_after = retry_after
        self.empty = empty


class Refused(Exception):
    """A request that the server does not take in this form; its text is what the server said."""


@dataclass(frozen=True)
class Server:
    """Who is asked, as messages name it, where its key is from, and the secrets that no message may hold."""

    name: str
    model: str
    address: str
    key_variable: str
    secret: str

    def scrub(self, text: str) -> str:
        """At most 300 characters of a text without keys and without characters that move a terminal."""
        if self.secret:
            text = text.replace(self.secret, "…")
        text = _KEY_LIKE.sub("…", text)
        text = "".join(char if char.isprintable() else " " for char in text)
        return re.sub(r"\s+", " ", text).strip()[:300]


def fault(error: BaseException, server: Server, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> Exception:
    """What to raise for an error: Transient, Refused, or one of ours that is final."""
    import httpx

    if isinstance(error, GroundwireError | Transient | Refused):
        return error
    status = _status(error)
    said = _words(error)
    if status is not None:
        return _of_status(status, said, error, server, now)
    if _OVERFLOW.search(said):
        return _overflow(said, server)
    if isinstance(error, TimeoutError | httpx.TimeoutException) or "Timeout" in type(error).__name__:
        return Transient("it did not answer in time")
    if isinstance(error, httpx.InvalidURL | httpx.UnsupportedProtocol):
        return ModelUnavailable(f"{server.name}: its address cannot be used; check the setting 'llm'")
    cause = error if isinstance(error, OSError | httpx.TransportError) else error.__cause__
    if isinstance(cause, OSError | httpx.TransportError):
        return Transient(f"the connection failed ({server.scrub(str(cause)) or type(cause).__name__})")
    if type(error).__name__ in {"APIError", "JSONDecodeError", "UnicodeDecodeError", "APIConnectionError"}:
        return Transient(f"the stream broke off with an error ({server.scrub(said)})")
    return ModelUnavailable(f"{server.name} failed: {type(error).__name__}: {server.scrub(said)}; {_TRY_LATER}")


def gave_up(last: Transient, server: Server, *, attempts: int) -> ModelUnavailable:
    """What is raised when trying again did not help."""
    times = "once" if attempts == 1 else f"{attempts} times"
    return ModelUnavailable(f"{server.name} was asked {times} and failed each time: last, {last}; {_TRY_LATER}")


def refused(said: str, server: Server) -> ModelUnavailable:
    """What is raised when there is no other form to ask in."""
    what = f"it said: {server.scrub(said)}" if said else "it did not say why"
    return ModelUnavailable(f"{server.name} refuses the request; {what}; choose another model, or --llm none")


def _of_status(status: int, said: str, error: BaseException, server: Server, now: Callable[[], datetime]) -> Exception:
    if status in {401, 403}:
        return _bad_key(status, server)
    if 300 <= status < 400:
        return _moved(error, server)
    if status == 413 or (status < 500 and status != 429 and _OVERFLOW.search(said)):
        return _overflow(said, server)
    if status == 404:
        return ModelUnavailable(
            f"{server.name}: there is no model '{server.model}' at {server.address}; check the name and the address, "
            "which for most servers ends in /v1"
        )
    if status == 429 and "insufficient_quota" in said:
        return ModelUnavailable(
            f"{server.name} says that the quota of this key is used up; check the account's billing"
        )
    if status in {400, 422, 501} or (status >= 500 and names_the_form(said)):
        return Refused(said)
    if status in {408, 409, 425, 429} or status >= 500:
        return Transient(_status_words(status, said, server), retry_after=_retry_after(error, now()))
    return refused(said, server)


def _bad_key(status: int, server: Server) -> ModelUnavailable:
    if not server.key_variable:
        return ModelUnavailable(
            f"{server.name} does not accept its key (status {status}); check how the model was set up"
        )
    if not server.secret:
        return ModelUnavailable(
            f"{server.name} asks for a key (status {status}), and none was sent; put it into {server.key_variable}"
        )
    return ModelUnavailable(
        f"{server.name} does not accept the key in {server.key_variable} (status {status}); put the right one there, "
        f"with the right to use '{server.model}'"
    )


def _moved(error: BaseException, server: Server) -> ModelUnavailable:
    response = getattr(error, "response", None)
    try:
        host = urlsplit(response.headers.get("location", "")).hostname if response is not None else None
    except ValueError:
        host = None
    where = f" to {server.scrub(host)}" if host else ""
    return ModelUnavailable(
        f"{server.name} redirects{where}, which is not followed, because the key and the articles would go there; "
        "put the final address into the setting 'llm'"
    )


def _overflow(said: str, server: Server) -> ContextOverflow:
    return ContextOverflow(
        f"the prompt does not fit the context of {server.name} ({server.scrub(said)}); lower 'evidence_tokens', or "
        "choose a model with a longer context"
    )


def _status(error: BaseException) -> int | None:
    """The HTTP status, however the library at hand names it."""
    found = getattr(error, "status_code", None)
    if found is None:
        found = getattr(getattr(error, "response", None), "status_code", None)
    if found is None and type(error).__name__ == "APIError":
        # An error within a stream, which began with status 200: llama.cpp puts the status into its code.
        body = getattr(error, "body", None)
        found = body.get("code") if isinstance(body, dict) else None
    return found if isinstance(found, int) else None


def _words(error: BaseException) -> str:
    """All that the server said, codes included."""
    body = getattr(error, "body", None)
    return f"{error}" if body is None or str(body) in str(error) else f"{error} {body}"


def _status_words(status: int, said: str, server: Server) -> str:
    if status == 429:
        return "it asks to be called less often (status 429)"
    return f"its status was {status} ({server.scrub(said)})" if said else f"its status was {status}"


def _retry_after(error: BaseException, now: datetime) -> float | None:
    """Seconds until the moment in Retry-After, which is a number or a date."""
    response = getattr(error, "response", None)
    given = response.headers.get("retry-after", "").strip() if response is not None else ""
    try:
        return max(0.0, float(given))
    except ValueError:
        pass
    try:
        return max(0.0, (parsedate_to_datetime(given) - now).total_seconds())
    except (TypeError, ValueError):
        return None
