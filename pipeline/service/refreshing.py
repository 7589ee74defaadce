"""Stored reports held against the news: which are out of date and why, their next versions, and what became of claims."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from time import perf_counter
from typing import TYPE_CHECKING

from ..errors import BadInput, GroundwireError
from ..flow import refresh_report, write_report
from ..ports import Tell, unheard
from ..types import ClaimChange, RefreshResult, Report, ReportRefreshed
from . import answering
from .adapters import Adapters

if TYPE_CHECKING:
    from ..stages.settle import SettledClaim
    from ..stages.staleness import Diagnosis
    from ..stages.staleness_news import Moments
    from ..stages.staleness_told import Told


def refresh(
    home: Adapters,
    report_ids: Sequence[str] | None,
    *,
    check: bool,
    force: bool,
    as_of: datetime | None = None,
    tell: Tell = unheard,
) -> tuple[RefreshResult, ...]:
    names = [each.id for each in home.reports.summaries()] if report_ids is None else report_ids
    now, done, failed = datetime.now(UTC), list[RefreshResult](), list[tuple[str, GroundwireError]]()
    all_found = list(diagnosed(home, home.reports.load_all(names), now=now, as_of=as_of))
    home.reports.note_all({(each.report.id, each.report.version): each.staleness(now) for each in all_found})
    for found in all_found:
        try:
            done.append(refreshed(home, found, now=now, check=check, force=force, tell=tell, noted=True))
        except GroundwireError as error:
            failed.append((found.report.id, error))
        else:
            tell(_told(done[-1]))
    for name, problem in failed[:1]:
        rest = f"{len(failed)} of {len(failed) + len(done)} failed; the others are done, and running it again is safe"
        message = f"report {name!r} could not be refreshed and keeps its version: {problem} ({rest})"
        raise type(problem)(message) from problem
    return tuple(done)


def diff(home: Adapters, report_id: str, *, older: int | None, newer: int | None) -> tuple[ClaimChange, ...]:
    from ..stages.changes import changes

    after = home.reports.load(report_id, newer)
    first = after.previous if older is None else older
    if first is None:
        raise BadInput(
            f"report {report_id!r} has no version before {after.version}, so there is nothing to compare; "
            f"'groundwire refresh {report_id}' makes the next one when the news have moved on"
        )
    before = home.reports.load(report_id, first)
    between = range(before.version, after.version)
    reasons = [reason for number in between for reason in home.reports.staleness(report_id, number).reasons]
    return changes(before, after, reasons)


def _told(result: RefreshResult) -> ReportRefreshed:
    return ReportRefreshed(id=result.id, state=result.state, action=result.action, version=result.to_version)


def diagnosed(
    home: Adapters, reports: Sequence[Report], *, now: datetime, as_of: datetime | None = None
) -> "Iterator[Diagnosis]":
    """What the news mean for reports: those of one corpus revision are looked at together.

    `as_of`: what had been published by then, for the reports as they are to be then.
    """
    from ..stages.staleness import diagnose
    from ..stages.staleness_news import gather
    from ..stages.staleness_told import with_told

    decisions = home.decisions.by_report()
    together: dict[tuple[str, Moments | None], list[Report]] = {}
    for report in reports:
        moments = (report.as_of, as_of) if as_of else None
        own = together.setdefault((report.corpus.revision, moments), [])
        own.append(_moved(report, as_of) if as_of else report)
    told = _told_elsewhere(home, reports)
    for (revision, moments), own in together.items():
        news = gather(home.catalogue, home.vectors, since=revision, dim=home.embedder.dim, moments=moments)
        news = with_told(news, told, home.catalogue, home.vectors) if told else news
        found_of_all = diagnose(
            own,
            news,
            chronicle=home.catalogue,
            vectors=home.vectors,
            embedder=home.remembering,
            judge=home.staffing.judge,
            now=now,
            decisions=decisions,
        )
        for found in found_of_all:
            abstained = found.report.status == "insufficient_evidence" and bool(found.telling)
            still = abstained and not answering.retrieve(home, home.brief_of(found.report)).relevance.enough
            yield replace(found, reasons=(), telling=()) if still else found


def _told_elsewhere(home: Adapters, reports: Sequence[Report]) -> "tuple[Told, ...]":
    """What the reports that were stored since these were last checked cite, and the conflicts found before.

    A report that was never checked is held against all others, the newest first, as far as the bound allows.
    """
    from ..stages.staleness_told import MOST_REPORTS, told_in

    found, own = home.reports.stalenesses(), {report.id: report for report in reports}
    checked = {name: found[name].checked_at for name in own if name in found}
    first = min(checked.values(), default=None)
    if first is None or len(found) < 2:
        return ()
    new = any(checked[name] == own[name].checked_at for name in checked)
    others = [each.id for each in home.reports.summaries() if new or each.checked_at > first][:MOST_REPORTS]
    known = [reason for name in checked for reason in found[name].reasons]
    return told_in(home.reports.load_all(others), known, home.catalogue)


def _moved(report: Report, as_of: datetime) -> Report:
    """The report as it is asked as of a later moment."""
    from ..stages.staleness import brief_of

    reached = report.as_of or max((source.published_at for source in report.sources), default=report.checked_at)
    if as_of < reached:
        raise BadInput(
            f"report {report.id!r} already tells of {reached:%Y-%m-%d %H:%M} UTC, so it cannot be refreshed as of "
            f"{as_of:%Y-%m-%d %H:%M}; ask the question anew with --as-of"
        )
    return report.model_copy(update={"as_of": as_of, "publishers": brief_of(report).publishers})


def accepted(home: Adapters, found: "Diagnosis") -> "tuple[SettledClaim, ...]":
    """The claims of a report that the editor accepted, as far as their words are still there."""
    from ..stages.refresh_decided import accepted_claims
    from ..stages.refresh_standing import Reader, restand

    if not any(each.kind == "accept" for each in found.decided.rules.decisions):
        return ()
    reader = Reader(home.catalogue, found.report.question, found.report.sources)
    return accepted_claims(found, restand(found, reader, home.staffing.judge))


def refreshed(  # noqa: PLR0913 - what may be done about it, and who hears of it
    home: Adapters,
    found: "Diagnosis",
    *,
    now: datetime,
    check: bool,
    force: bool,
    tell: Tell,
    noted: bool = False,
) -> RefreshResult:
    """What was done about one report: its next version is stored whole, or not at all. `noted`: its staleness is already."""
    from ..stages.changes import changes
    from . import noticing

    began, old = perf_counter(), found.report
    if not noted:
        home.reports.note_staleness(old.id, old.version, found.staleness(now))
    result = RefreshResult(
        id=old.id, state=found.state, reasons=found.reasons, from_version=old.version, to_version=old.version
    )
    if check or not (force or found.weighty or found.reanchored):
        return result
    brief = home.brief_of(old)
    if force or found.decided.undone:
        kept = accepted(home, found)
        new = write_report(brief, home.desk(tell=tell), now=now, previous=old.version, kept=kept)
    else:
        new = refresh_report(found, brief, home.catalogue, home.desk(tell=tell), now=now)
    run = new.run.model_copy(update={"seconds": round(perf_counter() - began, 3)})
    new = new.model_copy(update={"id": old.id, "run": run})
    done = {
        "action": "regenerated" if force or found.weighty else "rechecked",
        "to_version": new.version,
        "changes": changes(old, new, found.weighty),
    }
    result = result.model_copy(update=done)
    home.reports.save(new, noticing.changed(home, old, result, now=now))
    return result
