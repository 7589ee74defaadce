import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self


@dataclass(frozen=True)
class Asked:
    path: str
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Page:
    body: bytes
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    pause_s: float = 0.0  # between the bytes of the body

    def answer(self, asked: Asked) -> "Page":
        """Itself, or that nothing has changed."""
        etag = self.headers.get("ETag")
        return Page(b"", 304) if etag and asked.headers.get("if-none-match") == etag else self


Responder = Callable[[Asked], Page]


class Site:
    """A web server on a port of loopback."""

    def __init__(self) -> None:
        self.requests: list[Asked] = []
        self._pages: dict[str, list[Page]] = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.port: int = self._server.server_address[1]
        self.host = f"127.0.0.1:{self.port}"
        self.url = f"http://{self.host}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def serve(
        self,
        path: str,
        body: bytes = b"",
        kind: str = "text/html",
        *,
        status: int = 200,
        pause_s: float = 0,
        **headers: str,
    ) -> str:
        """Serves a page at a path from now on; several calls for one path are answered in turn. Gives its address."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if kind:
            named["Content-Type"] = kind
        self._pages.setdefault(path, []).append(Page(body, status, named, pause_s))
        return self.url + path

    @property
    def paths(self) -> list[str]:
        return [asked.path for asked in self.requests]

    def _page(self, asked: Asked) -> Page:
        self.requests.append(asked)
        pages = self._pages.get(asked.path, [Page(b"", 404)])
        page = pages.pop(0) if len(pages) > 1 else pages[0]
        return page.answer(asked)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                page = site._page(Asked(self.path, {name.lower(): value for name, value in self.headers.items()}))
                self.send_response(page.status)
                for name, value in page.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(page.body)))
                self.end_headers()
                try:
                    self._body(page)
                except OSError:
                    self.close_connection = True

            def _body(self, page: Page) -> None:
                if not page.pause_s:
                    self.wfile.write(page.body)
                    return
                for at in range(len(page.body)):
                    self.wfile.write(page.body[at : at + 1])
                    self.wfile.flush()
                    time.sleep(page.pause_s)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
                pass

        return Handler
