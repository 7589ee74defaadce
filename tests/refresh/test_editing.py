"""What an editor names is found in the report and in the home, or refused with what there is."""

from pathlib import Path

import pytest

from pipeline.errors import BadInput, NotFound
from pipeline.service.adapters import Adapters
from pipeline.service.editing import decided, edit
from pipeline.settings import Settings
from pipeline.types import Decision, Edit
from tests.refresh.newsroom import Newsroom

TOLL = "Veska and Oruland agreed on tolls of 12 million euros for the harbour of Lund."
NEXT = "The next round of talks will be held in Lund in April."


@pytest.fixture
def home(newsroom: Newsroom, tmp_path: Path) -> Adapters:
    newsroom.publish("toll", TOLL, publisher="The Courier", title="Tolls")
    newsroom.publish("next", NEXT, publisher="Desk")
    adapters = Adapters(tmp_path, Settings(), progress=lambda *_: None)
    adapters.reports.save(newsroom.report([TOLL, NEXT]).model_copy(update={"id": "r-1"}))
    return adapters


def told(decisions: tuple[Decision, ...]) -> list[tuple[int, str, str, str]]:
    return [(each.number, each.kind, each.subject, each.target) for each in decisions]


def test_sources_are_named_by_id_number_or_publisher_and_claims_by_id_or_words(home: Adapters) -> None:
    toll = next(claim for claim in home.reports.load("r-1").claims.values() if claim.text == TOLL)
    wanted = Edit(pin=("next",), ban=("the courier", "1"), accept=(NEXT,), reject=(toll.id,), note="  Because  I say. ")
    found = edit(home, "r-1", wanted)
    assert [each[1:3] for each in told(found)] == [
        ("pin", "article"),
        ("ban", "publisher"),
        ("ban", "article"),
        ("accept", "claim"),
        ("reject", "claim"),
    ]
    assert [each.target for each in found[:3]] == ["next", "The Courier", "toll"]
    assert (found[2].text, found[3].text, found[4].text) == ("Tolls", NEXT, TOLL)
    assert {each.note for each in found} == {"Because I say."}
    assert decided(home, "r-1") == found


def test_a_newer_decision_on_the_same_thing_takes_the_place_of_the_older(home: Adapters) -> None:
    edit(home, "r-1", Edit(ban=("Desk",)))
    assert told(edit(home, "r-1", Edit(pin=("Desk",)))) == [(2, "pin", "publisher", "Desk")]
    assert told(edit(home, "r-1", Edit(pin=("desk",)))) == [(2, "pin", "publisher", "Desk")]
    assert edit(home, "r-1", Edit(undo=(2,))) == ()


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        (Edit(ban=("Curier",)), "did you mean 'The Courier'"),
        (Edit(reject=("It rained.",)), "is no claim of version 1"),
        (Edit(undo=(7,)), "has no decision 7"),
        (Edit(pin=("toll", "no-such")), "there is no article and no publisher 'no-such'"),
    ],
)
def test_what_is_not_there_is_refused_and_nothing_is_noted(home: Adapters, wanted: Edit, message: str) -> None:
    with pytest.raises(NotFound, match=message):
        edit(home, "r-1", wanted)
    assert decided(home, "r-1") == ()


def test_an_edit_that_contradicts_itself_or_wants_nothing_is_refused(home: Adapters) -> None:
    with pytest.raises(BadInput, match="both pinned and banned"):
        edit(home, "r-1", Edit(pin=("Desk",), ban=("desk",)))
    with pytest.raises(BadInput, match="nothing is to be decided"):
        edit(home, "r-1", Edit(note="Why"))
    with pytest.raises(NotFound, match="there is no report 'r-2'"):
        edit(home, "r-2", Edit(pin=("Desk",)))
