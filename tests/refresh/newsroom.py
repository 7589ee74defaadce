"""A small newsroom: a real catalogue with doubles for models, reports made of sentences that stand in its articles."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from pipeline.fakes import NothingToTell
from pipeline.flow import Desk, refresh_report
from pipeline.ports import Edition
from pipeline.stages.assemble import SettledDraft, assemble
from pipeline.stages.refresh_standing import Reader, restand
from pipeline.stages.settle import SettledClaim
from pipeline.stages.staleness import Diagnosis, brief_of, diagnose
from pipeline.stages.staleness_news import gather
from pipeline.types import (
    Brief,
    ClaimVerdict,
    Closing,
    CorpusStamp,
    Decision,
    DecisionKind,
    Draft,
    DraftClaim,
    DraftSection,
    Evidence,
    FailedClaim,
    Label,
    Pair,
    Pointer,
    Report,
    RunRecord,
    Subject,
    Verdict,
)
from tests.ingest.home import NOW, Home, raw

QUESTION = "Will the harbour treaty hold?"


class PlainJudge:
    """Supports what stands in the passage; of the rest it says what it is told, else that the passage does not say it."""

    name = "plain"

    def __init__(self) -> None:
        self.asked: list[Pair] = []
        self.script: dict[str, Label] = {}

    def judge(self, pairs: Sequence[Pair]) -> list[Verdict]:
        self.asked.extend(pairs)
        return [self._verdict(pair) for pair in pairs]

    def _verdict(self, pair: Pair) -> Verdict:
        label = "supported" if pair.claim.rstrip(".") in pair.passage else self.script.get(pair.claim, "unsupported")
        return Verdict(label=label, score=0.9 if label == "supported" else 0.1, judge=self.name, reasons=("said so",))


class PlainWriter:
    """Tells, in one section, the first sentence of each passage it is shown; mends what it has a mended sentence for."""

    name = "plain"

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.failed: list[FailedClaim] = []
        self.shown: list[Evidence] = []
        self.mended: dict[str, str] = {}
        self.record = NothingToTell()

    def plan(self, brief: Brief, evidence: Sequence[Evidence]) -> tuple[str, ...]:  # noqa: ARG002
        return ()

    def compose(self, brief: Brief, evidence: Sequence[Evidence]) -> Draft:
        self.calls.append("compose")
        self.shown = list(evidence)
        claims = tuple(_first(item) for item in evidence)
        return Draft(title=brief.question, sections=(DraftSection(heading="News", claims=claims),) if claims else ())

    def repair(self, failed: Sequence[FailedClaim]) -> list[DraftClaim | None]:
        self.calls.append("repair")
        self.failed.extend(failed)
        return [self._mended(each) for each in failed]

    def conclude(self, brief: Brief, standing: Sequence[DraftSection]) -> Closing:  # noqa: ARG002
        self.calls.append("conclude")
        return Closing()

    def _mended(self, failed: FailedClaim) -> DraftClaim | None:
        text = self.mended.get(failed.claim.text)
        item = next((item for item in failed.evidence if text and text in item.passage.text), None)
        return DraftClaim(text=text, pointers=(Pointer(key=item.key, quote=text),)) if text and item else None


def _first(item: Evidence) -> DraftClaim:
    text = item.passage.text.split(". ")[0].rstrip(".") + "."
    return DraftClaim(text=text, pointers=(Pointer(key=item.key, quote=text),))


@dataclass
class Newsroom:
    home: Home
    judge: PlainJudge = field(default_factory=PlainJudge)
    writer: PlainWriter = field(default_factory=PlainWriter)
    decisions: tuple[Decision, ...] = ()

    @classmethod
    def at(cls, folder: Path) -> "Newsroom":
        return cls(Home.at(folder))

    def publish(self, name: str, text: str, **fields: object) -> None:
        self.home.ingest(raw(name, text, **fields))

    def report(
        self,
        *sections: Sequence[str],
        summary: Sequence[str] = (),
        bottom: Sequence[str] = (),
        said_by: str | None = None,
        as_of: datetime | None = None,
    ) -> Report:
        """A report whose claims are sentences of the corpus, each citing every article that holds it."""
        brief = Brief(question=QUESTION, as_of=as_of)
        reader = Reader(self.home.catalogue, QUESTION)
        draft = SettledDraft(
            title=QUESTION,
            executive_summary=tuple(self._claim(text, reader, said_by) for text in summary),
            sections=tuple(
                (f"Section {n}", tuple(self._claim(text, reader, said_by) for text in own))
                for n, own in enumerate(sections, 1)
            ),
            bottom_line=tuple(self._claim(text, reader, said_by) for text in bottom),
            disagreements=(),
            follow_ups=(),
            results=(),
        )
        revision = self.home.catalogue.revision()
        stamp = CorpusStamp(revision=revision.id, articles=revision.articles, newest=None)
        run = RunRecord(writer="plain", judge="plain", embedder="hashing", settings_digest="")
        return assemble(brief, draft, corpus=stamp, run=run, now=NOW, previous=None)

    def _claim(self, text: str, reader: Reader, said_by: str | None) -> SettledClaim:
        verdict = Verdict(label="supported", score=0.9, judge="plain")
        spans = []
        for article in self._live():
            at = article.article.text.find(text)
            if at >= 0:
                spans.append((reader.span(article.article.id, article.article.version, at, at + len(text)), verdict))
        assert spans, text
        return SettledClaim(text, said_by, tuple(spans), ClaimVerdict(label="supported", score=0.9, judge="plain"))

    def _live(self) -> list[Edition]:
        catalogue = self.home.catalogue
        live = {name: catalogue.live_versions([name])[name] for name in catalogue.live_ids()}
        return [Edition(catalogue.article(name, version), ()) for name, version in live.items() if version]

    def diagnosis(self, report: Report, *, oldest: timedelta | None = None) -> Diagnosis:
        home = self.home
        news = gather(home.catalogue, home.vectors, since=report.corpus.revision, dim=home.embedder.dim)
        return diagnose(
            [report],
            news,
            chronicle=home.catalogue,
            vectors=home.vectors,
            embedder=home.embedder,
            judge=self.judge,
            now=NOW + timedelta(days=40),
            oldest=oldest,
            decisions={report.id: self.decisions},
        )[0]

    def decide(
        self, kind: DecisionKind, subject: Subject, target: str, *, text: str = "", note: str | None = None
    ) -> None:
        decision = Decision(
            number=len(self.decisions) + 1,
            kind=kind,
            subject=subject,
            target=target,
            text=text or target,
            note=note,
            decided_at=NOW,
        )
        self.decisions = (*self.decisions, decision)

    @property
    def desk(self) -> Desk:
        return Desk(
            corpus=self.home.catalogue,
            vectors=self.home.vectors,
            lexical=self.home.words,
            embedder=self.home.embedder,
            writer=self.writer,
            judge=self.judge,
            count_tokens=len,
            settings_digest="",
        )

    def standing(self, report: Report) -> list[SettledClaim]:
        return list(restand(self.diagnosis(report), Reader(self.home.catalogue, QUESTION), self.judge).claims.values())

    def refreshed(self, report: Report) -> Report:
        brief = brief_of(report).model_copy(update={"decisions": self.decisions})
        return refresh_report(self.diagnosis(report), brief, self.home.catalogue, self.desk, now=NOW)


def texts(report: Report) -> list[str]:
    return [claim.text for claim in report.claims.values()]


def kinds(diagnosis: Diagnosis) -> list[str]:
    """The kinds of reasons, each once, without what only moved where something else happened too."""
    found = list(dict.fromkeys(reason.kind for reason in diagnosis.weighty))
    return found or [reason.kind for reason in diagnosis.reasons]
