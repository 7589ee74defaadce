"""Which is more, which came first: are the two sides of a comparison, or of a "before", swapped?"""

from collections.abc import Iterator
from typing import NamedTuple

from ...text.tokens import Token
from ..finding import Case, Finding
from ..reading import Reading
from .nearby import within

# More words on a side than this belong to another part of the sentence.
_SIDE = 5
_TELLING = 2
# How far before "than" its comparative may stand.
_BEFORE_THAN = 8
# dimension | words that put the left side above the right | words that put it below.
_TABLE = """
size | more higher larger bigger greater longer taller heavier wider | less fewer lower smaller shorter lighter narrower
price | dearer costlier | cheaper
strength | stronger | weaker
quality | better | worse
age | older | younger newer
speed | faster quicker | slower
time | earlier sooner | later
"""
_WITH_THAN = {
    word: (dimension.strip(), sign)
    for line in _TABLE.strip().split("\n")
    for dimension, *sides in [line.split("|")]
    for sign, words in zip((1, -1), sides, strict=True)
    for word in words.split()
}
_ALONE = {
    **dict.fromkeys("before until till".split(), ("time", 1)),
    **dict.fromkeys("after following once since".split(), ("time", -1)),
    **dict.fromkeys("outnumber outnumbered exceed exceeds exceeded surpassed overtook".split(), ("size", 1)),
}
# These join in time so often that a claim may have one of its own.
_LOOSE = frozenset("until till following once since".split())


class _Pivot(NamedTuple):
    """A comparing word at `start:end` (up to its "than") with what it compares; `sign` 1: its left side is more, or first."""

    start: int
    end: int
    dimension: str
    sign: int
    text: str


class _Fit(NamedTuple):
    """How many more shared words stand on the wrong side than on the right one; whether each side has such a word."""

    surplus: int
    both: bool
    mine: _Pivot
    theirs: _Pivot


def check_comparison(case: Case) -> list[Finding]:
    """At most one finding: a comparison that both make, with its sides kept or swapped, or one that only the claim makes."""
    mine = list(_pivots(case.claim, 0, len(case.claim.text)))
    theirs = list(_pivots(case.window, *case.focus))
    fits = [_fit(case, p, q) for p in mine for q in theirs if p.dimension == q.dimension]
    if not fits:
        own = [p for p in mine if p.text not in _LOOSE]
        reason = f"The claim compares (“{own[0].text}”), the passage does not." if own else ""
        return [Finding("comparison", "missing", 0.5, reason)] if own else []
    best = max(fits, key=lambda fit: abs(fit.surplus))
    start, end = (place + case.window.offset for place in case.focus)
    if best.surplus >= (1 if best.both else _TELLING):
        reason = _told(best)
        return [Finding("comparison", "contradicts", min(1.0, 0.4 + 0.15 * best.surplus), reason, start, end)]
    if best.surplus < 0:
        reason = f"The passage compares them the same way (“{best.theirs.text}”)."
        return [Finding("comparison", "ok", min(1.0, -best.surplus / 4), reason, start, end)]
    return []


def _told(fit: _Fit) -> str:
    if fit.mine.text == fit.theirs.text:
        return f"The two sides of “{fit.mine.text}” are the other way round in the passage."
    return f"The passage says “{fit.theirs.text}” where the claim says “{fit.mine.text}” of the same two sides."


def _fit(case: Case, mine: _Pivot, theirs: _Pivot) -> _Fit:
    left, right = _sides(case.claim, mine, 0, len(case.claim.text))
    other_left, other_right = _sides(case.window, theirs, *case.focus)
    if mine.sign != theirs.sign:
        other_left, other_right = other_right, other_left
    over, back = (left & other_right) - other_left - right, (right & other_left) - other_right - left
    straight = len((left & other_left) - other_right - right) + len((right & other_right) - other_left - left)
    return _Fit(len(over) + len(back) - straight, bool(over and back), mine, theirs)


def _sides(reading: Reading, pivot: _Pivot, start: int, end: int) -> tuple[set[str], set[str]]:
    """The content words on either side; after an opening "Before …," the left side stands behind the comma."""
    content = within(reading.content, start, end)
    before = [word for word, token in content if token.end <= pivot.start]
    after = [(word, token) for word, token in content if token.start >= pivot.end]
    comma = reading.text.find(", ", pivot.end, end)
    if before or comma < 0:
        return set(before[-_SIDE:]), {word for word, _ in after[:_SIDE]}
    behind = [word for word, token in after if token.start > comma]
    return set(behind[:_SIDE]), {word for word, token in after if token.end <= comma}


def _pivots(reading: Reading, start: int, end: int) -> Iterator[_Pivot]:
    tokens = [token for token in reading.tokens if start <= token.start < end]
    for i, token in enumerate(tokens):
        if token.lower in _ALONE:
            yield _Pivot(token.start, token.end, *_ALONE[token.lower], token.lower)
        elif token.lower == "than" and not _counts(tokens[i + 1 : i + 2]):
            comparative = next(
                (t for t in reversed(tokens[max(0, i - _BEFORE_THAN) : i]) if t.lower in _WITH_THAN), None
            )
            if comparative is not None:
                yield _Pivot(comparative.start, token.end, *_WITH_THAN[comparative.lower], comparative.lower)


def _counts(following: list[Token]) -> bool:
    """Whether "than" goes on to a number ("more than 40"), which compares nothing."""
    return bool(following) and following[0].text[0].isdigit()
