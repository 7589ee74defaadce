"""What becomes of a drafted claim: kept, repaired by its writer, cited anew, or omitted with its reason.

It fails closed: a claim stays only if one of its citations alone supports it, or all together do; a citation that
does not support its claim goes.
"""

from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

from ..ports import Judge, Tell, unheard
from ..text.words import content_words
from ..types import ClaimJudged, ClaimVerdict, DraftClaim, Evidence, FailedClaim, Omission, Verdict
from .anchor import AnchoredClaim, AnchoredSpan, anchor
from .verify import Cited, CitedClaim, JudgedClaim, may_show, verify_claims

# Passages tried when a claim has lost its own; more found no further support on the sample questions.
_RECITE_TRIES = 4
# Passages shown to a writer that repairs a claim: those it cited, and the nearest by words.
_REPAIR_PASSAGES = 4

# How sure the judge must be of a passage that the writer did not name: several are tried, and the best of several doubtful
# ones is doubtful still. At this score 99 of 100 claims with another claim's words are refused.
_RECITED_FROM = 0.8

# Claims judged before somebody who listens is told: few enough to look alive, enough to keep the processors busy.
_TOLD_AT_ONCE = 8

Repair = Callable[[Sequence[FailedClaim]], Sequence[DraftClaim | None]]
How = Literal["kept", "repaired", "recited"]


class SettledClaim(NamedTuple):
    """A claim that stands: its words, the spans that carry it with their verdicts, and the verdict on the whole."""

    text: str
    attributed_to: str | None
    citations: tuple[tuple[AnchoredSpan, Verdict], ...]
    verdict: ClaimVerdict
    how: How = "kept"


Settled = SettledClaim | Omission


def settle(
    claims: Sequence[DraftClaim],
    *,
    judge: Judge,
    evidence: Sequence[Evidence],
    repair: Repair | None = None,
    rounds: int = 0,
    tell: Tell = unheard,
) -> list[Settled]:
    """For each claim, in order, what stands of it: repaired in at most `rounds` rounds, if at all, then cited anew.

    All claims of a round are judged in one call, or, where somebody listens to the first, a few at a time.
    """
    by_key = {item.key: item for item in evidence}
    anchored = [anchor(claim, by_key) for claim in claims]
    settled = _judged_aloud(anchored, judge, tell)
    latest = list(claims)
    for _ in range(rounds):
        failed = [at for at, result in enumerate(settled) if isinstance(result, Omission)]
        if repair is None or not failed:
            break
        mended = repair([_failed(latest[at], settled[at], by_key, evidence) for at in failed])
        offered = [(at, claim) for at, claim in zip(failed, mended, strict=False) if claim and claim != latest[at]]
        if not offered:
            break
        again = _judged([anchor(claim, by_key) for _, claim in offered], judge, how="repaired")
        for (at, claim), result in zip(offered, again, strict=True):
            latest[at] = claim
            settled[at] = result if isinstance(result, SettledClaim) else settled[at]
    return _recited(anchored, settled, judge=judge, evidence=evidence)


def _recited(
    claims: Sequence[AnchoredClaim], settled: Sequence[Settled], *, judge: Judge, evidence: Sequence[Evidence]
) -> list[Settled]:
    """The claims that still fail, as first drafted, tried on the passages that share most of their words."""
    failed = [at for at, result in enumerate(settled) if isinstance(result, Omission)]
    tried = _judged([_pointed_anew(claims[at], evidence) for at in failed], judge, how="recited")
    better = {
        at: result
        for at, result in zip(failed, tried, strict=True)
        if isinstance(result, SettledClaim) and result.verdict.score >= _RECITED_FROM
    }
    return [better.get(at, result) for at, result in enumerate(settled)]


def _judged(claims: Sequence[AnchoredClaim], judge: Judge, *, how: How) -> list[Settled]:
    cited = [
        CitedClaim(claim.text, tuple(Cited(span.quote, span.evidence.article.published_at) for span in claim.spans))
        for claim in claims
    ]
    return [_settled(claim, own, how) for claim, own in zip(claims, verify_claims(judge, cited), strict=True)]


def _judged_aloud(claims: Sequence[AnchoredClaim], judge: Judge, tell: Tell) -> list[Settled]:
    """The claims as first drafted, each told of as soon as it is judged."""
    at_once = max(len(claims), 1) if tell is unheard else _TOLD_AT_ONCE
    settled: list[Settled] = []
    for start in range(0, len(claims), at_once):
        for result in _judged(claims[start : start + at_once], judge, how="kept"):
            settled.append(result)
            tell(_told(result, done=len(settled), total=len(claims)))
    return settled


def _told(result: Settled, *, done: int, total: int) -> ClaimJudged:
    shown = isinstance(result, SettledClaim)
    label = result.verdict.label if isinstance(result, SettledClaim) else result.verdict
    reason = " ".join(result.verdict.reasons) if isinstance(result, SettledClaim) else result.reason
    return ClaimJudged(text=result.text, shown=shown, label=label, reason=reason, done=done, total=total)


def _settled(claim: AnchoredClaim, judged: JudgedClaim, how: How) -> Settled:
    if not may_show(judged.verdict):
        reasons = claim.lost if not claim.spans else judged.verdict.reasons
        if judged.verdict.label == "supported":
            reasons = (f"The judge is not sure enough of it to show it ({judged.verdict.score:.2f}).", *reasons)
        return Omission(
            text=claim.text,
            verdict=judged.verdict.label,
            reason=" ".join(reasons) or "The words that it cites do not carry it.",
        )
    cited = tuple(zip(claim.spans, judged.citations, strict=True))
    alone = tuple((span, verdict) for span, verdict in cited if may_show(verdict))
    return SettledClaim(claim.text, claim.attributed_to, alone or cited, judged.verdict, how)


def _failed(
    claim: DraftClaim, result: Settled, by_key: dict[str, Evidence], evidence: Sequence[Evidence]
) -> FailedClaim:
    """The claim with the reason of its omission, the passages it named, and the nearest others."""
    assert isinstance(result, Omission)
    named = [by_key[key] for key in dict.fromkeys(p.key for p in claim.pointers) if key in by_key]
    others = [item for item in _nearest(claim.text, evidence) if item not in named]
    shown = [*named, *others][:_REPAIR_PASSAGES]
    return FailedClaim(claim=claim, reasons=(result.reason,), evidence=tuple(shown))


def _pointed_anew(claim: AnchoredClaim, evidence: Sequence[Evidence]) -> AnchoredClaim:
    named = {(span.evidence.key, span.start, span.end) for span in claim.spans}
    spans = tuple(
        AnchoredSpan(evidence=item, start=item.passage.start, end=item.passage.end)
        for item in _nearest(claim.text, evidence)
        if (item.key, item.passage.start, item.passage.end) not in named
    )
    return claim.model_copy(update={"spans": spans[:_RECITE_TRIES]})


def _nearest(text: str, evidence: Sequence[Evidence]) -> list[Evidence]:
    """Evidence by how many of the text's content words it holds, most first."""
    bag = set(content_words(text))
    return sorted(evidence, key=lambda item: (-len(bag & set(content_words(item.passage.text))), item.key))
