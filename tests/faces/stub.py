"""A service that answers from memory and remembers what it was asked: what the command line is tested on."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from pipeline.errors import CheckFailed, HomeBusy, NotFound
from pipeline.render import FileFormat
from pipeline.service.exporting import export
from pipeline.stages.bundle_check import check_bundle
from pipeline.types import (
    ArticleChange,
    ArticleHistory,
    Because,
    CheckFailure,
    CheckResult,
    ClaimChange,
    CorpusStatus,
    Decision,
    Edit,
    Health,
    HealthCheck,
    IngestResult,
    Label,
    LogEntry,
    RefreshResult,
    Rejection,
    Report,
    ReportSummary,
    SearchHit,
    Span,
    StalenessReason,
    Value,
)
from tests.render.example import ABSTAINED, CONTEXTS, HARBOUR, REPORT, STALE

WHEN = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)
HOSTILE = "\x1b[31mred\x9b2J [bold]title[/bold] :smile: \u202eexe"


_CAUSE = Because(article_id="harbour", version="harbour-v2", quote=f"Envoys agreed on nine {HOSTILE}")
REFRESHED = RefreshResult(
    id="r-1",
    state="stale-major",
    reasons=(
        StalenessReason(
            kind="corrected", article_id="harbour", version="harbour-v2", quote=_CAUSE.quote, claims=("c-agreed",)
        ),
    ),
    action="regenerated",
    from_version=2,
    to_version=3,
    changes=(
        ClaimChange(kind="kept", before="It holds.", after="It holds.", because=_CAUSE),
        ClaimChange(kind="reworded", before="They agreed on 12 <b>.", after="They agreed on nine <b>.", because=_CAUSE),
        ClaimChange(kind="withdrawn", before=f"Gone {HOSTILE}"),
    ),
)


DECIDED = (
    Decision(
        number=1,
        kind="reject",
        subject="claim",
        target="c-agreed",
        text=f"They agreed on 12 {HOSTILE}",
        note=f"Doubtful {HOSTILE}",
        decided_at=WHEN,
    ),
)


class Judged(Value):
    id: str
    label: Label
    score: float
    evidence: Span | None
    reasons: tuple[str, ...]


class Stub:
    """Plays the service. `sick` makes its checks fail; `raises` is what its next verb raises."""

    def __init__(self, *, sick: bool = False, raises: BaseException | None = None) -> None:
        self.calls: list[tuple[object, ...]] = []
        self.homes: list[Path] = []
        self.closed = 0
        self.sick = sick
        self.raises = raises

    def __call__(self, home: Path, progress, **settings: object) -> "Stub":
        self.homes.append(home)
        self.settings = {name: value for name, value in settings.items() if value is not None}
        self.progress = progress
        return self

    def _called(self, *call: object) -> None:
        self.calls.append(call)
        if self.raises:
            raise self.raises

    def ingest(self, sources: Sequence[str], *, sync: bool = False, format: str = "auto") -> IngestResult:  # noqa: A002
        self._called("ingest", list(sources), sync, format)
        self.progress("embedding", 1, 3)
        rejected = (Rejection(id=None, line=7, reason=f"no text {HOSTILE}"),) if self.sick else ()
        return IngestResult(
            added=12,
            updated=3,
            unchanged=1204,
            withdrawn=1,
            rejected=rejected,
            passages=88,
            revision="gw1:abc",
            seconds=2.13,
        )

    def find(self, query: str, *, where: str = "gdelt") -> IngestResult:
        self._called("find", query, where)
        return self.ingest([])

    def withdraw(self, article_ids: Sequence[str], *, reason: str) -> IngestResult:
        self._called("withdraw", list(article_ids), reason)
        return self.ingest([])

    def corpus(self) -> CorpusStatus:
        self._called("corpus")
        if self.sick:
            return CorpusStatus(
                articles=0,
                withdrawn=0,
                passages=0,
                origins=0,
                publishers={},
                oldest=None,
                newest=None,
                revision="gw1:0",
            )
        return CorpusStatus(
            articles=31,
            withdrawn=2,
            passages=214,
            origins=27,
            publishers={"Northern Wire": 19, "Isles Gazette": 12},
            oldest=datetime(2026, 1, 2, tzinfo=UTC),
            newest=datetime(2026, 3, 13, 7, tzinfo=UTC),
            revision="gw1:0123456789abcdef",
        )

    def corpus_article(self, article_id: str) -> ArticleHistory:
        self._called("corpus_article", article_id)
        if article_id != "harbour":
            raise NotFound(f"there is no article {article_id!r}")
        shown = HARBOUR.model_copy(update={"title": HOSTILE, "text": f"First line.\n\n{HOSTILE}"})
        return ArticleHistory(article=shown, withdrawn=True, reason="retracted", versions=(shown,))

    def corpus_log(self) -> tuple[LogEntry, ...]:
        self._called("corpus_log")
        changes = (ArticleChange(article_id="a", kind="added"), ArticleChange(article_id="b", kind="added"))
        return (LogEntry(revision="gw1:abc", number=1, created_at=WHEN, articles=2, changes=changes),)

    def search(
        self, query: str, *, k: int = 10, as_of: datetime | None = None, publishers: Sequence[str] = ()
    ) -> tuple[SearchHit, ...]:
        self._called("search", query, k, as_of, tuple(publishers))
        if self.sick:
            return ()
        return (
            SearchHit(
                rank=1,
                score=0.8312,
                article_id="harbour",
                version="harbour-v1",
                passage_id="p-1",
                start=71,
                end=90,
                text=f"Envoys agreed {HOSTILE}",
                title=HOSTILE,
                publisher="Northern Wire",
                url="javascript:alert(1)",
                published_at=WHEN,
            ),
        )

    def ask(self, question: str, *, as_of: datetime | None = None, gather: bool = False) -> Report:
        self._called(*("ask", question, as_of), *(["gather"] if gather else []))
        return ABSTAINED if "marathon" in question else REPORT

    def replay(self, report_id: str) -> tuple[Report, bool]:
        self._called("replay", report_id)
        return REPORT, not self.sick

    def show(self, report_id: str, *, version: int | None = None) -> Report:
        self._called("show", report_id, version)
        if report_id == "nothing":
            raise NotFound("there is no report 'nothing'; 'groundwire reports' lists them")
        return ABSTAINED if report_id == "abstained" else STALE

    def reports(self, *, stale: bool = False) -> tuple[ReportSummary, ...]:
        self._called("reports", stale)
        if self.sick:
            return ()
        return (
            ReportSummary(
                id="r-1", version=2, question="Are they near?", status="partial", checked_at=WHEN, state="stale-major"
            ),
        )

    def refresh(
        self,
        report_ids: Sequence[str] | None = None,
        *,
        check: bool = False,
        force: bool = False,
        as_of: datetime | None = None,
    ) -> tuple[RefreshResult, ...]:
        self._called("refresh", report_ids, check, force, *([as_of] if as_of else []))
        return () if self.sick else (REFRESHED,)

    def diff(self, report_id: str, *, older: int | None = None, newer: int | None = None) -> tuple[ClaimChange, ...]:
        self._called("diff", report_id, older, newer)
        return REFRESHED.changes

    def decisions(self, report_id: str) -> tuple[Decision, ...]:
        self._called("decisions", report_id)
        return () if self.sick else DECIDED

    def edit(self, report_id: str, edit: Edit) -> tuple[Decision, ...]:
        self._called("edit", report_id, edit)
        return DECIDED

    def check(self, report: Report) -> CheckResult:
        self._called("check", report.id)
        failures = (CheckFailure(claim="c-agreed", citation=0, reason="the words moved"),) if self.sick else ()
        return CheckResult(ok=not self.sick, citations=5, failures=failures)

    def verify(self, lines: Iterable[str]) -> Iterator[Judged]:
        self._called("verify")
        for number, _ in enumerate(lines, start=1):
            label: Label = "supported" if number % 2 else "unsupported"
            yield Judged(id=str(number), label=label, score=0.9, evidence=Span(start=0, end=4), reasons=("é \x9b",))

    def doctor(self, *, fix: bool = False) -> Health:
        self._called("doctor", fix)
        checks = (
            HealthCheck(name="catalogue", ok=True, detail="31 articles"),
            HealthCheck(name="vectors", ok=not self.sick, detail="2 missing"),
        )
        return Health(ok=not self.sick, checks=checks)

    def demo(self) -> Report:
        self._called("demo")
        return REPORT

    def demo_update(self) -> RefreshResult:
        self._called("demo_update")
        return REFRESHED

    def check_bundle(self, data: bytes) -> CheckResult:
        self._called("check_bundle", len(data))
        return check_bundle(data)

    def export(self, report: Report, format: FileFormat) -> bytes:  # noqa: A002
        self._called("export", report.id, format)
        return export(report, format, CONTEXTS)

    def close(self) -> None:
        self.closed += 1


if __name__ == "__main__":  # the command line over this service, in a process of its own
    from pipeline.faces.cli import main

    failures = {
        "busy": HomeBusy("another process writes here"),
        "gate": CheckFailed("no"),
        "bug": KeyError("x"),
        "interrupt": KeyboardInterrupt(),
    }
    wanted = sys.argv[1]
    sys.exit(main(sys.argv[2:], opener=Stub(raises=failures.get(wanted))))
