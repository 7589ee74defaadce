"""Whether judges agree beyond chance. Where one answer is far more common than others, look at plain agreement too."""

from collections.abc import Hashable, Sequence
from itertools import permutations
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

Table = NDArray[np.float64]


class Kappa(NamedTuple):
    """Cohen's kappa with what it is made of: the share of agreement seen, and the share that chance would give."""

    kappa: float | None
    seen: float
    by_chance: float


def cohen_kappa(
    first: Sequence[Hashable],
    second: Sequence[Hashable],
    labels: Sequence[Hashable],
    *,
    weights: Literal["linear", "quadratic"] | None = None,
) -> Kappa:
    """Agreement of two judges; with `weights`, labels that lie farther apart in their order disagree more.

    `kappa` is None where chance alone would agree always. Source: Cohen 1960 and 1968.
    """
    size = len(labels)
    place = {label: i for i, label in enumerate(labels)}
    table = np.zeros((size, size))
    for a, b in zip(first, second, strict=True):
        table[place[a], place[b]] += 1
    n = table.sum()
    if n == 0:
        return Kappa(None, 0.0, 0.0)
    expected = np.outer(table.sum(1), table.sum(0)) / n
    apart = np.abs(np.subtract.outer(np.arange(size), np.arange(size))).astype(float)
    cost = (apart > 0).astype(float) if weights is None else apart if weights == "linear" else apart**2
    by_chance = float((cost * expected).sum())
    kappa = 1 - float((cost * table).sum()) / by_chance if by_chance else None
    return Kappa(kappa, float(np.trace(table) / n), float(np.trace(expected) / n))


def krippendorff_alpha(
    ratings: Sequence[Sequence[Hashable | None]],
    labels: Sequence[Hashable],
    *,
    level: Literal["nominal", "ordinal"] = "nominal",
) -> float | None:
    """1 - D_o / D_e over items that at least two judges rated; a row a judge, None: not rated.

    None where no two ratings pair or all are alike. Source: Krippendorff, Content Analysis, 2004.
    """
    units = [[rating for rating in column if rating is not None] for column in zip(*ratings, strict=True)]
    together = np.zeros((len(labels), len(labels)))
    for unit in units:
        for a, b in permutations(range(len(unit)), 2):
            together[labels.index(unit[a]), labels.index(unit[b])] += 1 / (len(unit) - 1)
    counts = together.sum(1)
    distance = _distances(counts, level)
    expected = float((np.outer(counts, counts) * distance).sum()) / max(1.0, counts.sum() - 1)
    return 1 - float((together * distance).sum()) / expected if expected else None


def _distances(counts: Table, level: Literal["nominal", "ordinal"]) -> Table:
    size = len(counts)
    if level == "nominal":
        return 1.0 - np.eye(size)

    def between(a: int, b: int) -> float:
        return float(counts[min(a, b) : max(a, b) + 1].sum() - (counts[a] + counts[b]) / 2)

    return np.array([[0.0 if a == b else between(a, b) ** 2 for b in range(size)] for a in range(size)])


def fleiss_kappa(counts: Sequence[Sequence[int]]) -> float | None:
    """Agreement of many judges: a row an item, a column a label, in it how many judges said so, equally many a row.

    None where all ratings are alike. Source: Fleiss 1971.
    """
    table = np.asarray(counts, dtype=float)
    judges = table[0].sum()
    seen = float(((table**2).sum(1) - judges).mean() / (judges * (judges - 1)))
    by_chance = float(((table.sum(0) / table.sum()) ** 2).sum())
    return (seen - by_chance) / (1 - by_chance) if by_chance < 1 else None
