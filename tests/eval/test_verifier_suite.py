"""The suite *verifier* and `eval meta` on small made-up judgements: denominators, the floor beside, fitness and its reasons."""

import json

import pytest

from eval.judges import FloorJudge
from eval.meta import fitness, report
from eval.statistics import Metric, proportion
from eval.suite import Context
from eval.suites.verifier import PAIRS, SUITE
from eval.verifier_data import LABELS, load
from pipeline.errors import BadInput
from pipeline.fakes import ScriptedJudge
from pipeline.types import Verdict

RIGHT = {"supported": "supported", "unsupported": "unsupported", "contradicted": "contradicted"}


def run(judge, folder, data=PAIRS, **kwargs):
    context = Context(home=folder, judge=judge, work=folder, data=data, **kwargs)
    return list(SUITE.items(context))


def perfect():
    return ScriptedJudge({(p.pair.claim, p.pair.passage): RIGHT[p.label] for p in load(PAIRS)})


def test_the_pairs_that_ship_hold_every_label_often_enough_and_no_claim_twice() -> None:
    pairs = load(PAIRS)
    assert min(sum(p.label == label for p in pairs) for label in LABELS) >= 30
    assert len({(p.pair.claim, p.pair.passage) for p in pairs}) == len(pairs) == 157


def test_a_judge_that_is_always_right_scores_one_and_is_fit(tmp_path) -> None:
    items = run(perfect(), tmp_path)
    numbers = SUITE.summary(items)
    for name in ("balanced_accuracy", "macro_f1", "auroc", "auprc", "accuracy", "hard.balanced_accuracy", "three_way"):
        assert numbers[name].value == pytest.approx(1.0), name
    assert numbers["false_acceptance"].value == numbers["false_warning"].value == 0.0
    assert numbers["floor.balanced_accuracy"].value is not None
    assert numbers["floor.balanced_accuracy"].value < 0.6
    assert SUITE.headline(items) == (
        "Balanced accuracy 100% on 157 pairs, where word overlap alone reaches 47%; 100% where word overlap is wrong."
    )
    told = report(items, judge="j", data="pairs.jsonl", digests={})
    assert told.fit
    assert (told.sensitivity.value, told.specificity.value, told.kappa) == (1.0, 1.0, 1.0)
    assert told.wrong == ()
    assert (told.metrics["log_loss"].unit, told.metrics["ece"].better) == ("number", "lower")
    json.dumps(told.as_json())


def test_the_floor_is_not_fit_and_says_why(tmp_path) -> None:
    told = report(run(FloorJudge(), tmp_path), judge="lexical-floor/1", data="pairs.jsonl", digests={})
    assert not told.fit
    assert any("not surely better than word overlap" in reason for reason in told.why)
    assert {item.verdict for item in told.wrong} == {"accepted wrongly", "refused wrongly"}


def test_what_cannot_be_judged_stays_in_the_count_as_not_supported(tmp_path) -> None:
    unjudged = Verdict(label="unjudged", score=0.0, judge="j", reasons=("no",))
    script = {p.pair.claim: unjudged for p in load(PAIRS) if p.label == "supported"}
    items = run(ScriptedJudge(script), tmp_path)
    numbers = SUITE.summary(items)
    assert len(items) == 157
    assert numbers["false_warning"].value == 1.0
    assert numbers["unjudged"].value == pytest.approx(57 / 157)
    assert not report(items, judge="j", data="d", digests={}).fit


def test_one_class_alone_is_not_scored_and_never_perfect(tmp_path) -> None:
    file = tmp_path / "one.jsonl"
    file.write_text(json.dumps({"claim": "It rained.", "passage": "It rained.", "label": "supported"}) + "\n")
    numbers = SUITE.summary(run(ScriptedJudge(otherwise="supported"), tmp_path, data=file))
    assert numbers["balanced_accuracy"].value is None
    assert numbers["balanced_accuracy"].why == "all pairs are supported, or none is"
    assert SUITE.summary([])["auroc"].value is None
    assert SUITE.headline([]).startswith("There are not both")


def test_a_limit_draws_the_same_pairs_each_time_and_ids_do_not_depend_on_it(tmp_path) -> None:
    every = {item.id for item in run(FloorJudge(), tmp_path)}
    some = [item.id for item in run(FloorJudge(), tmp_path, limit=20)]
    assert len(set(some)) == 20
    assert set(some) <= every
    assert some == [item.id for item in run(FloorJudge(), tmp_path, limit=20)]
    assert some != [item.id for item in run(FloorJudge(), tmp_path, limit=20, seed=8)]


def test_a_folder_of_files_is_scored_source_by_source(tmp_path) -> None:
    lines = PAIRS.read_text(encoding="utf-8").splitlines()
    (tmp_path / "a.jsonl").write_text("\n".join(lines[:40]))
    (tmp_path / "b.v2.jsonl").write_text("\n".join(lines[40:80]))
    items = run(perfect(), tmp_path, data=tmp_path)
    told = report(items, judge="j", data="a folder", digests={})
    assert told.metrics["balanced_accuracy.a"].n == told.metrics["balanced_accuracy.b.v2"].n == 40
    assert told.metrics["floor.balanced_accuracy.b.v2"].says == "balanced accuracy of word overlap on this source"


@pytest.mark.parametrize("text", ["{", '{"claim": "a"}', '{"claim": "a", "passage": "b", "label": "maybe"}', "[]"])
def test_a_line_that_is_no_pair_is_named(tmp_path, text) -> None:
    file = tmp_path / "bad.jsonl"
    file.write_text(text + "\n")
    with pytest.raises(BadInput, match=r"bad\.jsonl, line 1"):
        load(file)
    with pytest.raises(BadInput, match="no file of labelled pairs"):
        run(FloorJudge(), tmp_path, data=tmp_path / "none")


def test_what_was_recorded_is_not_judged_again(tmp_path) -> None:
    items = run(perfect(), tmp_path)
    judge = ScriptedJudge()
    again = run(judge, tmp_path, done={item.id: item for item in items})
    assert again == items
    assert judge.asked == []


def test_fitness_goes_by_the_interval() -> None:
    sure = {"beyond_floor": Metric(0.2, 0.1, 0.3, 500), "unjudged": proportion(0, 500)}
    assert fitness(sure, proportion(230, 250), proportion(220, 250)).fit
    few = fitness(sure, proportion(20, 20), proportion(20, 20))
    assert few.why == (
        "only 20 supported pairs; a gate needs 30 of each",
        "only 20 other pairs; a gate needs 30 of each",
    )
    loose = fitness(sure, proportion(240, 250), proportion(190, 250))
    assert not loose.fit
    assert "may be accepted" in loose.why[0]
    lucky = {**sure, "beyond_floor": Metric(0.02, -0.05, 0.08, 500)}
    assert not fitness(lucky, proportion(230, 250), proportion(230, 250)).fit
