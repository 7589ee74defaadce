"""The words and names of a stretch of text, each with what stands around it: what tells one party from another."""

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from ...text.aliases import ALIASES
from ...text.names import Name
from ...text.tokens import Token
from ...text.words import STOP_WORDS, stem
from ..reading import Reading

_REACH = 4
_PREPOSITIONS = frozenset("from to by of with against for over in at on than before after".split())
_ARTICLES = frozenset("the a an his her their its".split())


class Party(NamedTuple):
    """A word or name that occurs once, with what stands around it as (side, word)."""

    text: str
    name: Name | None
    around: frozenset[tuple[str, str]]


class _Unit(NamedTuple):
    key: str
    text: str
    name: Name | None
    preposition: str


@lru_cache(maxsize=8)  # two checks ask for those of the same claim and window
def parties(reading: Reading, start: int, end: int) -> dict[str, Party]:
    """The parties of a stretch by the key that both texts know them under; what occurs twice is left out."""
    units = list(_units(reading, start, end))
    times = Counter(unit.key for unit in units)
    found = {}
    for i, unit in enumerate(units):
        if times[unit.key] > 1 or unit.key[0].isdigit():
            continue
        before = {("left", other.key) for other in units[max(0, i - _REACH) : i]}
        after = {("right", other.key) for other in units[i + 1 : i + 1 + _REACH]}
        preposition = {("preposition", unit.preposition)} if unit.preposition else set()
        found[unit.key] = Party(unit.text, unit.name, frozenset(before | after | preposition))
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
            yield _Unit(ALIASES.get(name.key, ALIASES.get(last, last)), name.text, name, preposition)
            passed, preposition = name.end, ""
        elif token.lower in STOP_WORDS or len(token.lower) == 1:
            preposition = _preposition(token, preposition)
        else:
            yield _Unit(stem(token.lower), token.text, None, preposition)
            preposition = ""


def _preposition(token: Token, before: str) -> str:
    if token.lower in _PREPOSITIONS:
        return token.lower
    return before if token.lower in _ARTICLES else ""
