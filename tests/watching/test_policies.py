from datetime import timedelta

import pytest

from pipeline.types import StandingPolicy
from pipeline.watching import Decision, decide
from pipeline.watching.backoff import rest_until
from tests.watching.town import START

HOUR = timedelta(hours=1)


def decided(policy, state, *, interval_s=0, reanchored=False, age=HOUR):
    chosen = StandingPolicy(id="r", policy=policy, interval_s=interval_s, chosen=True)
    return decide(chosen, state, reanchored=reanchored, written_at=START - age, now=START)


@pytest.mark.parametrize(
    ("policy", "state", "expected"),
    [
        ("always", "fresh", "leave"),
        ("always", "stale-minor", "write"),
        ("always", "stale-major", "write"),
        ("only-major", "fresh", "leave"),
        ("only-major", "stale-minor", "wait"),
        ("only-major", "stale-major", "write"),
        ("tell", "fresh", "leave"),
        ("tell", "stale-minor", "tell"),
        ("tell", "stale-major", "tell"),
    ],
)
def test_the_policy_decides_what_is_done_about_a_state(policy, state, expected):
    assert decided(policy, state).what == expected


def test_a_stale_report_waits_until_its_interval_has_passed_since_it_was_written():
    assert decided("always", "stale-major", interval_s=7_200) == Decision("wait", START + HOUR)
    assert decided("only-major", "stale-major", interval_s=7_200) == Decision("wait", START + HOUR)
    assert decided("always", "stale-major", interval_s=3_600) == Decision("write")


def test_what_waits_for_a_graver_state_waits_for_no_moment():
    assert decided("only-major", "stale-minor", interval_s=7_200) == Decision("wait", None)


def test_words_that_only_moved_are_cited_anew_unless_nobody_is_to_write():
    assert decided("always", "fresh", reanchored=True, interval_s=7_200).what == "write"
    assert decided("only-major", "fresh", reanchored=True).what == "write"
    assert decided("tell", "fresh", reanchored=True).what == "leave"


def test_waits_double_up_to_six_hours_and_what_the_other_side_asks_counts_where_it_is_longer():
    waits = [rest_until(START, failures, first_s=900) - START for failures in (1, 2, 3, 5, 6, 60)]
    assert [wait.total_seconds() / 60 for wait in waits] == [15, 30, 60, 240, 360, 360]
    assert rest_until(START, 1, first_s=900, asked_s=7_200) == START + 2 * HOUR
    assert rest_until(START, 1, first_s=900, asked_s=60) == START + HOUR / 4
    assert rest_until(START, 1, first_s=900, asked_s=1e12) == START + timedelta(days=7)
    assert rest_until(START, 2, first_s=86_400) == START + timedelta(days=1)
