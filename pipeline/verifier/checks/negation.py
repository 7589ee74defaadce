"""Is the claim turned round: does it deny what the passage says, or leave a denial out?

News is retold in other words, so a "not" that the passage lacks proves nothing. What counts is the word that the "not"
bears on: it must stand in the passage among the same words, and neither be denied there nor have its opposite beside it.
"""

from collections.abc import Sequence
from typing import NamedTuple

from ...text.modality import Cue
from ...text.tokens import Token
from ..finding import Case, Finding
from ..opposites import OPPOSITES
from ..reading import Reading
from .nearby import Content, around, within

# A negation reaches as far as its clause, but seldom past this many words; what it bears on are the next two that carry
# content. Chosen on hand-written claims with `contradicts` below 3 % on the true ones.
_REACH = 7
_HEADS = 2
_NEAR = 5
_TELLING = 3
# With so many shared words around them both texts say the same but for the denial; no other denial nearby excuses it.
_VERBATIM = 5
# A window this wide around a word is searched for another way of denying it.
_BESIDE = 60
# Words that deny without being a negation.
_DENYING = frozenset(
    "until unless bar barred ban banned prevent prevented prohibited unconnected unclear unknown impossible avoid avoided "
    "cancel cancelled postponed delayed hardly barely little few fewer less stop stopped end ended lost dismissed despite "
    "instead only".split()
)


class _Turn(NamedTuple):
    """A denied word of one text that the other asserts, with how many of the words around it both share."""

    shared: int
    denied: Token
    asserted: Token


def negations(reading: Reading, start: int, end: int) -> list[Cue]:
    return [cue for cue in reading.cues if cue.kind == "negation" and start <= cue.start < end]


def negated(reading: Reading, token: Token) -> bool:
    """Whether a token stands in the scope of an odd number of negations."""
    return sum(_covers(reading, cue, token) for cue in reading.cues if cue.kind == "negation") % 2 == 1


def _covers(reading: Reading, cue: Cue, token: Token) -> bool:
    if not cue.end <= token.start < cue.scope_end:
        return False
    return sum(cue.end <= t.start < token.start for t in reading.tokens) < _REACH


def check_negation(case: Case) -> list[Finding]:
    """At most one finding: what is denied in one text and asserted in the best sentence of the other."""
    start, end = case.focus
    mine, theirs = negations(case.claim, 0, len(case.claim.text)), negations(case.window, start, end)
    if not mine and not theirs:
        return []
    content = within(case.window.content, start, end)
    turned = _opposed(case, content, mine, theirs)
    agreeing = _denied_by_both(case, content)
    if agreeing is not None and (turned is None or turned[0].shared < _VERBATIM):
        reason = f"Both deny it (“{agreeing.text}”)."
        return [Finding("negation", "ok", 1.0, reason, *_focus(case))]
    return [_told(case, *turned)] if turned is not None else _unmatched(case, mine, theirs)


def _opposed(case: Case, content: Content, mine: Sequence[Cue], theirs: Sequence[Cue]) -> tuple[_Turn, str] | None:
    """The plainest turn with its reason: a denial that the claim adds or, if that is plainer, one that it drops."""
    added = _turned(case.claim.content, mine, case.window, content)
    dropped = _turned(content, theirs, case.claim, case.claim.content)
    if added is not None and (dropped is None or added.shared >= dropped.shared):
        return added, f"The claim denies what the passage says of “{added.denied.text}”."
    if dropped is not None:
        return dropped, f"The passage denies what the claim says of “{dropped.denied.text}”."
    return None


def _focus(case: Case) -> tuple[int, int]:
    start, end = case.focus
    return start + case.window.offset, end + case.window.offset


def _told(case: Case, turn: _Turn, reason: str) -> Finding:
    if turn.shared >= _TELLING:
        score = min(1.0, 0.4 + 0.1 * turn.shared)
        return Finding("negation", "contradicts", score, reason, *_focus(case))
    return Finding("negation", "weak", 0.5 + 0.15 * turn.shared, reason, *_focus(case))


def _unmatched(case: Case, mine: Sequence[Cue], theirs: Sequence[Cue]) -> list[Finding]:
    if mine and not theirs and not _opposite_in(case):
        reason = f"The claim says “{mine[0].text}”; the passage denies nothing here."
        return [Finding("negation", "missing", case.focus_recall, reason)]
    if theirs and not mine:
        reason = f"The passage says “{theirs[0].text}”; the claim denies nothing."
        at = case.window.offset
        score = 0.5 * case.focus_recall
        return [Finding("negation", "weak", score, reason, theirs[0].start + at, theirs[0].end + at)]
    return []


def _denied_by_both(case: Case, content: Content) -> Token | None:
    held = {word for word, token in content if negated(case.window, token)}
    return next((t for word, t in case.claim.content if word in held and negated(case.claim, t)), None)


def _turned(words: Content, cues: Sequence[Cue], other: Reading, others: Content) -> _Turn | None:
    """The word that one text denies and the other asserts among most of the same words."""
    found = []
    for cue in cues:
        for word, token in _borne_on(words, cue):
            for rival in [t for w, t in others if w == word and not _under_denial(other, t)]:
                shared = len(around(words, token.start, _NEAR) & around(others, rival.start, _NEAR))
                if shared >= _VERBATIM or not _beside_denial(other, rival):
                    found.append(_Turn(shared, token, rival))
    return max(found, key=lambda turn: turn.shared, default=None)


def _borne_on(words: Content, cue: Cue) -> Content:
    """The words that a negation bears on: the next ones with content, names and adverbs aside."""
    under = [(w, t) for w, t in words if cue.end <= t.start < cue.scope_end and not t.lower.endswith("ly")]
    return [(w, t) for w, t in under[:_HEADS] if t.text[0].islower()]


def _under_denial(reading: Reading, token: Token) -> bool:
    return any(cue.start <= token.start < cue.scope_end for cue in negations(reading, 0, len(reading.text)))


def _beside_denial(reading: Reading, token: Token) -> bool:
    """Whether anything near a token denies, so that the same may be meant in other words."""
    if any(abs(cue.start - token.start) < _BESIDE for cue in negations(reading, 0, len(reading.text))):
        return True
    return any(t.lower in _DENYING for t in reading.tokens if abs(t.start - token.start) < _BESIDE)


def _opposite_in(case: Case) -> bool:
    return any(not OPPOSITES.get(word, frozenset()).isdisjoint(case.window.stems) for word in case.claim.stems)
