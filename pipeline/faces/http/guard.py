"""What stands before every route: whom `access` turns away, and the headers that keep a browser from running anything."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from fastapi import HTTPException

from .access import Refusal

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, MutableMapping

    from .access import Access

    Scope = MutableMapping[str, Any]
    Message = MutableMapping[str, Any]
    Receive = Callable[[], Awaitable[Message]]
    Send = Callable[[Message], Awaitable[None]]
    App = Callable[[Scope, Receive, Send], Awaitable[None]]

# Scripts and styles are files of ours; nothing inline, nothing from elsewhere, in nobody's frame.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=(), payment=()"),
)


class Guard:
    """ASGI: passes on what may pass. A header that a route sets itself stays as the route sets it."""

    def __init__(self, app: App, access: Access, *, body_bytes: int) -> None:
        self._app = app
        self._access = access
        self._most = body_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return  # no web sockets here; the server closes the connection
        safe = _with_headers(send, api=scope["path"].startswith("/api"))
        headers = _headers(scope)
        refusal = self._access.refusal(scope["method"], scope["path"], headers) or self._too_large(headers)
        if refusal:
            await _refuse(refusal, safe)
        else:
            await self._app(scope, self._limited(receive), safe)

    def _too_large(self, headers: Mapping[str, str]) -> Refusal | None:
        """Why a body that tells its size is not read at all."""
        size = headers.get("content-length", "0")
        return None if size.isdecimal() and int(size) <= self._most else Refusal(413, self._most_told)

    def _limited(self, receive: Receive) -> Receive:
        """The same body, for one that does not tell its size: cut off where it becomes too large."""
        read = 0

        async def receiving() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > self._most:
                raise HTTPException(413, self._most_told)
            return message

        return receiving

    @property
    def _most_told(self) -> str:
        return f"it has more than the {self._most:,} bytes that are read of one request; send less at once"


def _headers(scope: Scope) -> Mapping[str, str]:
    """Headers by lower-case name; of one that comes twice, both, which then matches nothing."""
    found: dict[str, str] = {}
    for name, value in scope["headers"]:
        key, text = name.decode("latin-1").lower(), value.decode("latin-1")
        found[key] = f"{found[key]}, {text}" if key in found else text
    return found


def _with_headers(send: Send, *, api: bool) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            own = list(message.get("headers", ()))
            names = {name.lower() for name, _ in own}
            ours = (*_HEADERS, (b"cache-control", b"no-store")) if api else _HEADERS
            message = {**message, "headers": [*own, *(pair for pair in ours if pair[0] not in names)]}
        await send(message)

    return sending


async def _refuse(refusal: Refusal, send: Send) -> None:
    body = json.dumps({"error": {"type": "Refused", "message": refusal.message}}).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    if refusal.status == 401:
        headers.append((b"www-authenticate", b'Basic realm="groundwire", charset="UTF-8"'))
    await send({"type": "http.response.start", "status": refusal.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
