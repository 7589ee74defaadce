"""What the gate measures and finds: numbers with the outcomes behind them, and what speaks against opening it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal, NamedTuple

from .statistics import wilson

Better = Literal["higher", "lower"]


class Outcome(NamedTuple):
    """One case behind a rate: `hit` is what the rate counts, `words` what a reader is shown of it."""

    id: str
    hit: bool
    cluster: str = ""
    words: str = ""


@dataclass(frozen=True)
class Measured:
    """A number, over how many cases, with its 95 % interval where it is a rate.

    `exact` numbers are promises of the design: they have no epsilon. `outcomes` are the cases of a rate.
    """

    value: float
    n: int
    low: float | None = None
    high: float | None = None
    better: Better = "higher"
    exact: bool = False
    outcomes: tuple[Outcome, ...] = ()

    def worse_than(self, floor: float, by: float = 0.0) -> bool:
        return (floor - self.value if self.better == "higher" else self.value - floor) > by

    @property
    def failed(self) -> dict[str, Outcome]:
        """The cases that count against it, by id."""
        return {each.id: each for each in self.outcomes if each.hit == (self.better == "lower")}

    @property
    def cases(self) -> str:
        """A digest over which cases there are, "" where they are not known: equal digests, the same cases."""
        return (
            sha256("\n".join(sorted(each.id for each in self.outcomes)).encode()).hexdigest()[:16]
            if self.outcomes
            else ""
        )


class Finding(NamedTuple):
    """Something that a person should know of one measure; it shuts the gate, or is only told."""

    measure: str
    told: str
    shuts: bool = True
    items: tuple[str, ...] = ()


def rate(outcomes: Iterable[Outcome], *, better: Better, exact: bool = False) -> Measured:
    """The share of hits, an empty one counting as the worst there is."""
    every = tuple(outcomes)
    n, hits, worst = len(every), sum(each.hit for each in every), 0.0 if better == "higher" else 1.0
    low, high = wilson(hits, n)
    return Measured(round(hits / n, 4) if n else worst, n, round(low, 4), round(high, 4), better, exact, every)


def numbered(hits: Sequence[bool]) -> list[Outcome]:
    """Outcomes of cases that have no names but their places."""
    return [Outcome(str(place), hit) for place, hit in enumerate(hits)]
