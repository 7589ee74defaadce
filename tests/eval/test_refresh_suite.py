"""The suite *refresh*: what an update did becomes an item that says whether it was right, and an error is never lost."""

from pathlib import Path

import pytest

from eval.judges import FloorJudge
from eval.staleness import Tally
from eval.staleness_cases import Case
from eval.suite import Context
from eval.suites import refresh
from eval.suites.refresh import OWN_UPDATE, SUITE, _told

STALE = Case("figure corrected", (), "article", "report", "claim", "corrected", "regenerated", "Five were hurt.")
CALM = Case("reprint only", (), "article")


def test_a_stale_report_counts_as_caused_only_with_the_right_cause() -> None:
    right = _told("a", STALE, Tally(cases=1, found=1, caused=1, standing=4))
    wrong = _told("b", STALE, Tally(cases=1, found=1, notes=["expected corrected"]))
    missed = _told("c", STALE, Tally(cases=1))
    assert [item.verdict for item in (right, wrong, missed)] == ["right cause", "found", "missed"]
    assert [item.passed for item in (right, wrong, missed)] == [True, False, False]
    summary = SUITE.summary([right, wrong, missed])
    assert summary["found"].value == pytest.approx(2 / 3)
    assert summary["cause"].value == pytest.approx(1 / 3)
    assert summary["false_alarms"].value is None
    assert SUITE.headline([right, wrong, missed]).startswith("1 of 3 updates that make a report stale")


def test_an_alarm_where_nothing_may_happen_is_a_share_of_the_reports() -> None:
    item = _told("a", CALM, Tally(cases=1, calm=4, alarms=1, acted=3))
    assert item.verdict == "false alarm"
    assert item.scores["false_alarms"] == 0.25
    assert item.scores["minimal"] == 0.75
    assert item.scores["found"] is None


def test_an_update_that_fails_counts_as_the_worst() -> None:
    stale, calm = (_told("a", case, Tally(), failed="the home is busy") for case in (STALE, CALM))
    assert (stale.scores["found"], stale.scores["told_still"]) == (0.0, 1.0)
    assert (calm.scores["false_alarms"], calm.scores["minimal"]) == (1.0, 0.0)
    assert stale.error == calm.error == "the home is busy"


def test_words_that_are_overtaken_and_told_still_fail_the_case() -> None:
    item = _told("a", STALE, Tally(cases=1, found=1, caused=1, told_still=1))
    assert not item.passed
    assert item.scores["told_still"] == 1.0


@pytest.mark.timeout(400)
def test_updates_of_the_sample_are_found_and_its_second_state_leaves_nothing_unproven(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refresh, "MOST", 1)
    context = Context(home=tmp_path, judge=FloorJudge(), work=tmp_path / "work", limit=1)
    items = list(SUITE.items(context))
    assert context.total == len(items) == 2
    assert [item.kind == OWN_UPDATE for item in items] == [False, True]
    assert all(item.error is None for item in items)
    assert SUITE.summary(items)["unproven"].value == 0.0
    assert SUITE.summary(items)["superseded"].value == 0.0
