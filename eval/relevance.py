"""Fits and shows the relevance floor: `python -m eval.relevance [--cases FILE]`.

Asks every question of `eval/cases/questions.jsonl` of the sample corpus in the state that the question names, fits the
weights of `pipeline.stages.relevance` on the dev half, and prints what they do on the test half. Needs scikit-learn.
"""

import argparse
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from pipeline.assets import sample_corpus
from pipeline.service import Groundwire
from pipeline.stages import relevance
from pipeline.types import Brief

CASES = Path(__file__).parent / "cases" / "questions.jsonl"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=Path, default=CASES)
    cases = [json.loads(line) for line in parser.parse_args().cases.read_text(encoding="utf-8").splitlines()]
    rows, scores, found = [], [], []
    for case, signs, score, hit in _measured(cases):
        rows.append(signs)
        scores.append(score)
        found.append(hit)
        print(f"{case['id']} {score:.2f} {'answerable' if case['answerable'] else case['kind']:<10} {case['question']}")
    _show(cases, np.array(rows), np.array(scores), found)


def _measured(cases: list[dict]) -> Iterator[tuple[dict, tuple[float, float, float], float, bool]]:  # type: ignore[type-arg]
    with tempfile.TemporaryDirectory() as folder:
        for state in ("r1", "r2"):
            with Groundwire(Path(folder) / state) as desk:
                desk.ingest([str(sample_corpus("r1"))])
                if state == "r2":
                    desk.ingest([str(sample_corpus("r2"))])
                for case in cases:
                    if case["corpus"] == state:
                        retrieved = desk.retrieve(Brief(question=case["question"]))
                        own = relevance.signs(case["question"], retrieved.evidence, lexical=desk.lexical)
                        hit = any(item.article.id in case.get("articles", ()) for item in retrieved.evidence)
                        yield case, own[:3], retrieved.relevance.score, hit


def _show(cases: list[dict], rows: np.ndarray, scores: np.ndarray, found: list[bool]) -> None:  # type: ignore[type-arg]
    # The cases come back state by state; rows and cases are brought into one order by a stable sort on the state.
    ordered = sorted(cases, key=lambda case: case["corpus"])
    answerable = np.array([case["answerable"] for case in ordered])
    dev = np.array([case["split"] == "dev" for case in ordered])
    fitted = LogisticRegression(C=10).fit(rows[dev], answerable[dev])
    weights = dict(zip(("similarity", "coverage", "names"), fitted.coef_[0].round(1).tolist(), strict=True))
    print(f"\nfitted on dev (n={dev.sum()}): bias {fitted.intercept_[0]:.1f} {weights}; shipped: {relevance._WEIGHTS}")
    print(
        f"an article that answers is in the evidence: {np.mean(np.array(found)[answerable]):.3f} (n={answerable.sum()})"
    )
    for name, part in (("dev", dev), ("test", ~dev)):
        taken = scores[part] >= relevance.FLOOR
        kinds = np.array([case["kind"] if not case["answerable"] else "" for case in ordered])[part]
        print(
            f"{name}: AUROC {roc_auc_score(answerable[part], scores[part]):.3f}, "
            f"answerable refused {1 - taken[answerable[part]].mean():.3f} (n={answerable[part].sum()}), "
            f"near misses accepted {taken[kinds == 'near_miss'].mean():.3f} (n={(kinds == 'near_miss').sum()}), "
            f"far ones accepted {taken[kinds == 'far'].mean():.3f} (n={(kinds == 'far').sum()})"
        )


if __name__ == "__main__":
    main()
