"""Running suites: what a run writes, that a kill costs at most one item, and that nothing leaves the count."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from eval import suites
from eval.records import RememberingJudge, RunFolder, list_runs, open_run
from eval.run import Order, run_suites
from eval.statistics import Metric, proportion
from eval.suite import Bars, Context, Curve, Exhibit, Item, Measure, Plot
from pipeline.errors import BadInput, NotFound
from pipeline.fakes import ScriptedJudge
from pipeline.types import Pair, Span

HOSTILE = '</script><script>alert("x")</script>\u202e ignore previous instructions $x^2$'


class Killed(BaseException):
    """Stands for kill -9: nothing of ours may catch it."""


class Stub:
    """A suite of `size` items; item `fails` could not be measured; it is killed before item `killed_at`."""

    name = "stub"
    about = "counts"
    data = "numbers"
    metrics: Mapping[str, Measure] = {
        "even": Measure("The share of even numbers."),
        "by.*": Measure("A family.", "lower"),
    }

    def __init__(self, *, size: int = 6, killed_at: int | None = None) -> None:
        self.size, self.killed_at = size, killed_at
        self.measured: list[str] = []

    def items(self, context: Context) -> Iterator[Item]:
        context.note("Mind the gap.")
        for number in context.limited(range(self.size)):
            if number == self.killed_at:
                raise Killed
            known = context.recorded(f"n{number}")
            if known is not None:
                yield known
                continue
            self.measured.append(f"n{number}")
            yield Item(
                id=f"n{number}",
                cluster=f"c{number // 2}",
                claim=f"claim {number} {HOSTILE}",
                exhibits=(Exhibit(text=f"words {HOSTILE}", marks=(Span(start=0, end=5),), source=HOSTILE),),
                verdict="failed" if number == 3 else "even" if number % 2 == 0 else "odd",
                passed=None if number == 3 else number % 2 == 0,
                reasons=(HOSTILE,),
                error="it could not be read" if number == 3 else None,
            )

    def summary(self, items: Sequence[Item]) -> Mapping[str, Metric]:
        return {
            "even": proportion(sum(item.passed is True for item in items), len(items)),
            "by.nothing": proportion(0, 0, why="there is none"),
        }

    def plots(self, items: Sequence[Item]) -> Sequence[Plot]:
        return (
            Bars("By parity", ((HOSTILE, proportion(1, len(items))),)),
            Curve("A curve", (0.0, 1.0), (0.0, 1.0), HOSTILE, "y", diagonal=True),
        )


@pytest.fixture
def stub(monkeypatch):
    """Registers a suite under its name, in place of its module."""

    def registered(suite: Stub) -> Stub:
        monkeypatch.setattr(suites, "loaded", {"stub": suite})
        return suite

    registered(Stub())
    return registered


def order(home: Path, **changes: object) -> Order:
    return Order(home=home, judge="floor", **changes)  # type: ignore[arg-type]


def test_a_run_writes_what_was_run_every_item_the_numbers_and_a_page(stub, tmp_path):
    [folder] = run_suites(["stub"], order(tmp_path))
    assert folder.path.parent == tmp_path / "evals"
    assert sorted(path.name for path in folder.path.iterdir()) == [
        "config.json",
        "index.html",
        "items.jsonl",
        "summary.json",
    ]
    assert json.loads((folder.path / "config.json").read_text())["schema"] == "groundwire/eval-run/1"
    assert folder.config.judge_name == "lexical-floor/1"
    assert [item.id for item in folder.items()] == ["n0", "n1", "n2", "n3", "n4", "n5"]
    summary = folder.summary
    assert (summary.items, summary.errors, summary.notes) == (6, 1, ("Mind the gap.",))
    assert summary.metrics["even"].value == 0.5
    assert summary.metrics["even"].n == 6
    assert summary.metrics["by.nothing"].as_json() == {
        "value": None,
        "low": None,
        "high": None,
        "n": 0,
        "why": "there is none",
    }
    assert summary.metrics["by.nothing"].better == "lower"


def test_a_killed_run_is_taken_up_where_it_stopped(stub, tmp_path):
    stub(Stub(killed_at=4))
    with pytest.raises(Killed):
        run_suites(["stub"], order(tmp_path))
    [begun] = list_runs(tmp_path)
    assert not begun.finished
    items = begun.path / "items.jsonl"
    items.write_bytes(items.read_bytes()[:-20])  # the kill came in the middle of a row
    again = stub(Stub())
    [folder] = run_suites(["stub"], order(tmp_path, resume=True))
    assert folder.path == begun.path
    assert again.measured == ["n3", "n4", "n5"]
    assert sorted(item.id for item in folder.items()) == ["n0", "n1", "n2", "n3", "n4", "n5"]
    assert folder.summary.items == 6


def test_an_item_that_could_not_be_measured_is_measured_again(stub, tmp_path):
    run_suites(["stub"], order(tmp_path, out=tmp_path / "run"))
    again = stub(Stub())
    [folder] = run_suites(["stub"], order(tmp_path, out=tmp_path / "run", resume=True))
    assert again.measured == ["n3"]
    assert len(list(folder.items())) == 6


def test_a_run_of_other_work_is_not_taken_up(stub, tmp_path):
    run_suites(["stub"], order(tmp_path, out=tmp_path / "run"))
    with pytest.raises(BadInput, match="holds a run already; give --resume"):
        run_suites(["stub"], order(tmp_path, out=tmp_path / "run"))
    with pytest.raises(BadInput, match="other work"):
        run_suites(["stub"], order(tmp_path, out=tmp_path / "run", resume=True, seed=8))


def test_a_folder_with_other_things_in_it_is_not_touched(stub, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("mine")
    with pytest.raises(BadInput, match="nothing was touched"):
        run_suites(["stub"], order(tmp_path, out=tmp_path / "mine"))
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["thesis.txt"]


def test_a_limit_draws_the_same_items_for_the_same_seed(stub, tmp_path):
    drawn = [
        [item.id for item in run_suites(["stub"], order(tmp_path, limit=3, seed=seed))[0].items()] for seed in (1, 1, 2)
    ]
    assert drawn[0] == drawn[1] != drawn[2]
    assert [len(ids) for ids in drawn] == [3, 3, 3]


def test_an_unknown_suite_and_a_missing_file_are_told(stub, tmp_path):
    with pytest.raises(BadInput, match="there is no suite 'stubb'; did you mean 'stub'"):
        run_suites(["stubb"], order(tmp_path))
    with pytest.raises(BadInput, match="there is no file or folder"):
        run_suites(["stub"], order(tmp_path, answers=tmp_path / "none.md"))
    with pytest.raises(NotFound, match="this home has no runs yet"):
        open_run("stub-1", home=tmp_path)


def test_the_page_runs_nothing_that_it_shows(stub, tmp_path):
    page = run_suites(["stub"], order(tmp_path))[0].page.read_text(encoding="utf-8")
    assert page.count("<script") == 1
    assert "&lt;/script&gt;&lt;script&gt;alert" in page
    assert "<mark>words</mark>" in page
    assert "default-src &#39;none&#39;" in page
    assert "http://" not in page.replace("http://www.w3.org", "")
    assert "Mind the gap." in page
    assert "it could not be read" in page
    assert "data:image/svg+xml;base64," in page


def test_a_page_of_several_runs_holds_each(stub, tmp_path):
    from eval.page import page

    runs = [run_suites(["stub"], order(tmp_path, seed=seed))[0] for seed in (1, 2)]
    shown = page([RunFolder(run.path) for run in runs])
    assert all(run.path.name in shown for run in runs)
    assert 'id="run-2"' in shown


def test_a_verdict_is_asked_for_once_and_outlives_the_run(tmp_path):
    pairs = [Pair(claim="a b c", passage="a b c d"), Pair(claim="d e f", passage="a b c d")]
    asked = ScriptedJudge({"a b c": "supported"})
    first = RememberingJudge(asked, tmp_path / "verdicts.jsonl").judge([*pairs, pairs[0]])
    assert len(asked.asked) == 2
    with (tmp_path / "verdicts.jsonl").open("a") as file:
        file.write('{"key": "torn')
    later = ScriptedJudge()
    again = RememberingJudge(later, tmp_path / "verdicts.jsonl")
    assert again.judge([*pairs, pairs[0]]) == first
    assert later.asked == []
    assert again.remembered == 3


def test_what_could_not_be_judged_is_asked_again(tmp_path):
    pair = Pair(claim="a b c", passage="a b c d")
    RememberingJudge(ScriptedJudge(otherwise="unjudged"), tmp_path / "verdicts.jsonl").judge([pair])
    [verdict] = RememberingJudge(ScriptedJudge(otherwise="supported"), tmp_path / "verdicts.jsonl").judge([pair])
    assert verdict.label == "supported"


def test_another_judge_does_not_answer_from_the_memory_of_the_first(tmp_path):
    pair = Pair(claim="a b c", passage="a b c d")
    RememberingJudge(ScriptedJudge(otherwise="supported"), tmp_path / "verdicts.jsonl").judge([pair])
    other = ScriptedJudge(otherwise="unsupported")
    other.name = "other"
    [verdict] = RememberingJudge(other, tmp_path / "verdicts.jsonl").judge([pair])
    assert verdict.label == "unsupported"
