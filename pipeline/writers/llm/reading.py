"""From a reply to drafted claims. The reply is the model's word for everything in it; nothing of it is trusted here."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from ...text.speech import find_attribution
from ...text.words import content_words
from ...types import DraftClaim, Evidence, Pointer
from .hygiene import LONGEST_CLAIM, entries, plain, sentences, text
from .pointing import MOST_POINTERS, Sentences


class Readings(NamedTuple):
    """The claims of a reply, and how many entries held none that could be used."""

    claims: tuple[DraftClaim, ...]
    dropped: int


def read_claims(value: Any, evidence: Sequence[Evidence], *, most: int) -> Readings:
    """At most `most` claims from a list of `{claim, attributed_to, rests_on}`, each one sentence, none twice."""
    known = Sentences(evidence)
    claims: dict[str, DraftClaim] = {}
    dropped = 0
    for entry in entries(value):
        read = _claims(entry, known)
        dropped += not read
        for claim in read:
            claims.setdefault(claim.text.casefold(), claim)
    kept = tuple(claims.values())[:most]
    return Readings(kept, dropped + len(claims) - len(kept))


def _claims(entry: dict[str, Any], known: Sentences) -> list[DraftClaim]:
    words = text(entry.get("claim"))
    pointers = _pointers(entry, words, known)
    return [
        DraftClaim(text=sentence, pointers=pointers, attributed_to=_speaker(entry, sentence))
        for sentence in sentences(words)
        if len(sentence) <= LONGEST_CLAIM
    ]


def _pointers(entry: dict[str, Any], claim: str, known: Sentences) -> tuple[Pointer, ...]:
    found = [
        pointer
        for named in entries(entry.get("rests_on"))
        for pointer in known.pointers(text(named.get("key")), text(named.get("quote")), claim)
    ]
    return tuple(dict.fromkeys(found))[:MOST_POINTERS]


def _speaker(entry: dict[str, Any], sentence: str) -> str | None:
    """Who the sentence says said it. What the model names counts only if the sentence names it too."""
    named = plain(text(entry.get("attributed_to")))
    if named and set(content_words(named)) & set(content_words(sentence)):
        return named
    attribution = find_attribution(sentence)
    return attribution.speaker if attribution else None
