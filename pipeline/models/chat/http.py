"""The HTTP client under the openai library: follows nothing, sends nothing that the call does not need."""

from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from .stream import Patience, current_line

if TYPE_CHECKING:
    import httpx
    import openai

# What the libraries add beside these says who asks and on what machine: organisation, project, headers of the
# environment. OpenAI itself gets them, because it needs them; nobody else does.
_NEEDED = frozenset(
    {"accept", "accept-encoding", "authorization", "connection", "content-length", "content-type", "host", "user-agent"}
)
_CONNECT_SECONDS = 10.0
# The openai library wants a key even where the server wants none; this one is never sent.
_NO_KEY = "none"


def openai_client(base_url: str, key: str, *, official: bool, patience: Patience) -> "openai.OpenAI":
    """A client of the openai library for one server. It never tries again by itself: how often, we decide and count."""
    import httpx
    import openai

    # A byte may take as long as the first one; that the silences after it are shorter is watched by the caller.
    timeout = httpx.Timeout(max(patience.first, patience.stall), connect=min(_CONNECT_SECONDS, patience.call))
    transport = httpx.Client(
        timeout=timeout,
        follow_redirects=False,
        trust_env=not _on_loopback(base_url),  # a proxy of the environment cannot reach a server on this machine
        event_hooks={"request": [lambda request: _only_needed(request, key, official=official)], "response": [_watch]},
    )
    return openai.OpenAI(
        api_key=key or _NO_KEY, base_url=base_url, http_client=transport, max_retries=0, timeout=timeout
    )


def _on_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    return host in {"localhost", "::1"} or host.startswith("127.")


def _only_needed(request: "httpx.Request", key: str, *, official: bool) -> None:
    if not official:
        for name in [name for name in request.headers if name.lower() not in _NEEDED]:
            del request.headers[name]
    if not key:
        request.headers.pop("authorization", None)


def _watch(response: "httpx.Response") -> None:
    """Lets the thread that waits for this response see each byte come in, and end it."""
    line = current_line.get()
    if line is None:
        return
    line.opened(response.extensions.get("network_stream"))
    response.stream = _watched(response.stream)


def _watched(stream: "httpx.SyncByteStream | httpx.AsyncByteStream") -> "httpx.SyncByteStream":
    import httpx

    assert isinstance(stream, httpx.SyncByteStream)
    inner: httpx.SyncByteStream = stream

    class Watched(httpx.SyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            for chunk in inner:
                if line := current_line.get():
                    line.alive(len(chunk))
                yield chunk

        def close(self) -> None:
            inner.close()

    return Watched()
