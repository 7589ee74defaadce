"""What jobs do: they call the verbs of one home."""

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


class Work:
    """Does orders at a desk, of which one serves several threads."""

    def __init__(self, desk: Groundwire) -> None:
        self._desk = desk

    def known(self, order: Order) -> Outcome | None:
        """What can be told at once: a stored report that was written from this corpus with these settings."""
        if not isinstance(order, Ask) or order.fresh:
            return None
        report = self._desk.standing_answer(order.question, as_of=order.as_of, publishers=order.publishers)
        return Outcome(report, cached=True) if report else None

    def do(self, order: Order, tell: Tell) -> Outcome:
        if isinstance(order, Ask):
            report = self._desk.ask(order.question, as_of=order.as_of, publishers=order.publishers, tell=tell)
            return Outcome(report)
        return Outcome(results=self._desk.refresh(order.ids, force=order.force, tell=tell))
