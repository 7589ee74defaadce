"""Faults planted in finished reports, one at a time, and the audit that has to find them.

A fault is planted where an editor would meet it: in the stored report, after it was verified. The audit knows nothing of it;
it proves every quote again, looks whether the cited version still stands, and has every claim judged against its words.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from random import Random
from typing import NamedTuple

from pipeline.ports import Judge
from pipeline.service import Groundwire
from pipeline.stages.verify import Cited, CitedClaim, may_show, verify_claims
from pipeline.types import Article, Citation, Claim, Report, Source, Verdict

from .mutations import OPERATORS, Specimen

MOST_OF_A_KIND = 90
_SWAPPED_OUT = "citation"  # the operator that names the nearest words which say something else


class Faulty(NamedTuple):
    """A report with one fault in one claim; `what` says in a sentence what was done."""

    kind: str
    claim: str
    what: str
    report: Report


class Alarm(NamedTuple):
    """Why the audit does not let a claim stand; no reasons: it does."""

    claim: str
    reasons: tuple[str, ...]


class Home(NamedTuple):
    """What planting and auditing need: the desk, and every version of the cited articles, the live one last."""

    desk: Groundwire
    versions: Mapping[str, tuple[Article, ...]]


def home_of(desk: Groundwire, reports: Sequence[Report]) -> Home:
    ids = sorted({source.article_id for report in reports for source in report.sources})
    return Home(desk, {name: _live_last(desk, name) for name in ids})


def _live_last(desk: Groundwire, name: str) -> tuple[Article, ...]:
    history = desk.corpus_article(name)
    return (*(v for v in history.versions if v.version != history.article.version), history.article)


def planted(reports: Sequence[Report], home: Home, *, seed: int) -> Iterator[Faulty]:
    """At most `MOST_OF_A_KIND` faults of each kind, each in another claim, all reports taking turns; seeded."""
    for kind, plant in KINDS.items():
        made = 0
        for report, claim in distinct_claims(reports):
            fault = plant(report, claim, home, Random(f"{seed}/{kind}/{claim.text}"))
            if fault is not None:
                made += 1
                yield fault
            if made == MOST_OF_A_KIND:
                break


def distinct_claims(reports: Sequence[Report]) -> Iterator[tuple[Report, Claim]]:
    """Every claim once, in the first report that tells it, all reports taking turns."""
    lists = [[(report, claim) for claim in report.claims.values()] for report in reports]
    told: set[str] = set()
    for place in range(max(map(len, lists), default=0)):
        for report, claim in (own[place] for own in lists if place < len(own)):
            if claim.text not in told:
                told.add(claim.text)
                yield report, claim


def audit(report: Report, home: Home, judge: Judge, *, only: str | None = None) -> list[Alarm]:
    """Every claim of a report, or that one, with what speaks against showing it."""
    claims = [claim for claim in report.claims.values() if only in {None, claim.id}]
    unproven = home.desk.check(report).failures
    dates = {(s.article_id, s.version): s.published_at for s in report.sources}
    cited = [
        CitedClaim(claim.text, tuple(Cited(c.quote, dates.get((c.article_id, c.version))) for c in claim.citations))
        for claim in claims
    ]
    judged = verify_claims(judge, cited)
    return [
        Alarm(
            claim.id,
            (
                *(failure.reason for failure in unproven if failure.claim == claim.id),
                *(told for c in claim.citations if (told := _superseded(c, home))),
                *(() if may_show(found.verdict) else found.verdict.reasons or ("The cited words do not carry it.",)),
                *_useless(found.citations, supported=may_show(found.verdict)),
            ),
        )
        for claim, found in zip(claims, judged, strict=True)
    ]


def _superseded(citation: Citation, home: Home) -> str:
    live = home.versions[citation.article_id][-1]
    if citation.version == live.version:
        return ""
    return f"{citation.article_id} is cited in a version that was superseded: {citation.version[:12]}, now {live.version[:12]}."


def _useless(verdicts: Sequence[Verdict], *, supported: bool) -> Iterator[str]:
    """Citations that do not carry a claim which another one carries alone."""
    labels = [verdict.label for verdict in verdicts]
    if supported and "supported" in labels:
        yield from (f"Citation {n} does not carry it." for n, label in enumerate(labels, 1) if label != "supported")


# Planting. Each gives None where a claim has no place for its fault.


def swapped_citation(report: Report, claim: Claim, _home: Home, rng: Random) -> Faulty | None:
    """All that the claim cites gives way to the nearest words of the report that say something else."""
    others = {c.quote: c for other in report.claims.values() if other.id != claim.id for c in other.citations}
    own = claim.citations[0]
    pool = [Specimen(claim.text, quote, quote) for quote in others]
    pair = OPERATORS[_SWAPPED_OUT](Specimen(claim.text, own.quote, own.quote), pool, rng)
    if pair is None or pair.passage in {c.quote for c in claim.citations}:
        return None
    changed = claim.model_copy(update={"citations": (others[pair.passage],)})
    return _faulty("swapped citation", report, changed, f"It cites the words of another claim: {pair.passage}")


def stale_passage(report: Report, claim: Claim, home: Home, _rng: Random) -> Faulty | None:
    """The first citation goes to the same words in a version of the article that was superseded."""
    own = claim.citations[0]
    for old in home.versions[own.article_id][:-1]:
        start = old.text.find(own.quote)
        if start < 0:
            continue
        number = 1 + max(source.number for source in report.sources)
        moved = own.model_copy(
            update={"source": number, "version": old.version, "start": start, "end": start + len(own.quote)}
        )
        changed = claim.model_copy(update={"citations": (moved, *claim.citations[1:])})
        listed = next(source for source in report.sources if source.number == own.source)
        faulty = _faulty(
            "stale passage", report, changed, f"It cites version {old.version[:12]}, which was superseded."
        )
        sources = (*report.sources, _older(listed, old, number))
        return faulty._replace(report=faulty.report.model_copy(update={"sources": sources}))
    return None


def _older(source: Source, old: Article, number: int) -> Source:
    told = {"version": old.version, "title": old.title, "url": old.url, "published_at": old.published_at}
    return source.model_copy(update={"number": number, "publisher": old.publisher, **told})


def altered_number(report: Report, claim: Claim, _home: Home, rng: Random) -> Faulty | None:
    return _reworded("altered number", "number", report, claim, rng)


def dropped_hedge(report: Report, claim: Claim, _home: Home, rng: Random) -> Faulty | None:
    return _reworded("dropped hedge", "hedge", report, claim, rng)


def invented_quote(report: Report, claim: Claim, _home: Home, rng: Random) -> Faulty | None:
    """The claim tells another number or name, or the contrary, and its quote is made to say the same."""
    own = claim.citations[0]
    pool = [Specimen(other.text, "", "") for other in report.claims.values() if other.id != claim.id]
    for operator in ("number", "name", "negation"):
        pair = OPERATORS[operator](Specimen(claim.text, own.quote, own.quote), pool, rng)
        if pair is not None and pair.claim != claim.text:
            changed = claim.model_copy(
                update={"text": pair.claim, "citations": (own.model_copy(update={"quote": pair.claim}),)}
            )
            return _faulty("invented quote", report, changed, f"Claim and quote were made to say: {pair.claim}")
    return None


def _reworded(kind: str, operator: str, report: Report, claim: Claim, rng: Random) -> Faulty | None:
    """The claim's words changed so that no citation of it can carry them."""
    words = " ".join(c.quote for c in claim.citations)
    pair = OPERATORS[operator](Specimen(claim.text, words, words), (), rng)
    if pair is None or pair.claim == claim.text:
        return None
    return _faulty(kind, report, claim.model_copy(update={"text": pair.claim}), f"It was: {claim.text}")


def _faulty(kind: str, report: Report, changed: Claim, what: str) -> Faulty:
    return Faulty(kind, changed.id, what, report.model_copy(update={"claims": {**report.claims, changed.id: changed}}))


Plant = Callable[[Report, Claim, Home, Random], Faulty | None]
KINDS: Mapping[str, Plant] = {
    "swapped citation": swapped_citation,
    "stale passage": stale_passage,
    "altered number": altered_number,
    "invented quote": invented_quote,
    "dropped hedge": dropped_hedge,
}
