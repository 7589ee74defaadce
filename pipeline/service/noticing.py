"""What subscribers are told of a report, under an id that follows from what it tells, so that nothing is told twice."""

from datetime import datetime

from ..ids import digest
from ..stages.staleness import Diagnosis
from ..stores.notices import Notices
from ..types import Notice, RefreshResult, Report, StalenessReason
from .adapters import Adapters


def changed(home: Adapters, old: Report, result: RefreshResult, *, now: datetime) -> tuple[Notice, ...]:
    """The notice of a new version; none if no claim of it differs from the one before."""
    changes = tuple(change for change in result.changes if change.kind != "kept")
    if not changes:
        return ()
    notice = Notice(
        id=_id(home, "changed", old.id, str(result.to_version)),
        kind="changed",
        at=now,
        report=old.id,
        question=old.question,
        version=result.to_version,
        previous=result.from_version,
        state=result.state,
        reasons=_weighty(result.reasons),
        changes=changes,
    )
    return (notice,)


def stale(home: Adapters, found: Diagnosis, *, now: datetime) -> Notice:
    """The notice that a report is stale for these reasons, and is not written again."""
    report, reasons = found.report, _weighty(found.reasons)
    causes = sorted(reason.model_dump_json() for reason in reasons)
    return Notice(
        id=_id(home, "stale", report.id, str(report.version), found.state, *causes),
        kind="stale",
        at=now,
        report=report.id,
        question=report.question,
        version=report.version,
        previous=report.previous,
        state=found.state,
        reasons=reasons,
    )


def _id(home: Adapters, *parts: str) -> str:
    return "n-" + digest(Notices(home.catalogue).home(), *parts)[:24]


def _weighty(reasons: tuple[StalenessReason, ...]) -> tuple[StalenessReason, ...]:
    return tuple(reason for reason in reasons if reason.kind != "moved")
