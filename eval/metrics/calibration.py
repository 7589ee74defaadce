"""Whether a probability means what it says."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Truth = NDArray[np.bool_]
Scores = NDArray[np.float64]

# Equal-mass bins: with equal-width ones a bin may hold three pairs and decide the number.
BINS = 10
_LEAST = 1e-15  # log loss of a certain error is infinite; scikit-learn clips at the precision of its floats


class Bin(NamedTuple):
    """One bin of a reliability diagram: mean score, share that is supported, how many."""

    score: float
    share: float
    n: int


def reliability(truth: Truth, score: Scores, *, bins: int = BINS, equal_mass: bool = True) -> tuple[Bin, ...]:
    """The bins that hold something, lowest scores first: of equal size, or of equal width over [0, 1]."""
    order = np.argsort(score, kind="stable")
    if equal_mass:
        parts = np.array_split(order, bins)
    else:
        place = np.minimum((score[order] * bins).astype(int), bins - 1)
        parts = [order[place == which] for which in range(bins)]
    return tuple(Bin(float(score[p].mean()), float(truth[p].mean()), len(p)) for p in parts if len(p))


def calibration_error(truth: Truth, score: Scores, *, bins: int = BINS, equal_mass: bool = True) -> float:
    """Expected calibration error: the mean gap between score and truth, bins weighted by size. Biased upward where n is small."""
    found = reliability(truth, score, bins=bins, equal_mass=equal_mass)
    return float(sum(abs(b.score - b.share) * b.n for b in found) / max(1, len(score)))


def overconfidence(truth: Truth, score: Scores) -> float:
    """Mean score less the share that is supported: above 0, the judge says too often that it is."""
    return float(score.mean() - truth.mean()) if len(score) else 0.0


def brier(truth: Truth, score: Scores) -> float | None:
    """Mean squared distance of score and truth."""
    return float(np.mean((score - truth) ** 2)) if len(score) else None


def log_loss(truth: Truth, score: Scores) -> float | None:
    """Mean cross-entropy in nats, scores clipped away from 0 and 1."""
    if not len(score):
        return None
    p = np.clip(score, _LEAST, 1 - _LEAST)
    return float(-np.mean(np.where(truth, np.log(p), np.log1p(-p))))
