"""Intervals of one number: exact and approximate ones of a rate, and the bootstrap over clusters for everything else.

Cases that come from one story or one document are not independent, so resampling draws clusters, not cases.
"""

from collections.abc import Callable, Hashable, Sequence
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import beta, norm

from .metric import Interval, Metric, not_scored

Rows = NDArray[np.float64]
Statistic = Callable[[Rows], float]

ROUNDS = 2000
NOTHING = "no case to score"


def wilson(k: int, n: int, *, level: float = 0.95) -> Interval:
    """The interval of a rate of k hits in n cases; all of [0, 1] when n is 0. Source: Wilson, JASA 1927."""
    if n == 0:
        return Interval(0.0, 1.0)
    z = float(norm.ppf((1 + level) / 2))
    p, scale = k / n, 1 + z * z / n
    middle, half = (p + z * z / (2 * n)) / scale, z * sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / scale
    return Interval(0.0 if k == 0 else middle - half, 1.0 if k == n else middle + half)


def clopper_pearson(k: int, n: int, *, level: float = 0.95) -> Interval:
    """The exact interval of a rate, which covers at least `level` whatever the rate is. Source: Biometrika 1934."""
    if n == 0:
        return Interval(0.0, 1.0)
    tail = (1 - level) / 2
    low = 0.0 if k == 0 else float(beta.ppf(tail, k, n - k + 1))
    high = 1.0 if k == n else float(beta.ppf(1 - tail, k + 1, n - k))
    return Interval(low, high)


def mean(rows: Rows) -> float:
    return float(np.mean(rows))


def resampled(
    values: ArrayLike, clusters: Sequence[Hashable], *, statistic: Statistic = mean, seed: int = 0, rounds: int = ROUNDS
) -> Rows:
    """The statistic of `rounds` resamples of whole clusters, drawn with replacement; NaN where it is undefined.

    `values` holds a number or a row of numbers for each case; `statistic` gets the drawn ones in that shape.
    """
    table = np.asarray(values, dtype=np.float64)
    if len(table) != len(clusters):
        raise ValueError(f"{len(table)} values cannot belong to {len(clusters)} clusters: give one cluster for each")
    members = _members(clusters)
    draws = np.random.default_rng(seed).integers(0, len(members), size=(rounds, len(members)))
    if statistic is mean and table.ndim == 1:
        sums, sizes = (np.array([part(m) for m in members]) for part in (lambda m: table[m].sum(), len))
        return np.asarray(sums[draws].sum(axis=1) / sizes[draws].sum(axis=1), dtype=np.float64)
    return np.array([statistic(table[np.concatenate([members[i] for i in draw])]) for draw in draws])


def cluster_bootstrap(
    values: ArrayLike,
    clusters: Sequence[Hashable],
    *,
    statistic: Statistic = mean,
    seed: int = 0,
    rounds: int = ROUNDS,
    level: float = 0.95,
) -> Interval:
    """The percentile interval of a statistic under resampling of whole clusters; (0, 1) when there is no case."""
    if len(clusters) == 0:
        return Interval(0.0, 1.0)
    found = resampled(values, clusters, statistic=statistic, seed=seed, rounds=rounds)
    return percentiles(found, level=level)


def percentiles(found: Rows, *, level: float = 0.95) -> Interval:
    """The middle `level` of resampled numbers, undefined ones left out."""
    if np.isnan(found).all():
        return Interval(float("nan"), float("nan"))
    low, high = np.nanquantile(found, [(1 - level) / 2, (1 + level) / 2])
    return Interval(float(low), float(high))


def proportion(k: int, n: int, *, why: str = NOTHING) -> Metric:
    """The share of k hits in n independent cases with its Wilson interval; not scored, with `why`, when n is 0."""
    if n == 0:
        return not_scored(why)
    return Metric(k / n, *wilson(k, n), n=n)


def average(
    values: Sequence[float],
    clusters: Sequence[Hashable] | None = None,
    *,
    seed: int = 0,
    rounds: int = ROUNDS,
    why: str = NOTHING,
) -> Metric:
    """The mean of numbers in [0, 1] with its cluster-bootstrap interval; without `clusters` each case is its own.

    Where all are 0, or all are 1, resampling sees no spread at all: then Wilson's interval over the clusters is given.
    """
    if not values:
        return not_scored(why)
    own: Sequence[Hashable] = range(len(values)) if clusters is None else clusters
    value = float(np.mean(values))
    if value in {0.0, 1.0} and set(values) == {value}:
        n = len(set(own))
        return Metric(value, *wilson(round(value * n), n), n=len(values))
    return Metric(value, *cluster_bootstrap(values, own, seed=seed, rounds=rounds), n=len(values))


def _members(clusters: Sequence[Hashable]) -> list[NDArray[np.int64]]:
    """The places of each cluster's cases, clusters in the order of their first case."""
    places: dict[Hashable, list[int]] = {}
    for place, cluster in enumerate(clusters):
        places.setdefault(cluster, []).append(place)
    return [np.asarray(own, dtype=np.int64) for own in places.values()]
