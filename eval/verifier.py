"""Measures the verifier: `python -m eval.verifier FOLDER [--judge NAME]`: the suite *verifier* as tables by source and family.

`groundwire eval run verifier --data FOLDER` is the same with a record, a page and intervals. FOLDER holds labelled pairs in
the format of `verifier_data`; files under a non-commercial licence are measured too, for nothing is fitted here.
"""

import argparse
import json
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from .judges import load_judge
from .suite import Context, Item
from .suites.verifier import SUITE
from .verifier_scores import PairTable, values

Row = dict[str, float | int | str | None]

_COLUMNS = {
    "bacc": "balanced_accuracy",
    "auroc": "auroc",
    "floor_bacc": "floor.balanced_accuracy",
    "floor_auroc": "floor.auroc",
    "hard_bacc": "hard.balanced_accuracy",
    "ece": "ece",
    "three_way": "three_way",
}


def by_source(items: Sequence[Item]) -> list[Row]:
    """A row a source, the unweighted mean over them, and all pairs pooled."""
    names = sorted({item.kind for item in items})
    rows = [_row(name, [item for item in items if item.kind == name]) for name in names]
    mean: Row = {"source": "mean over sources", "n": len(items)}
    for column in _COLUMNS:
        known = [float(row[column] or 0.0) for row in rows if row[column] is not None]
        mean[column] = float(np.mean(known)) if known else None
    return [*rows, mean, _row("pooled", items)]


def _row(name: str, items: Sequence[Item]) -> Row:
    numbers = values(PairTable.of(items))
    return {"source": name, "n": len(items), **{column: numbers[key] for column, key in _COLUMNS.items()}}


def by_family(items: Sequence[Item]) -> list[Row]:
    """For each family of the hand-written claims: how many come out right, and what they are called."""
    rows: list[Row] = []
    for label, family in sorted(
        {(str(i.inputs["label"]), str(i.inputs["family"])) for i in items if i.inputs["family"]}
    ):
        own = [i for i in items if (i.inputs["label"], i.inputs["family"]) == (label, family)]
        said = [str(item.inputs["said"]) for item in own]
        called = " ".join(f"{name}={said.count(name) / len(said):.2f}" for name in sorted(set(said)))
        right = sum(bool(item.passed) for item in own) / len(own)
        rows.append({"label": label, "family": family, "n": len(own), "right": right, "called": called})
    return rows


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


def evaluate(folder: Path, judge: str) -> dict[str, object]:
    """All tables over the files of a folder, with what they were measured on."""
    with tempfile.TemporaryDirectory() as work:
        context = Context(home=Path(work), judge=load_judge(judge, home=Path(work)), work=Path(work), data=folder)
        items: list[Item] = []
        started = time.perf_counter()
        for item in SUITE.items(context):
            items.append(item)
            if len(items) % 64 == 0:
                print(f"\r{len(items)}/{context.total} pairs judged", end="", flush=True)
        print(f"\r{len(items)}/{context.total} pairs judged")
    return {
        "judge": context.judge.name,
        "data": context.used,
        "pairs_per_second": round(len(items) / (time.perf_counter() - started), 1),
        "sources": by_source(items),
        "families": by_family(items),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--judge", default="packaged", help="floor, packaged, hf:NAME or llm:SPEC")
    given = parser.parse_args()
    result = evaluate(given.folder, given.judge)
    for name in ("sources", "families"):
        rows = result[name]
        assert isinstance(rows, list)
        if rows:
            print(table(rows), end="\n\n")
    print(f"{result['judge']}  {result['pairs_per_second']} pairs/s")
    if given.out:
        given.out.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
