"""Names in a text, found by capitals alone: good enough to ask whether a passage mentions whom a claim mentions.

It refuses to say what kind of thing a name is.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from .aliases import ALIASES, CAPITALS_ONLY, key, seats_of, speaks_for
from .calendar_words import MONTHS, WEEKDAYS
from .numerals import ORDINALS
from .sentences import sentence_spans
from .words import STOP_WORDS, stem

TITLES = frozenset(
    "president prime minister chancellor secretary senator sen rep governor gov mayor king queen prince princess pope general "
    "gen colonel col captain mr mrs ms miss dr sir dame lord lady judge justice chief chairman chairwoman spokesman "
    "spokeswoman spokesperson ambassador foreign defence defense interior finance deputy former vice minister lt maj sgt prof "
    "professor rev".split()
)
_PARTICLES = r"(?:de|da|del|della|di|du|van|von|der|den|bin|al|el|ibn|la|le|of|the|and|for)"
_CAPITAL = r"(?:[A-Z]\.(?:[A-Z]\.?)+|[^\W\d_a-z][^\W_]*(?:['’-][^\W_]+)*)"
_SEQUENCE = re.compile(rf"(?<![\w@#]){_CAPITAL}(?:(?:\s|-)(?:(?:{_PARTICLES}\s){{0,2}}{_CAPITAL}))*")
# Endings of demonyms and of party names; a shorter root than this is shared by chance.
_ENDING = re.compile(r"(?:i?ans?|ese|ish|ists?|ites?|ics?|i?a|e?s)$")
_LEAST_ROOT = 5
_NOT_JOINED = frozenset({"and", "the", "for"})
_CALENDAR = frozenset(MONTHS) | frozenset(WEEKDAYS)


class Name(NamedTuple):
    """A name at `[start, end)`. `sure` is False for a single word that opens a sentence: it may be any word.

    `key` is the alias key of the name without its title.
    """

    start: int
    end: int
    text: str
    key: str
    sure: bool

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(re.findall(r"[^\W_]+", self.key))


def find_names(text: str) -> list[Name]:
    """The names in a text, in order, none overlapping, without titles such as "President"."""
    openings = {_first_letter(text, start) for start, _ in sentence_spans(text)}
    found: list[Name] = []
    for match in _SEQUENCE.finditer(text):
        if match.group() not in {"I", "A"}:
            found.extend(_parts(text, match.start(), match.end(), openings))
    return found


def _first_letter(text: str, start: int) -> int:
    letter = re.compile(r"[^\W_]").search(text, start)
    return letter.start() if letter else start


def _parts(text: str, start: int, end: int, openings: set[int]) -> list[Name]:
    """The names inside one run of capitalised words: cut at "and", a calendar word or an opening function word."""
    words = [(m.start() + start, m.end() + start) for m in re.finditer(r"\S+", text[start:end])]
    runs: list[list[tuple[int, int]]] = [[]]
    for a, b in words:
        lower = re.sub(r"['’]s?$", "", text[a:b].lower())
        cut = lower.rstrip(".") in _CALENDAR or lower in {"and", "&"}
        opens = (
            not runs[-1]
            and (lower in STOP_WORDS or lower in TITLES or lower in _NOT_JOINED)
            and text[a:b] not in {"US", "WHO"}
        )
        if cut:
            runs.append([])
        elif not opens:
            runs[-1].append((a, b))
            if text[a:b].endswith(("'s", "’s")):
                runs.append([])
    return [_name(text, run, openings) for run in runs if run and text[run[0][0]].isupper()]


def _name(text: str, run: Sequence[tuple[int, int]], openings: set[int]) -> Name:
    while len(run) > 1 and not text[run[-1][0]].isupper():
        run = run[:-1]
    start, end = run[0][0], run[-1][1]
    said = re.sub(r"['’]s?$", "", text[start:end])
    known = key(said)
    sure = start not in openings or len(run) > 1 or (known in ALIASES.values() and known in ALIASES) or said.isupper()
    return Name(start, start + len(said), said, known, sure)


def _root(word: str) -> str:
    """A name without the endings that make people and adjectives of it: "Trinidadian" and "Trinidad" share theirs."""
    return _ENDING.sub("", word)


def _one_name(left: str, right: str) -> bool:
    """Whether two words of one root can be one name: "Niger" and "Nigerian" are known to be two."""
    return ALIASES.get(left) == ALIASES.get(right) or left not in ALIASES or right not in ALIASES


class NameIndex:
    """Who is named in a text, to be asked for others: by alias, surname, initials or seat of government."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.names = find_names(text)
        self._keys = {name.key for name in self.names} | {
            key(name.text[m.start() :]) for name in self.names for m in re.finditer(r"(?<=\s)\S", name.text)
        }
        self._keys |= {ALIASES[w] for w in self._spoken() if w in ALIASES}
        self._words = {word for name in self.names for word in name.words}
        self._roots: dict[str, list[str]] = {}
        for word in sorted(self._words):
            self._roots.setdefault(_root(word), []).append(word)
        self._lower = {stem(w) for w in re.findall(r"[^\W_]+", text.lower())}
        self._initials = {initials(name.text) for name in self.names} | {
            initials(name.text, particles=True) for name in self.names
        }
        self._acronyms = {name.text.replace(".", "") for name in self.names if name.text.replace(".", "").isupper()}

    def _spoken(self) -> set[str]:
        single = re.findall(r"[^\W_]+(?:-[^\W_]+)*", self.text)
        return {w.lower() for w in single if w[0].isupper() and (w.lower() not in CAPITALS_ONLY or w.isupper())}

    def mentions(self, name: Name) -> float:
        """How surely a name is mentioned: 1 in some form, 0.5 in part, 0 not at all."""
        if name.key in self._keys or self._by_initials(name) or self._by_seat(name.key):
            return 1.0
        words = [w for w in name.words if w not in STOP_WORDS and w not in TITLES]
        if not words:
            return 1.0
        present = [self._has(word) for word in words]
        if any(w in ORDINALS or w.isdigit() for w, here in zip(words, present, strict=True) if not here):
            return 0.5 if any(present) else 0.0  # "Fifth Fleet" is not "Sixth Fleet"
        if present[-1] or all(present):
            return (
                1.0
                if present[-1] and (len(words) < 3 or sum(present) > 1 or not all(w in self._lower for w in words))
                else 0.75
            )
        return 0.5 if any(present) else 0.0

    def _has(self, word: str) -> bool:
        if word in self._words or stem(word) in self._lower or ALIASES.get(word, word) in self._keys:
            return True
        root = _root(word)
        return len(root) >= _LEAST_ROOT and any(_one_name(word, other) for other in self._roots.get(root, ()))

    def _by_initials(self, name: Name) -> bool:
        flat = name.text.replace(".", "")
        if flat.isupper() and 2 <= len(flat) <= 6:
            return flat in self._initials or flat in self._acronyms
        return len(name.words) > 1 and bool({initials(name.text), initials(name.text, particles=True)} & self._acronyms)

    def _by_seat(self, known: str) -> bool:
        owner = speaks_for(known)
        seats = seats_of(owner or known)
        return (owner is not None and owner in self._keys) or any(key(seat) in self._keys for seat in seats)


def initials(name: str, *, particles: bool = False) -> str:
    """The initials of a name of several words ("World Health Organization" gives "WHO"), else ""."""
    words = re.findall(r"[^\W_]+", name)
    letters = [w[0].upper() for w in words if particles or w[0].isupper()]
    return "".join(letters) if len(words) > 1 else ""


def same_name(left: str, right: str) -> bool:
    """Whether two names can mean the same: by alias, as surname and full name, or as seat and country."""
    a, b = key(left), key(right)
    if a == b or speaks_for(a) == b or speaks_for(b) == a:
        return True
    if (speaks_for(a) or a) == (speaks_for(b) or b):
        return True
    x, y = ([w for w in re.findall(r"[^\W_]+", n) if w not in TITLES | STOP_WORDS] for n in (a, b))
    if not x or not y:
        return False
    return (
        ALIASES.get(x[-1], x[-1]) == ALIASES.get(y[-1], y[-1])
        or initials(left) == right.replace(".", "")
        or initials(right) == left.replace(".", "")
    )
