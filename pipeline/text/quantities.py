"""Quantities that a text states: counts, shares, money, measures and ordinals, as intervals with their unit.

Years, dates and clock times are left to `dates`. An interval takes in what the words of approximation allow:
"more than 60" is 60 and up, "about 60" is 60 give or take a tenth.
"""

import re
from collections.abc import Sequence
from math import inf
from typing import Literal, NamedTuple

from .dates import date_spans
from .numerals import ORDINALS, SCALES, read_numeral
from .tokens import Token, tokens
from .units import CURRENCIES, MEASURES, SYMBOLS, counted_noun

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
_SCALE = r"(?:hundred|thousand|million|billion|trillion|bn|mn|tn|m|k)"
_DIGITS = re.compile(
    rf"(?:(?P<currency>US\$|[$€£¥₹])\s?)?(?P<number>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    rf"(?P<nth>(?:st|nd|rd|th)\b)?(?:[\s-]?(?P<scale>{_SCALE})\b)?"
)
_PERCENT = re.compile(r"[\s-]?(?:%|per\s?cent\b|percent\b|percentage points?\b|pc\b)", re.IGNORECASE)
_CLOCK = re.compile(r"\b\d{1,2}[:.]\d\d\s?(?:[ap]\.?m\b|hours|local|GMT|UTC)?|\b\d{1,2}\s?[ap]\.?m\b\.?", re.IGNORECASE)
_CLOCK_ONLY = re.compile(r"\d{1,2}:\d\d|.*(?:[ap]\.?m\.?|GMT|UTC|local|hours)$", re.IGNORECASE)
_RANGE = re.compile(r"\s?(?:-|–|to|and)\s?(?:US)?[$€£]?")


class _Number(NamedTuple):
    start: int
    end: int
    low: float
    high: float
    currency: str = ""
    share: bool = False
    nth: bool = False


def find_quantities(text: str) -> list[Quantity]:
    """The quantities of a text, in order, none overlapping."""
    words = tokens(text)
    taken = [*date_spans(text), *(m.span() for m in _CLOCK.finditer(text) if _CLOCK_ONLY.match(m.group()))]
    numbers = [n for n in _numbers(text, words) if not any(n.start < end and start < n.end for start, end in taken)]
    return [_quantity(text, words, number) for number in _joined(text, numbers)]


def _numbers(text: str, words: Sequence[Token]) -> list[_Number]:
    found, at, lower = [], 0, [token.lower for token in words]
    digits = {m.start("number"): m for m in _DIGITS.finditer(text)}
    while at < len(words):
        match = digits.get(words[at].start)
        if match:
            scale = SCALES.get(match["scale"] or "", 1.0)
            value = float(match["number"].replace(",", "")) * scale
            found.append(
                _Number(match.start(), match.end(), value, value, match["currency"] or "", nth=bool(match["nth"]))
            )
            at = next((i for i in range(at, len(words)) if words[i].start >= match.end()), len(words))
            continue
        numeral = read_numeral(lower, at)
        if numeral and not (lower[at] == "one" and numeral.length == 1 and not _counts(text, words, at)):
            last = words[at + numeral.length - 1]
            found.append(_Number(words[at].start, last.end, numeral.low, numeral.high, share=numeral.share))
            at += numeral.length
            continue
        if lower[at] in ORDINALS and lower[at] not in {"first", "second"}:
            found.append(_Number(words[at].start, words[at].end, *(ORDINALS[lower[at]],) * 2, nth=True))
        at += 1
    return found


def _counts(text: str, words: Sequence[Token], at: int) -> bool:
    """Whether "one" is a number here and no pronoun ("one of them", "the one who")."""
    following = words[at + 1].lower if at + 1 < len(words) else ""
    before = words[at - 1].lower if at else ""
    if following in {"of", "another", "day", "that", "who", "which", "to", "is", "was"} or not following:
        return False
    return before not in {"the", "this", "that", "no", "any", "every", "each"} and text[words[at].end] in " -"


def _joined(text: str, numbers: list[_Number]) -> list[_Number]:
    """Numbers with "60 to 90" and "between 5 and 7" made one; a scale at the end counts for both."""
    out: list[_Number] = []
    for number in numbers:
        left = out[-1] if out else None
        if left and _RANGE.fullmatch(text[left.end : number.start]) and not left.nth and not number.nth:
            dash = text[left.end : number.start].strip()
            between = re.search(r"\b(?:between|from)\s+(?:US)?[$€£]?$", text[: left.start], re.IGNORECASE)
            scale = next((s for s in (1e12, 1e9, 1e6, 1e3) if number.low >= s and left.low < 1e3), 1.0)
            if left.low * scale < number.high and (between or dash in {"-", "–"} or dash.startswith("to")):
                out[-1] = _Number(
                    left.start,
                    number.end,
                    left.low * scale,
                    number.high,
                    left.currency or number.currency,
                    number.share,
                )
                continue
        out.append(number)
    return out


def _quantity(text: str, words: Sequence[Token], number: _Number) -> Quantity:
    end, low, high = number.end, *_meant(text, number)
    value = (number.low + number.high) / 2
    said = text[number.start : end]
    if number.nth:
        return Quantity(number.start, end, said, value, value, value, "ordinal", counted_noun(text, words, end))
    percent = _PERCENT.match(text, end)
    if percent or number.share:
        factor, end = (0.01, percent.end()) if percent else (1.0, end)
        return Quantity(
            number.start, end, text[number.start : end], value * factor, low * factor, high * factor, "share"
        )
    following = re.compile(r"[\s-]?(US dollars?|[^\W\d_]+)(?:\s([^\W\d_]+))?").match(text, end)
    first = following[1].lower() if following else ""
    pair = f"{first} {(following[2] or '').lower()}" if following else ""
    if number.currency or first in CURRENCIES:
        code = SYMBOLS.get(number.currency) or CURRENCIES[first]
        end = end if number.currency or not following else following.end(1)
        return Quantity(number.start, end, text[number.start : end], value, low, high, "money", code)
    for name in (pair, first):
        if name in MEASURES:
            unit, factor = MEASURES[name]
            said = text[number.start : following.end(2 if name == pair else 1)] if following else said
            return Quantity(
                number.start,
                number.start + len(said),
                said,
                value * factor,
                low * factor,
                high * factor,
                "measure",
                unit,
            )
    return Quantity(number.start, end, said, value, low, high, "count", counted_noun(text, words, end))


def _meant(text: str, number: _Number) -> tuple[float, float]:
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
