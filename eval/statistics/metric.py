"""A measured number, its interval and what it was measured on."""

from dataclasses import dataclass
from typing import NamedTuple


class Interval(NamedTuple):
    """Both ends of a 95 % interval, unless its maker was told another level."""

    low: float
    high: float


@dataclass(frozen=True)
class Metric:
    """A number with its 95 % interval over `n` cases.

    `value` None: not scored, and `why` says for what reason. `low` and `high` None: a number without an interval.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    n: int = 0
    why: str | None = None


def not_scored(why: str, *, n: int = 0) -> Metric:
    """A metric that has no value, with the reason."""
    return Metric(None, None, None, n, why)
