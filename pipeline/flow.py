"""The product in one page: how an answer is written."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from .ports import Corpus, Embedder, Judge, LexicalIndex, Progress, VectorIndex, Writer, silent
from .stages.abstain import abstain
from .stages.assemble import SettledBody, SettledDraft, SettledSection, assemble
from .stages.headings import supported_heading
from .stages.retrieve import retrieve
from .stages.settle import Settled, SettledClaim, settle
from .types import (
    Brief,
    ClaimCount,
    Closing,
    CorpusStamp,
    Draft,
    DraftClaim,
    Evidence,
    Report,
    Retrieved,
    RunRecord,
    StageUse,
    TokenCount,
)


@dataclass(frozen=True)
class Desk:
    """Everything it takes to answer: what to read, who writes, who judges."""

    corpus: Corpus
    vectors: VectorIndex
    lexical: LexicalIndex
    embedder: Embedder
    writer: Writer
    judge: Judge
    count_tokens: Callable[[str], int]
    settings_digest: str
    repair_rounds: int = 2
    judge_use: Callable[[], Mapping[str, StageUse]] = dict
    progress: Progress = silent


def write_report(brief: Brief, desk: Desk, *, now: datetime, previous: int | None = None) -> Report:
    """An answer in which every checkable sentence stands on words that were found and judged to carry it."""
    found = _searched(brief, desk)
    if not found.relevance.enough:
        return abstain(brief, found, corpus=_stamp(desk, brief), run=_run(desk), now=now, previous=previous)

    desk.progress("writing", 0, None)
    draft = desk.writer.compose(brief, found.evidence)  # believed by no one yet
    body = settle_body(draft, found.evidence, desk)
    closing = desk.writer.conclude(brief, [section.as_drafted() for section in body.sections])
    settled = settle_closing(draft.title, body, closing, found.evidence, desk)
    run = _run(desk, evidence=found.evidence, settled=settled)
    return assemble(brief, settled, corpus=_stamp(desk, brief), run=run, now=now, previous=previous)


def _searched(brief: Brief, desk: Desk) -> Retrieved:
    """What the question finds, and what the writer's further questions find beside it."""
    desk.progress("reading", 0, None)
    found = _retrieved(brief, desk, ())
    further = desk.writer.plan(brief, found.evidence) if found.relevance.enough else ()
    return _retrieved(brief, desk, further) if further else found


def _retrieved(brief: Brief, desk: Desk, further: tuple[str, ...]) -> Retrieved:
    return retrieve(
        brief,
        further,
        corpus=desk.corpus,
        vectors=desk.vectors,
        lexical=desk.lexical,
        embedder=desk.embedder,
        count_tokens=desk.count_tokens,
    )


def settle_body(draft: Draft, evidence: Sequence[Evidence], desk: Desk) -> SettledBody:
    """The sections with every claim anchored and judged, under headings that were judged too."""
    drafted = list(dict.fromkeys(claim for section in draft.sections for claim in section.claims))
    results = _settle(drafted, evidence, desk)
    headed: list[SettledSection] = []
    told: set[str] = set()
    for section in draft.sections:
        own = _standing(section.claims, results, told)
        if own:
            taken = {other.heading for other in headed}
            headed.append(SettledSection(supported_heading(section.heading, own, judge=desk.judge, taken=taken), own))
    return SettledBody(tuple(headed), tuple(results.values()))


def settle_closing(
    title: str, body: SettledBody, closing: Closing, evidence: Sequence[Evidence], desk: Desk
) -> SettledDraft:
    """The whole report's claims: what was written last is anchored and judged like everything before it."""
    parts = [closing.executive_summary, closing.bottom_line, *(conflict.sides for conflict in closing.disagreements)]
    results = _settle(list(dict.fromkeys(claim for part in parts for claim in part)), evidence, desk)
    summary, bottom, *sides = (_standing(part, results, set()) for part in parts)
    return SettledDraft(
        title=title,
        executive_summary=summary,
        sections=tuple((section.heading, section.claims) for section in body.sections),
        bottom_line=bottom,
        disagreements=tuple(
            (conflict.topic, own) for conflict, own in zip(closing.disagreements, sides, strict=True) if len(own) > 1
        ),
        follow_ups=closing.follow_ups,
        results=(*body.results, *results.values()),
    )


def _settle(claims: Sequence[DraftClaim], evidence: Sequence[Evidence], desk: Desk) -> dict[DraftClaim, Settled]:
    desk.progress("verifying", 0, None)
    settled = settle(claims, judge=desk.judge, evidence=evidence, repair=desk.writer.repair, rounds=desk.repair_rounds)
    return dict(zip(claims, settled, strict=True))


def _standing(
    claims: Sequence[DraftClaim], results: Mapping[DraftClaim, Settled], told: set[str]
) -> tuple[SettledClaim, ...]:
    """Those of the claims that stand, without repeating what was told; what they say is told from now on."""
    own: list[SettledClaim] = []
    for claim in claims:
        result = results[claim]
        if isinstance(result, SettledClaim) and result.text not in told:
            told.add(result.text)
            own.append(result)
    return tuple(own)


def _stamp(desk: Desk, brief: Brief) -> CorpusStamp:
    revision = desk.corpus.revision()
    return CorpusStamp(revision=revision.id, articles=revision.articles, newest=desk.corpus.newest(as_of=brief.as_of))


def _run(desk: Desk, *, evidence: Sequence[Evidence] = (), settled: SettledDraft | None = None) -> RunRecord:
    record = desk.writer.record
    stages = {**record.stages, **desk.judge_use()}
    return RunRecord(
        writer=desk.writer.name,
        judge=desk.judge.name,
        embedder=f"{desk.embedder.name}/{desk.embedder.digest[:12]}",
        prompts=dict(record.prompts),
        settings_digest=desk.settings_digest,
        tokens=TokenCount(
            evidence=sum(desk.count_tokens(item.passage.text) for item in evidence),
            prompt=sum(use.prompt_tokens for use in stages.values()),
            completion=sum(use.completion_tokens for use in stages.values()),
        ),
        cost_usd=round(sum(use.cost_usd for use in stages.values()), 6),
        stages=stages,
        claims=settled.counted() if settled else ClaimCount(),
        notes=tuple(record.notes),
    )
