"""The geometry of the plots: bars and intervals as numbers, which templates draw as SVG without a style of its own."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from ...types.outline import DayCount

# More bars than this are too thin to point at on a phone; then weeks, months, years take the place of days.
_MOST_BARS = 90
# Fewer would be slabs: a plot of a day or two begins earlier.
_FEWEST_BARS = 14


class Bar(NamedTuple):
    """A bar in a plot of width 1 per bar and height 1: its left edge, its height, and what it says."""

    x: int
    height: float
    label: str
    number: int


class Bars(NamedTuple):
    """Articles over time: the bars, what one of them stands for, and the dates at both ends."""

    bars: tuple[Bar, ...]
    unit: str
    first: date
    last: date
    most: int


def bars(days: Sequence[DayCount]) -> Bars | None:
    """The articles of each day, or of each week, month or year where days would be too many; None without articles."""
    if not days:
        return None
    last = days[-1].day
    first = min(days[0].day, last - timedelta(days=_FEWEST_BARS - 1))
    unit = next((unit for unit, length in _LENGTHS if (last - first).days / length < _MOST_BARS), "year")
    numbers: Counter[date] = Counter()
    for each in days:
        numbers[_begin(each.day, unit)] += each.articles
    most = max(numbers.values())
    begins = list(_all_between(_begin(first, unit), _begin(last, unit), unit))
    drawn = tuple(
        Bar(place, numbers[begin] / most, _told(begin, unit), numbers[begin]) for place, begin in enumerate(begins)
    )
    return Bars(drawn, unit, first, last, most)


_LENGTHS = (("day", 1), ("week", 7), ("month", 30))


def _begin(day: date, unit: str) -> date:
    match unit:
        case "day":
            return day
        case "week":
            return day - timedelta(days=day.weekday())
        case "month":
            return day.replace(day=1)
        case _:
            return day.replace(month=1, day=1)


def _all_between(first: date, last: date, unit: str) -> list[date]:
    found = [first]
    longest = {"day": 1, "week": 7, "month": 31, "year": 366}[unit]
    while found[-1] < last:
        found.append(_begin(found[-1] + timedelta(days=longest), unit))
    return found


def _told(begin: date, unit: str) -> str:
    match unit:
        case "day":
            return f"{begin:%B} {begin.day}, {begin.year}"
        case "week":
            return f"week of {begin:%B} {begin.day}, {begin.year}"
        case "month":
            return f"{begin:%B} {begin.year}"
        case _:
            return f"{begin.year}"


def share(number: float, most: float) -> str:
    """A part of the largest as the width of a bar, from 0 to 100."""
    return f"{100 * number / most:.2f}" if most else "0"


class Interval(NamedTuple):
    """Where a value and its interval stand on a scale from 0 to 100."""

    low: str
    width: str
    value: str


def interval(value: float | None, low: float | None, high: float | None) -> Interval | None:
    """The place of a share with its interval; None where it is no share, or has no interval."""
    if value is None or low is None or high is None or not 0 <= low <= value <= high <= 1:
        return None
    return Interval(f"{100 * low:.2f}", f"{max(100 * (high - low), 0.5):.2f}", f"{100 * value:.2f}")
