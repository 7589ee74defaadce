"""Scores of a ranking: hits, recall and precision at k, reciprocal rank, average precision, discounted gain.

One ranking a call; means over questions are the caller's. None where nothing is relevant: such a question says nothing of a
ranking. Gains are linear, as in trec_eval, unless `exponential` is asked for.
"""

from collections.abc import Hashable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from math import log2


def hits_at(ranked: Sequence[Hashable], relevant: AbstractSet[Hashable], *, k: int) -> float | None:
    """1 if any relevant one is among the first k."""
    return float(bool(set(ranked[:k]) & relevant)) if relevant else None


def recall_at(ranked: Sequence[Hashable], relevant: AbstractSet[Hashable], *, k: int) -> float | None:
    return len(set(ranked[:k]) & relevant) / len(relevant) if relevant else None


def precision_at(ranked: Sequence[Hashable], relevant: AbstractSet[Hashable], *, k: int) -> float | None:
    """Of k, not of as many as there are."""
    return len(set(ranked[:k]) & relevant) / k if relevant else None


def reciprocal_rank(
    ranked: Sequence[Hashable], relevant: AbstractSet[Hashable], *, k: int | None = None
) -> float | None:
    if not relevant:
        return None
    return next((1 / rank for rank, item in enumerate(ranked[:k], 1) if item in relevant), 0.0)


def average_precision(
    ranked: Sequence[Hashable], relevant: AbstractSet[Hashable], *, k: int | None = None
) -> float | None:
    """Mean precision at each relevant one, over all relevant ones, found or not."""
    if not relevant:
        return None
    hits, total = 0, 0.0
    for rank, item in enumerate(ranked[:k], 1):
        if item in relevant:
            hits += 1
            total += hits / rank
    return total / len(relevant)


def ndcg_at(
    ranked: Sequence[Hashable], gains: Mapping[Hashable, float], *, k: int, exponential: bool = False
) -> float | None:
    """Discounted gain over that of the ideal ranking; `gains` of what is relevant, all else being 0."""
    worth = {item: (2**gain - 1 if exponential else gain) for item, gain in gains.items() if gain > 0}
    if not worth:
        return None
    ideal = sorted(worth.values(), reverse=True)
    return _discounted([worth.get(item, 0.0) for item in ranked[:k]]) / _discounted(ideal[:k])


def _discounted(gains: Sequence[float]) -> float:
    return sum(gain / log2(rank + 1) for rank, gain in enumerate(gains, 1))
