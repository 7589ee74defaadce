"""The small model that weighs features: two ensembles of boosted trees, evaluated in numpy, with a calibration map.

The map takes the trees' margin and, once more, what the trained reader says by itself: trees learn how far to trust it on
the sources at hand, and on others it is worth more than they grant. One ensemble gives P(supported), the other P(contradicted | not supported). The trees were fitted by `eval/fit_verifier.py`; the
file beside this module says on what.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ..errors import ModelUnavailable
from .features import FEATURES

_FILE = "fusion.json"
Rows = NDArray[np.float32]
Scores = NDArray[np.float64]


@dataclass(frozen=True)
class Trees:
    """Trees laid out in arrays of shape (trees, nodes). A leaf is its own child on both sides."""

    feature: NDArray[np.int32]
    threshold: NDArray[np.float64]
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    value: NDArray[np.float64]
    depth: int
    base: float
    slope: float
    intercept: float
    reader: int  # the feature that the calibration map takes beside the margin, and its slope
    reader_slope: float

    def probability(self, rows: Rows) -> Scores:
        """The calibrated probability for each row of features."""
        margins = np.full(len(rows), self.base)
        picked = np.arange(len(rows))
        for tree in range(len(self.feature)):
            node = np.zeros(len(rows), dtype=np.int32)
            for _ in range(self.depth):
                goes_left = rows[picked, self.feature[tree, node]] <= self.threshold[tree, node]
                node = np.where(goes_left, self.left[tree, node], self.right[tree, node])
            margins += self.value[tree, node]
        told = self.reader_slope * rows[:, self.reader]
        return np.asarray(1.0 / (1.0 + np.exp(-(self.slope * margins + told + self.intercept))))


@dataclass(frozen=True)
class Fusion:
    """The fitted model; `digest` names it, so that a verdict can be traced to its weights."""

    supported: Trees
    contradicted: Trees
    digest: str
    thresholds: tuple[float, float]
    reader: str  # digest of the reader whose probabilities were fitted


def trees(written: dict[str, object]) -> Trees:
    """Trees from the form in which they are written: one list a column, one row a tree, padded with leaves."""
    columns = {name: np.asarray(written[name]) for name in ("feature", "threshold", "left", "right", "value")}
    numbers = {name: float(str(written[name])) for name in ("base", "slope", "intercept", "reader_slope")}
    return Trees(
        columns["feature"].astype(np.int32),
        columns["threshold"].astype(np.float64),
        columns["left"].astype(np.int32),
        columns["right"].astype(np.int32),
        columns["value"].astype(np.float64),
        int(str(written["depth"])),
        reader=FEATURES.index(str(written["reader"])),
        **numbers,
    )


@cache
def load_fusion() -> Fusion:
    """The packaged model.

    Raises:
        ModelUnavailable: its file is missing, or was fitted on other features than this code computes.
    """
    source = files(__package__) / _FILE
    if not source.is_file():
        raise ModelUnavailable(f"{_FILE} is not in the package; verdicts need it. Install groundwire again.")
    raw = source.read_bytes()
    return parse_fusion(json.loads(raw), sha256(raw).hexdigest()[:12])


def read_fusion(file: Path) -> Fusion:
    """The model that `eval/fit_verifier.py` has written for another reader.

    Raises:
        ModelUnavailable: it is no such file, or was fitted on other features than this code computes.
    """
    raw = file.read_bytes()
    try:
        return parse_fusion(json.loads(raw), sha256(raw).hexdigest()[:12])
    except (ValueError, KeyError, TypeError) as error:
        raise ModelUnavailable(
            f"{file.name} in the home is no fitted model ({error}); fit it again or remove it"
        ) from error


def parse_fusion(written: dict[str, object], digest: str) -> Fusion:
    """The model that a fit has written.

    Raises:
        ModelUnavailable: it was fitted on other features than this code computes.
    """
    names: Sequence[str] = tuple(written["features"])  # type: ignore[arg-type]
    if tuple(names) != FEATURES:
        raise ModelUnavailable(
            f"{_FILE} weighs {len(names)} features, this version computes {len(FEATURES)} and not the same ones; "
            "scores would mean nothing. Run 'python -m eval.fit_verifier'."
        )
    supported, contradicted = written["supported"], written["contradicted"]
    assert isinstance(supported, dict)
    assert isinstance(contradicted, dict)
    cuts = written["thresholds"]
    assert isinstance(cuts, dict)
    return Fusion(
        trees(supported),
        trees(contradicted),
        digest,
        (float(cuts["supported"]), float(cuts["contradicted"])),
        str(written["reader"]),
    )
