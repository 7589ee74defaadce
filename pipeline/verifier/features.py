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
_OVERLAP = (
    "floor",
    "recall_focus",
    "recall_window",
    "recall_passage",
    "bigrams",
    "longest_run",
    "longest_gap",
    "order_kept",
)
# What the trained reader says of the packed passage, and of the best window alone.
_READ = ("read:supported", "read:contradicted", "read_window:supported", "read_window:contradicted", "read:most")
_TOTALS = ("contradictions", "strongest_contradiction", "words_of_claim", "window_sentences")
FEATURES = (*_OVERLAP, *_READ, *_TOTALS, *(f"{kind}:{severity}" for kind in KINDS for severity in _SEVERITIES))


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
        overlap.bigram_recall(case.claim, case.window),
        overlap.longest_run(case.claim, case.window),
        overlap.longest_gap(case.claim, case.passage),
        overlap.order_kept(case.claim, case.window),
        _odds(whole[0]),
        _odds(whole[2]),
        _odds(window[0]),
        _odds(window[2]),
        _odds(max(whole[0], window[0])),
        *_totals(case, best, findings),
        *_by_kind(findings),
    ]
    return np.asarray(numbers, dtype=np.float32)


def _odds(chance: float) -> float:
    """The log odds of a probability, kept finite."""
    held = min(max(float(chance), 1e-4), 1 - 1e-4)
    return float(np.log(held / (1 - held)))


def _totals(case: Case, best: Window, findings: Sequence[Finding]) -> tuple[float, float, float, float]:
    against = [f.score for f in findings if f.severity == "contradicts"]
    words = float(np.log1p(len(case.claim.content)))
    return float(len(against)), max(against, default=0.0), words, float(best.last - best.first + 1)


def _by_kind(findings: Sequence[Finding]) -> list[float]:
    strongest = dict.fromkeys(((kind, severity) for kind in KINDS for severity in _SEVERITIES), 0.0)
    for finding in findings:
        at = (finding.kind, finding.severity)
        strongest[at] = max(strongest[at], finding.score)
    return list(strongest.values())
