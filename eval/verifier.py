"""Measures the verifier: `python -m eval.verifier FOLDER [--out FILE]`, beside the lexical floor.

FOLDER holds labelled pairs in the format of `verifier_data`. Files under a non-commercial licence are measured too; nothing
is fitted here. Errors and unjudged pairs stay in every denominator: they count as not supported, with score 0.
"""

import argparse
import json
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from pipeline.types import Verdict
from pipeline.verifier.judge import CodeJudge
from pipeline.verifier.overlap import lexical_floor

from .fit_verifier import load_reader
from .verifier_data import Labelled, digest, load
from .verifier_metrics import Scores, Truth, auroc, balanced_accuracy, calibration_error, shares

# The floor's own threshold; see eval-definitions, section 1.
FLOOR_ACCEPTS = 0.58
_CHUNK = 256

Row = dict[str, float | int | str | None]


def measured(name: str, items: Sequence[Labelled], verdicts: Sequence[Verdict], floor: Scores) -> Row:
    """One line of the table."""
    truth = np.asarray([item.label == "supported" for item in items])
    accepted = np.asarray([verdict.label == "supported" for verdict in verdicts])
    score = np.asarray([verdict.score for verdict in verdicts])
    return {
        "source": name,
        "n": len(items),
        "bacc": balanced_accuracy(truth, accepted),
        "auroc": auroc(truth, score),
        "floor_bacc": balanced_accuracy(truth, floor >= FLOOR_ACCEPTS),
        "floor_auroc": auroc(truth, floor),
        "hard_bacc": hard_slice(truth, accepted, floor),
        "ece": calibration_error(truth, score),
        "three_way": three_way(items, verdicts),
        "unjudged": sum(verdict.label == "unjudged" for verdict in verdicts),
    }


def hard_slice(truth: Truth, accepted: Truth, floor: Scores) -> float | None:
    """Balanced accuracy on the pairs that the floor gets wrong."""
    wrong = (floor >= FLOOR_ACCEPTS) != truth
    return balanced_accuracy(truth[wrong], accepted[wrong]) if wrong.any() else None


def three_way(items: Sequence[Labelled], verdicts: Sequence[Verdict]) -> float | None:
    """Mean recall over supported, unsupported and contradicted where a source has all three; partial is unsupported."""
    if len({item.label for item in items}) < 3:
        return None
    said = ["unsupported" if v.label in {"partial", "unjudged"} else v.label for v in verdicts]
    recalls = []
    for label in ("supported", "unsupported", "contradicted"):
        at = [i for i, item in enumerate(items) if item.label == label]
        recalls.append(sum(said[i] == label for i in at) / len(at))
    return float(np.mean(recalls))


def by_family(items: Sequence[Labelled], verdicts: Sequence[Verdict]) -> list[Row]:
    """For each family of the hand-written claims: how many come out right, and what they are called."""
    rows: list[Row] = []
    for family in sorted({(item.label, item.family) for item in items if item.family}):
        at = [i for i, item in enumerate(items) if (item.label, item.family) == family]
        right = sum((verdicts[i].label == "supported") == (family[0] == "supported") for i in at)
        called = shares([verdicts[i].label for i in at])
        told = " ".join(f"{name}={share:.2f}" for name, share in called.items())
        rows.append({"label": family[0], "family": family[1], "n": len(at), "right": right / len(at), "called": told})
    return rows


def mean_source(rows: Sequence[Row]) -> Row:
    """The unweighted mean over sources of every number; sources without it are left out of that mean."""
    out: Row = {"source": "mean over sources", "n": sum(int(row["n"] or 0) for row in rows)}
    for name in ("bacc", "auroc", "floor_bacc", "floor_auroc", "hard_bacc", "ece", "three_way"):
        values = [float(row[name] or 0.0) for row in rows if row[name] is not None]
        out[name] = float(np.mean(values)) if values else None
    return out


def judged(items: Sequence[Labelled], judge: CodeJudge) -> list[Verdict]:
    """A verdict for every pair, in order."""
    out: list[Verdict] = []
    for start in range(0, len(items), _CHUNK):
        out += judge.judge([item.pair for item in items[start : start + _CHUNK]])
        print(f"\r{len(out)}/{len(items)} pairs judged", end="", flush=True)
    print()
    return out


def table(rows: Sequence[Row]) -> str:
    """Rows as text, numbers to three places, in the order of the first row's columns."""
    columns = list(rows[0])
    lines = [
        [f"{row.get(c):.3f}" if isinstance(row.get(c), float) else str(row.get(c) or "") for c in columns]
        for row in rows
    ]
    widths = [max(len(line[i]) for line in [columns, *lines]) for i in range(len(columns))]
    return "\n".join(
        "  ".join(cell.ljust(w) for cell, w in zip(line, widths, strict=True)) for line in [columns, *lines]
    )


def evaluate(folder: Path, judge: CodeJudge) -> dict[str, object]:
    """All tables over the files of a folder, with what they were measured on."""
    files = [load(path) for path in sorted(folder.glob("*.jsonl"))]
    items = [item for file in files for item in file]
    floor = np.asarray([lexical_floor(item.pair.claim, item.pair.passage) for item in items])
    started = time.perf_counter()
    verdicts = judged(items, judge)
    seconds = time.perf_counter() - started
    rows, start = [], 0
    for file in files:
        at = slice(start, start + len(file))
        rows.append(measured(file[0].source, file, verdicts[at], floor[at]))
        start += len(file)
    return {
        "judge": judge.name,
        "data": digest(items),
        "pairs_per_second": round(len(items) / seconds, 1),
        "sources": [*rows, mean_source(rows), measured("pooled", items, verdicts, floor)],
        "families": by_family(items, verdicts),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--judge", default="packaged", help="packaged, or hf:NAME")
    given = parser.parse_args()
    result = evaluate(given.folder, CodeJudge(load_reader(given.judge)))
    for name in ("sources", "families"):
        rows = result[name]
        assert isinstance(rows, list)
        if rows:
            print(table(rows), end="\n\n")
    print(f"{result['judge']}  data {result['data']}  {result['pairs_per_second']} pairs/s")
    if given.out:
        given.out.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
