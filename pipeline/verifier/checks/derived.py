"""Numbers that a passage gives without stating them: sums, differences, ratios, the length of a list, the time between days."""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from ...text.quantities import Quantity
from ...text.units import AGE, TIMES
from ..finding import Case

# Sums and ratios of any two numbers hit small values by chance.
_LEAST_SUM = 3.0
_MOST_NUMBERS = 12
_MOST_DATES = 8
_ROUNDING = 0.02
_YEAR = 365.0
_OTHERS = re.compile(r"\b(?:others?|another|more|along with|besides|including|in addition)\b", re.IGNORECASE)
_NAMED = r"(?:(?:the|an?|both)\s)?[A-Z0-9][\w.'’&-]*(?:\s(?:(?:of|the|and the|for)\s)?[A-Z0-9][\w.'’&-]*)*"
_LIST = re.compile(rf"{_NAMED}(?:,\s{_NAMED})*,?\s(?:and|or|as well as)\s{_NAMED}")
_LONGEST_LIST = 12


def follows(said: Quantity, case: Case) -> bool:
    """Whether a quantity of the claim follows from what the passage gives."""
    low, high = said.low * (1 - _ROUNDING), said.high * (1 + _ROUNDING)
    return any(low <= value <= high for value in _values(said, case))


def _values(said: Quantity, case: Case) -> Iterator[float]:
    given = case.passage.quantities
    if said.kind == "share":
        yield from _shares(given)
    elif said.kind == "measure" and said.unit == "day":
        yield from _between_days(said, case)
    elif said.kind == "count":
        yield from _counts(said, case)
    if said.kind != "share" and said.low >= _LEAST_SUM:
        yield from _sums([q for q in given if q.kind == said.kind and q.unit != AGE][:_MOST_NUMBERS])


def _sums(given: Sequence[Quantity]) -> Iterator[float]:
    """Sums and differences of numbers that count the same, or of which one does not say what it counts."""
    for a, b in combinations(given, 2):
        if a.unit == b.unit or (a.kind == "count" and not (a.unit and b.unit)):
            yield from (a.value + b.value, abs(a.value - b.value))
    if 2 < len(given) <= 4:
        yield sum(q.value for q in given)


def _shares(given: Sequence[Quantity]) -> Iterator[float]:
    shares = [q.value for q in given if q.kind == "share"][:_MOST_NUMBERS]
    yield from (1 - share for share in shares)
    for a, b in combinations(shares, 2):
        yield from (a + b, abs(a - b))
    counts = [q.value for q in given if q.kind in {"count", "money"}][:_MOST_NUMBERS]
    yield from (min(a, b) / max(a, b) for a, b in combinations(counts, 2) if min(a, b) > 0)


def _counts(said: Quantity, case: Case) -> Iterator[float]:
    given = case.passage.quantities
    if said.unit == TIMES:
        values = [q.value for q in given if q.kind != "ordinal" and q.value > 0][:_MOST_NUMBERS]
        yield from (max(a, b) / min(a, b) for a, b in combinations(values, 2))
        return
    if said.unit == "point":
        yield from (100 * value for value in _shares([q for q in given if q.kind == "share"]))
    for quantity in given:
        if quantity.kind == "count" and (
            counts_the_rest(case.passage.text, quantity) or counts_the_rest(case.claim.text, said)
        ):
            yield from (quantity.value + 1, quantity.value - 1)
    if said.value <= _LONGEST_LIST:
        yield from _lengths(case.passage.text)


def counts_the_rest(text: str, quantity: Quantity) -> bool:
    """Whether a number counts the rest of a whole ("24 others", "along with four more")."""
    return _OTHERS.search(text, max(0, quantity.start - 20), quantity.end + 15) is not None


def _lengths(text: str) -> Iterator[float]:
    """How many each list of names holds ("Germany, Italy and Bulgaria": 3)."""
    for match in _LIST.finditer(text):
        parts = re.split(r",\s(?:and\s|or\s)?|\s(?:and|or|as well as)\s", match.group())
        yield float(len(parts))


def _between_days(said: Quantity, case: Case) -> Iterator[float]:
    """The days from one date of the passage, or its article's, to another; whole years where the claim counts years."""
    days = [(m.first, m.last) for m in case.passage.dates[:_MOST_DATES]]
    if case.passage.date is not None:
        days.append((case.passage.date.date(),) * 2)
    for (first, last), (other_first, other_last) in combinations(days, 2):
        yield from (float(abs((other_first - first).days)), float(abs((other_last - last).days)))
        if said.value >= _YEAR:
            yield abs(other_first.year - first.year) * _YEAR
