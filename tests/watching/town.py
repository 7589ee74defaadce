"""A town of loopback: an outlet whose feed changes as it is told, a subscriber who takes what is posted, and a clock."""

import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

from pipeline.types import Notice
from pipeline.watching import Clock
from tests.fetching.site import Site

START = datetime(2026, 3, 1, 12, tzinfo=UTC)
REST = " ".join(["Nobody wanted to say how long the talks had taken, or who had paid for the hall."] * 12)


def item(name: str, text: str) -> str:
    """An entry of a feed that carries its whole article."""
    return (
        f"<item><title>News of {name}</title><link>https://news.example/{name}</link>"
        f"<pubDate>Mon, 02 Feb 2026 08:30:00 GMT</pubDate><description>{text} {REST}</description></item>"
    )


def feed(*items: str) -> bytes:
    return f'<rss version="2.0"><channel><title>Gazette</title>{"".join(items)}</channel></rss>'.encode()


def serve(site: Site, path: str, *items: str, **headers: str) -> str:
    return site.serve(path, feed(*items), "application/rss+xml", **headers)


def notice(number: int, **fields: object) -> Notice:
    given = {
        "id": f"n-{number}",
        "kind": "changed",
        "at": START + timedelta(minutes=number),
        "report": "harbour",
        "question": "Will the harbour treaty hold?",
        "version": number + 1,
        "previous": number,
        "state": "stale-major",
        "reasons": (),
        "changes": (),
        **fields,
    }
    return Notice.model_validate(given)


class Turned:
    """A clock that is turned by sleeping; `at` is called with each sleep, and may end it all by raising."""

    def __init__(self, at: Callable[[int], None] | None = None) -> None:
        self.now = START
        self.slept: list[float] = []
        self._at = at
        self.clock = Clock(lambda: self.now, self._sleep)

    def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        if self._at:
            self._at(len(self.slept))
        self.now += timedelta(seconds=seconds)


@dataclass(frozen=True)
class Post:
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> dict[str, object]:
        return dict(json.loads(self.body))


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Whoever was killed while it called is no error of the one who was called."""


@dataclass
class Subscriber:
    """Takes posts on a port of loopback, and answers with the statuses it is told, the last of them for ever."""

    answers: list[tuple[int, Mapping[str, str]]] = field(default_factory=lambda: [(204, {})])
    posts: list[Post] = field(default_factory=list)

    def __enter__(self) -> Self:
        self._server = _Server(("127.0.0.1", 0), self._handler())
        self.host = f"127.0.0.1:{self._server.server_address[1]}"
        self.url = f"http://{self.host}/changes"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def ids(self) -> list[str]:
        return [post.headers["webhook-id"] for post in self.posts]

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        subscriber = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                headers = {name.lower(): value for name, value in self.headers.items()}
                subscriber.posts.append(Post(headers, body))
                answers = subscriber.answers
                status, given = answers.pop(0) if len(answers) > 1 else answers[0]
                self.send_response(status)
                for name, value in {"Content-Length": "0", **given}.items():
                    self.send_header(name, value)
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
                pass

        return Handler
