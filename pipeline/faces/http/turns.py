"""Turns at what takes a processor for a moment: few at a time, a few more wait, the rest are told to come again.

Without this, a hundred requests that judge or embed would take every thread, and pages would wait for them.
"""

import asyncio
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from fastapi.concurrency import run_in_threadpool

from ...errors import TooBusy

P = ParamSpec("P")
T = TypeVar("T")

_AT_ONCE = 2
_WAITING = 16


class Turns:
    """One for an application, used on one event loop."""

    def __init__(self, *, at_once: int = _AT_ONCE, waiting: int = _WAITING) -> None:
        self._free = asyncio.Semaphore(at_once)
        self._most = at_once + waiting
        self._taken = 0

    @property
    def busy(self) -> bool:
        return self._taken > 0

    async def run(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What the call gives back, from a thread, once it is its turn.

        Raises:
            TooBusy: as many wait as may; nothing was done.
        """
        if self._taken >= self._most:
            raise TooBusy(
                f"{self._taken} requests of this kind are at work or waiting; nothing was done. Send it again"
            )
        self._taken += 1
        try:
            async with self._free:
                return await run_in_threadpool(call, *args, **kwargs)
        finally:
            self._taken -= 1
