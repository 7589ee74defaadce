"""Who is let in: which names the server answers to, which pages may ask it for something, and who knows the token.

A browser sends what any page tells it to. So a request must name this server as its host (else a foreign name may have
been pointed here: DNS rebinding), and one that a page sends must come from a page of this server (else: forged requests).
"""

from __future__ import annotations

import binascii
from base64 import b64decode
from dataclasses import dataclass
from hmac import compare_digest
from ipaddress import ip_address
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from ...errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Mapping

LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_BODIES = frozenset({"application/json", "application/jsonl", "application/x-ndjson", "application/zip"})
_SHORTEST_TOKEN = 16  # characters; shorter ones can be tried out


class Refusal(NamedTuple):
    """Why a request is turned away, and how it could be made."""

    status: int
    message: str


@dataclass(frozen=True)
class Access:
    """`names`: the hosts under which the server is reached, beside loopback; with a token, none given means any."""

    token: str | None = None
    names: frozenset[str] = frozenset()

    def refusal(self, method: str, path: str, headers: Mapping[str, str]) -> Refusal | None:
        """Why this request is not answered; None when it may pass. Header names are lower case."""
        bearer = self._bearer(headers)
        return (
            self._foreign_host(headers)
            or (None if bearer else self._stranger(headers))
            or (None if bearer and self.token else _forged(method, path, headers))
            or _unreadable(method, headers)
        )

    def _foreign_host(self, headers: Mapping[str, str]) -> Refusal | None:
        host = host_name(headers.get("host", ""))
        if host in LOOPBACK_NAMES | self.names or (self.token and not self.names and host):
            return None
        return Refusal(421, f"this server does not answer to the host {host!r}; allow it with 'serve --name {host}'")

    def _stranger(self, headers: Mapping[str, str]) -> Refusal | None:
        if self.token is None or compare_digest(_password(headers).encode(), self.token.encode()):
            return None
        return Refusal(401, "this server wants its token: send 'Authorization: Bearer TOKEN', or TOKEN as the password")

    def _bearer(self, headers: Mapping[str, str]) -> bool:
        """Whether the request carries the token itself, which no page of others can make a browser send."""
        kind, _, given = headers.get("authorization", "").partition(" ")
        return (
            bool(self.token) and kind.lower() == "bearer" and compare_digest(given.encode(), str(self.token).encode())
        )


def access_for(host: str, *, token: str | None = None, names: frozenset[str] = frozenset()) -> Access:
    """The access of a server that listens on a host.

    Raises:
        BadInput: others could reach it and no token keeps them out, or the token can be guessed.
    """
    if token is not None and len(token) < _SHORTEST_TOKEN:
        raise BadInput(
            f"the token has {len(token)} characters, and one so short can be tried out; give at least {_SHORTEST_TOKEN}, "
            "for example what 'openssl rand -hex 24' prints, in GROUNDWIRE_TOKEN"
        )
    if token is None and not _loopback(host):
        raise BadInput(
            f"--host {host} lets others on the network read and change this home, so a token is needed; set "
            "GROUNDWIRE_TOKEN to at least 16 characters, or leave --host out to serve this machine only"
        )
    return Access(token, frozenset(name.lower() for name in names))


def host_name(host: str) -> str:
    """The name in a Host header, without its port and brackets; empty if there is none."""
    try:
        return (urlsplit(f"//{host}").hostname or "").rstrip(".")
    except ValueError:
        return ""


def _loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _password(headers: Mapping[str, str]) -> str:
    """What stands as password in the header that a browser sends after asking for it; empty if nothing does."""
    kind, _, given = headers.get("authorization", "").partition(" ")
    if kind.lower() != "basic":
        return ""
    try:
        return b64decode(given, validate=True).decode("utf-8", "replace").partition(":")[2]
    except (binascii.Error, ValueError):
        return ""


def _forged(method: str, path: str, headers: Mapping[str, str]) -> Refusal | None:
    """Why a request that another site may have had the browser send is refused."""
    origin, site = headers.get("origin"), headers.get("sec-fetch-site", "none")
    if origin is not None and urlsplit_netloc(origin) != headers.get("host", "").lower():
        return Refusal(403, f"the page that asks comes from {origin!r}; only pages of this server may")
    link = headers.get("sec-fetch-mode") == "navigate" and method in _READING and not path.startswith("/api/")
    if site not in {"none", "same-origin"} and not link:
        return Refusal(403, "another site asks through your browser; only pages of this server may")
    return None


def urlsplit_netloc(origin: str) -> str | None:
    """Host and port of an origin; None of what is no address of the web."""
    try:
        parts = urlsplit(origin.lower())
    except ValueError:
        return None
    return parts.netloc if parts.scheme in {"http", "https"} else None


def _unreadable(method: str, headers: Mapping[str, str]) -> Refusal | None:
    """Forms and plain text are what a browser sends for any site without asking first, so they are not read."""
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if method in _READING or kind in _BODIES or (not kind and headers.get("content-length", "0") == "0"):
        return None
    return Refusal(415, f"a body of type {kind or 'unknown'!r} is not read; send one of {', '.join(sorted(_BODIES))}")
