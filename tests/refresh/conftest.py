from pathlib import Path

import pytest

from tests.refresh.newsroom import Newsroom


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    return Newsroom.at(tmp_path)
