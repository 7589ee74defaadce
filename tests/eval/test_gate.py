"""The gate on measurements made up for the purpose: what shuts it, and what may be pinned."""

import argparse
import json
from pathlib import Path

import pytest

from eval.gate import EPSILON, Measured, asked, data_digest, decide, failures, of_mutations, pinned_anew, rate, wilson
from eval.mutations import Specimen
from pipeline.fakes import ScriptedJudge

GOOD = {
    "mutations.killed": Measured(0.90, 100, 0.83, 0.94),
    "relevance.far_accepted": Measured(0.05, 40, 0.01, 0.17, better="lower"),
    "reports.supported": Measured(1.0, 200, 0.98, 1.0, exact=True),
}


@pytest.fixture
def baseline(tmp_path) -> Path:
    file = tmp_path / "baseline.json"
    assert gate(GOOD, file, update=True) == 0
    return file


def gate(measured, baseline: Path, *, update: bool = False, allow_lower: bool = False) -> int:
    options = argparse.Namespace(json=True, update=update, allow_lower=allow_lower)
    return decide(measured, options, baseline=baseline)


def floor(baseline: Path, name: str) -> float:
    return json.loads(baseline.read_text())["floors"][name]["floor"]


def test_the_pinned_numbers_open_the_gate(baseline, capsys) -> None:
    capsys.readouterr()
    assert gate(GOOD, baseline) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["ok"] is True
    assert shown["failures"] == []
    assert shown["measures"]["mutations.killed"] == {
        "value": 0.9, "n": 100, "low": 0.83, "high": 0.94, "better": "higher", "exact": False, "floor": 0.9,
    }  # fmt: skip


def test_a_lowered_number_shuts_the_gate_and_is_named(baseline, capsys) -> None:
    capsys.readouterr()
    assert gate({**GOOD, "mutations.killed": Measured(0.88, 100)}, baseline) == 3
    assert json.loads(capsys.readouterr().out)["failures"] == [
        "mutations.killed fell: 0.88 (n=100), pinned at 0.9 (n=100)"
    ]


def test_a_number_that_is_better_low_shuts_the_gate_when_it_rises(baseline) -> None:
    assert gate({**GOOD, "relevance.far_accepted": Measured(0.08, 40, better="lower")}, baseline) == 3
    assert gate({**GOOD, "relevance.far_accepted": Measured(0.0, 40, better="lower")}, baseline) == 0


def test_a_fall_within_epsilon_is_let_pass_unless_the_number_is_a_promise(baseline) -> None:
    assert EPSILON == 0.01
    assert gate({**GOOD, "mutations.killed": Measured(0.895, 100)}, baseline) == 0
    assert gate({**GOOD, "reports.supported": Measured(0.995, 200, exact=True)}, baseline) == 3


def test_one_case_may_tip_where_there_are_fewer_than_a_hundred(baseline) -> None:
    name = "relevance.far_accepted"
    assert gate({**GOOD, name: Measured(0.075, 40, 0.02, 0.2, better="lower")}, baseline) == 0
    assert gate({**GOOD, name: Measured(0.1, 40, 0.03, 0.24, better="lower")}, baseline) == 3


def test_a_number_over_far_fewer_cases_shuts_the_gate(baseline) -> None:
    assert gate({**GOOD, "mutations.killed": Measured(0.95, 79)}, baseline) == 3
    assert gate({**GOOD, "mutations.killed": Measured(0.95, 80)}, baseline) == 0


def test_a_pinned_number_that_was_not_measured_shuts_the_gate(baseline) -> None:
    assert gate({name: own for name, own in GOOD.items() if name != "mutations.killed"}, baseline) == 3


def test_changed_data_asks_for_pinning_anew(baseline) -> None:
    pinned = json.loads(baseline.read_text())
    (told,) = failures(GOOD, pinned, digest="0123456789abcdef")
    assert told.startswith(f"the data changed ({data_digest()} to 0123456789abcdef)")
    assert "--update" in told


def test_without_a_baseline_the_gate_is_shut(tmp_path) -> None:
    assert gate(GOOD, tmp_path / "none.json") == 3


def test_an_update_refuses_to_lower_a_floor_and_writes_nothing(baseline) -> None:
    before = baseline.read_text()
    assert gate({**GOOD, "mutations.killed": Measured(0.80, 100)}, baseline, update=True) == 3
    assert baseline.read_text() == before


def test_an_update_lowers_a_floor_when_told_to(baseline) -> None:
    lower = {**GOOD, "mutations.killed": Measured(0.80, 100)}
    assert gate(lower, baseline, update=True, allow_lower=True) == 0
    assert floor(baseline, "mutations.killed") == 0.80


def test_an_update_raises_floors_and_does_not_let_them_sink_by_epsilon(baseline) -> None:
    assert gate({**GOOD, "mutations.killed": Measured(0.93, 100)}, baseline, update=True) == 0
    assert gate({**GOOD, "mutations.killed": Measured(0.925, 100)}, baseline, update=True) == 0
    assert floor(baseline, "mutations.killed") == 0.93


def test_an_update_drops_the_pin_of_what_is_measured_no_more() -> None:
    new, lowered = pinned_anew({}, {"floors": {"old": {"floor": 1.0, "n": 1}}}, digest="d", allow_lower=False)
    assert new["floors"] == {}
    assert lowered == []


def test_wilson_intervals_are_those_of_the_textbook() -> None:
    assert wilson(0, 0) == (0.0, 1.0)
    assert wilson(8, 10) == pytest.approx((0.4902, 0.9433), abs=1e-4)
    assert wilson(10, 10) == pytest.approx((0.7225, 1.0), abs=1e-4)


def test_a_rate_over_nothing_is_the_worst_there_is() -> None:
    assert rate([], better="higher").value == 0.0
    assert rate([], better="lower").value == 1.0


def test_questions_are_asked_kind_by_kind() -> None:
    cases = [
        {"id": "1", "kind": "who", "answerable": True},
        {"id": "2", "kind": "who", "answerable": True},
        {"id": "3", "kind": "far", "answerable": False},
        {"id": "4", "kind": "when", "answerable": True},
    ]
    assert [case["id"] for case in asked(cases, most=3)] == ["4", "1", "2"]


def test_a_judge_that_passes_everything_kills_nothing() -> None:
    claim = "More than 460 people were killed, officials said."
    specimens = [
        Specimen(claim, claim, claim),
        Specimen(
            "Talks on tariffs ended in Busan.", "Talks on tariffs ended in Busan.", "Talks on tariffs ended in Busan."
        ),
    ]
    credulous = of_mutations(specimens, ScriptedJudge(otherwise="supported"))
    assert credulous["mutations.killed"].value == 0.0
    assert credulous["mutations.untouched_refused"].value == 0.0
    strict = of_mutations(specimens, ScriptedJudge(otherwise="unsupported"))
    assert strict["mutations.killed"].value == 1.0
    assert strict["mutations.untouched_refused"].value == 1.0
