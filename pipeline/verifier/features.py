"""One pair as one row of numbers, always in the order of `FEATURES`: what the small model of `fusion` weighs.

No feature tells how long the passage is: length names the source of a pair, not its truth.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from . import overlap
from .checks import KINDS
from .finding import Case, Finding
from .windows import Window

_SEVERITIES = ("contradicts", "missing", "weak", "ok")
# How much of the claim's wording the passage holds. More of it may raise a score and never lower it: a near copy of the
# passage is no sign of tampering, though in sets made by editing sentences it looks like one.
_OVERLAP = ("overlap:floor", "overlap:focus", "overlap:window", "overlap:passage")
# What the trained reader says of the packed passage, and of the best window alone.
_READ = ("read:supported", "read:contradicted", "read_window:supported", "read_window:contradicted", "read:most")
FEATURES = (*_OVERLAP, *_READ, *(f"{kind}:{severity}" for kind in KINDS for severity in _SEVERITIES))


def features(
    case: Case, best: Window, told: tuple[NDArray[np.float32], NDArray[np.float32]], findings: Sequence[Finding]
) -> NDArray[np.float32]:
    """The row of one pair; `told` are the three probabilities for the packed passage and for the best window."""
    whole, window = told
    numbers = [
        overlap.lexical_floor(case.claim.text, case.passage.text),
        case.focus_recall,
        best.recall,
        overlap.recall(case.claim, case.passage),
        _odds(whole[0]),
        _odds(whole[2]),
        _odds(window[0]),
        _odds(window[2]),
        _odds(max(whole[0], window[0])),
        *_by_kind(findings),
    ]
    return np.asarray(numbers, dtype=np.float32)


def _odds(chance: float) -> float:
    """The log odds of a probability, kept finite."""
    held = min(max(float(chance), 1e-4), 1 - 1e-4)
    return float(np.log(held / (1 - held)))


def _by_kind(findings: Sequence[Finding]) -> list[float]:
    strongest = dict.fromkeys(((kind, severity) for kind in KINDS for severity in _SEVERITIES), 0.0)
    for finding in findings:
        at = (finding.kind, finding.severity)
        strongest[at] = max(strongest[at], finding.score)
    return list(strongest.values())
