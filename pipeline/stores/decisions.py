"""What editors decided about reports. A report's versions hold what they were written under; here stands what holds now."""

from collections.abc import Callable

from sqlalchemy import delete, insert, select

from ..types import Decision
from . import engine as database
from .catalogue import Catalogue
from .tables import decisions

Change = Callable[[tuple[Decision, ...]], tuple[Decision, ...]]


class Decisions:
    """The decisions of one home, report by report, in the order of their numbers."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._engine = catalogue.engine

    def of(self, report_id: str) -> tuple[Decision, ...]:
        return self.by_report().get(report_id, ())

    def by_report(self) -> dict[str, tuple[Decision, ...]]:
        """The decisions on every report that there are any on."""
        query = select(decisions.c.report, decisions.c.json).order_by(decisions.c.report, decisions.c.number)
        found: dict[str, tuple[Decision, ...]] = {}
        with self._engine.begin() as connection:
            for report, json in connection.execute(query):
                found[report] = (*found.get(report, ()), Decision.model_validate_json(json))
        return found

    def change(self, report_id: str, change: Change) -> tuple[Decision, ...]:
        """What a function makes of the decisions on a report, stored in one transaction: two editors lose nothing."""
        with database.writing(self._engine) as connection:
            query = select(decisions.c.json).where(decisions.c.report == report_id).order_by(decisions.c.number)
            now = change(tuple(Decision.model_validate_json(json) for json in connection.scalars(query)))
            connection.execute(delete(decisions).where(decisions.c.report == report_id))
            for each in now:
                row = {"report": report_id, "number": each.number, "json": each.model_dump_json()}
                connection.execute(insert(decisions).values(**row))
        return now
