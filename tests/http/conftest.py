from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from pipeline.service import Groundwire
from tests.web.serving import FIRST, lines, served


@pytest.fixture(scope="session")
def home(tmp_path_factory) -> Path:
    """A home with fifteen articles of the sample, which the tests may only add reports to."""
    folder = tmp_path_factory.mktemp("api") / "home"
    news = folder.parent / "news.jsonl"
    news.write_bytes(lines("r1", FIRST))
    with Groundwire(folder) as desk:
        desk.ingest([str(news)])
    return folder


@pytest.fixture(scope="session")
def api(home) -> Iterator[httpx.Client]:
    with served(home) as client:
        yield client
