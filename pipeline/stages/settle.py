"""What becomes of a claim once it was judged: kept, cited anew, or omitted with its reason.

It fails closed: a claim stays only if one of its citations alone supports it, or all together do; a citation that
does not support its claim goes.
"""

from collections.abc import Sequence
from typing import NamedTuple

from ..ports import Judge
from ..text.words import content_words
from ..types import ClaimVerdict, Evidence, Omission, Verdict
from .anchor import AnchoredClaim, AnchoredSpan
from .verify import Cited, CitedClaim, JudgedClaim, verify_claims

# Passages tried when a claim has lost its own; more found no further support on the sample questions.
_RECITE_TRIES = 4


class SettledClaim(NamedTuple):
    """A claim that stands: its words, the spans that carry it with their verdicts, and the verdict on the whole."""

    text: str
    attributed_to: str | None
    citations: tuple[tuple[AnchoredSpan, Verdict], ...]
    verdict: ClaimVerdict


def settle(
    claims: Sequence[AnchoredClaim], *, judge: Judge, evidence: Sequence[Evidence]
) -> list[SettledClaim | Omission]:
    """For each claim, in order, what stands of it. All claims are judged in one call, the failed ones in a second."""
    settled = [_settled(claim, own) for claim, own in zip(claims, _judged(claims, judge), strict=True)]
    failed = [at for at, result in enumerate(settled) if isinstance(result, Omission)]
    recited = [_recited(claims[at], evidence) for at in failed]
    for at, claim, own in zip(failed, recited, _judged(recited, judge), strict=True):
        second = _settled(claim, own)
        settled[at] = second if isinstance(second, SettledClaim) else settled[at]
    return settled


def _judged(claims: Sequence[AnchoredClaim], judge: Judge) -> list[JudgedClaim]:
    cited = [
        CitedClaim(claim.text, tuple(Cited(span.quote, span.evidence.article.spoken_at) for span in claim.spans))
        for claim in claims
    ]
    return verify_claims(judge, cited)


def _settled(claim: AnchoredClaim, judged: JudgedClaim) -> SettledClaim | Omission:
    if judged.verdict.label != "supported":
        reasons = claim.lost if not claim.spans else judged.verdict.reasons
        return Omission(
            text=claim.text,
            verdict=judged.verdict.label,
            reason=" ".join(reasons) or "The words that it cites do not carry it.",
        )
    cited = tuple(zip(claim.spans, judged.citations, strict=True))
    alone = tuple((span, verdict) for span, verdict in cited if verdict.label == "supported")
    return SettledClaim(claim.text, claim.attributed_to, alone or cited, judged.verdict)


def _recited(claim: AnchoredClaim, evidence: Sequence[Evidence]) -> AnchoredClaim:
    """The claim pointed at the passages that share most of its words, other than those it named."""
    bag = set(content_words(claim.text))
    named = {span.evidence.key for span in claim.spans}
    ranked = sorted(
        (item for item in evidence if item.key not in named),
        key=lambda item: (-len(bag & set(content_words(item.passage.text))), item.key),
    )
    spans = tuple(
        AnchoredSpan(evidence=item, start=item.passage.start, end=item.passage.end) for item in ranked[:_RECITE_TRIES]
    )
    return claim.model_copy(update={"spans": spans})
