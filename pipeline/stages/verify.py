"""Verify: is every claim carried by the words that it cites? Pure over a Judge; fails closed; changes no word."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from ..ports import Judge
from ..types import ClaimVerdict, Label, Pair, Verdict

# Best first: what is not carried but known to be wrong says more than what is merely not found.
_RANK: dict[Label, int] = {"supported": 0, "partial": 1, "contradicted": 2, "unsupported": 3, "unjudged": 4}


# How sure a judge must be of what a report shows: two in three. A label is right most often at a lower cut, which suits a
# claim that somebody brings; of its own claims a report can spare the doubtful ones. On claims of sample reports made wrong
# (n=889), half as sure would let 8 % through, this 5 %, for 4 % of faithful rewordings refused; more costs many more.
SHOWN_FROM = 0.65


def may_show(verdict: Verdict | ClaimVerdict) -> bool:
    """Whether a report may show what was judged so."""
    return verdict.label == "supported" and verdict.score >= SHOWN_FROM


class Cited(NamedTuple):
    """Words that a claim cites, and the date of their article."""

    quote: str
    date: datetime | None = None


class CitedClaim(NamedTuple):
    """A claim in its final words with what it cites."""

    text: str
    cited: tuple[Cited, ...]


class JudgedClaim(NamedTuple):
    """The verdict on a claim, and those on its citations one by one, in their order."""

    verdict: ClaimVerdict
    citations: tuple[Verdict, ...]


def verify_pairs(judge: Judge, pairs: Sequence[Pair]) -> list[Verdict]:
    """One verdict a pair, in order. A judge that answers out of shape is believed in nothing."""
    if not pairs:
        return []
    verdicts = judge.judge(pairs)
    if len(verdicts) != len(pairs):
        reason = f"The judge {judge.name} gave {len(verdicts)} verdicts for {len(pairs)} pairs; none can be believed."
        return [_unjudged(judge, reason)] * len(pairs)
    return [_sound(judge, verdict, pair) for verdict, pair in zip(verdicts, pairs, strict=True)]


def verify_claims(judge: Judge, claims: Sequence[CitedClaim]) -> list[JudgedClaim]:
    """Every claim judged against each of its citations alone and, where it has several, against all of them together."""
    pairs = [pair for claim in claims for pair in _pairs(claim)]
    verdicts = iter(verify_pairs(judge, pairs))
    return [_judged(judge, claim, verdicts) for claim in claims]


def combine(verdicts: Sequence[Verdict], *, judge: str) -> ClaimVerdict:
    """The best of a claim's verdicts: one citation that carries it is enough. Without any it is `unjudged`."""
    if not verdicts:
        return ClaimVerdict(label="unjudged", score=0.0, judge=judge, reasons=("The claim cites nothing.",))
    best = min(verdicts, key=lambda v: (_RANK[v.label], -v.score))
    reasons = best.reasons
    against = next((v for v in verdicts if v.label == "contradicted"), None)
    if best.label == "supported" and against is not None:
        reasons = (*reasons, f"Another cited passage is at odds with it: {' '.join(against.reasons[:1])}")
    return ClaimVerdict(label=best.label, score=best.score, judge=best.judge, reasons=reasons)


def _pairs(claim: CitedClaim) -> list[Pair]:
    alone = [Pair(claim=claim.text, passage=cited.quote, date=cited.date) for cited in claim.cited]
    return [*alone, _together(claim)] if len(alone) > 1 else alone


def _together(claim: CitedClaim) -> Pair:
    """All cited words as one passage; relative dates are read only where all articles have the same date."""
    dates = {cited.date for cited in claim.cited}
    passage = "\n\n".join(dict.fromkeys(cited.quote for cited in claim.cited))
    return Pair(claim=claim.text, passage=passage, date=dates.pop() if len(dates) == 1 else None)


def _judged(judge: Judge, claim: CitedClaim, verdicts: Iterator[Verdict]) -> JudgedClaim:
    mine = [next(verdicts) for _ in _pairs(claim)]
    return JudgedClaim(combine(mine, judge=judge.name), tuple(mine[: len(claim.cited)]))


def _sound(judge: Judge, verdict: Verdict, pair: Pair) -> Verdict:
    if not 0.0 <= verdict.score <= 1.0:  # also false for NaN
        return _unjudged(judge, f"The judge {judge.name} gave a score that is no probability.")
    span = verdict.evidence
    if span is not None and not 0 <= span.start < span.end <= len(pair.passage):
        return _unjudged(judge, f"The judge {judge.name} pointed outside the passage.")
    return verdict


def _unjudged(judge: Judge, reason: str) -> Verdict:
    return Verdict(label="unjudged", score=0.0, judge=judge.name, reasons=(reason,))
