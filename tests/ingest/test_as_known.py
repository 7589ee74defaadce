"""With the setting `as_of_known` an answer as of a moment also forgets what was ingested only after it."""

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.stores.catalogue import Catalogue
from tests.ingest.home import Home, day, raw


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home.at(tmp_path)
    home.ingest(raw("a-1", "The council agreed on fifteen points."), now=day(1))
    home.ingest(raw("a-1", "The council agreed on sixteen points."), now=day(5))  # a silent edit
    home.ingest(raw("a-2", "The council sat in Lund.", published_at=day(2)), now=day(9))  # found late
    return home


@pytest.mark.parametrize(
    ("as_of", "published", "known"),
    [
        (0.5, {"sixteen"}, set()),
        (3, {"sixteen", "Lund"}, {"fifteen"}),
        (6, {"sixteen", "Lund"}, {"sixteen"}),
        (9, {"sixteen", "Lund"}, {"sixteen", "Lund"}),
    ],
)
def test_what_was_ingested_later_is_not_known_yet(
    home: Home, tmp_path: Path, as_of: float, published: set[str], known: set[str]
) -> None:
    replay = replace(home, catalogue=Catalogue.open(tmp_path / "catalogue.sqlite", as_known=True))
    every = sorted(home.vectors.ids() | home.vectors.ids(past=True))
    for each, expected in ((home, published), (replay, known)):
        answering = each.catalogue.passages(every, as_of=day(as_of)).values()
        told = " ".join(passage.text for passage, _ in answering)
        assert {word for word in ("fifteen", "sixteen", "Lund") if word in told} == expected
        assert {word for word in ("fifteen", "sixteen", "Lund") if each.found(word, as_of=day(as_of))} == expected
    newest = replay.catalogue.newest(as_of=day(as_of))
    assert newest == (None if not known else day(2) if "Lund" in known else day(0))


def test_without_a_moment_the_setting_changes_nothing(home: Home, tmp_path: Path) -> None:
    replay = replace(home, catalogue=Catalogue.open(tmp_path / "catalogue.sqlite", as_known=True))
    assert replay.found("council") == home.found("council")
    assert sorted(replay.found("council")) == ["a-1", "a-2"]
