"""The gate on measurements made up for the purpose: what shuts it, what is only told, and what may be pinned."""

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from eval.gate import EPSILON, decide, found, hold, pinned_anew
from eval.gate_measures import digest_of_runs, of_mutations, of_relevance, of_runs
from eval.gate_values import Measured, Outcome, rate
from eval.mutations import Specimen
from eval.questions import asked
from pipeline.errors import BadInput
from pipeline.fakes import ScriptedJudge


def cases(n: int, failing: int = 0, *, better="higher", exact=False, prefix="c") -> Measured:
    """A rate over n cases of which the first `failing` count against it."""
    bad = better == "lower"
    return rate(
        (Outcome(f"{prefix}{i}", (i < failing) == bad, words=f"claim {i}") for i in range(n)),
        better=better,
        exact=exact,
    )


GOOD = {
    "mutations.killed": cases(100, 10),
    "relevance.far_accepted": cases(40, 2, better="lower"),
    "reports.supported": cases(200, exact=True),
}


@pytest.fixture
def baseline(tmp_path) -> Path:
    file = tmp_path / "baseline.json"
    assert gate(GOOD, file, update=True) == 0
    return file


def gate(measured, baseline: Path, **kwargs) -> int:
    return decide(measured, "digest", baseline=baseline, **kwargs).exit_code


def floor(baseline: Path, name: str) -> float:
    return json.loads(baseline.read_text())["floors"][name]["floor"]


def test_the_pinned_numbers_open_the_gate(baseline) -> None:
    held = decide(GOOD, "digest", baseline=baseline)
    shown = held.json()
    assert (held.exit_code, shown["ok"], shown["failures"], shown["warnings"]) == (0, True, [], [])
    assert shown["measures"]["mutations.killed"] == {
        "value": 0.9, "n": 100, "low": 0.8256, "high": 0.9448, "better": "higher", "exact": False, "floor": 0.9,
    }  # fmt: skip


def test_a_sure_fall_shuts_the_gate_and_names_the_items(baseline) -> None:
    held = decide({**GOOD, "mutations.killed": cases(100, 20)}, "digest", baseline=baseline)
    assert held.exit_code == 3
    (finding,) = held.findings
    assert finding.told == "mutations.killed got worse: 0.8 (n=100), pinned at 0.9 (n=100)"
    assert finding.items == tuple(f"c{n}: claim {n}" for n in range(10, 20))


def test_a_fall_that_chance_explains_is_told_and_does_not_shut_the_gate(baseline) -> None:
    held = decide({**GOOD, "mutations.killed": cases(100, 12)}, "digest", baseline=baseline)
    assert held.exit_code == 0
    assert held.json()["warnings"] == [
        "mutations.killed may have got worse, within what chance explains: 0.88 (n=100), pinned at 0.9 (n=100)"
    ]
    assert held.findings[0].items == ("c10: claim 10", "c11: claim 11")


def test_items_of_one_story_that_fall_together_are_one_case(baseline) -> None:
    def told(failing):
        every = (Outcome(f"c{i}", i >= failing, cluster=f"s{i // 20}") for i in range(100))
        return {"killed": rate(every, better="higher")}

    file = baseline.with_name("stories.json")
    assert gate(told(0), file, update=True) == 0
    assert gate(told(20), file) == 0
    assert gate(told(100), file) == 3


def test_other_cases_are_held_by_both_counts(baseline) -> None:
    assert gate({**GOOD, "mutations.killed": cases(100, 16, prefix="other")}, baseline) == 0
    assert gate({**GOOD, "mutations.killed": cases(100, 25, prefix="other")}, baseline) == 3
    assert gate({**GOOD, "relevance.far_accepted": cases(40, 5, better="lower", prefix="o")}, baseline) == 0
    assert gate({**GOOD, "relevance.far_accepted": cases(40, 12, better="lower", prefix="o")}, baseline) == 3


def test_a_number_without_cases_goes_by_its_interval(baseline) -> None:
    assert gate({**GOOD, "mutations.killed": Measured(0.85, 100, 0.78, 0.91)}, baseline) == 0
    assert gate({**GOOD, "mutations.killed": Measured(0.80, 100, 0.71, 0.87)}, baseline) == 3
    assert gate({**GOOD, "mutations.killed": Measured(0.85, 100)}, baseline) == 3


def test_a_number_that_is_better_low_shuts_the_gate_when_it_surely_rises(baseline) -> None:
    name = "relevance.far_accepted"
    assert gate({**GOOD, name: cases(40, 9, better="lower")}, baseline) == 3
    assert gate({**GOOD, name: cases(40, 0, better="lower")}, baseline) == 0


def test_a_promise_may_not_fall_at_all(baseline) -> None:
    assert EPSILON == 0.01
    assert gate({**GOOD, "reports.supported": cases(200, 1, exact=True)}, baseline) == 3


def test_a_number_over_far_fewer_cases_shuts_the_gate(baseline) -> None:
    assert gate({**GOOD, "mutations.killed": cases(79)}, baseline) == 3
    assert gate({**GOOD, "mutations.killed": cases(80)}, baseline) == 0


def test_a_pinned_number_that_was_not_measured_shuts_the_gate(baseline) -> None:
    assert gate({name: own for name, own in GOOD.items() if name != "mutations.killed"}, baseline) == 3


def test_changed_data_asks_for_pinning_anew(baseline) -> None:
    pinned = json.loads(baseline.read_text())
    (finding,) = found(GOOD, pinned, digest="0123456789abcdef")
    assert finding.told.startswith("the data changed (digest to 0123456789abcdef)")
    assert "--update" in finding.told


def test_without_a_baseline_the_gate_is_shut_and_a_torn_one_is_no_baseline(tmp_path) -> None:
    assert gate(GOOD, tmp_path / "none.json") == 3
    for text in ("{", "[]", '{"floors": {"a": {}}}', '{"floors": 3}'):
        (tmp_path / "torn.json").write_text(text)
        with pytest.raises(BadInput, match=r"torn\.json holds no pinned floors"):
            gate(GOOD, tmp_path / "torn.json")


def test_an_update_refuses_to_lower_a_floor_and_writes_nothing(baseline) -> None:
    before = baseline.read_text()
    assert gate({**GOOD, "mutations.killed": cases(100, 20)}, baseline, update=True) == 3
    assert gate({**GOOD, "mutations.killed": cases(100, 12)}, baseline, update=True) == 3
    assert baseline.read_text() == before


def test_an_update_lowers_a_floor_when_told_to(baseline) -> None:
    lower = {**GOOD, "mutations.killed": cases(100, 20)}
    assert gate(lower, baseline, update=True, allow_lower=True) == 0
    assert floor(baseline, "mutations.killed") == 0.80


def test_an_update_raises_floors_and_does_not_let_them_sink_by_epsilon(baseline) -> None:
    assert gate({**GOOD, "mutations.killed": cases(200, 14)}, baseline, update=True) == 0
    assert gate({**GOOD, "mutations.killed": cases(200, 15)}, baseline, update=True) == 0
    assert floor(baseline, "mutations.killed") == 0.93


def test_an_update_drops_the_pin_of_what_is_measured_no_more() -> None:
    new, lowered = pinned_anew({}, {"floors": {"old": {"floor": 1.0, "n": 1}}}, digest="d", allow_lower=False)
    assert new["floors"] == {}
    assert lowered == []


def test_a_rate_over_nothing_is_the_worst_there_is() -> None:
    assert rate([], better="higher").value == 0.0
    assert rate([], better="lower").value == 1.0


def test_hostile_words_stay_words_in_markdown_and_junit(baseline) -> None:
    bad = Outcome("x", hit=False, words='a | b <script> & "quoted" [link](http://x) \x1b[31m')
    fallen = rate([*(Outcome(f"c{i}", i >= 30) for i in range(99)), bad], better="higher")
    held = decide({**GOOD, "mutations.killed": fallen}, "digest", baseline=baseline)
    markdown, junit = held.markdown(), held.junit()
    assert markdown.startswith("## Gate: shut\n")
    assert "\x1b" not in markdown + junit
    assert "<script>" not in markdown + junit
    assert "| mutations.killed | 0.690 |" in markdown
    suite = ET.fromstring(junit)
    assert (suite.get("tests"), suite.get("failures")) == ("3", "1")
    (failure,) = suite.iter("failure")
    assert failure.get("message", "").startswith("mutations.killed got worse")


def test_questions_are_asked_kind_by_kind() -> None:
    questions = [
        {"id": "1", "kind": "who", "answerable": True},
        {"id": "2", "kind": "who", "answerable": True},
        {"id": "3", "kind": "far", "answerable": False},
        {"id": "4", "kind": "when", "answerable": True},
    ]
    assert [case["id"] for case in asked(questions, most=3)] == ["4", "1", "2"]


def test_the_cases_behind_a_number_are_the_questions_themselves() -> None:
    case = {"id": "q1", "kind": "who", "question": "Who?", "answerable": True}
    far = {"id": "q2", "kind": "far", "question": "What?", "answerable": False}
    numbers = of_relevance([(case, False, True), (far, True, False)])
    assert numbers["relevance.answerable_refused"].failed == {"q1": Outcome("q1", hit=True, words="Who?")}
    assert numbers["relevance.far_accepted"].value == 1.0
    assert numbers["relevance.near_misses_accepted"].value == 1.0  # of none: the worst there is


def test_a_judge_that_passes_everything_kills_nothing() -> None:
    claim = "More than 460 people were killed, officials said."
    made = [Specimen(text, text, text) for text in (claim, "Talks on tariffs ended in Busan.")]
    credulous = of_mutations(made, ScriptedJudge(otherwise="supported"))
    assert credulous["mutations.killed"].value == 0.0
    assert credulous["mutations.untouched_refused"].value == 0.0
    strict = of_mutations(made, ScriptedJudge(otherwise="unsupported"))
    assert strict["mutations.killed"].value == 1.0
    assert strict["mutations.untouched_refused"].value == 1.0


def test_finished_runs_have_floors_of_their_own(tmp_path, make_run) -> None:
    file = tmp_path / "floors.json"
    good, bad = make_run("good", right=38, n=40), make_run("bad", right=20, n=40)
    assert set(of_runs([good])) == {"verifier.accuracy"}
    assert digest_of_runs([good]) == digest_of_runs([bad])
    assert hold([good], baseline=file, update=True).exit_code == 0
    assert hold([good], baseline=file).exit_code == 0
    held = hold([bad], baseline=file)
    assert held.exit_code == 3
    assert len(held.findings[0].items) == 18
    with pytest.raises(BadInput, match="--baseline"):
        hold([good])
