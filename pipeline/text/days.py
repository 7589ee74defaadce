"""What a date written in one of the usual ways means: from a match of its pattern to the first and last day."""

import re
from datetime import date, timedelta

from .calendar_words import MONTHS, WEEKDAYS
from .numerals import ORDINALS, UNITS

Days = tuple[date, date]
_FUTURE = re.compile(
    r"\b(?:will|due|scheduled|expected to|plans to|(?<!\ba )(?<!\bthe )(?<!\bits )plan to|(?:is|are|set) to|upcoming|would)\b",
    re.IGNORECASE,
)


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


def iso(m: re.Match[str], _anchor: date | None) -> Days | None:
    day = _safe(int(m[1]), int(m[2]), int(m[3]))
    return (day, day) if day else None


def day_range(m: re.Match[str], anchor: date | None) -> Days | None:
    first, last = (_day_of(m[n], m[3], m[4], anchor) for n in (1, 2))
    return (first, last) if first and last and first <= last else None


def day_month(m: re.Match[str], anchor: date | None) -> Days | None:
    day = _day_of(m[1], m[2], m[3], anchor)
    return (day, day) if day else None


def ordinal_day(m: re.Match[str], anchor: date | None) -> Days | None:
    day = _day_of(str(int(ORDINALS[m[1].lower()])), m[2], m[3], anchor)
    return (day, day) if day else None


def month_day(m: re.Match[str], anchor: date | None) -> Days | None:
    day = _day_of(m[2], m[1], m[3], anchor)
    return (day, day) if day else None


def month_year(m: re.Match[str], _anchor: date | None) -> Days | None:
    return _month_of(int(m[2]), MONTHS[m[1].rstrip(".").lower()])


def month_alone(m: re.Match[str], anchor: date | None) -> Days | None:
    if anchor is None:
        return None
    month = MONTHS[m[1].rstrip(".").lower()]
    which = m.group().split(maxsplit=1)[0].lower()
    ahead = which == "next" or (which != "last" and _speaks_of_future(m))
    past = month < anchor.month or (month == anchor.month and which != "last")
    return _month_of(anchor.year + (ahead and month < anchor.month) - (not ahead and not past), month)


def decade(m: re.Match[str], _anchor: date | None) -> Days:
    return date(int(m[1]), 1, 1), date(int(m[1]) + 9, 12, 31)


def year(m: re.Match[str], _anchor: date | None) -> Days:
    return date(int(m[1]), 1, 1), date(int(m[1]), 12, 31)


def _speaks_of_future(m: re.Match[str]) -> bool:
    opened = max(m.string.rfind(stop, 0, m.start()) for stop in (". ", "\n", "; ", "? ", "! "))
    return _FUTURE.search(m.string, max(opened, 0), m.start()) is not None


def weekday(m: re.Match[str], anchor: date | None) -> Days | None:
    if anchor is None:
        return None
    which = (m[1] or "").lower()
    back = (anchor.weekday() - WEEKDAYS[m[2].lower()]) % 7
    if which in {"next", "coming"} or (not which and _speaks_of_future(m)):
        day = anchor + timedelta(days=(-back) % 7 or 7)
    else:
        day = anchor - timedelta(days=back or (7 if which in {"last", "past", "previous"} else 0))
    return day, day


def named_day(m: re.Match[str], anchor: date | None) -> Days | None:
    word = m[1].lower()
    shift = -1 if word in {"yesterday", "last night"} else 1 if word == "tomorrow" else 0
    return (anchor + timedelta(days=shift),) * 2 if anchor else None


def period(m: re.Match[str], anchor: date | None) -> Days | None:
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


def counted(m: re.Match[str], anchor: date | None) -> Days | None:
    if anchor is None:
        return None
    word = m[1].lower()
    n = int(word) if word.isdigit() else 2 if word.startswith("couple") else int(UNITS.get(word, 1))
    sign = -1 if m[3].lower() == "ago" else 1
    unit, slack = {"day": (1, 0), "week": (7, 3), "month": (30, 15), "year": (365, 183)}[m[2].lower()]
    middle = anchor.toordinal() + sign * n * unit
    if middle - slack < 1:
        return None
    if unit == 365:
        return date(anchor.year + sign * n, 1, 1), date(anchor.year + sign * n, 12, 31)
    return date.fromordinal(middle - slack), date.fromordinal(middle + slack)
