"""What happened in a job, entry after entry: written by the thread that works, read by any number of streams.

An entry's number is its place, so that a reader who lost the connection goes on after the last one it has seen.
"""

import asyncio
from collections.abc import AsyncIterator
from threading import Lock
from typing import NamedTuple

Listener = tuple[asyncio.AbstractEventLoop, asyncio.Event]


class Entry(NamedTuple):
    """`number` counts from 1; `data` is JSON."""

    number: int
    kind: str
    data: str


class Log:
    """Safe to use from several threads and event loops."""

    def __init__(self) -> None:
        self._entries: list[Entry] = []
        self._listeners: set[Listener] = set()
        self._lock = Lock()
        self._closed = False

    def append(self, kind: str, data: str, *, last: bool = False) -> None:
        """Tells the streams; after the last entry nothing more is taken."""
        with self._lock:
            if self._closed:
                return
            self._entries.append(Entry(len(self._entries) + 1, kind, data))
            self._closed = last
            self._wake()

    def close(self) -> None:
        """Ends the streams without a last entry: the reader is to come again."""
        with self._lock:
            self._closed = True
            self._wake()

    async def after(self, number: int) -> AsyncIterator[Entry]:
        """The entries after that one, as they come, until the log is closed.

        A reader may name an entry of a log that was lost; then it gets at least how the job ended.
        """
        mine = (asyncio.get_running_loop(), asyncio.Event())
        with self._lock:
            self._listeners.add(mine)
            if number > len(self._entries):
                number = max(len(self._entries) - 1, 0)
        try:
            while True:
                mine[1].clear()
                with self._lock:
                    entries, closed = self._entries[number:], self._closed
                for entry in entries:
                    yield entry
                number += len(entries)
                if closed:
                    return
                await mine[1].wait()
        finally:
            with self._lock:
                self._listeners.discard(mine)

    def _wake(self) -> None:
        for loop, event in self._listeners:
            if not loop.is_closed():
                loop.call_soon_threadsafe(event.set)
