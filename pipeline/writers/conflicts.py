"""Where sources contradict each other: a denial and what it denies, or two figures for one thing."""

import re
from collections.abc import Sequence

from ..text.names import find_names
from ..text.quantities import find_quantities
from ..types import DraftClaim, DraftDisagreement, Pointer
from .candidates import Candidate

_DENIES = re.compile(
    r"\b(?:den(?:y|ies|ied)|disput(?:e|es|ed)|contradict(?:s|ed)?|dismiss(?:es|ed)|fake|"
    r"rejects? (?:the )?(?:report|claim|account|finding)s?)\b"
)
_HELD = re.compile(r"\bstill (?:held|holds|hold)\b")
_TAKEN = re.compile(r"\b(?:captur|took|taken|seiz|fallen|surround)")
# Cosine between a statement and its denial or its rival figure, below which they are about different things.
_ABOUT_THE_SAME = 0.55
_SAME_COUNT = 0.75  # two figures are rivals only if their sentences say nearly the same
_MOST = 3


def disagreements(candidates: Sequence[Candidate]) -> tuple[DraftDisagreement, ...]:
    """At most three matters on which two origins differ, each with one sentence a side."""
    found: list[DraftDisagreement] = []
    used: set[str] = set()
    for one in candidates:
        if one.text in used:
            continue
        rivals = [other for other in candidates if other.text not in used and _conflict(one, other)]
        if not rivals:
            continue
        other = max(rivals, key=lambda rival: float(rival.vector @ one.vector))
        used |= {one.text, other.text}
        first, second = sorted((one, other), key=lambda c: c.evidence.article.spoken_at)
        sides = (_side(first), _side(second))
        found.append(DraftDisagreement(topic=_topic(one, other), sides=sides, compared=True))
        if len(found) == _MOST:
            break
    return tuple(found)


def _conflict(one: Candidate, other: Candidate) -> bool:
    if one.evidence.article.origin == other.evidence.article.origin:
        return False
    near = float(one.vector @ other.vector)
    shared = len(_shared_names(one, other))
    if near < _ABOUT_THE_SAME or not shared:
        return False
    denied = bool(_DENIES.search(one.text)) != bool(_DENIES.search(other.text))
    if shared > 1 and (denied or _held_and_taken(one.text, other.text) or _held_and_taken(other.text, one.text)):
        return True
    return near >= _SAME_COUNT and _rival_figures(one.text, other.text)


def _held_and_taken(left: str, right: str) -> bool:
    return bool(_HELD.search(left)) and bool(_TAKEN.search(right)) and not _HELD.search(right)


def _rival_figures(left: str, right: str) -> bool:
    """Whether the only figure with a unit in each counts the same thing and comes out differently."""
    ours = {q.unit: q for q in find_quantities(left) if q.unit}
    theirs = {q.unit: q for q in find_quantities(right) if q.unit}
    shared = set(ours) & set(theirs)
    return len(shared) == 1 and all(
        ours[unit].high < theirs[unit].low or theirs[unit].high < ours[unit].low for unit in shared
    )


def _shared_names(one: Candidate, other: Candidate) -> list[str]:
    left = {name.text: name.key for name in find_names(one.text)}
    right = {name.key for name in find_names(other.text)}
    return [text for text, key in left.items() if key in right]


def _topic(one: Candidate, other: Candidate) -> str:
    return ", ".join(dict.fromkeys(_shared_names(one, other)[:3]))


def _side(candidate: Candidate) -> DraftClaim:
    return DraftClaim(text=candidate.shown, pointers=(Pointer(key=candidate.evidence.key, quote=candidate.text),))
