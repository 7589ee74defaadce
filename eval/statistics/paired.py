"""Whether two runs over the same cases differ: tests on pairs, and how small a difference they could have seen."""

from collections.abc import Hashable, Sequence
from math import sqrt
from typing import NamedTuple

import numpy as np
from scipy.stats import binom, norm

from .intervals import ROUNDS, cluster_bootstrap
from .metric import Interval

PERMUTATIONS = 10_000
_EXACT_UP_TO = 12  # clusters: 2^12 sign patterns are fewer than PERMUTATIONS, so that all of them are looked at


class Discordant(NamedTuple):
    """Cases that only one of two runs gets right."""

    only_first: int
    only_second: int


def mcnemar(first: Sequence[bool], second: Sequence[bool]) -> tuple[float, Discordant]:
    """The exact two-sided p-value that both runs get as many cases right, and the cases that tell. Cases pair by place."""
    _same_length(first, second)
    found = Discordant(
        sum(a and not b for a, b in zip(first, second, strict=True)),
        sum(b and not a for a, b in zip(first, second, strict=True)),
    )
    n = sum(found)
    if n == 0:
        return 1.0, found
    return min(1.0, 2 * float(binom.cdf(min(found), n, 0.5))), found


def sign_flip(
    differences: Sequence[float],
    clusters: Sequence[Hashable] | None = None,
    *,
    seed: int = 0,
    rounds: int = PERMUTATIONS,
) -> float:
    """The two-sided p-value that a mean difference is zero: the signs of whole clusters are flipped.

    Exact up to 12 clusters; else over `rounds` random flips, and never below 1 / (rounds + 1).
    """
    if not len(differences):
        return 1.0
    sums = _sums(differences, range(len(differences)) if clusters is None else clusters)
    seen = abs(sums.sum())
    if len(sums) <= _EXACT_UP_TO:
        patterns = (np.arange(2 ** len(sums))[:, None] >> np.arange(len(sums))) & 1
        return float(np.mean(np.abs((1 - 2 * patterns) @ sums) >= seen - 1e-12))
    signs = np.random.default_rng(seed).choice((-1.0, 1.0), size=(rounds, len(sums)))
    as_far = int(np.sum(np.abs(signs @ sums) >= seen - 1e-12))
    return (as_far + 1) / (rounds + 1)


def paired_cluster_bootstrap(
    first: Sequence[float],
    second: Sequence[float],
    clusters: Sequence[Hashable],
    *,
    seed: int = 0,
    rounds: int = ROUNDS,
) -> Interval:
    """The interval of mean(second) - mean(first) over the same cases, whole clusters drawn together."""
    _same_length(first, second)
    return cluster_bootstrap(np.subtract(second, first), clusters, seed=seed, rounds=rounds)


def holm(p_values: Sequence[float]) -> list[float]:
    """The p-values adjusted for how many there are, in their order. Source: Holm, Scand. J. Statist. 1979."""
    m = len(p_values)
    adjusted, highest = [0.0] * m, 0.0
    for rank, place in enumerate(sorted(range(m), key=lambda i: p_values[i])):
        highest = max(highest, min(1.0, (m - rank) * p_values[place]))
        adjusted[place] = highest
    return adjusted


def minimum_detectable_difference(
    differences: Sequence[float],
    clusters: Sequence[Hashable] | None = None,
    *,
    alpha: float = 0.05,
    power: float = 0.8,
) -> float | None:
    """The smallest true mean difference that as many pairs with this spread would show with that power.

    The standard error treats a cluster as one observation; None with fewer than two clusters, where no spread is seen.
    """
    sums = _sums(differences, range(len(differences)) if clusters is None else clusters)
    if len(sums) < 2:
        return None
    centred = sums - np.mean(differences) * _sizes(differences, clusters)
    error = sqrt(len(sums) / (len(sums) - 1) * float(np.sum(centred**2))) / len(differences)
    return float(norm.ppf(1 - alpha / 2) + norm.ppf(power)) * error


def minimum_detectable_rate_difference(
    rate: float, n_first: int, n_second: int, *, alpha: float = 0.05, power: float = 0.8
) -> float | None:
    """The same for a rate that is measured twice on cases that do not pair; None when either side has none."""
    if not n_first or not n_second:
        return None
    error = sqrt(rate * (1 - rate) * (1 / n_first + 1 / n_second))
    return float(norm.ppf(1 - alpha / 2) + norm.ppf(power)) * error


def _sums(differences: Sequence[float], clusters: Sequence[Hashable]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    total: dict[Hashable, float] = {}
    for value, cluster in zip(differences, clusters, strict=True):
        total[cluster] = total.get(cluster, 0.0) + float(value)
    return np.asarray(list(total.values()), dtype=np.float64)


def _sizes(
    differences: Sequence[float], clusters: Sequence[Hashable] | None
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return _sums([1.0] * len(differences), range(len(differences)) if clusters is None else clusters)


def _same_length(first: Sequence[object], second: Sequence[object]) -> None:
    if len(first) != len(second):
        raise ValueError(f"{len(first)} and {len(second)} cases do not pair")
