"""Two runs over the same items: what counts as a change, what is only told, and what cannot be compared."""

import pytest

from eval.compare import changes, compare
from eval.suite import Item
from pipeline.errors import BadInput


def item(n: int, *, ok: bool, cluster: str = "", **scores: float | None) -> Item:
    return Item(
        id=f"i{n}", cluster=cluster or f"i{n}", claim=f"claim {n}", verdict="right" if ok else "wrong", passed=ok,
        scores=scores or {"accuracy": float(ok)}, reasons=("because",),
    )  # fmt: skip


def test_equal_runs_show_no_change_and_say_what_they_could_have_shown(tmp_path, folder) -> None:
    items = [item(n, ok=n % 3 > 0) for n in range(60)]
    found = compare(folder(tmp_path / "a", items), folder(tmp_path / "b", items))
    change = found.metrics["accuracy"]
    assert (change.difference, change.p_holm, change.verdict) == (0.0, 1.0, "no change shown")
    assert (change.only_first, change.only_second) == (0, 0)
    assert (found.common, found.fell, found.rose, found.notes) == (60, (), (), ())


def test_a_real_fall_is_worse_and_names_the_items(tmp_path, folder) -> None:
    before = [item(n, ok=True) for n in range(40)]
    after = [item(n, ok=n >= 10) for n in range(40)]
    found = compare(folder(tmp_path / "a", before), folder(tmp_path / "b", after))
    change = found.metrics["accuracy"]
    assert change.difference == -0.25
    assert change.low < -0.25 < change.high < 0
    assert change.p == pytest.approx(2 * 0.5**10)
    assert (change.verdict, change.test) == ("worse", "McNemar, exact")
    assert [moved.id for moved in found.fell] == [f"i{n}" for n in range(10)]
    assert found.fell[0].reasons == ("because",)
    assert change.least is not None
    assert 0 < change.least < 0.25


def test_items_of_one_story_count_as_one(tmp_path, folder) -> None:
    before = [item(n, ok=True, cluster=f"s{n // 10}") for n in range(40)]
    after = [item(n, ok=n >= 10, cluster=f"s{n // 10}") for n in range(40)]
    change = compare(folder(tmp_path / "a", before), folder(tmp_path / "b", after)).metrics["accuracy"]
    assert (change.clusters, change.test) == (4, "sign flips by cluster")
    assert change.p == 1.0
    assert change.verdict == "no change shown"


def test_where_lower_is_better_a_fall_is_an_improvement() -> None:
    pairs = [(item(n, ok=True, brier=0.5), item(n, ok=True, brier=0.1 + n / 1000)) for n in range(30)]
    assert changes(pairs, lower_is_better={"brier"})["brier"].verdict == "better"
    assert changes(pairs)["brier"].verdict == "worse"


def test_what_only_one_run_scored_is_left_out_and_counted() -> None:
    pairs = [(item(0, ok=True, recall=1.0), item(0, ok=True, recall=None)), (item(1, ok=True, recall=0.0), item(1, ok=True, recall=1.0))]  # fmt: skip
    change = changes(pairs)["recall"]
    assert (change.n, change.left_out) == (1, 1)
    assert changes([(item(0, ok=True, a=None), item(0, ok=True, a=None))]) == {}


def test_many_metrics_make_each_harder_to_show() -> None:
    def pair(n):
        both = {f"m{k}": 1.0 for k in range(9)}
        return item(n, ok=True, fell=1.0, **both), item(n, ok=True, fell=float(n >= 6), **both)

    change = changes([pair(n) for n in range(20)])["fell"]
    assert change.p == pytest.approx(2 * 0.5**6)
    assert change.p_holm == pytest.approx(10 * 2 * 0.5**6)
    assert change.verdict == "no change shown"


def test_runs_that_are_unlike_say_so(tmp_path, folder) -> None:
    one = folder(tmp_path / "a", [item(n, ok=True) for n in range(5)])
    two = folder(tmp_path / "b", [item(n, ok=True) for n in range(1, 5)], judge="k")
    notes = compare(one, two).notes
    assert notes == ("The judges differ: j and k.", "1 items occur in one run only and are left out of every number here.")  # fmt: skip


def test_runs_that_cannot_pair_are_refused(tmp_path, folder) -> None:
    one = folder(tmp_path / "a", [item(1, ok=True)])
    with pytest.raises(BadInput, match="do not pair"):
        compare(one, folder(tmp_path / "b", [item(1, ok=True)], suite="answers"))
    with pytest.raises(BadInput, match="share no item"):
        compare(one, folder(tmp_path / "c", [item(2, ok=True)]))
