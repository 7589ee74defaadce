"""What a home has for a question: passages, the evidence for an answer, the answer itself, written and stored."""

from datetime import UTC, datetime
from time import perf_counter

from ..errors import BadInput
from ..flow import write_report
from ..ports import Tell, unheard
from ..stages.assemble import identity
from ..stages.settle import SettledClaim
from ..types import Brief, Report, Retrieved, SearchHit
from .adapters import Adapters


def search(home: Adapters, brief: Brief, *, k: int) -> tuple[SearchHit, ...]:
    from ..stages.search import search

    return search(brief, k=k, corpus=home.catalogue, vectors=home.vectors, lexical=home.lexical, embedder=home.embedder)


def retrieve(home: Adapters, brief: Brief) -> Retrieved:
    from ..models.tokens import count_tokens
    from ..stages.retrieve import retrieve

    return retrieve(
        brief,
        corpus=home.catalogue,
        vectors=home.vectors,
        lexical=home.lexical,
        embedder=home.embedder,
        count_tokens=count_tokens,
    )


def ask(home: Adapters, brief: Brief, *, gather: bool = False, tell: Tell = unheard) -> Report:
    """The next version of the report on a brief, written and stored; with `gather`, from what was first looked for."""
    from . import gathering

    began, desk = perf_counter(), home.desk(tell=tell)
    notes = gathering.gather(home, brief, desk) if gather else ()
    now = datetime.now(UTC)
    previous = home.reports.latest(identity(brief))
    brief = home.under_editor(brief)
    version = previous.version if previous else None
    kept = _kept(home, previous, now=now) if previous and brief.decisions else ()
    report = write_report(brief, desk, now=now, previous=version, kept=kept)
    spent = {"seconds": round(perf_counter() - began, 3), "notes": (*notes, *report.run.notes)}
    run = report.run.model_copy(update=spent)
    report = report.model_copy(update={"run": run})
    home.reports.save(report)
    return report


def _kept(home: Adapters, previous: Report, *, now: datetime) -> tuple[SettledClaim, ...]:
    """The claims of the version before that the editor accepted, as far as they stand."""
    from . import refreshing

    return next(refreshing.accepted(home, found) for found in refreshing.diagnosed(home, [previous], now=now))


def standing_answer(home: Adapters, brief: Brief) -> Report | None:
    """The stored report that answers a brief from the corpus as it is, written with the settings of today; if any."""
    report = home.reports.latest(identity(brief))
    if report is None or report.run.settings_digest != home.settings.digest:
        return None
    if report.as_of != brief.as_of or report.decisions != home.decisions.of(report.id):
        return None
    return report if report.corpus.revision == home.catalogue.revision().id else None


def replay(home: Adapters, report_id: str) -> tuple[Report, bool]:
    from ..stages.replay import require_whole, same_answer

    stored = home.reports.load(report_id)
    brief = home.brief_of(stored).model_copy(update={"decisions": stored.decisions})
    require_whole(brief, stored)
    if stored.corpus.revision != home.catalogue.revision().id:
        raise BadInput(
            f"report {report_id!r} was written from another state of the corpus ({stored.corpus.revision}), so its "
            "evidence cannot be found again; ask the question anew"
        )
    report = write_report(brief, home.desk(replay=True), now=stored.checked_at, previous=stored.previous)
    return report, same_answer(stored, report)
