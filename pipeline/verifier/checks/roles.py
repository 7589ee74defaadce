"""Who does what to whom: does a party of the claim stand where another party stands in the passage?

The order of words alone proves little, since retelling changes it. Two parties have changed places when each stands
among the words that the passage puts around the other.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

from ...text.aliases import ALIASES
from ...text.tokens import Token
from ...text.words import STOP_WORDS, stem
from ..finding import Case, Finding
from ..reading import Reading

_REACH = 4
# How many more words must stand around the wrong party than around the right one; two names are surer than other words.
# Chosen on hand-written claims with `contradicts` below 3 % on the true ones.
_TELLING_NAMES = 2
_TELLING_WORDS = 3
_PREPOSITIONS = frozenset("from to by of with against for over in at on than before after".split())
_ARTICLES = frozenset("the a an his her their its".split())
_BE = frozenset("was were is are been be being got".split())


class _Party(NamedTuple):
    """A word or name that occurs once, with what stands around it as (side, word)."""

    text: str
    named: bool
    around: frozenset[tuple[str, str]]


class _Unit(NamedTuple):
    key: str
    text: str
    named: bool
    preposition: str


def check_roles(case: Case) -> list[Finding]:
    """At most one finding: two parties that have changed places, or that both texts keep them in theirs."""
    mine, theirs = _parties(case.claim, 0, len(case.claim.text)), _parties(case.window, *case.focus)
    shared = [word for word in mine if word in theirs]
    pairs = [(_swap(mine, theirs, a, b), a, b) for a, b in combinations(shared, 2)]
    if not pairs:
        return []
    (surplus, _), a, b = max(pairs, key=lambda pair: pair[0][0])
    named = all(mine[word].named or theirs[word].named for word in (a, b))
    if surplus < (_TELLING_NAMES if named else _TELLING_WORDS):
        kept = sum(s for (_, s), _, _ in pairs)
        return [Finding("role", "ok", min(1.0, kept / 10), "The parties stand in the same places.")] if kept else []
    if _passive(case.claim, 0, len(case.claim.text)) != _passive(case.window, *case.focus):
        return [Finding("role", "ok", 0.3, "The order differs as active and passive do.")]
    start, end = (place + case.window.offset for place in case.focus)
    reason = (
        f"{mine[a].text!r} and {mine[b].text!r} have changed places: in the passage each stands where the other does."
    )
    score = min(1.0, 0.3 + 0.15 * surplus + 0.1 * named)
    return [Finding("role", "contradicts", score, reason, start, end)]


def _swap(mine: dict[str, _Party], theirs: dict[str, _Party], a: str, b: str) -> tuple[int, int]:
    """How much more two parties stand in each other's places than in their own, and how much in their own."""
    mine_a, mine_b, theirs_a, theirs_b = (
        frozenset(place for place in parties[word].around if place[1] not in {a, b})
        for parties in (mine, theirs)
        for word in (a, b)
    )
    common = (mine_a & mine_b) | (theirs_a & theirs_b)
    crossed = len((mine_a & theirs_b) - common) + len((mine_b & theirs_a) - common)
    straight = len((mine_a & theirs_a) - common) + len((mine_b & theirs_b) - common)
    return crossed - straight, straight


def _parties(reading: Reading, start: int, end: int) -> dict[str, _Party]:
    units = list(_units(reading, start, end))
    times = Counter(unit.key for unit in units)
    found = {}
    for i, unit in enumerate(units):
        if times[unit.key] > 1 or unit.key[0].isdigit():
            continue
        before = {("left", other.key) for other in units[max(0, i - _REACH) : i]}
        after = {("right", other.key) for other in units[i + 1 : i + 1 + _REACH]}
        preposition = {("preposition", unit.preposition)} if unit.preposition else set()
        found[unit.key] = _Party(unit.text, unit.named, frozenset(before | after | preposition))
    return found


def _units(reading: Reading, start: int, end: int) -> Iterator[_Unit]:
    """The content words of a stretch, each name as one, with the preposition right before it."""
    names = iter([name for name in reading.names.names if start <= name.start < end])
    name, preposition, passed = next(names, None), "", -1
    for token in [t for t in reading.tokens if start <= t.start < end]:
        while name is not None and name.end <= token.start:
            name = next(names, None)
        if token.start < passed:
            continue
        if name is not None and name.start <= token.start:
            last = name.words[-1] if name.words else token.lower
            yield _Unit(ALIASES.get(name.key, ALIASES.get(last, last)), name.text, True, preposition)
            passed, preposition = name.end, ""
        elif token.lower in STOP_WORDS or len(token.lower) == 1:
            preposition = _preposition(token, preposition)
        else:
            yield _Unit(stem(token.lower), token.text, False, preposition)
            preposition = ""


def _preposition(token: Token, before: str) -> str:
    if token.lower in _PREPOSITIONS:
        return token.lower
    return before if token.lower in _ARTICLES else ""


def _passive(reading: Reading, start: int, end: int) -> bool:
    """Whether a stretch is in the passive with its agent."""
    words = {token.lower for token in reading.tokens if start <= token.start < end}
    return "by" in words and not words.isdisjoint(_BE)
