from pathlib import Path

from tests.refresh.kills import killed


def test_a_refresh_killed_at_any_moment_leaves_each_report_old_or_new_and_the_next_one_completes_it(
    tmp_path: Path,
) -> None:
    outcome = killed(tmp_path, 3)
    assert (outcome.kills, outcome.lost, outcome.gaps, outcome.broken, outcome.stale_after) == (3, 0, 0, 0, 0)
    assert outcome.unfinished > 0  # else the machine was too fast for this to prove anything
