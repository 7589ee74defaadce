"""What can be saved of shaken claims: cited anew, reworded by the writer from what is new, or told in the new words."""

import re
from collections.abc import Sequence

from ..ids import claim_id
from ..ports import Judge, Writer
from ..text.speech import find_attribution
from ..text.words import content_words
from ..types import DraftClaim, Evidence, FailedClaim, Omission, Pair, Pointer
from .anchor import AnchoredSpan
from .refresh_decided import rejections
from .refresh_standing import Shaken, Standing
from .settle import Settled, SettledClaim, settle
from .staleness_signals import signal, statement
from .verify import verify_pairs

# A sentence that opens so leans on the one before it, and cannot stand in a report alone.
_LEANS = re.compile(
    r"(?:he|she|it|they|his|her|its|their|this|that|these|those|but|and|so|yet|also|both|neither|correction)\b",
    re.IGNORECASE,
)
# Share of a shaken claim's words that the new words need, to take its place.
_IN_ITS_PLACE = 0.4
_SHOWN = 2  # passages that a writer sees for one shaken claim: what shook it, and the best that the question finds


def mend(
    shaken: Sequence[Shaken], evidence: Sequence[Evidence], *, writer: Writer, judge: Judge, rounds: int
) -> dict[str, Settled]:
    """For each shaken claim, by id: what takes its place, or the omission that says why nothing does.

    A claim that news speaks against is never cited anew from older words: it is reworded, or told in the new words. One
    that the editor rejected is not mended at all.
    """
    rejected = {claim_id(each.text): each for each in rejections(shaken)}
    shaken = [each for each in shaken if each.claim.id not in rejected]
    pool = list({item.key: item for item in [*(s.cause.evidence for s in shaken if s.cause), *evidence]}.values())
    overtaken = [each for each in shaken if each.overtaken or _corrected(each, judge)]
    names = {each.claim.id for each in overtaken}
    lost = [each for each in shaken if each.claim.id not in names]
    found = _cited_anew(lost, pool, writer=writer, judge=judge, rounds=rounds)
    found |= _reworded(overtaken, pool, writer=writer, judge=judge, rounds=rounds)
    return found | _in_new_words([s for s in shaken if isinstance(found[s.claim.id], Omission)], judge) | rejected


def in_new_words(cause: AnchoredSpan) -> DraftClaim | None:
    """The words that shook a claim, as a claim of their own; None where they lean on others."""
    text = " ".join(cause.quote.split())
    if _LEANS.match(text) or not text.endswith("."):
        return None
    said = find_attribution(text)
    pointer = Pointer(key=cause.evidence.key, quote=cause.quote)
    return DraftClaim(text=text, pointers=(pointer,), attributed_to=said.speaker if said and said.speaker else None)


def told_beside(standing: Standing, judge: Judge) -> list[SettledClaim]:
    """The denials of claims that stand all the same, because they only tell what somebody said: both are told."""
    offered = [(cause, draft) for cause in standing.beside if (draft := in_new_words(cause))]
    evidence = list({cause.evidence.key: cause.evidence for cause, _ in offered}.values())
    settled = settle([draft for _, draft in offered], judge=judge, evidence=evidence) if offered else []
    return [result for result in settled if isinstance(result, SettledClaim)]


def _corrected(shaken: Shaken, judge: Judge) -> bool:
    """Whether the new words in place of the cited ones speak against the claim."""
    if shaken.cause is None:
        return False
    moment = shaken.cause.evidence.article.spoken_at
    if signal(statement(shaken.claim.text, moment), statement(shaken.cause.quote, moment)):
        return True
    pair = Pair(claim=shaken.claim.text, passage=shaken.cause.quote, date=moment)
    return verify_pairs(judge, [pair])[0].label == "contradicted"


def _cited_anew(
    lost: Sequence[Shaken], pool: Sequence[Evidence], *, writer: Writer, judge: Judge, rounds: int
) -> dict[str, Settled]:
    drafts = [_drafted(each) for each in lost]
    settled = settle(drafts, judge=judge, evidence=pool, repair=writer.repair, rounds=rounds) if drafts else []
    return {each.claim.id: _explained(result, each) for each, result in zip(lost, settled, strict=True)}


def _reworded(
    overtaken: Sequence[Shaken], pool: Sequence[Evidence], *, writer: Writer, judge: Judge, rounds: int
) -> dict[str, Settled]:
    """What the writer makes of claims that news speaks against; it may give them back in no words of theirs."""
    if not overtaken:
        return {}
    offered = writer.repair([_failed(each, pool) for each in overtaken]) if rounds else [None] * len(overtaken)
    mended = [
        (each, claim)
        for each, claim in zip(overtaken, offered, strict=False)
        if claim is not None and claim.text != each.claim.text
    ]
    settled = settle([claim for _, claim in mended], judge=judge, evidence=pool) if mended else []
    found = {each.claim.id: result for (each, _), result in zip(mended, settled, strict=True)}
    return {each.claim.id: _explained(found.get(each.claim.id), each) for each in overtaken}


def _in_new_words(shaken: Sequence[Shaken], judge: Judge) -> dict[str, Settled]:
    """Shaken claims in whose place the very words that shook them can stand."""
    offered = [(s, s.cause, draft) for s in shaken if s.cause and (draft := in_new_words(s.cause)) and _fits(s, draft)]
    if not offered:
        return {}
    evidence = list({cause.evidence.key: cause.evidence for _, cause, _ in offered}.values())
    settled = settle([draft for _, _, draft in offered], judge=judge, evidence=evidence)
    stands = zip(offered, settled, strict=True)
    return {s.claim.id: result for (s, _, _), result in stands if isinstance(result, SettledClaim)}


def _fits(shaken: Shaken, draft: DraftClaim) -> bool:
    bag = set(content_words(shaken.claim.text))
    return len(bag & set(content_words(draft.text))) >= _IN_ITS_PLACE * len(bag)


def _drafted(shaken: Shaken) -> DraftClaim:
    pointers = (Pointer(key=shaken.cause.evidence.key, quote=shaken.cause.quote),) if shaken.cause else ()
    return DraftClaim(text=shaken.claim.text, pointers=pointers, attributed_to=shaken.claim.attributed_to)


def _failed(shaken: Shaken, pool: Sequence[Evidence]) -> FailedClaim:
    first = [shaken.cause.evidence] if shaken.cause else []
    rest = [item for item in pool if item not in first]
    return FailedClaim(claim=_drafted(shaken), reasons=(_why(shaken),), evidence=tuple([*first, *rest][:_SHOWN]))


def _explained(result: Settled | None, shaken: Shaken) -> Settled:
    """The result; where nothing stands, an omission that names the cause."""
    if isinstance(result, SettledClaim):
        return result
    verdict = result.verdict if result else "contradicted"
    return Omission(text=shaken.claim.text, verdict=verdict, reason=_why(shaken))


def _why(shaken: Shaken) -> str:
    if shaken.reason is None:
        return "The words that it cited no longer carry it."
    told = {
        "banned": "The editor banned what it cited",
        "withdrawn": "The article that it cited was withdrawn",
        "corrected": "The words that it cited were corrected",
        "updated": "Newer news gives it otherwise",
        "conflict": "What another report cites speaks against it",
        "contradicted": "Newer news speaks against it",
    }.get(shaken.reason.kind, "It is out of date")
    quote = f": “{shaken.reason.quote}”" if shaken.reason.quote else ""
    return f"{told}, see article {shaken.reason.article_id}{quote}"
