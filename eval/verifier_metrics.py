"""Scores of a verifier: balanced accuracy, AUROC, expected calibration error. Small pure functions without a library."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

# Equal-mass bins: with equal-width ones a bin may hold three pairs and decide the number.
BINS = 10

Truth = NDArray[np.bool_]
Scores = NDArray[np.float64]


def balanced_accuracy(truth: Truth, accepted: Truth) -> float | None:
    """(TPR + TNR) / 2; None when only one class is there."""
    if truth.all() or not truth.any():
        return None
    return float((accepted[truth].mean() + (~accepted[~truth]).mean()) / 2)


def auroc(truth: Truth, score: Scores) -> float | None:
    """P(a supported pair scores above another), ties count half; None when only one class is there."""
    if truth.all() or not truth.any():
        return None
    values, place = np.unique(score, return_inverse=True)
    counts = np.bincount(place, minlength=len(values))
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[place]
    n = int(truth.sum())
    return float((ranks[truth].sum() - n * (n + 1) / 2) / (n * (len(truth) - n)))


def calibration_error(truth: Truth, score: Scores, *, bins: int = BINS) -> float:
    """Expected calibration error over equal-mass bins: the mean gap between score and truth, weighted by size."""
    order = np.argsort(score, kind="stable")
    parts = [part for part in np.array_split(order, bins) if len(part)]
    return float(sum(abs(score[p].mean() - truth[p].mean()) * len(p) for p in parts) / len(score))


def shares(labels: Sequence[str]) -> dict[str, float]:
    """The share of each label, by name."""
    return {name: labels.count(name) / len(labels) for name in sorted(set(labels))}
