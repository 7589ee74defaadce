"""Numbers in a text, in digits or spelled out, before anybody asks what they count."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .numerals import MULTIPLES, ORDINALS, SCALES, read_numeral
from .tokens import Token

_SCALE = r"(?:hundred|thousand|million|billion|trillion|bn|mn|tn|m|k)"
_DIGITS = re.compile(
    rf"(?:(?P<currency>US\$|[$€£¥₹])\s?)?(?P<number>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    rf"(?P<nth>(?:st|nd|rd|th)\b)?(?:[\s-]?(?P<scale>{_SCALE})\b)?"
)
_RANGE = re.compile(r"\s?(?:-|–|to|and)\s?(?:US)?[$€£]?")
_BETWEEN = re.compile(r"\b(?:between|from)\s+(?:US)?[$€£]?$", re.IGNORECASE)
# "An hour" is a quantity where it says how long, not how often ("twice a week").
_A_WHILE = re.compile(
    r"\b(?:for|about|over|within|than|least|of|nearly|almost|roughly|around|in|after|past|last|half)\s+(?P<one>an?)\s+"
    r"(?:minute|hour|day|week|month|year)\b|\b(?P<long>a)\s+(?:fortnight|decade|century)\b",
    re.IGNORECASE,
)
# "One" before these is a pronoun.
_AFTER_PRONOUN = frozenset("of another day that who which to is was".split())
_BEFORE_PRONOUN = frozenset("the this that no any every each".split())


class Number(NamedTuple):
    """A number at `[start, end)`: `low == high` unless it is a range or vague; `times` for "twice" and "doubled"."""

    start: int
    end: int
    low: float
    high: float
    currency: str = ""
    share: bool = False
    nth: bool = False
    times: bool = False


def find_numbers(text: str, words: Sequence[Token]) -> list[Number]:
    """The numbers of a text in order; "60 to 90" and "between 5 and 7" are one each."""
    return _joined(text, list(_numbers(text, words)))


def _numbers(text: str, words: Sequence[Token]) -> Iterator[Number]:
    lower = [token.lower for token in words]
    digits = {m.start("number"): m for m in _DIGITS.finditer(text)}
    whiles = {m.start("one" if m["one"] else "long") for m in _A_WHILE.finditer(text)}
    passed = 0
    for at, word in enumerate(words):
        if word.start < passed:
            continue
        match = digits.get(word.start)
        number = _in_digits(match) if match else _in_words(text, words, lower, at)
        if number is None and word.start in whiles:
            number = Number(word.start, word.end, 1.0, 1.0)
        if number is not None:
            passed = number.end
            yield number


def _in_digits(match: re.Match[str]) -> Number:
    value = float(match["number"].replace(",", "")) * SCALES.get(match["scale"] or "", 1.0)
    return Number(match.start(), match.end(), value, value, match["currency"] or "", nth=bool(match["nth"]))


def _in_words(text: str, words: Sequence[Token], lower: Sequence[str], at: int) -> Number | None:
    word = words[at]
    numeral = read_numeral(lower, at)
    if numeral and not (lower[at] == "one" and numeral.length == 1 and not _counts(text, words, at)):
        end = words[at + numeral.length - 1].end
        return Number(word.start, end, numeral.low, numeral.high, share=numeral.share)
    if word.lower in MULTIPLES:
        value = MULTIPLES[word.lower]
        return Number(word.start, word.end, value, value, times=True)
    if word.lower in ORDINALS and word.lower not in {"first", "second"}:
        value = ORDINALS[word.lower]
        return Number(word.start, word.end, value, value, nth=True)
    return None


def _counts(text: str, words: Sequence[Token], at: int) -> bool:
    """Whether "one" is a number here and no pronoun ("one of them", "the one who")."""
    following = words[at + 1].lower if at + 1 < len(words) else ""
    before = words[at - 1].lower if at else ""
    if following in _AFTER_PRONOUN or not following:
        return False
    return before not in _BEFORE_PRONOUN and text[words[at].end] in " -"


def _apart(left: Number, right: Number) -> bool:
    """Whether two numbers are no ends of one range: a rank or a "doubled" is neither."""
    return left.nth or right.nth or left.times or right.times


def _joined(text: str, numbers: list[Number]) -> list[Number]:
    """Numbers with "60 to 90" and "between 5 and 7" made one; a scale at the end counts for both."""
    out: list[Number] = []
    for number in numbers:
        left = out[-1] if out else None
        if left and _RANGE.fullmatch(text[left.end : number.start]) and not _apart(left, number):
            dash = text[left.end : number.start].strip()
            between = _BETWEEN.search(text[: left.start])
            scale = next((s for s in (1e12, 1e9, 1e6, 1e3) if number.low >= s and left.low < 1e3), 1.0)
            if left.low * scale < number.high and (between or dash in {"-", "–"} or dash.startswith("to")):
                out[-1] = Number(
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
