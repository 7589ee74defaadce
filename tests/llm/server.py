"""A scripted model server on loopback: each request is answered by the next step of a script, and kept to be asserted.

A step is a function of the handler; the ones below are what OpenAI-compatible servers do on good and on bad days.
"""

import json
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Step = Callable[["Handler"], None]


@dataclass
class Request:
    path: str
    headers: Mapping[str, str]
    body: Mapping[str, Any]

    @property
    def system(self) -> str:
        return self.body["messages"][0]["content"]

    @property
    def last(self) -> str:
        return self.body["messages"][-1]["content"]

    @property
    def form(self) -> str | None:
        return self.body.get("response_format", {}).get("type")


@dataclass
class ScriptedServer:
    """`steps` are used up one a request; the last one goes on. `models` is what GET /v1/models gives."""

    steps: list[Step]
    models: Any = None
    requests: list[Request] = field(default_factory=list)
    listings: int = 0
    port: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)
    closing: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    @property
    def bodies(self) -> list[Mapping[str, Any]]:
        return [request.body for request in self.requests]

    def next(self, request: Request) -> Step:
        with self.lock:
            self.requests.append(request)
            return self.steps.pop(0) if len(self.steps) > 1 else self.steps[0]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    script: ScriptedServer

    def log_message(self, *args: object) -> None:
        pass

    def do_GET(self) -> None:
        self.script.listings += 1
        if self.script.models is None:
            self.send_json(404, {"error": {"message": "no such page"}})
        else:
            self.send_json(200, self.script.models)

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers["content-length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        step = self.script.next(Request(self.path, headers, json.loads(raw)))
        try:
            step(self)
        except (BrokenPipeError, ConnectionError):
            self.close_connection = True

    def send_json(self, status: int, value: object, headers: Mapping[str, str] | None = None) -> None:
        data = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        for name, text in (headers or {}).items():
            self.send_header(name, text)
        self.end_headers()
        self.wfile.write(data)

    def open_stream(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()

    def send_chunk(self, text: str) -> None:
        data = text.encode()
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()

    def event(self, value: object) -> None:
        self.send_chunk(f"data: {json.dumps(value)}\n\n")

    def close_stream(self) -> None:
        self.send_chunk("data: [DONE]\n\n")
        self.wfile.write(b"0\r\n\r\n")

    def sleep(self, seconds: float) -> None:
        """Waits, but not longer than the test runs."""
        self.script.closing.wait(seconds)


@contextmanager
def serving(*steps: Step, models: Any = None) -> Iterator[ScriptedServer]:
    script = ScriptedServer(list(steps), models)
    handler = type("ScriptedHandler", (Handler,), {"script": script})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True  # a client that keeps its connection open must not hold the test
    script.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield script
    finally:
        script.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()


def delta(text: str = "", *, finish: str | None = None, **more: Any) -> dict[str, Any]:
    content = {"content": text, **more} if text or more else {}
    return {
        "id": "reply-1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "scripted",
        "choices": [{"index": 0, "delta": content, "finish_reason": finish}],
    }


def usage_chunk(prompt: int, completion: int) -> dict[str, Any]:
    usage = {"prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": prompt + completion}
    return {**delta(), "choices": [], "usage": usage}


def says(
    text: str | Mapping[str, Any],
    *,
    finish: str = "stop",
    usage: tuple[int, int] | None = (100, 20),
    pieces: int = 4,
    pause: float = 0.0,
) -> Step:
    """A whole reply, in pieces if a stream was asked for."""
    text = text if isinstance(text, str) else json.dumps(text)

    def step(handler: Handler) -> None:
        size = max(1, -(-len(text) // pieces))
        handler.open_stream()
        handler.event(delta(role="assistant"))
        for at in range(0, len(text), size):
            handler.event(delta(text[at : at + size]))
            handler.sleep(pause)
        handler.event(delta(finish=finish))
        if usage is not None:
            handler.event(usage_chunk(*usage))
        handler.close_stream()

    return step


def fails(status: int, message: str = "", *, headers: Mapping[str, str] | None = None, **error: Any) -> Step:
    """An error as OpenAI words it."""
    return lambda handler: handler.send_json(status, {"error": {"message": message, **error}}, headers)


def redirects(location: str) -> Step:
    return fails(307, "moved", headers={"Location": location})


def declines(text: str) -> Step:
    def step(handler: Handler) -> None:
        handler.open_stream()
        handler.event(delta(refusal=text))
        handler.event(delta(finish="stop"))
        handler.close_stream()

    return step


def stalls(beginning: str, *, seconds: float, ping: float | None = None) -> Step:
    """Begins a reply and then says nothing, or sends pings that say nothing."""

    def step(handler: Handler) -> None:
        handler.open_stream()
        handler.event(delta(beginning))
        ends = time.monotonic() + seconds
        while time.monotonic() < ends and not handler.script.closing.is_set():
            handler.sleep(ping or seconds)
            if ping is not None:
                handler.send_chunk(": ping\n\n")
        handler.close_connection = True

    return step


def waits(seconds: float, then: Step) -> Step:
    """Is silent before the first byte."""

    def step(handler: Handler) -> None:
        handler.sleep(seconds)
        then(handler)

    return step


def cuts(beginning: str) -> Step:
    """Begins a reply and resets the connection."""

    def step(handler: Handler) -> None:
        handler.open_stream()
        handler.event(delta(beginning))
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        handler.close_connection = True

    return step


def ends_early(text: str) -> Step:
    """Ends the stream in good order but without saying that the reply is finished."""

    def step(handler: Handler) -> None:
        handler.open_stream()
        handler.event(delta(text))
        handler.close_stream()

    return step


def breaks_off(beginning: str, error: Mapping[str, Any]) -> Step:
    """Begins a reply and sends an error within the stream."""

    def step(handler: Handler) -> None:
        handler.open_stream()
        handler.event(delta(beginning))
        handler.event({"error": error})
        handler.close_stream()

    return step


def sends(chunks: Sequence[str]) -> Step:
    """A stream of any text."""

    def step(handler: Handler) -> None:
        handler.open_stream()
        for chunk in chunks:
            handler.send_chunk(chunk)
        handler.wfile.write(b"0\r\n\r\n")

    return step


def unless_schema(then: Step, *, message: str = "unknown field: response_format", status: int = 400) -> Step:
    """Refuses a request with a JSON Schema, as servers do that do not know it."""

    def step(handler: Handler) -> None:
        form = handler.script.requests[-1].form
        (fails(status, message) if form == "json_schema" else then)(handler)

    return step
