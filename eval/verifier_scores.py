"""The numbers of a judge on labelled pairs, each with its interval over clusters, each beside the lexical floor's."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .judges import FLOOR_ACCEPTS
from .metrics import discrimination as d
from .metrics.calibration import brier, calibration_error, log_loss, overconfidence, reliability
from .statistics import Metric, average, cluster_bootstrap, not_scored, proportion
from .suite import Item, Measure

ROUNDS = 400  # of resampling: enough for two digits of an interval's ends, and half a minute for ten thousand pairs
_MOST_RISK = 0.05
_POINTS = 200  # of a curve that is drawn
_ONE_CLASS = "all pairs are supported, or none is"
_TRUTH, _ACCEPTED, _SCORE, _FLOOR, _SOURCE = range(5)

METRICS: Final = {
    "balanced_accuracy": Measure("the mean of supported pairs accepted and other pairs refused, over all pairs"),
    "macro_f1": Measure("the mean of the F1 of both classes", unit="score"),
    "accuracy": Measure("pairs on which the judge is right"),
    "auroc": Measure("the chance that a supported pair scores above another", unit="score"),
    "auprc": Measure("area under precision and recall, unsupported pairs being what is looked for", unit="score"),
    "ece": Measure("how far scores lie from the share that is supported, over ten bins of equal size", "lower", "score"),
    "overconfidence": Measure("mean score less the share that is supported; 0 is right", "lower", "number"),
    "brier": Measure("mean squared distance of score and label", "lower", "score"),
    "log_loss": Measure("mean cross-entropy in nats", "lower", "number"),
    "aurc": Measure("mean share of errors over all shares that may be judged, the surest first", "lower", "score"),
    "coverage_at_5_risk": Measure("the largest share that can be judged with surely at most 5 % errors"),
    "false_acceptance": Measure("of pairs that are not supported, those accepted", "lower"),
    "false_warning": Measure("of supported pairs, those refused", "lower"),
    "unjudged": Measure("pairs that the judge could not judge; they count as refused", "lower"),
    "floor.balanced_accuracy": Measure("balanced accuracy of word overlap alone"),
    "floor.auroc": Measure("AUROC of word overlap alone", unit="score"),
    "beyond_floor": Measure("balanced accuracy less that of word overlap, on the same pairs", unit="number"),
    "hard.balanced_accuracy": Measure("balanced accuracy on the pairs that word overlap gets wrong"),
    "mean_source.balanced_accuracy": Measure("the unweighted mean over sources of balanced accuracy"),
    "mean_source.macro_f1": Measure("the unweighted mean over sources of macro-F1", unit="score"),
    "three_way": Measure("mean recall of supported, unsupported and contradicted pairs"),
    "balanced_accuracy.*": Measure("balanced accuracy on this source"),
    "auroc.*": Measure("AUROC on this source", unit="score"),
    "floor.balanced_accuracy.*": Measure("balanced accuracy of word overlap on this source"),
}  # fmt: skip

Rows = NDArray[np.float64]
Number = Callable[[Rows], float | None]


@dataclass(frozen=True)
class PairTable:
    """All pairs as columns (truth, accepted, score, floor, source), with clusters and labels in the same order."""

    rows: Rows
    clusters: tuple[str, ...]
    sources: tuple[str, ...]
    labels: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, items: Sequence[Item]) -> "PairTable":
        sources = tuple(sorted({item.kind for item in items}))
        number = {source: float(n) for n, source in enumerate(sources)}
        rows = [
            (
                item.inputs["label"] == "supported",
                item.inputs["said"] == "supported",
                float(str(item.inputs["score"])),
                float(str(item.inputs["floor"])),
                number[item.kind],
            )
            for item in items
        ]
        labels = tuple((str(item.inputs["label"]), str(item.inputs["said"])) for item in items)
        table = np.asarray(rows, dtype=float).reshape(len(rows), 5)
        return cls(table, tuple(item.cluster for item in items), sources, labels)

    def __len__(self) -> int:
        return len(self.rows)

    def at(self, place: NDArray[np.bool_]) -> "PairTable":
        chosen = np.flatnonzero(place)
        return PairTable(
            self.rows[chosen],
            tuple(self.clusters[i] for i in chosen),
            self.sources,
            tuple(self.labels[i] for i in chosen),
        )


def scores(table: PairTable) -> dict[str, Metric]:
    """Every number of `METRICS`; those that a class is missing for are not scored."""
    if not len(table):
        return {name: not_scored("there are no pairs") for name in METRICS if not name.endswith("*")}
    hard = hard_slice(table)
    right = (table.rows[:, _TRUTH] == table.rows[:, _ACCEPTED]).astype(float)
    curve = risk(table.rows)
    unjudged = sum(said == "unjudged" for _, said in table.labels)
    pooled = {name: _metric(table, number) for name, number in _POOLED.items()}
    return {
        **pooled,
        "accuracy": average(right.tolist(), table.clusters, rounds=ROUNDS),
        "coverage_at_5_risk": Metric(d.coverage_at_risk(curve, most=_MOST_RISK), n=len(table)),
        "unjudged": proportion(unjudged, len(table)),
        "hard.balanced_accuracy": _metric(hard, _balanced) if len(hard) else not_scored("word overlap is right on all"),
        "three_way": three_way(table),
        **_by_source(table),
    }


def hard_slice(table: PairTable) -> PairTable:
    """The pairs that word overlap gets wrong."""
    return table.at((table.rows[:, _FLOOR] >= FLOOR_ACCEPTS) != (table.rows[:, _TRUTH] > 0))


def values(table: PairTable) -> dict[str, float | None]:
    """The pooled numbers without their intervals, which take time."""
    found = {name: number(table.rows) for name, number in _POOLED.items()}
    return {**found, "hard.balanced_accuracy": _balanced(hard_slice(table).rows), "three_way": three_way(table).value}


def three_way(table: PairTable) -> Metric:
    """Mean recall over the three labels; what is partly supported or could not be judged is called unsupported."""
    said = ["unsupported" if s in {"partial", "unjudged"} else s for _, s in table.labels]
    truth = [label for label, _ in table.labels]
    value = d.three_way_recall(truth, said, ("supported", "unsupported", "contradicted"))
    return not_scored("not all three labels occur") if value is None else Metric(value, n=len(table))


def _by_source(table: PairTable) -> dict[str, Metric]:
    out: dict[str, Metric] = {}
    for number, source in enumerate(table.sources):
        own = table.at(table.rows[:, _SOURCE] == number)
        out[f"balanced_accuracy.{source}"] = _metric(own, _balanced)
        out[f"auroc.{source}"] = _metric(own, _auroc)
        out[f"floor.balanced_accuracy.{source}"] = _metric(own, _floor_balanced)
    return out


def _metric(table: PairTable, number: Number) -> Metric:
    value = number(table.rows)
    if value is None:
        return not_scored(_ONE_CLASS, n=len(table))
    low, high = cluster_bootstrap(table.rows, table.clusters, statistic=_or_nan(number), seed=1, rounds=ROUNDS)
    return Metric(value, low, high, len(table))


def _or_nan(number: Number) -> Callable[[Rows], float]:
    def found(rows: Rows) -> float:
        value = number(rows)
        return float("nan") if value is None else value

    return found


def _truth(rows: Rows) -> d.Truth:
    return rows[:, _TRUTH] > 0


def _accepted(rows: Rows) -> d.Truth:
    return rows[:, _ACCEPTED] > 0


def _balanced(rows: Rows) -> float | None:
    return d.balanced_accuracy(_truth(rows), _accepted(rows))


def _floor_balanced(rows: Rows) -> float | None:
    return d.balanced_accuracy(_truth(rows), rows[:, _FLOOR] >= FLOOR_ACCEPTS)


def _auroc(rows: Rows) -> float | None:
    return d.auroc(_truth(rows), rows[:, _SCORE])


def _beyond_floor(rows: Rows) -> float | None:
    own, floor = _balanced(rows), _floor_balanced(rows)
    return None if own is None or floor is None else own - floor


def _mean_source(number: Number) -> Number:
    def found(rows: Rows) -> float | None:
        values = [number(rows[rows[:, _SOURCE] == source]) for source in np.unique(rows[:, _SOURCE])]
        known = [value for value in values if value is not None]
        return float(np.mean(known)) if known else None

    return found


def _macro(rows: Rows) -> float | None:
    return d.macro_f1(_truth(rows), _accepted(rows))


def risk(rows: Rows) -> d.RiskCoverage:
    """Errors by coverage, a score being as sure as it lies far from one half."""
    return d.risk_coverage(_truth(rows) == _accepted(rows), np.abs(rows[:, _SCORE] - 0.5))


_POOLED: dict[str, Number] = {
    "balanced_accuracy": _balanced,
    "macro_f1": _macro,
    "auroc": _auroc,
    "auprc": lambda rows: d.average_precision(~_truth(rows), -rows[:, _SCORE]),
    "ece": lambda rows: calibration_error(_truth(rows), rows[:, _SCORE]),
    "overconfidence": lambda rows: overconfidence(_truth(rows), rows[:, _SCORE]),
    "brier": lambda rows: brier(_truth(rows), rows[:, _SCORE]),
    "log_loss": lambda rows: log_loss(_truth(rows), rows[:, _SCORE]),
    "aurc": lambda rows: d.area_under_risk(risk(rows)),
    "false_acceptance": lambda rows: d.false_acceptance(_truth(rows), _accepted(rows)),
    "false_warning": lambda rows: d.false_warning(_truth(rows), _accepted(rows)),
    "floor.balanced_accuracy": _floor_balanced,
    "floor.auroc": lambda rows: d.auroc(_truth(rows), rows[:, _FLOOR]),
    "beyond_floor": _beyond_floor,
    "mean_source.balanced_accuracy": _mean_source(_balanced),
    "mean_source.macro_f1": _mean_source(_macro),
}


def reliability_curve(table: PairTable) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """(mean score, share supported) of each bin, as x and y."""
    bins = reliability(_truth(table.rows), table.rows[:, _SCORE])
    return tuple(b.score for b in bins), tuple(b.share for b in bins)


def risk_curve(table: PairTable) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """(coverage, risk) as x and y, thinned to what can be drawn."""
    curve = risk(table.rows)
    return _thinned(curve.coverage), _thinned(curve.risk)


def _thinned(values: Iterable[float]) -> tuple[float, ...]:
    every = tuple(values)
    step = max(1, len(every) // _POINTS)
    return (*every[:-1:step], *every[-1:])
