"""The product in one page: how an answer is written."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from .ports import Corpus, Embedder, Judge, LexicalIndex, Progress, VectorIndex, Writer, silent
from .stages.abstain import abstain
from .stages.anchor import anchor
from .stages.assemble import SettledDraft, assemble
from .stages.headings import supported_heading
from .stages.retrieve import retrieve
from .stages.settle import SettledClaim, settle
from .types import (
    Brief,
    CorpusStamp,
    Draft,
    DraftClaim,
    DraftSection,
    Evidence,
    Omission,
    Report,
    RunRecord,
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
    progress: Progress = silent


def write_report(brief: Brief, desk: Desk, *, now: datetime, previous: int | None = None) -> Report:
    """An answer in which every checkable sentence stands on words that were found and judged to carry it."""
    desk.progress("reading", 0, None)
    found = retrieve(
        brief,
        corpus=desk.corpus,
        vectors=desk.vectors,
        lexical=desk.lexical,
        embedder=desk.embedder,
        count_tokens=desk.count_tokens,
    )
    stamp = _stamp(desk, brief)
    tokens = sum(desk.count_tokens(item.passage.text) for item in found.evidence)
    if not found.relevance.enough:
        return abstain(brief, found, corpus=stamp, run=_run(desk, tokens=0), now=now, previous=previous)

    desk.progress("writing", 0, None)
    draft = desk.writer.compose(brief, found.evidence)
    desk.progress("verifying", 0, None)
    settled = settle_draft(draft, found.evidence, judge=desk.judge)
    return assemble(brief, settled, corpus=stamp, run=_run(desk, tokens=tokens), now=now, previous=previous)


def settle_draft(draft: Draft, evidence: Sequence[Evidence], *, judge: Judge) -> SettledDraft:
    """The draft with every claim anchored and judged; what did not stand is in `omissions`."""
    by_key = {item.key: item for item in evidence}
    parts: list[tuple[DraftClaim, ...]] = [
        draft.executive_summary,
        draft.bottom_line,
        *(section.claims for section in draft.sections),
        *(disagreement.sides for disagreement in draft.disagreements),
    ]
    claims = list(dict.fromkeys(claim for part in parts for claim in part))
    results = dict(
        zip(claims, settle([anchor(c, by_key) for c in claims], judge=judge, evidence=evidence), strict=True)
    )
    standing = [tuple(r for c in part if isinstance(r := results[c], SettledClaim)) for part in parts]
    summary, bottom, sections = standing[0], standing[1], standing[2 : 2 + len(draft.sections)]
    conflicts = zip(draft.disagreements, standing[2 + len(draft.sections) :], strict=True)
    return SettledDraft(
        title=draft.title,
        executive_summary=summary,
        sections=_headed(draft.sections, sections, judge=judge),
        bottom_line=bottom,
        disagreements=tuple((conflict.topic, sides) for conflict, sides in conflicts if len(sides) > 1),
        follow_ups=draft.follow_ups,
        omissions=tuple(result for result in results.values() if isinstance(result, Omission)),
    )


def _headed(
    drafted: Sequence[DraftSection], standing: Sequence[tuple[SettledClaim, ...]], *, judge: Judge
) -> tuple[tuple[str, tuple[SettledClaim, ...]], ...]:
    """The sections of which something stands, each under a heading that was judged and that no other bears."""
    headed: list[tuple[str, tuple[SettledClaim, ...]]] = []
    for section, own in zip(drafted, standing, strict=True):
        if own:
            taken = set(dict(headed))
            headed.append((supported_heading(section.heading, own, judge=judge, taken=taken), own))
    return tuple(headed)


def _stamp(desk: Desk, brief: Brief) -> CorpusStamp:
    revision = desk.corpus.revision()
    return CorpusStamp(revision=revision.id, articles=revision.articles, newest=desk.corpus.newest(as_of=brief.as_of))


def _run(desk: Desk, *, tokens: int) -> RunRecord:
    return RunRecord(
        writer=desk.writer.name,
        judge=desk.judge.name,
        embedder=f"{desk.embedder.name}/{desk.embedder.digest[:12]}",
        settings_digest=desk.settings_digest,
        tokens=TokenCount(evidence=tokens),
    )
