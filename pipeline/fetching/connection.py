"""Connections that go to the address that was checked.

Looking a name up, checking the answer and connecting happen in one place, below the HTTP client: between check and
connection there is no second look-up that could answer otherwise (DNS rebinding). Name and certificate stay those of the
host, because only the socket is told the number.
"""

import socket
import ssl
import typing
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from time import monotonic

import httpcore
import httpx

from .addresses import Opened, check_name, check_port, check_public, literal
from .refusals import Barred

# The addresses of a host and port, as strings; raises OSError when there are none.
Resolver = Callable[[str, int], Sequence[str]]

MAX_ADDRESSES = 4  # of one host that are tried: a site with more is no more reachable for it
_ends: ContextVar[float | None] = ContextVar("_ends", default=None)


def system_resolver(host: str, port: int) -> Sequence[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Within it, whatever is read or written by this thread must be over after so many seconds in all."""
    token = _ends.set(monotonic() + seconds)
    try:
        yield
    finally:
        _ends.reset(token)


def _left(timeout: float | None) -> float | None:
    """What remains of a timeout within the time limit."""
    ends = _ends.get()
    if ends is None:
        return timeout
    left = ends - monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout
    return left if timeout is None else min(left, timeout)


class GuardedTransport(httpx.BaseTransport):
    """Sends requests over guarded connections, and over nothing else: no proxy of the environment, no socket file."""

    def __init__(self, resolve: Resolver, opened: Opened, *, connections: int) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(trust_env=False),
            max_connections=connections,
            keepalive_expiry=10,
            network_backend=_Guard(resolve, opened),
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        assert isinstance(request.stream, httpx.SyncByteStream)
        url = request.url
        response = self._pool.handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx.Response(response.status, headers=response.headers, stream=_Body(response))

    def close(self) -> None:
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        yield from self._response.iter_stream()

    def close(self) -> None:
        self._response.close()


class _Guard(httpcore.NetworkBackend):
    def __init__(self, resolve: Resolver, opened: Opened) -> None:
        self._resolve, self._opened, self._plain = resolve, opened, httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        problem: Exception | None = None
        for address in self._checked(host, port):
            try:
                stream = self._plain.connect_tcp(address, port, _left(timeout), local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                problem = error
            else:
                return _TimedStream(stream)
        raise problem or httpcore.ConnectError

    def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ARG002 - the signature is httpcore's
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        raise Barred(f"the socket file {path!r} is not on the web")

    def _checked(self, host: str, port: int) -> Sequence[str]:
        check_port(host, port, self._opened)
        check_name(host)
        addresses = [host] if literal(host) is not None else self._look_up(host, port)
        if not self._opened.holds(host, port):
            check_public(host, addresses)
        return addresses[:MAX_ADDRESSES]

    def _look_up(self, host: str, port: int) -> Sequence[str]:
        try:
            found = self._resolve(host, port)
        except (OSError, UnicodeError):
            found = ()
        if not found:
            raise Barred(f"the host {host!r} was not found; check the address and the connection")
        return found


class _TimedStream(httpcore.NetworkStream):
    """A stream whose every read and write ends with the time limit, however slowly bytes trickle in."""

    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        return _TimedStream(self._stream.start_tls(ssl_context, server_hostname, _left(timeout)))

    def get_extra_info(self, info: str) -> typing.Any:
        return self._stream.get_extra_info(info)
