"""Verbs at work for a client: their steps are told, their errors plain, and they end when the client gives up."""

import threading
from typing import Any

import anyio
import pytest
from mcp.server.mcpserver.exceptions import ToolError

from pipeline.errors import HomeBusy
from pipeline.faces.mcp.work import Work, message
from pipeline.ports import Tell
from pipeline.types import ClaimJudged, QuestionsAsked, ReportRefreshed, StageBegun


class Client:
    """Hears of progress."""

    def __init__(self) -> None:
        self.heard: list[tuple[float, str]] = []

    async def report_progress(self, progress: float, _total: float | None, told: str) -> None:
        self.heard.append((progress, told))


def test_steps_are_told_in_order_and_numbered() -> None:
    client: Any = Client()

    def ask(tell: Tell) -> str:
        tell(StageBegun(stage="reading"))
        tell(QuestionsAsked(questions=("Who\x1b[2J?", "When?")))
        return "done"

    assert anyio.run(lambda: Work().follow(ask, client)) == "done"
    assert client.heard == [(1, "reading"), (2, "searching further: Who?; When?")]


def test_a_client_that_gives_up_ends_the_work_between_two_steps() -> None:
    client: Any = Client()
    ended = threading.Event()

    def ask(tell: Tell) -> None:
        try:
            while True:
                tell(StageBegun(stage="reading"))
        finally:
            ended.set()

    async def give_up() -> None:
        with anyio.move_on_after(0.05):
            await Work().follow(ask, client)

    anyio.run(give_up)
    assert ended.wait(timeout=30)
    assert client.heard


def test_what_a_user_can_cause_is_told_in_its_own_words() -> None:
    def busy() -> None:
        raise HomeBusy("another process writes here; wait")

    with pytest.raises(ToolError, match=r"^another process writes here; wait$"):
        anyio.run(lambda: Work().run(busy))


@pytest.mark.parametrize(
    ("event", "told"),
    [
        (
            ClaimJudged(text="A\nb.", shown=True, label="supported", reason="", done=1, total=2),
            "1 of 2 claims judged; shown: A b.",
        ),
        (
            ClaimJudged(text="C.", shown=False, label="unsupported", reason="", done=2, total=2),
            "2 of 2 claims judged; not shown (unsupported): C.",
        ),
        (ReportRefreshed(id="r", state="stale-minor", action="rechecked", version=2), "r: stale-minor, rechecked"),
    ],
)
def test_a_step_is_told_in_words(event, told) -> None:
    assert message(event) == told
