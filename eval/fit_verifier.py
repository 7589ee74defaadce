"""Fits how the verifier weighs its evidence: `python -m eval.fit_verifier FOLDER [--judge SPEC] [--out FILE]`.

FOLDER holds labelled pairs in the format of `verifier_data` that the trained reader has not seen: what it says of pairs
it learnt from would be believed too much. Only files whose licence permits commercial use are fitted on. Calibration
and thresholds come from margins of sources that the trees have not seen: each source in turn is left out whole. Seeded;
needs scikit-learn.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import balanced_accuracy_score, roc_auc_score

from pipeline.models.entailment import PackagedEntailment
from pipeline.models.hf_entailment import load_entailment
from pipeline.verifier.examine import Entailment, examine
from pipeline.verifier.features import FEATURES

from .verifier_boosting import Matrix, Shape, Vector, calibration, fit, margins, written
from .verifier_data import Labelled, digest, load, may_train_on, three_way_source, weights

_CHUNK = 256
# A finding against a claim may never raise its score, one for it never lower it, whatever a source suggests.
_AGAINST = (":contradicts", ":contradicted", ":missing", ":weak")
_SIGNS = {name: -1 if name.endswith(_AGAINST) else 1 for name in FEATURES if ":" in name}


@dataclass(frozen=True)
class Fitted:
    """One ensemble as written, and the threshold that suits it."""

    columns: dict[str, object]
    threshold: float


def rows(pairs: Sequence[Labelled], reader: Entailment) -> Matrix:
    """The features of pairs, in order: shape (len(pairs), len(FEATURES))."""
    out: list[NDArray[np.float32]] = []
    for start in range(0, len(pairs), _CHUNK):
        out += [e.row for e in examine([item.pair for item in pairs[start : start + _CHUNK]], reader)]
        print(f"\r{min(start + _CHUNK, len(pairs))}/{len(pairs)} pairs read", end="", flush=True)
    print()
    return np.stack(out)


def unseen_margins(
    table: Matrix,
    truth: NDArray[np.bool_],
    weight: Vector,
    left_out: NDArray[np.str_],
    signs: dict[str, int],
    *,
    seed: int,
) -> Vector:
    """Margins of every item by trees fitted on the other sources."""
    out = np.zeros(len(truth))
    for name in sorted(set(left_out)):
        rest = left_out != name
        model = fit(table[rest], truth[rest], weight[rest], signs, Shape(), seed=seed)
        out[~rest] = margins(model, table[~rest])
    return out


def best_threshold(score: Vector, truth: NDArray[np.bool_], sources: Sequence[str]) -> float:
    """The score at which the mean balanced accuracy over sources is highest."""
    where = [np.asarray([s == name for s in sources]) for name in sorted(set(sources))]
    both = [at for at in where if 0 < truth[at].mean() < 1]
    grid = np.arange(0.2, 0.8, 0.01)
    mean = [np.mean([balanced_accuracy_score(truth[at], score[at] >= cut) for at in both]) for cut in grid]
    told = "  ".join(f"{cut:.2f}: {value:.3f}" for cut, value in zip(grid[::5], mean[::5], strict=True))
    print(f"mean balanced accuracy over sources by threshold: {told}")
    return round(float(grid[int(np.argmax(mean))]), 2)


def fit_one(table: Matrix, items: Sequence[Labelled], label: str, signs: dict[str, int], *, seed: int) -> Fitted:
    """An ensemble with calibration and threshold from pairs of unseen sources."""
    truth = np.asarray([item.label == label for item in items])
    weight = np.asarray(weights(items))
    unseen = unseen_margins(table, truth, weight, np.asarray([item.source for item in items]), signs, seed=seed)
    mapped = calibration(unseen, table, truth, natural(items), reader=f"read:{label}")
    score = mapped.score(unseen, table)
    cut = best_threshold(score, truth, [item.source for item in items])
    report(score >= cut, score, truth, items)
    model = fit(table, truth, weight, signs, Shape(), seed=seed)
    return Fitted(written(model, mapped), cut)


def natural(items: Sequence[Labelled]) -> Vector:
    """Weights for calibration: sources by the root of their size, classes as they come."""
    size: dict[str, int] = {}
    for item in items:
        size[item.source] = size.get(item.source, 0) + 1
    return np.asarray([size[item.source] ** -0.5 for item in items])


def report(accepted: NDArray[np.bool_], score: Vector, truth: NDArray[np.bool_], items: Sequence[Labelled]) -> None:
    """Prints balanced accuracy and AUROC of each source by trees that have not seen it."""
    for name in sorted({item.source for item in items}):
        at = np.asarray([item.source == name for item in items])
        if 0 < truth[at].mean() < 1:
            accuracy = balanced_accuracy_score(truth[at], accepted[at])
            print(f"{name:32s} n={at.sum():5d} bacc={accuracy:.3f} auroc={roc_auc_score(truth[at], score[at]):.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path, default=Path("pipeline/verifier/fusion.json"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--judge", default="packaged", help="packaged, or hf:NAME")
    given = parser.parse_args()
    items = [item for path in sorted(given.folder.glob("*.jsonl")) if may_train_on(path) for item in load(path)]
    reader = load_reader(given.judge)
    table = rows(items, reader)
    supported = fit_one(table, items, "supported", _SIGNS, seed=given.seed)
    three = [i for i, item in enumerate(items) if item.label != "supported" and three_way_source(item.source)]
    against = fit_one(table[three], [items[i] for i in three], "contradicted", {}, seed=given.seed)
    document = {
        "about": "Fitted by eval/fit_verifier.py; see pipeline/verifier/fusion.py.",
        "date": datetime.now(UTC).date().isoformat(),
        "data": {"digest": digest(items), "n": len(items), "sources": sorted({item.source for item in items})},
        "reader": reader.digest,
        "thresholds": {"supported": supported.threshold, "contradicted": against.threshold},
        "features": list(FEATURES),
        "supported": supported.columns,
        "contradicted": against.columns,
    }
    given.out.write_text(json.dumps(document, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"wrote {given.out}: {given.out.stat().st_size} bytes, thresholds {document['thresholds']}")


def load_reader(judge: str) -> Entailment:
    """The trained reader that a setting `judge` names."""
    return load_entailment(judge) if judge.startswith("hf:") else PackagedEntailment()


if __name__ == "__main__":
    main()
