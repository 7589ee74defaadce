"""Quantities that a text states: counts, shares, money, measures and ordinals, as intervals with their unit.

Years, dates and clock times are left to `dates`. An interval takes in what the words of approximation allow:
"more than 60" is 60 and up, "about 60" is 60 give or take a tenth.
"""

import re
from collections.abc import Sequence
from math import inf
from typing import Literal, NamedTuple

from .dates import date_spans
from .numbers import Number, find_numbers
from .tokens import Token, tokens
from .units import AGE, CURRENCIES, MEASURES, SYMBOLS, TIMES, counted_noun

Kind = Literal["count", "share", "money", "measure", "ordinal"]


class Quantity(NamedTuple):
    """`value` as said, `low` to `high` as meant. A share is a part of one (90 % is 0.9) with no unit of its own.

    `unit` is the currency code, the base unit of a measure (its factor applied) or the stem of the counted noun;
    "" when none is named.
    """

    start: int
    end: int
    text: str
    value: float
    low: float
    high: float
    kind: Kind
    unit: str = ""


# What the words before a number make of it: factors on the low and the high end.
# A tenth is what editors call "about"; "nearly" is said from below.
_APPROXIMATE = (
    (r"(?:about|around|approximately|roughly|some|an estimated|estimated|close to|circa|or so)", 0.9, 1.1),
    (r"(?:nearly|almost|just under|just short of|just below)", 0.85, 1.0),
    (r"(?:just over|a little over|slightly more than|slightly over|just above)", 1.0, 1.15),
    (
        r"(?:more than|over|at least|above|no fewer than|no less than|upwards of|exceed(?:s|ed|ing)?|well over)",
        1.0,
        inf,
    ),
    (
        r"(?:up to|less than|fewer than|under|below|at most|no more than|as many as|as much as|not more than|within)",
        0.0,
        1.0,
    ),
)
_APPROX = [
    (re.compile(rf"\b{words}\s+(?:a\s+|the\s+)?(?:US)?[$€£]?$", re.IGNORECASE), low, high)
    for words, low, high in _APPROXIMATE
]
_AFTER = re.compile(r"\s*(?:or more|or so|or less|or fewer|-plus|\+)")
_PERCENT = re.compile(
    r"[\s-]?(?:%|per\s?cent\b|percent\b|percentage[\s-]points?\b|pc\b|(?P<basis>basis[\s-]points?\b|bps\b))",
    re.IGNORECASE,
)
_OF_ONE = re.compile(
    r"\s+(?:of\s+)?(?:an?|one)\s+(?P<unit>percentage\s+point|per\s?cent|percent|minute|hour|day|week|month|year|decade|century|mile)\b",
    re.IGNORECASE,
)
_FOLLOWING = re.compile(r"[\s-]?(US dollars?|[^\W\d_]+)(?:\s([^\W\d_]+))?")
_TIMES = re.compile(r"(?:-fold|fold|\s+times)\b(?!\s+(?:in|on|since|over|during|last|this)\b)", re.IGNORECASE)
_AGED = re.compile(r"\baged\s+$", re.IGNORECASE)
_AGE = re.compile(r"-year-olds?\b|\s+years?\s+(?:old|of\s+age)\b", re.IGNORECASE)
_CLOCK = re.compile(r"\b\d{1,2}[:.]\d\d\s?(?:[ap]\.?m\b|hours|local|GMT|UTC)?|\b\d{1,2}\s?[ap]\.?m\b\.?", re.IGNORECASE)
_CLOCK_ONLY = re.compile(r"\d{1,2}:\d\d|.*(?:[ap]\.?m\.?|GMT|UTC|local|hours)$", re.IGNORECASE)


def find_quantities(text: str) -> list[Quantity]:
    """The quantities of a text, in order, none overlapping."""
    words = tokens(text)
    taken = [*date_spans(text), *(m.span() for m in _CLOCK.finditer(text) if _CLOCK_ONLY.match(m.group()))]
    found: list[Quantity] = []
    for number in find_numbers(text, words):
        if any(number.start < end and start < number.end for start, end in taken):
            continue
        if not found or number.start >= found[-1].end:  # else it was read with the one before: "a quarter of an hour"
            found.append(_quantity(text, words, number))
    return found


def _quantity(text: str, words: Sequence[Token], number: Number) -> Quantity:
    low, high = _meant(text, number)
    value = (number.low + number.high) / 2
    plain = Quantity(number.start, number.end, text[number.start : number.end], value, low, high, "count")
    if number.nth:
        return plain._replace(low=value, high=value, kind="ordinal", unit=counted_noun(text, words, number.end))
    if number.times or _TIMES.match(text, number.end):
        return plain._replace(unit=TIMES)
    return (
        _share(text, number, plain)
        or _money(text, number, plain)
        or _aged(text, plain)
        or _measure(text, plain)
        or plain._replace(unit=counted_noun(text, words, number.end))
    )


def _scaled(text: str, plain: Quantity, end: int, factor: float, kind: Kind, unit: str = "") -> Quantity:
    said = text[plain.start : end]
    value, low, high = (n * factor for n in (plain.value, plain.low, plain.high))
    return Quantity(plain.start, end, said, value, low, high, kind, unit)


def _share(text: str, number: Number, plain: Quantity) -> Quantity | None:
    """A part of one; of a length of time ("half an hour") it is a measure."""
    percent = _PERCENT.match(text, number.end)
    if percent:
        return _scaled(text, plain, percent.end(), 1e-4 if percent["basis"] else 0.01, "share")
    if not number.share:
        return None
    of_one = _OF_ONE.match(text, number.end)
    if of_one and of_one["unit"].lower() in MEASURES:
        unit, factor = MEASURES[of_one["unit"].lower()]
        return _scaled(text, plain, of_one.end(), factor, "measure", unit)
    if of_one:
        return _scaled(text, plain, of_one.end(), 0.01, "share")
    return plain._replace(kind="share")


def _money(text: str, number: Number, plain: Quantity) -> Quantity | None:
    following = _FOLLOWING.match(text, number.end)
    first = following[1].lower() if following else ""
    if number.currency:
        return plain._replace(kind="money", unit=SYMBOLS[number.currency])
    if following is None or first not in CURRENCIES:
        return None
    return _scaled(text, plain, following.end(1), 1.0, "money", CURRENCIES[first])


def _aged(text: str, plain: Quantity) -> Quantity | None:
    age = _AGE.match(text, plain.end)
    if age or _AGED.search(text, max(0, plain.start - 8), plain.start):
        return _scaled(text, plain, age.end() if age else plain.end, 1.0, "count", AGE)
    return None


def _measure(text: str, plain: Quantity) -> Quantity | None:
    following = _FOLLOWING.match(text, plain.end)
    if following is None:
        return None
    first = following[1].lower()
    for name, end in ((f"{first} {(following[2] or '').lower()}", following.end(2)), (first, following.end(1))):
        if name in MEASURES:
            unit, factor = MEASURES[name]
            return _scaled(text, plain, end, factor, "measure", unit)
    return None


def _meant(text: str, number: Number) -> tuple[float, float]:
    """The interval that the words around a number give it."""
    before = text[max(0, number.start - 30) : number.start]
    after = _AFTER.match(text, number.end)
    if after:
        said = after.group().strip()
        return (
            (number.low * 0.9, number.high * 1.1)
            if said == "or so"
            else (0.0, number.high)
            if said in {"or less", "or fewer"}
            else (number.low, inf)
        )
    for pattern, low, high in _APPROX:
        if pattern.search(before):
            return number.low * low, number.high * high
    return number.low, number.high
