"""What a rate would be if the judge made no errors, with what is not known of those errors inside the interval.

A judge that misses some support and accepts some that is none gives a share that is off in a direction that labelled
data can tell. Rogan-Gladen needs its sensitivity and specificity; PPI needs labelled cases of the same kind.
"""

from collections.abc import Sequence
from math import sqrt

import numpy as np
from scipy.stats import norm

from .intervals import ROUNDS, percentiles
from .metric import Interval, Metric, not_scored

# A judge whose sensitivity and specificity add up to hardly more than 1 says nothing; dividing by that is noise.
LEAST_SKILL = 0.1


def rogan_gladen(share: float, *, sensitivity: float, specificity: float) -> float:
    """The true share behind a judged one, kept within [0, 1]. Source: Rogan and Gladen, Am. J. Epidemiol. 1978.

    Raises:
        ValueError: the judge is no better than chance.
    """
    skill = sensitivity + specificity - 1
    if skill <= 0:
        raise ValueError("a judge that is no better than chance corrects nothing")
    return min(1.0, max(0.0, (share + specificity - 1) / skill))


def corrected(
    hits: int,
    n: int,
    *,
    sensitivity: tuple[int, int],
    specificity: tuple[int, int],
    seed: int = 0,
    rounds: int = ROUNDS,
) -> Metric:
    """The Rogan-Gladen share with an interval that holds both samples' uncertainty.

    `sensitivity` and `specificity` are (right, all) counts on labelled supported and not supported cases. The interval is
    a parametric bootstrap with half a case added on either side (Jeffreys), so that a judge without a seen error is
    not taken for one without errors.
    """
    if n == 0:
        return not_scored("no case to score")
    if not sensitivity[1] or not specificity[1]:
        return not_scored("the judge's errors were not measured on both supported and unsupported pairs", n=n)
    se, sp = sensitivity[0] / sensitivity[1], specificity[0] / specificity[1]
    if se + sp - 1 < LEAST_SKILL:
        return not_scored(f"the judge is too weak to correct by: sensitivity {se:.2f}, specificity {sp:.2f}", n=n)
    rng = np.random.default_rng(seed)
    drawn = [rng.beta(k + 0.5, m - k + 0.5, size=rounds) for k, m in ((hits, n), sensitivity, specificity)]
    share, ses, sps = drawn
    skill = ses + sps - 1
    true = np.where(skill < LEAST_SKILL, np.nan, np.clip((share + sps - 1) / np.where(skill == 0, 1, skill), 0, 1))
    value = rogan_gladen(hits / n, sensitivity=se, specificity=sp)
    low, high = percentiles(true)
    return Metric(value, min(low, value), max(high, value), n)


def ppi(
    judged: Sequence[float], labelled_judged: Sequence[float], labelled_true: Sequence[float], *, level: float = 0.95
) -> tuple[float, Interval]:
    """A mean from many judged cases and a few labelled ones, and its interval. Source: Angelopoulos et al., Science 2023.

    The judged mean is moved by how far the judge was off on the labelled cases; the interval widens by how uneven that is.
    """
    if not len(judged) or not len(labelled_true):
        raise ValueError("prediction-powered inference needs judged cases and labelled ones")
    scores, errors = np.asarray(judged, dtype=float), np.subtract(labelled_judged, labelled_true)
    value = float(scores.mean() - errors.mean())
    half = float(norm.ppf((1 + level) / 2)) * sqrt(scores.var() / len(scores) + errors.var() / len(errors))
    return value, Interval(value - half, value + half)
