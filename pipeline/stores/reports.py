"""Reports and their history, in the same database as the catalogue. A version that is stored never changes."""

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

from pydantic import ValidationError
from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from ..errors import BadInput, NotFound, StoreDamaged
from ..ids import digest
from ..types import Notice, Report, ReportSummary, Staleness
from . import engine as database
from . import notices
from .catalogue import Catalogue
from .rows import chunks
from .tables import reports, stalenesses


class Reports:
    """The reports of one home. Saving waits for no ingest: it takes a transaction, not the home."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._engine = catalogue.engine

    def save(self, report: Report, told: Sequence[Notice] = ()) -> None:
        """Stores the next version of a report, and with it what subscribers are to be told of it.

        Raises:
            BadInput: it is not the next version; nothing was stored.
        """
        json = report.model_dump_json()
        with database.writing(self._engine) as connection:
            last = _last(connection, report.id)
            if report.version != (last or 0) + 1 or report.previous != last:
                raise BadInput(
                    f"report {report.id!r} is at version {last or 'none'}, so version {report.version} after "
                    f"{report.previous or 'none'} does not follow it and was not stored; was it refreshed meanwhile? "
                    "Load it and start from there"
                )
            values = {"question": report.question, "status": report.status, "checked_at": report.checked_at}
            columns = {"id": report.id, "version": report.version, "json": json, "digest": digest(json)}
            connection.execute(insert(reports).values(**columns, **values))
            _note(connection, report.id, report.version, report.staleness)
            notices.add(connection, told)

    def load(self, report_id: str, version: int | None = None) -> Report:
        """A version of a report as it was stored; None: the last.

        Raises:
            NotFound: no such report or version; the message names the closest.
            StoreDamaged: what is stored is not what was saved.
        """
        with self._engine.begin() as connection:
            number = _last(connection, report_id)
            if number is None:
                raise NotFound(_unknown(connection, report_id))
            wanted = number if version is None else version
            where = (reports.c.id == report_id) & (reports.c.version == wanted)
            row = connection.execute(select(reports.c.json, reports.c.digest).where(where)).one_or_none()
            if row is None:
                raise NotFound(
                    f"report {report_id!r} has no version {wanted}, so it cannot be shown; it has 1 to {number}"
                )
        return _proven(report_id, row.json, row.digest)

    def latest(self, report_id: str) -> Report | None:
        """The last version of a report; None if there is no such report."""
        with self._engine.begin() as connection:
            known = _last(connection, report_id) is not None
        return self.load(report_id) if known else None

    def versions(self, report_id: str) -> tuple[int, ...]:
        """The numbers of the versions of a report, first to last; none if there is no such report."""
        with self._engine.begin() as connection:
            query = select(reports.c.version).where(reports.c.id == report_id).order_by(reports.c.version)
            return tuple(connection.scalars(query))

    def summaries(self, *, stale_only: bool = False) -> tuple[ReportSummary, ...]:
        """The last version of every report with the state that was last found, the newest first."""
        last = select(reports.c.id, func.max(reports.c.version).label("version")).group_by(reports.c.id).subquery()
        known = (stalenesses.c.id == reports.c.id) & (stalenesses.c.version == reports.c.version)
        query = (
            select(reports, stalenesses.c.state)
            .join(last, (last.c.id == reports.c.id) & (last.c.version == reports.c.version))
            .join(stalenesses, known)
            .order_by(reports.c.checked_at.desc(), reports.c.id)
        )
        if stale_only:
            query = query.where(stalenesses.c.state != "fresh")
        names = ("id", "version", "question", "status", "checked_at", "state")
        with self._engine.begin() as connection:
            rows = connection.execute(query).mappings().all()
        return tuple(ReportSummary(**{name: row[name] for name in names}) for row in rows)

    def note_staleness(self, report_id: str, version: int, staleness: Staleness, told: Sequence[Notice] = ()) -> None:
        """Notes what was found out about a stored version, and what subscribers are to be told of it.

        The version itself stays as it is.

        Raises:
            NotFound: no such version.
        """
        with database.writing(self._engine) as connection:
            where = (reports.c.id == report_id) & (reports.c.version == version)
            if connection.execute(select(reports.c.id).where(where)).first() is None:
                raise NotFound(_unknown(connection, report_id))
            _note(connection, report_id, version, staleness)
            notices.add(connection, told)

    def stalenesses(self) -> dict[str, Staleness]:
        """What was last found out about the last version of every report."""
        last = select(reports.c.id, func.max(reports.c.version).label("version")).group_by(reports.c.id).subquery()
        query = select(stalenesses.c.id, stalenesses.c.json).join(
            last, (last.c.id == stalenesses.c.id) & (last.c.version == stalenesses.c.version)
        )
        with self._engine.begin() as connection:
            return {row.id: Staleness.model_validate_json(row.json) for row in connection.execute(query)}

    def note_all(self, found: Mapping[tuple[str, int], Staleness]) -> None:
        """Notes what was found out about many versions that are stored, by (id, version), in one transaction."""
        rows = [
            {"id": name, "version": number, "state": each.state, "json": each.model_dump_json()}
            for (name, number), each in found.items()
        ]
        if rows:
            where = (stalenesses.c.id == bindparam("of")) & (stalenesses.c.version == bindparam("at"))
            change = update(stalenesses).where(where).values(state=bindparam("state"), json=bindparam("json"))
            with database.writing(self._engine) as connection:
                connection.execute(change, [{"of": r.pop("id"), "at": r.pop("version"), **r} for r in rows])

    def load_all(self, report_ids: Iterable[str]) -> list[Report]:
        """The last versions of reports that there are, in the order given, in a few reads."""
        names = list(dict.fromkeys(report_ids))
        last = select(reports.c.id, func.max(reports.c.version).label("version")).group_by(reports.c.id).subquery()
        query = select(reports.c.id, reports.c.json, reports.c.digest).join(
            last, (last.c.id == reports.c.id) & (last.c.version == reports.c.version)
        )
        found: dict[str, Report] = {}
        with self._engine.begin() as connection:
            for chunk in chunks(names):
                for row in connection.execute(query.where(reports.c.id.in_(chunk))):
                    found[row.id] = _proven(row.id, row.json, row.digest)
            for name in names:
                if name not in found:
                    raise NotFound(_unknown(connection, name))
        return [found[name] for name in names]

    def staleness(self, report_id: str, version: int | None = None) -> Staleness:
        """What was last found out about a version of a report; None: the last.

        Raises:
            NotFound: no such report or version.
        """
        with self._engine.begin() as connection:
            wanted = _last(connection, report_id) if version is None else version
            where = (stalenesses.c.id == report_id) & (stalenesses.c.version == wanted)
            json = connection.scalar(select(stalenesses.c.json).where(where))
            if json is None:
                raise NotFound(_unknown(connection, report_id))
        return Staleness.model_validate_json(json)


def _last(connection: Connection, report_id: str) -> int | None:
    last: int | None = connection.scalar(select(func.max(reports.c.version)).where(reports.c.id == report_id))
    return last


def _note(connection: Connection, report_id: str, version: int, staleness: Staleness) -> None:
    where = (stalenesses.c.id == report_id) & (stalenesses.c.version == version)
    connection.execute(delete(stalenesses).where(where))
    json = staleness.model_dump_json()
    connection.execute(insert(stalenesses).values(id=report_id, version=version, state=staleness.state, json=json))


def _proven(report_id: str, json: str, stored_digest: str) -> Report:
    try:
        report = Report.model_validate_json(json)
    except ValidationError as error:
        raise StoreDamaged(_damaged(report_id, f"{error.error_count()} fields are wrong")) from error
    if digest(json) != stored_digest:
        raise StoreDamaged(_damaged(report_id, "it no longer hashes to its digest"))
    return report


def _damaged(report_id: str, what: str) -> str:
    return (
        f"report {report_id!r} was altered on disk ({what}), so it is not shown as the report that was checked; "
        "restore the catalogue from a copy, or ask again"
    )


def _unknown(connection: Connection, report_id: str) -> str:
    ids = connection.scalars(select(reports.c.id).distinct().order_by(reports.c.id)).all()
    close = get_close_matches(report_id, ids, n=3, cutoff=0.3)
    hint = f"did you mean {' or '.join(map(repr, close))}?" if close else "'groundwire reports' lists them."
    return f"there is no report {report_id!r} in this home, so there is nothing to show; {hint}"
