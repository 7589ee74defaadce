from pathlib import Path

import pytest

from tests.watching.kills import killed


@pytest.mark.timeout(600)  # starts processes, which takes long where others work too
def test_a_watch_that_is_killed_again_and_again_loses_and_doubles_nothing(tmp_path: Path) -> None:
    outcome = killed(tmp_path, 3)
    assert outcome.problems == ()
    assert outcome.versions > 1  # else it was killed too early for this to prove anything
    assert outcome.notices == outcome.versions - 1
    assert outcome.again <= outcome.kills  # a kill between an acknowledgement and its note; receivers know it by its id
