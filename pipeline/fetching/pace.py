"""How often and how many at a time: nobody's server is to notice us."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import BoundedSemaphore, Lock
from time import monotonic, sleep


@dataclass(frozen=True)
class Clock:
    """Time that only goes forward, and waiting; another one makes tests quick."""

    now: Callable[[], float] = monotonic
    sleep: Callable[[float], None] = sleep


@dataclass
class _Host:
    at_once: BoundedSemaphore
    free_at: float = float("-inf")
    lock: Lock = field(default_factory=Lock)


class Pace:
    """Keeps the requests to one host apart, from whatever thread they come."""

    def __init__(self, interval_s: float, at_once: int, clock: Clock) -> None:
        self._interval_s, self._at_once, self._clock = interval_s, at_once, clock
        self._hosts: dict[str, _Host] = {}
        self._lock = Lock()

    @contextmanager
    def turn(self, host: str, *, interval_s: float = 0.0) -> Iterator[None]:
        """Waits until a request to the host is due; `interval_s` is what the host asks for, if it is longer than ours."""
        with self._lock:
            known = self._hosts.setdefault(host, _Host(BoundedSemaphore(self._at_once)))
        with known.at_once:
            with known.lock:
                now = self._clock.now()
                due = max(now, known.free_at)
                known.free_at = due + max(self._interval_s, interval_s)
            if due > now:
                self._clock.sleep(due - now)
            yield
