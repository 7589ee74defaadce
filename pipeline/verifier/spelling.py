"""One spelling for what has several: a day, a small number, a percentage, so that a reader of pairs sees what is the same
as the same. "On Monday" and "on 15 December" read "on 15 December 2025", "two" reads "2", "per cent" reads "%"."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from ..text.dates import DateMention
from ..text.numbers import find_numbers
from ..text.numerals import TENS, UNITS
from .reading import Reading

_PER_CENT = re.compile(r"\s+per\s?cent\b", re.IGNORECASE)
_FIRST_WORD = re.compile(r"[A-Za-z]+")
_MOST = 999  # bigger numbers are written in digits by everyone


class Piece(NamedTuple):
    """A stretch of a text in one spelling, from `at` on: it stands for `[start, end)` of the text, changed or not."""

    at: int
    start: int
    end: int
    changed: bool


class Spelled(NamedTuple):
    """A text in one spelling, and where each piece of it comes from."""

    text: str
    pieces: tuple[Piece, ...]

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the original text for which `[start, end)` of this one stands."""
        first, last = self._piece(start), self._piece(end - 1)
        return (
            first.start if first.changed else first.start + start - first.at,
            last.end if last.changed else last.start + end - last.at,
        )

    def _piece(self, at: int) -> Piece:
        return self.pieces[bisect_right(self.pieces, at, key=lambda piece: piece.at) - 1]


def spelled(reading: Reading, start: int = 0, end: int | None = None) -> Spelled:
    """The stretch `[start, end)` of a text, by default all of it, in one spelling."""
    at, end = start, len(reading.text) if end is None else end
    parts, pieces, length = list[str](), list[Piece](), 0

    def add(first: int, last: int, instead: str | None = None) -> None:
        nonlocal length
        shown = reading.text[first:last] if instead is None else instead
        if shown:
            pieces.append(Piece(length, first, last, changed=instead is not None))
            parts.append(shown)
            length += len(shown)

    for first, last, instead in sorted(_replacements(reading)):
        if at <= first and last <= end:
            add(at, first)
            add(first, last, instead)
            at = last
    add(at, end)
    return Spelled("".join(parts), tuple(pieces))


def day(when: date) -> str:
    return f"{when.day} {when:%B} {when.year}"


def _replacements(reading: Reading) -> Iterator[tuple[int, int, str]]:
    for mention in reading.dates:
        if mention.first == mention.last:
            yield mention.start, mention.end, day(mention.first)
        elif mention.relative:  # "last week" keeps its words, since its days say less than a day does
            yield mention.end, mention.end, f" ({_days(mention)})"
    for number in find_numbers(reading.text, reading.tokens):
        if per_cent := _PER_CENT.match(reading.text, number.end):
            yield *per_cent.span(), "%"
        word = _FIRST_WORD.match(reading.text, number.start)
        plain = not (number.share or number.nth or number.times) and number.low == number.high <= _MOST
        if plain and word and word.group().lower() in {*UNITS, *TENS} - {"zero", "one"}:
            yield number.start, number.end, f"{number.low:g}"


def _days(mention: DateMention) -> str:
    first, last = mention.first, mention.last
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}-{day(last)}" if first.day > 1 or last.day < 28 else f"{last:%B %Y}"
    return str(first.year) if first.year == last.year else f"{first.year}-{last.year}"
