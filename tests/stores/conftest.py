from pathlib import Path

import pytest

from tests.ingest.home import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home.at(tmp_path)


@pytest.fixture
def chroma_home(tmp_path: Path) -> Home:
    return Home.at(tmp_path, chroma=True)
