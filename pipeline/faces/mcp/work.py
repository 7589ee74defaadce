"""Running a verb for a client: in a thread, a few at a time, its steps told as progress, ended when the client gives up."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import anyio.from_thread
import anyio.to_thread
from anyio import CapacityLimiter
from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ToolError

from ...errors import GroundwireError
from ...ports import Tell
from ...render.inert import line
from ...types import Event

T = TypeVar("T")

_AT_ONCE = 2
_LONGEST_MESSAGE = 200  # characters of a sentence that is shown beside a bar


class Work:
    """One for a server: what it starts together takes no more than a few processors."""

    def __init__(self) -> None:
        self._limiter = CapacityLimiter(_AT_ONCE)

    async def run(self, call: Callable[[], T]) -> T:
        """What a call gives back, from a thread.

        Raises:
            ToolError: the message that the command line prints.
        """
        with plainly():
            return await anyio.to_thread.run_sync(call, limiter=self._limiter)

    async def follow(self, call: Callable[[Tell], T], ctx: Context[Any, Any]) -> T:
        """What a long call gives back; the client hears of its steps, and can end it between two of them."""
        steps = 0

        async def report(event: Event) -> None:
            nonlocal steps
            steps += 1
            await ctx.report_progress(steps, None, message(event))

        def tell(event: Event) -> None:
            anyio.from_thread.check_cancelled()
            anyio.from_thread.run(report, event)

        with plainly():
            return await anyio.to_thread.run_sync(lambda: call(tell), abandon_on_cancel=True, limiter=self._limiter)


@contextmanager
def plainly() -> Iterator[None]:
    """An error that a user can cause is told to the client in its own words; any other shows nothing of its inside."""
    try:
        yield
    except GroundwireError as error:
        raise ToolError(str(error)) from error


def message(event: Event) -> str:
    """A step, in words."""
    match event.kind:
        case "stage":
            return event.stage
        case "questions":
            return "searching further: " + "; ".join(line(question) for question in event.questions)[:_LONGEST_MESSAGE]
        case "passages":
            return f"{event.passages} passages of {len(event.articles)} articles found"
        case "claim":
            verdict = "shown" if event.shown else f"not shown ({event.label})"
            return f"{event.done} of {event.total} claims judged; {verdict}: {line(event.text)[:_LONGEST_MESSAGE]}"
        case "refreshed":
            return f"{line(event.id)}: {event.state}, {event.action}"
