"""One request to a language model, bounded in time and size whatever the other side does.

The request runs in a thread of its own, so that a library that never comes back cannot hold the caller: the caller waits
for pieces, and leaves when there is no sign of life for too long or the time is up. The thread is told, and its connection
is shut, so that a server does not go on writing for nobody.
"""

import socket
import threading
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Any

from .faults import Transient
from .replies import MAX_BYTES, complete


@dataclass(frozen=True)
class Piece:
    """What one chunk of a stream brought; None: nothing was said about it."""

    text: str = ""
    finish: str | None = None
    refusal: str | None = None
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    ends: bool = True  # whether a whole stream of this kind says that it is finished


@dataclass(frozen=True)
class Patience:
    """How long is waited, in seconds. `first` is the time to the first byte: a model may think before it speaks.

    `stall` is the longest silence after it, `call` the most for one request, `total` the most for one question with all
    its repetitions; `pause` the first wait before trying again, which doubles, and `longest_pause` what it is held under.
    """

    first: float = 90.0
    stall: float = 30.0
    call: float = 180.0
    total: float = 360.0
    attempts: int = 3
    pause: float = 1.0
    longest_pause: float = 30.0


class Line:
    """The connection of one request, as both threads see it."""

    def __init__(self) -> None:
        self.started = time.monotonic()
        self.alive_at: float | None = None
        self._hung_up = False
        self._network: Any = None
        self._bytes = 0

    def opened(self, network: Any) -> None:
        self._network = network
        self.alive()

    def alive(self, size: int = 0) -> None:
        """Notes that something came in.

        Raises:
            ConnectionAbortedError: nobody waits for it any more, or it is far more than any reply.
        """
        self.alive_at = time.monotonic()
        self._bytes += size
        # A chunk wraps some 200 bytes around each token, so the stream of the longest reply is far longer than the reply.
        if self._hung_up or self._bytes > 100 * MAX_BYTES:
            raise ConnectionAbortedError("the call was given up")

    def done(self) -> None:
        """Notes that the connection is not this request's any more: another one may use it next."""
        self._network = None

    def hang_up(self) -> None:
        self._hung_up = True
        # Closing a socket does not wake a thread that reads from it; shutting it down does.
        with suppress(Exception):
            self._network.get_extra_info("socket").shutdown(socket.SHUT_RDWR)


# Set in the thread of a request, so that the HTTP client, which many requests share, knows whose bytes it reads.
current_line: ContextVar[Line | None] = ContextVar("current_line", default=None)


def received(
    start: Callable[[], Iterator[Piece]], *, seconds: float, patience: Patience
) -> Generator[Piece, None, None]:
    """The pieces of one request as they come.

    Raises:
        Transient: it took too long or was silent for too long.
        Exception: whatever the request itself raised.
    """
    line, pieces = Line(), SimpleQueue[Piece | BaseException | None]()

    def run() -> None:
        current_line.set(line)
        try:
            for piece in start():
                line.alive()
                pieces.put(piece)
            line.done()
            pieces.put(None)
        except BaseException as error:  # noqa: BLE001 - it is raised again where it can be answered
            line.done()
            pieces.put(error)

    threading.Thread(target=run, name="groundwire-chat", daemon=True).start()
    try:
        while (piece := _next(pieces, line, seconds=seconds, patience=patience)) is not None:
            if isinstance(piece, BaseException):
                raise piece
            yield piece
    finally:
        line.hang_up()


def _next(
    pieces: "SimpleQueue[Piece | BaseException | None]", line: Line, *, seconds: float, patience: Patience
) -> Piece | BaseException | None:
    while True:
        now = time.monotonic()
        silence = patience.first if line.alive_at is None else patience.stall
        silent_until = (line.started if line.alive_at is None else line.alive_at) + silence
        until = min(silent_until, line.started + seconds)
        try:
            return pieces.get(timeout=max(until - now, 0.0))
        except Empty:
            now = time.monotonic()
            if now >= line.started + seconds:
                raise Transient(f"it was not finished after {seconds:g} s") from None
            # The silence may have ended meanwhile, with a ping that is no piece.
            if line.alive_at is None or now >= line.alive_at + patience.stall:
                raise Transient(f"it was silent for {silence:g} s") from None


@dataclass(frozen=True)
class Answer:
    """All that came of one request."""

    text: str
    finish: str | None
    refusal: str
    prompt_tokens: int | None
    completion_tokens: int | None

    @property
    def truncated(self) -> bool:
        return self.finish == "length"


class Gathering:
    """Puts pieces together; what came so far can be counted even when the stream breaks off."""

    def __init__(self) -> None:
        self.text: list[str] = []
        self._refusal: list[str] = []
        self._last = Piece()
        self._prompt_tokens: int | None = None
        self._completion_tokens: int | None = None
        self._size = 0

    def add(self, piece: Piece) -> bool:
        """Takes a piece; False when the reply is longer than any that is asked for, and reading on is of no use."""
        self.text.append(piece.text)
        self._refusal.append(piece.refusal or "")
        self._size += len(piece.text)
        self._last = Piece(finish=piece.finish or self._last.finish, ends=piece.ends)
        if piece.prompt_tokens is not None:
            self._prompt_tokens, self._completion_tokens = piece.prompt_tokens, piece.completion_tokens
        return self._size <= MAX_BYTES

    def answer(self) -> Answer:
        """What came.

        Raises:
            Transient: it is nothing, or it was cut.
        """
        text, refusal = "".join(self.text), "".join(self._refusal)
        finish = self._last.finish
        if finish is None and self._last.ends and self._size <= MAX_BYTES and not complete(text):
            raise Transient("its answer was cut off", empty=False)
        if not text.strip() and not refusal and finish in {None, "stop"}:
            raise Transient("its answer was empty", empty=True)
        return Answer(text, finish, refusal, self._prompt_tokens, self._completion_tokens)
