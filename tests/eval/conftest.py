"""Runs of evals as they lie on disk, made up for the purpose."""

from datetime import UTC, datetime

import pytest

from eval.records import Config, RunFolder, Score, Summary
from eval.statistics import proportion
from eval.suite import Item

NOW = datetime(2026, 1, 2, tzinfo=UTC)


def write_run(path, items, *, suite="verifier", judge="j", metrics=None) -> RunFolder:
    """A finished run with these items."""
    run = RunFolder(path)
    run.begin(
        Config(
            run=path.name, suite=suite, created=NOW, version="1", code="c", judge=judge, judge_name=judge, seed=7,
            limit=None, data=None, answers=None, given={}, settings={}, prompts={},
        )
    )  # fmt: skip
    for each in items:
        run.add(each)
    shown = metrics or {"accuracy": Score(value=0.5)}
    run.finish(Summary(suite=suite, run=path.name, metrics=shown, items=len(items), errors=0))
    return run


@pytest.fixture
def folder():
    """Writes a finished run with given items to a path."""
    return write_run


@pytest.fixture
def make_run(tmp_path):
    """Makes a run of n items of which the last `right` are right."""

    def make(name: str, *, right: int, n: int, **kwargs) -> RunFolder:
        items = [
            Item(
                id=f"i{k}", cluster=f"i{k}", claim=f"claim {k}", verdict="right" if ok else "wrong", passed=ok,
                scores={"accuracy": float(ok)},
            )
            for k in range(n)
            for ok in [k >= n - right]
        ]  # fmt: skip
        metric = proportion(right, n)
        score = Score(value=metric.value, low=metric.low, high=metric.high, n=n)
        return write_run(tmp_path / name, items, metrics={"accuracy": score}, **kwargs)

    return make
