"""What jobs do: they call the verbs of one home."""

from threading import Lock
from typing import NamedTuple

from ....ports import Tell
from ....service import Groundwire
from ....types import RefreshResult, Report
from .job import Ask, Order


class Outcome(NamedTuple):
    """What came of a job: the report that answers, or what a refresh did."""

    report: Report | None = None
    cached: bool = False
    results: tuple[RefreshResult, ...] | None = None


# Two answers to one question must not be written side by side, for both would be its next version. More questions than
# these share a lock now and then, which costs a moment and keeps the number of locks bounded.
_STRIPES = 64


class Work:
    """Does orders at a desk, of which one serves several threads."""

    def __init__(self, desk: Groundwire) -> None:
        self._desk = desk
        self._stripes = tuple(Lock() for _ in range(_STRIPES))

    def known(self, order: Order) -> Outcome | None:
        """What can be told at once: a stored report that was written from this corpus with these settings."""
        if not isinstance(order, Ask) or order.fresh or order.gather:
            return None
        report = self._desk.standing_answer(order.question, as_of=order.as_of, publishers=order.publishers)
        return Outcome(report, cached=True) if report else None

    def do(self, order: Order, tell: Tell) -> Outcome:
        if isinstance(order, Ask):
            with self._stripes[hash(" ".join(order.question.casefold().split())) % _STRIPES]:
                return self.known(order) or self._asked(order, tell)
        return Outcome(results=self._desk.refresh(order.ids, force=order.force, tell=tell))

    def _asked(self, order: Ask, tell: Tell) -> Outcome:
        report = self._desk.ask(
            order.question, as_of=order.as_of, publishers=order.publishers, gather=order.gather, tell=tell
        )
        return Outcome(report)
