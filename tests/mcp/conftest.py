from pathlib import Path

import pytest

from pipeline.service import Groundwire
from tests.web.serving import FIRST, QUESTION, lines


@pytest.fixture(scope="session")
def home(tmp_path_factory) -> Path:
    """A home with eight articles of the sample and one report."""
    folder = tmp_path_factory.mktemp("mcp") / "home"
    news = folder.parent / "news.jsonl"
    news.write_bytes(lines("r1", FIRST))
    with Groundwire(folder) as desk:
        desk.ingest([str(news)])
        desk.ask(QUESTION)
    return folder
