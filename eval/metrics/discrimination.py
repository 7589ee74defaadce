"""How well a judge tells supported from not: at its threshold, over all thresholds, and where it may abstain."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..statistics import clopper_pearson

Truth = NDArray[np.bool_]
Scores = NDArray[np.float64]


class Confusion(NamedTuple):
    """Counts: the first word is whether the judge was right."""

    true_accepted: int
    false_accepted: int
    true_refused: int
    false_refused: int


def confusion(truth: Truth, accepted: Truth) -> Confusion:
    return Confusion(
        int((truth & accepted).sum()),
        int((~truth & accepted).sum()),
        int((~truth & ~accepted).sum()),
        int((truth & ~accepted).sum()),
    )


def balanced_accuracy(truth: Truth, accepted: Truth) -> float | None:
    """(TPR + TNR) / 2; None when only one class is there."""
    if truth.all() or not truth.any():
        return None
    return float((accepted[truth].mean() + (~accepted[~truth]).mean()) / 2)


def macro_f1(truth: Truth, accepted: Truth) -> float | None:
    """The unweighted mean of the F1 of both classes; None without pairs. A class that is nowhere scores 0."""
    if not len(truth):
        return None
    right, wrong, refused, missed = confusion(truth, accepted)
    return (_f1(right, wrong, missed) + _f1(refused, missed, wrong)) / 2


def _f1(hits: int, false: int, missed: int) -> float:
    return 2 * hits / (2 * hits + false + missed) if hits else 0.0


def false_acceptance(truth: Truth, accepted: Truth) -> float | None:
    """The share of unsupported pairs that are accepted."""
    return float(accepted[~truth].mean()) if (~truth).any() else None


def false_warning(truth: Truth, accepted: Truth) -> float | None:
    """The share of supported pairs that are refused."""
    return float((~accepted[truth]).mean()) if truth.any() else None


def auroc(truth: Truth, score: Scores) -> float | None:
    """P(a supported pair scores above another), ties count half; None when only one class is there."""
    if truth.all() or not truth.any():
        return None
    values, place = np.unique(score, return_inverse=True)
    counts = np.bincount(place, minlength=len(values))
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[place]
    n = int(truth.sum())
    return float((ranks[truth].sum() - n * (n + 1) / 2) / (n * (len(truth) - n)))


def average_precision(positive: Truth, score: Scores) -> float | None:
    """Area under precision and recall in steps, sum of (R_k - R_k-1) P_k; equal scores are one step.

    For unsupported pairs as the positive class give `~truth` and `-score`. None without a positive one.
    """
    if not positive.any():
        return None
    ends = _steps(score)
    hits = np.cumsum(positive[np.argsort(-score, kind="stable")])[ends]
    gained = np.diff(hits, prepend=0) / positive.sum()
    return float(np.sum(gained * hits / (ends + 1)))


class RiskCoverage(NamedTuple):
    """What is judged when only the surest are, and the share of errors among them; from few to all."""

    coverage: tuple[float, ...]
    risk: tuple[float, ...]
    n: tuple[int, ...]


def risk_coverage(right: Truth, confidence: Scores) -> RiskCoverage:
    """The curve over all thresholds of confidence; equally sure ones come together."""
    if not len(right):
        return RiskCoverage((), (), ())
    ends = _steps(confidence)
    errors = np.cumsum(~right[np.argsort(-confidence, kind="stable")])[ends]
    sizes = ends + 1
    return RiskCoverage(
        tuple((sizes / len(right)).tolist()), tuple((errors / sizes).tolist()), tuple(int(n) for n in sizes)
    )


def area_under_risk(curve: RiskCoverage) -> float | None:
    """AURC: the mean risk over all coverages, lower is better. Source: Geifman and El-Yaniv, NeurIPS 2017."""
    if not curve.coverage:
        return None
    return float(np.sum(np.diff(curve.coverage, prepend=0.0) * np.asarray(curve.risk)))


def coverage_at_risk(curve: RiskCoverage, *, most: float, level: float = 0.95) -> float:
    """The largest share that may be judged with at most that risk, by its one-sided Clopper-Pearson bound; 0 if none."""
    fit = (
        share
        for share, risk, n in zip(*curve, strict=True)
        if clopper_pearson(round(risk * n), n, level=2 * level - 1).high <= most
    )
    return max(fit, default=0.0)


def _steps(score: Scores) -> NDArray[np.int64]:
    """The last place of each run of equal scores, scores falling."""
    falling = np.sort(-score, kind="stable")
    return np.append(np.flatnonzero(np.diff(falling)), len(score) - 1)


def three_way_recall(truth: Sequence[str], said: Sequence[str], labels: Sequence[str]) -> float | None:
    """The mean over labels of how many of each are called so; None where a label does not occur."""
    if any(label not in truth for label in labels):
        return None
    at = {label: [i for i, own in enumerate(truth) if own == label] for label in labels}
    return float(np.mean([np.mean([said[i] == label for i in places]) for label, places in at.items()]))
