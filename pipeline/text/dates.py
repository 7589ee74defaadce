"""Dates that a text mentions, as intervals of days. Clock times are left out; so are days counted from an event
("two days after the vote"), because no code of this size can say when the event was."""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from .calendar_words import MONTH, MONTHS, SMALL, WEEKDAY, WEEKDAYS
from .numerals import ORDINALS, UNITS


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


Days = tuple[date, date]
# Years that an anchor can have: a day counted from it stays within what `date` can hold.
_FIRST_YEAR, _LAST_YEAR = 2, 9998
_FUTURE = re.compile(
    r"\b(?:will|due|scheduled|expected to|plans to|(?<!\ba )(?<!\bthe )(?<!\bits )plan to|(?:is|are|set) to|upcoming|would)\b",
    re.IGNORECASE,
)
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
            days = read(match, day)
            if days is not None:
                needs_anchor = relative if relative is not None else match.group(match.re.groups) is None
                found.append(DateMention(match.start(), match.end(), *days, needs_anchor, match.group()))
    return sorted(found)


def date_spans(text: str) -> list[tuple[int, int]]:
    """Where dates stand in a text, anchored or not: what a reader of numbers must leave alone."""
    return [(mention.start, mention.end) for mention in find_dates(text, date(2000, 1, 1))]


def _safe(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _day_of(day: str, month: str, year: str | None, anchor: date | None) -> date | None:
    number = MONTHS[month.rstrip(".").lower()]
    if year:
        return _safe(int(year), number, int(day))
    if anchor is None:
        return None
    near = [_safe(anchor.year + shift, number, int(day)) for shift in (-1, 0, 1)]
    return min((d for d in near if d), key=lambda d: abs(d - anchor), default=None)


def _month_of(year: int, month: int) -> Days:
    first = date(year, month, 1)
    return first, (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _iso(m: re.Match[str], _anchor: date | None) -> Days | None:
    day = _safe(int(m[1]), int(m[2]), int(m[3]))
    return (day, day) if day else None


def _day_range(m: re.Match[str], anchor: date | None) -> Days | None:
    first, last = (_day_of(m[n], m[3], m[4], anchor) for n in (1, 2))
    return (first, last) if first and last and first <= last else None


def _day_month(m: re.Match[str], anchor: date | None) -> Days | None:
    day = _day_of(m[1], m[2], m[3], anchor)
    return (day, day) if day else None


def _ordinal_day(m: re.Match[str], anchor: date | None) -> Days | None:
    day = _day_of(str(int(ORDINALS[m[1].lower()])), m[2], m[3], anchor)
    return (day, day) if day else None


def _month_day(m: re.Match[str], anchor: date | None) -> Days | None:
    day = _day_of(m[2], m[1], m[3], anchor)
    return (day, day) if day else None


def _month_year(m: re.Match[str], _anchor: date | None) -> Days | None:
    return _month_of(int(m[2]), MONTHS[m[1].rstrip(".").lower()])


def _month_alone(m: re.Match[str], anchor: date | None) -> Days | None:
    if anchor is None:
        return None
    month = MONTHS[m[1].rstrip(".").lower()]
    which = m.group().split(maxsplit=1)[0].lower()
    ahead = which == "next" or (which != "last" and _speaks_of_future(m))
    past = month < anchor.month or (month == anchor.month and which != "last")
    return _month_of(anchor.year + (ahead and month < anchor.month) - (not ahead and not past), month)


def _decade(m: re.Match[str], _anchor: date | None) -> Days:
    return date(int(m[1]), 1, 1), date(int(m[1]) + 9, 12, 31)


def _year(m: re.Match[str], _anchor: date | None) -> Days:
    return date(int(m[1]), 1, 1), date(int(m[1]), 12, 31)


def _speaks_of_future(m: re.Match[str]) -> bool:
    opened = max(m.string.rfind(stop, 0, m.start()) for stop in (". ", "\n", "; ", "? ", "! "))
    return _FUTURE.search(m.string, max(opened, 0), m.start()) is not None


def _weekday(m: re.Match[str], anchor: date | None) -> Days | None:
    if anchor is None:
        return None
    which = (m[1] or "").lower()
    back = (anchor.weekday() - WEEKDAYS[m[2].lower()]) % 7
    if which in {"next", "coming"} or (not which and _speaks_of_future(m)):
        day = anchor + timedelta(days=(-back) % 7 or 7)
    else:
        day = anchor - timedelta(days=back or (7 if which in {"last", "past", "previous"} else 0))
    return day, day


def _named_day(m: re.Match[str], anchor: date | None) -> Days | None:
    word = m[1].lower()
    shift = -1 if word in {"yesterday", "last night"} else 1 if word == "tomorrow" else 0
    return (anchor + timedelta(days=shift),) * 2 if anchor else None


def _period(m: re.Match[str], anchor: date | None) -> Days | None:
    if anchor is None:
        return None
    shift = {"last": -1, "previous": -1, "past": -1, "this": 0, "next": 1, "coming": 1}[m[1].lower()]
    unit = m[2].lower()
    if unit == "week":
        monday = anchor - timedelta(days=anchor.weekday()) + timedelta(weeks=shift)
        return monday, monday + timedelta(days=6)
    if unit == "month":
        month = anchor.year * 12 + anchor.month - 1 + shift
        return _month_of(month // 12, month % 12 + 1)
    return date(anchor.year + shift, 1, 1), date(anchor.year + shift, 12, 31)


def _counted(m: re.Match[str], anchor: date | None) -> Days | None:
    if anchor is None:
        return None
    word = m[1].lower()
    n = int(word) if word.isdigit() else 2 if word.startswith("couple") else int(UNITS.get(word, 1))
    sign = 1 if m[3].lower() in {"later", "from now", "hence"} else -1
    unit, slack = {"day": (1, 0), "week": (7, 3), "month": (30, 15), "year": (365, 183)}[m[2].lower()]
    middle = anchor.toordinal() + sign * n * unit
    if middle - slack < 1:
        return None
    if unit == 365:
        return date(anchor.year + sign * n, 1, 1), date(anchor.year + sign * n, 12, 31)
    return date.fromordinal(middle - slack), date.fromordinal(middle + slack)


def _patterns() -> Iterator[tuple[re.Pattern[str], Callable[[re.Match[str], date | None], Days | None], bool | None]]:
    """(pattern, reader, relative?); None: relative when the last group, the year, is absent. Most specific first."""
    day_before = rf"(?:{WEEKDAY},?\s+(?:the\s+)?)?"
    yield re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b"), _iso, False
    yield re.compile(rf"\b{_DAY}\s?(?:-|–|to|and)\s?{_DAY}\s+({MONTH}){_YEAR}"), _day_range, None
    yield re.compile(rf"\b{day_before}{_DAY}\s+(?:of\s+)?({MONTH})(?![a-z]){_YEAR}"), _day_month, None
    yield re.compile(rf"\b(?:the\s+)?((?i:{'|'.join(ORDINALS)}))\s+of\s+({MONTH})(?![a-z]){_YEAR}"), _ordinal_day, None
    yield re.compile(rf"\b{day_before}({MONTH})\s+{_DAY}(?![\d,]*\d|:){_YEAR}"), _month_day, None
    yield re.compile(rf"\b({MONTH}),?\s+(?:of\s+)?((?:19|20)\d\d)\b"), _month_year, False
    yield re.compile(rf"\b(?:(last|past|previous|next|coming|this)\s+)?({WEEKDAY})\b", re.IGNORECASE), _weekday, True
    yield (
        re.compile(
            r"\b(yesterday|today|tonight|tomorrow|this (?:morning|afternoon|evening)|last night)\b", re.IGNORECASE
        ),
        _named_day,
        True,
    )
    yield re.compile(rf"(?<=in\s)({MONTH})\b(?!\s\d)"), _month_alone, True
    yield re.compile(rf"\b{_BEFORE_MONTH}({MONTH})(?![a-z]|\s\d)"), _month_alone, True
    yield re.compile(r"\b(last|previous|past|this|next|coming)\s+(week|month|year)\b", re.IGNORECASE), _period, True
    yield (
        re.compile(rf"\b({SMALL})\s+(day|week|month|year)s?\s+(ago|earlier|later|from now|hence)\b", re.IGNORECASE),
        _counted,
        True,
    )
    yield re.compile(r"\b(?:the\s+)?(?:early\s+|late\s+)?((?:19|20)\d0)s\b"), _decade, False
    yield (
        re.compile(r"(?<=\b(?i:in|by)\s)((?:1[6-9]|20)\d\d)\b(?![\d,.]*\d|\s?(?:%|per ?cent|people|km))"),
        _year,
        False,
    )
    yield (
        re.compile(
            r"(?<![\d.,$€£-])\b((?:1[6-9]|20)\d\d)\b(?![\d,.]*\d|\s?(?:%|percent|per cent|people|km|(?!(?:was|as|is|has|its|this|elections)\b)[a-z]+s\b))"
        ),
        _year,
        False,
    )


_PATTERNS = tuple(_patterns())
