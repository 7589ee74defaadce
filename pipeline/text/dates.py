"""Dates that a text mentions, as intervals of days. Clock times are left out; so are days counted from an event
("two days after the vote"), because no code of this size can say when the event was."""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import NamedTuple

from . import days
from .calendar_words import MONTH, SMALL, WEEKDAY
from .numerals import ORDINALS


class DateMention(NamedTuple):
    """`text` at `[start, end)` means the days `first` to `last`, both included.

    `relative`: it took the anchor to know them (a weekday, a date without its year, "last week").
    """

    start: int
    end: int
    first: date
    last: date
    relative: bool
    text: str


# Years that an anchor can have: a day counted from it stays within what `date` can hold.
_FIRST_YEAR, _LAST_YEAR = 2, 9998
_DAY = r"(\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?:,?\s+((?:19|20)\d\d)\b)?"
_BEFORE_MONTH = r"(?:(?i:in|last|next|this|since|until|by|of|from|during|early|late|mid)[\s-])"


def find_dates(text: str, anchor: datetime | date | None = None) -> list[DateMention]:
    """The dates in a text, in order, none overlapping; without an anchor only those that name their year.

    A weekday alone is the most recent one up to and including the anchor's day, unless the words before it speak of
    the future. A day without a year lies in the year that brings it nearest to the anchor.
    """
    day = anchor.date() if isinstance(anchor, datetime) else anchor
    if day is not None and not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        day = None  # a date that cannot be one: "last week" before it would leave the calendar
    found: list[DateMention] = []
    for pattern, read, relative in _PATTERNS:
        for match in pattern.finditer(text):
            if any(match.start() < other.end and other.start < match.end() for other in found):
                continue
            meant = read(match, day)
            if meant is not None:
                needs_anchor = relative if relative is not None else match.group(match.re.groups) is None
                found.append(DateMention(match.start(), match.end(), *meant, needs_anchor, match.group()))
    return sorted(found)


def date_spans(text: str) -> list[tuple[int, int]]:
    """Where dates stand in a text, anchored or not: what a reader of numbers must leave alone."""
    return [(mention.start, mention.end) for mention in find_dates(text, date(2000, 1, 1))]


def _patterns() -> Iterator[
    tuple[re.Pattern[str], Callable[[re.Match[str], date | None], days.Days | None], bool | None]
]:
    """(pattern, reader, relative?); None: relative when the last group, the year, is absent. Most specific first."""
    day_before = rf"(?:{WEEKDAY},?\s+(?:the\s+)?)?"
    yield re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b"), days.iso, False
    yield re.compile(rf"\b{_DAY}\s?(?:-|–|to|and)\s?{_DAY}\s+({MONTH}){_YEAR}"), days.day_range, None
    yield re.compile(rf"\b{day_before}{_DAY}\s+(?:of\s+)?({MONTH})(?![a-z]){_YEAR}"), days.day_month, None
    yield (
        re.compile(rf"\b(?:the\s+)?((?i:{'|'.join(ORDINALS)}))\s+of\s+({MONTH})(?![a-z]){_YEAR}"),
        days.ordinal_day,
        None,
    )
    yield re.compile(rf"\b{day_before}({MONTH})\s+{_DAY}(?![\d,]*\d|:){_YEAR}"), days.month_day, None
    yield re.compile(rf"\b({MONTH}),?\s+(?:of\s+)?((?:19|20)\d\d)\b"), days.month_year, False
    yield (
        re.compile(rf"\b(?:(last|past|previous|next|coming|this)\s+)?({WEEKDAY})\b", re.IGNORECASE),
        days.weekday,
        True,
    )
    yield (
        re.compile(
            r"\b(yesterday|today|tonight|tomorrow|this (?:morning|afternoon|evening)|last night)\b", re.IGNORECASE
        ),
        days.named_day,
        True,
    )
    yield re.compile(rf"(?<=in\s)({MONTH})\b(?!\s\d)"), days.month_alone, True
    yield re.compile(rf"\b{_BEFORE_MONTH}({MONTH})(?![a-z]|\s\d)"), days.month_alone, True
    yield re.compile(r"\b(last|previous|past|this|next|coming)\s+(week|month|year)\b", re.IGNORECASE), days.period, True
    yield (
        re.compile(rf"\b({SMALL})\s+(day|week|month|year)s?\s+(ago|from now|hence)\b", re.IGNORECASE),
        days.counted,
        True,
    )
    yield re.compile(r"\b(?:the\s+)?(?:early\s+|late\s+)?((?:19|20)\d0)s\b"), days.decade, False
    yield (
        re.compile(r"(?<=\b(?i:in|by)\s)((?:1[6-9]|20)\d\d)\b(?![\d,.]*\d|\s?(?:%|per ?cent|people|km))"),
        days.year,
        False,
    )
    yield (
        re.compile(
            r"(?<![\d.,$€£-])\b((?:1[6-9]|20)\d\d)\b(?![\d,.]*\d|\s?(?:%|percent|per cent|people|km|(?!(?:was|as|is|has|its|this|elections)\b)[a-z]+s\b))"
        ),
        days.year,
        False,
    )


_PATTERNS = tuple(_patterns())
