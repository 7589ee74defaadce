"""Boosted trees for `pipeline.verifier.fusion`: fitted with scikit-learn, written out as plain arrays."""

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression

from pipeline.verifier.features import FEATURES

Matrix = NDArray[np.float32]
Vector = NDArray[np.float64]


@dataclass(frozen=True)
class Shape:
    """How large an ensemble is. Chosen by balanced accuracy on left-out sources; see CHANGELOG for what was tried."""

    rounds: int = 150
    leaves: int = 6
    rate: float = 0.05
    least_leaf: int = 40
    l2: float = 10.0


def fit(
    rows: Matrix, truth: NDArray[np.bool_], weight: Vector, signs: dict[str, int], shape: Shape, *, seed: int
) -> Any:
    """A fitted ensemble; `signs` holds features to which it must answer in one direction only."""
    model = HistGradientBoostingClassifier(
        max_iter=shape.rounds,
        max_leaf_nodes=shape.leaves,
        learning_rate=shape.rate,
        min_samples_leaf=shape.least_leaf,
        l2_regularization=shape.l2,
        max_features=0.5,
        monotonic_cst=[signs.get(name, 0) for name in FEATURES],
        early_stopping=False,
        random_state=seed,
    )
    return model.fit(rows, truth, sample_weight=weight / weight.mean())


def margins(model: Any, rows: Matrix) -> Vector:
    return np.asarray(model.decision_function(rows), dtype=np.float64)


@dataclass(frozen=True)
class Calibration:
    """Platt's map of two inputs: the trees' margin, and the feature `reader`, what the trained reader says by itself."""

    slope: float
    reader_slope: float
    intercept: float
    reader: str

    def score(self, margin: Vector, rows: Matrix) -> Vector:
        told = self.reader_slope * rows[:, FEATURES.index(self.reader)]
        return np.asarray(1 / (1 + np.exp(-(self.slope * margin + told + self.intercept))), dtype=np.float64)


def calibration(margin: Vector, rows: Matrix, truth: NDArray[np.bool_], weight: Vector, *, reader: str) -> Calibration:
    """The map, fitted on margins of pairs that the trees have not seen."""
    inputs = np.column_stack([margin, rows[:, FEATURES.index(reader)]])
    platt = LogisticRegression(C=1e6).fit(inputs, truth, sample_weight=weight)
    slope, reader_slope = (float(x) for x in platt.coef_[0])
    return Calibration(slope, reader_slope, float(platt.intercept_[0]), reader)


def written(model: Any, mapped: Calibration) -> dict[str, object]:
    """The ensemble as columns of equal-length rows, one row a tree; a leaf is its own child."""
    nodes = [predictors[0].nodes for predictors in model._predictors]
    width = max(len(tree) for tree in nodes)
    columns: dict[str, list[list[float]]] = {name: [] for name in ("feature", "threshold", "left", "right", "value")}
    for tree in nodes:
        for name, values in _columns(tree).items():
            filled = list(range(len(values), width)) if name in {"left", "right"} else [0] * (width - len(values))
            columns[name].append([*values, *filled])
    depth = max(int(tree["depth"].max()) for tree in nodes)
    base = float(np.ravel(model._baseline_prediction)[0])
    return {**columns, "depth": depth, "base": base, **asdict(mapped)}


def _columns(tree: NDArray[np.void]) -> dict[str, list[float]]:
    leaf, own = tree["is_leaf"].astype(bool), np.arange(len(tree))
    return {
        "feature": [int(x) for x in np.where(leaf, 0, tree["feature_idx"])],
        "threshold": [round(float(x), 6) for x in np.where(leaf, 0.0, tree["num_threshold"])],
        "left": [int(x) for x in np.where(leaf, own, tree["left"])],
        "right": [int(x) for x in np.where(leaf, own, tree["right"])],
        "value": [round(float(x), 6) for x in np.where(leaf, tree["value"], 0.0)],
    }
