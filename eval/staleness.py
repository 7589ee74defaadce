"""Measures refreshing, for the suite *refresh*: reports, updates of the corpus with a known effect, and what became of both.

Reports over the first state of the sample corpus are written once; each update, whose effect is known because code made it,
is then ingested into a copy of their home, and all of them are refreshed: is what became stale found, with the right cause,
and nothing else? Afterwards every report is proven again. No language model, no network.
"""

import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from pipeline.assets import sample_corpus
from pipeline.fakes import MemoryVectors
from pipeline.models.minilm import MiniLMEmbedder
from pipeline.readers import reader_for
from pipeline.service import Groundwire
from pipeline.stages.ingest import ingest
from pipeline.stages.verify import Cited as Words
from pipeline.stages.verify import CitedClaim, verify_claims
from pipeline.types import Claim, RawArticle, RefreshResult, Report, Withdrawal

from .staleness_cases import Case, Stock, cited_claims

CASES = Path(__file__).parent / "cases" / "questions.jsonl"
_NOW = datetime(2026, 1, 1, tzinfo=UTC)  # of updates that say no date themselves
# Questions of the sample's different topics; their reports are the ones that updates are made for.
QUESTIONS = ("q001", "q018", "q044", "q073", "q087", "q091", "q103")


@dataclass
class Tally:
    """What was seen of one kind of case."""

    cases: int = 0
    found: int = 0
    caused: int = 0
    calm: int = 0  # (case, report) pairs that nothing may happen to
    alarms: int = 0
    acted: int = 0
    told_still: int = 0  # overtaken words that are told after all
    superseded: int = 0
    unproven: int = 0
    unsupported: int = 0
    standing: int = 0  # claims that no case touches
    altered: int = 0
    notes: list[str] = field(default_factory=list)


def prepared(base: Path, embedder: MiniLMEmbedder, questions: int) -> tuple[MemoryVectors, tuple[Report, ...], Stock]:
    asked = {row["id"]: row["question"] for row in map(json.loads, CASES.read_text(encoding="utf-8").splitlines())}
    vectors = MemoryVectors()
    with _opened(base, vectors, embedder) as service:
        service.ingest([str(sample_corpus("r1"))])
        reports = tuple(service.ask(asked[name]) for name in QUESTIONS[:questions])
        cited = cited_claims(reports, service._adapters.catalogue.article)
        newest = service.corpus().newest
    assert newest is not None
    update, later = str(sample_corpus("r2")), dict[str, list[RawArticle]]()
    for record in reader_for(update, now=newest).read(update):
        if isinstance(record, RawArticle):
            later.setdefault(str(record.metadata.get("topic")), []).append(record)
    return vectors, reports, Stock(reports, cited, {name: tuple(own) for name, own in later.items()}, newest)


@contextmanager
def _opened(home: Path, vectors: MemoryVectors, embedder: MiniLMEmbedder) -> Iterator[Groundwire]:
    """A home whose vectors are in memory, so that a copy of it costs one file."""
    with Groundwire(home) as service:
        service._adapters.__dict__.update(vectors=vectors, embedder=embedder)
        yield service


@contextmanager
def copied(base: Path, home: Path, vectors: MemoryVectors, embedder: MiniLMEmbedder) -> Iterator[Groundwire]:
    shutil.copytree(base, home)
    own = MemoryVectors()
    for past, held in vectors._sets.items():
        own._sets[past] = dict(held)
    with _opened(home, own, embedder) as service:
        yield service


def attempt(case: Case, reports: Sequence[Report], service: Groundwire, tally: Tally) -> None:
    _take_in(case.records, service)
    touched = {r.id for r in reports if case.article in {s.article_id for s in r.sources}}
    tally.cases += 1
    for before, result in zip(reports, service.refresh([r.id for r in reports]), strict=True):
        after = service.show(result.id)
        if before.id == case.report:
            _weigh(case, result, after, tally)
        elif case.report is None or (case.cause == "corrected" and before.id not in touched):
            tally.calm += 1
            tally.alarms += result.state != "fresh"
            _note(tally, result.state != "fresh", case, result)
            tally.acted += result.action == (case.action if case.report is None and before.id in touched else "kept")
        prove(before, after, result, service, tally)


def _take_in(records: Sequence[RawArticle | Withdrawal], service: Groundwire) -> None:
    ingest(
        records,
        catalogue=service._adapters.catalogue,
        vectors=service._adapters.vectors,
        embedder=service._adapters.embedder,
        now=max((r.updated_at or r.published_at for r in records if isinstance(r, RawArticle)), default=_NOW),
    )


def _weigh(case: Case, result: RefreshResult, after: Report, tally: Tally) -> None:
    tally.found += result.state != "fresh"
    right = any(
        reason.kind == case.cause and reason.article_id == case.article and case.claim in reason.claims
        for reason in result.reasons
    )
    tally.caused += right
    told = case.gone is not None and case.gone in {claim.text for claim in after.claims.values()}
    tally.told_still += told
    _note(tally, not right or told, case, result)


def _note(tally: Tally, wrong: bool, case: Case, result: RefreshResult) -> None:
    if wrong:
        reasons = [(r.kind, r.article_id, r.quote, r.claims) for r in result.reasons]
        words = [r.text[:300] for r in case.records if isinstance(r, RawArticle)]
        tally.notes.append(
            f"{case.kind} {case.article} expected {case.cause} of {case.claim} ({case.gone}) in {result.id}: {reasons}; {words}"
        )


def prove(before: Report, after: Report, result: RefreshResult, service: Groundwire, tally: Tally) -> None:
    """After the refresh: nothing rests on superseded text, everything reads back and is supported, the rest is as it was."""
    citations = [c for claim in after.claims.values() for c in claim.citations]
    live = service._adapters.catalogue.live_versions({c.article_id for c in citations})
    tally.superseded += sum(live[c.article_id] != c.version for c in citations)
    tally.unproven += len(service.check(after).failures)
    if result.action != "kept":
        tally.unsupported += _unsupported(list(after.claims.values()), service)
    shaken = {name for reason in result.reasons if reason.kind != "moved" for name in reason.claims}
    standing = [claim for name, claim in before.claims.items() if name not in shaken]
    tally.standing += len(standing)
    tally.altered += sum(after.claims.get(c.id) is None or after.claims[c.id].text != c.text for c in standing)


def _unsupported(claims: list[Claim], service: Groundwire) -> int:
    """Claims that the judge does not find supported, with relative dates read from the publication or the update."""
    judge, bad = service._adapters.staffing.judge, 0
    for claim in claims:
        articles = [service._adapters.catalogue.article(c.article_id, c.version) for c in claim.citations]
        readings = [[a.published_at for a in articles], [a.spoken_at for a in articles]]
        cited = [
            CitedClaim(claim.text, tuple(Words(c.quote, day) for c, day in zip(claim.citations, days, strict=True)))
            for days in readings
        ]
        bad += all(judged.verdict.label != "supported" for judged in verify_claims(judge, cited))
    return bad
