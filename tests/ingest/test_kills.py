from pathlib import Path

import pytest

from tests.ingest.kills import killed


@pytest.mark.timeout(600)  # starts processes, which takes long where others work too
def test_whatever_is_killed_the_next_run_completes_with_nothing_lost_doubled_or_orphaned(tmp_path: Path) -> None:
    outcome = killed(tmp_path, 5)  # one of each kind
    assert outcome.found == []
    assert (outcome.kills, outcome.lost, outcome.doubled, outcome.ailing) == (5, 0, 0, 0)
