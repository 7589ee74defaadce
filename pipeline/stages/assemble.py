"""From settled claims to the report: numbers, ids and sources are given here, by code, and never by a writer."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from ..ids import claim_id, report_id
from ..types import (
    Article,
    Brief,
    Citation,
    CitationVerdict,
    Claim,
    ClaimCount,
    CorpusStamp,
    Disagreement,
    DraftClaim,
    DraftSection,
    Omission,
    Pointer,
    Report,
    Reprint,
    RunRecord,
    Section,
    Side,
    Source,
    Staleness,
    Status,
)
from ..types.decisions import ACCEPTED
from .editing import Rules, told
from .settle import Settled, SettledClaim


class SettledSection(NamedTuple):
    """A section of which something stands, under a heading that was judged."""

    heading: str
    claims: tuple[SettledClaim, ...]

    def as_drafted(self) -> DraftSection:
        """The section as a writer may read it again: its claims point at the very words that they stand on."""
        return DraftSection(heading=self.heading, claims=tuple(_drafted(claim) for claim in self.claims))


class SettledBody(NamedTuple):
    """The sections that stand, and what became of every claim that was drafted for them."""

    sections: tuple[SettledSection, ...]
    results: tuple[Settled, ...]


class SettledDraft(NamedTuple):
    """A draft in which only settled claims are left, part by part; `results` holds what became of every claim."""

    title: str
    executive_summary: tuple[SettledClaim, ...]
    sections: tuple[tuple[str, tuple[SettledClaim, ...]], ...]
    bottom_line: tuple[SettledClaim, ...]
    disagreements: tuple[tuple[str, tuple[SettledClaim, ...]], ...]
    follow_ups: tuple[str, ...]
    results: tuple[Settled, ...]

    @property
    def shown(self) -> tuple[SettledClaim, ...]:
        """The claims in the order in which a reader meets them; sides of disagreements are no claims."""
        sections = (claim for _, claims in self.sections for claim in claims)
        return (*self.executive_summary, *sections, *self.bottom_line)

    @property
    def omissions(self) -> tuple[Omission, ...]:
        """What was drafted and does not stand, each sentence once."""
        lost = [result for result in self.results if isinstance(result, Omission)]
        return tuple({omission.text: omission for omission in reversed(lost)}.values())[::-1]

    def counted(self) -> ClaimCount:
        how = Counter("omitted" if isinstance(result, Omission) else result.how for result in self.results)
        return ClaimCount(drafted=len(self.results), **how)


def assemble(
    brief: Brief, draft: SettledDraft, *, corpus: CorpusStamp, run: RunRecord, now: datetime, previous: int | None
) -> Report:
    """The report, with sources numbered in the order in which its reader meets them."""
    numbers = _numbers(_in_reading_order(draft))
    rules = Rules(brief.decisions)
    claims = {claim_id(claim.text): _ruled(_claim(claim, numbers), rules) for claim in draft.shown}
    return Report(
        id=identity(brief),
        version=(previous or 0) + 1,
        previous=previous,
        question=brief.question,
        title=draft.title,
        status=_status(draft),
        checked_at=now,
        as_of=brief.as_of,
        corpus=corpus,
        executive_summary=_ids(draft.executive_summary),
        sections=tuple(Section(heading=heading, claims=_ids(own)) for heading, own in draft.sections),
        bottom_line=_ids(draft.bottom_line),
        follow_ups=draft.follow_ups,
        claims=claims,
        sources=_sources(_in_reading_order(draft), numbers),
        omissions=draft.omissions,
        disagreements=tuple(_disagreement(topic, sides, numbers) for topic, sides in draft.disagreements),
        staleness=Staleness(checked_at=now),
        run=run,
        publishers=brief.publishers,
        decisions=brief.decisions,
    )


def _drafted(claim: SettledClaim) -> DraftClaim:
    pointers = tuple(Pointer(key=span.evidence.key, quote=span.quote) for span, _ in claim.citations)
    return DraftClaim(text=claim.text, pointers=pointers, attributed_to=claim.attributed_to)


def identity(brief: Brief) -> str:
    """The id of the standing answer to this brief."""
    as_of = brief.as_of.isoformat() if brief.as_of else None
    return report_id(brief.question, as_of=as_of, publishers=brief.publishers)


def _in_reading_order(draft: SettledDraft) -> list[SettledClaim]:
    return [
        *draft.executive_summary,
        *(claim for _, claims in draft.sections for claim in claims),
        *(side for _, sides in draft.disagreements for side in sides),
        *draft.bottom_line,
    ]


def _numbers(claims: Iterable[SettledClaim]) -> dict[tuple[str, str], int]:
    numbers: dict[tuple[str, str], int] = {}
    for claim in claims:
        for span, _ in claim.citations:
            article = span.evidence.article
            numbers.setdefault((article.id, article.version), len(numbers) + 1)
    return numbers


def _citations(claim: SettledClaim, numbers: Mapping[tuple[str, str], int]) -> tuple[Citation, ...]:
    return tuple(
        Citation(
            source=numbers[span.evidence.article.id, span.evidence.article.version],
            article_id=span.evidence.article.id,
            version=span.evidence.article.version,
            passage_id=span.evidence.passage.id,
            start=span.start,
            end=span.end,
            quote=span.quote,
            verdict=CitationVerdict(label=verdict.label, score=verdict.score),
        )
        for span, verdict in claim.citations
    )


def _claim(claim: SettledClaim, numbers: Mapping[tuple[str, str], int]) -> Claim:
    return Claim(
        id=claim_id(claim.text),
        text=claim.text,
        attributed_to=claim.attributed_to,
        origins=len({span.evidence.article.origin for span, _ in claim.citations}),
        citations=_citations(claim, numbers),
        verdict=claim.verdict,
    )


def _ruled(claim: Claim, rules: Rules) -> Claim:
    """The claim with the editor's acceptance, if there is one, among the reasons of its verdict."""
    accepted = rules.acceptance(claim.id)
    others = tuple(reason for reason in claim.verdict.reasons if not reason.startswith(ACCEPTED))
    reasons = (*others, told(ACCEPTED, accepted)) if accepted else others
    return claim.model_copy(update={"verdict": claim.verdict.model_copy(update={"reasons": reasons})})


def _sources(claims: Iterable[SettledClaim], numbers: Mapping[tuple[str, str], int]) -> tuple[Source, ...]:
    articles: dict[tuple[str, str], Article] = {}
    reprints: dict[tuple[str, str], dict[str, Reprint]] = {}
    for evidence in (span.evidence for claim in claims for span, _ in claim.citations):
        key = evidence.article.id, evidence.article.version
        articles[key] = evidence.article
        reprints.setdefault(key, {}).update((each.article_id, each) for each in evidence.also_in)
    return tuple(
        Source(
            number=number,
            article_id=articles[key].id,
            version=articles[key].version,
            title=articles[key].title,
            publisher=articles[key].publisher,
            url=articles[key].url,
            published_at=articles[key].published_at,
            origin=articles[key].origin,
            also_in=tuple(each for _, each in sorted(reprints[key].items())),
        )
        for key, number in numbers.items()
    )


def _disagreement(topic: str, sides: Sequence[SettledClaim], numbers: Mapping[tuple[str, str], int]) -> Disagreement:
    return Disagreement(
        topic=topic, sides=tuple(Side(text=side.text, citations=_citations(side, numbers)) for side in sides)
    )


def _ids(claims: Iterable[SettledClaim]) -> tuple[str, ...]:
    return tuple(claim_id(claim.text) for claim in claims)


def _status(draft: SettledDraft) -> Status:
    if not draft.sections and not draft.executive_summary:
        return "insufficient_evidence"
    return "complete" if draft.executive_summary and draft.sections and draft.bottom_line else "partial"
