"""Time, and the end of it: a clock that tests can turn, and the two signals that end a watch."""

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from types import FrameType


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Clock:
    """What time it is, and waiting."""

    now: Callable[[], datetime] = _now
    sleep: Callable[[float], None] = time.sleep


class Stop:
    """Ends a watch at SIGINT or SIGTERM by raising KeyboardInterrupt, wherever it is; what is begun is undone whole.

    Only what is `shielded` is finished first: the note that a channel has acknowledged something.
    """

    def __init__(self) -> None:
        self.requested = False
        self._shielded = False

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Within it the signals mean this. Elsewhere than in the main thread there are none to listen to."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.signal(number, self._asked) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    @contextmanager
    def shielded(self) -> Iterator[None]:
        """What is done within it is done to its end, and must be short."""
        self._shielded = True
        try:
            yield
        finally:
            self._shielded = False
        if self.requested:
            raise KeyboardInterrupt

    def _asked(self, _number: int, _frame: FrameType | None) -> None:
        self.requested = True
        if not self._shielded:
            raise KeyboardInterrupt
