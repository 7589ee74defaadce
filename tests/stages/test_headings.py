"""A heading is judged, and against the text: a headline cannot vouch for itself."""

from pipeline.fakes import ScriptedJudge
from pipeline.stages.headings import supported_heading
from pipeline.stages.settle import SettledClaim, settle
from pipeline.types import DraftClaim, Pointer
from tests.stages.test_anchor import evidence

TEXT = "The council agreed on 15 points."
ITEM = evidence(TEXT)


def section() -> list[SettledClaim]:
    draft = DraftClaim(text=TEXT, pointers=(Pointer(key="k1", quote=TEXT),))
    settled = settle([draft], judge=ScriptedJudge(otherwise="supported"), evidence=[ITEM])
    return [claim for claim in settled if isinstance(claim, SettledClaim)]


def test_a_heading_that_the_text_carries_stays() -> None:
    judge = ScriptedJudge({"Council agrees": "supported"})
    assert supported_heading("Council agrees", section(), judge=judge, taken=set()) == "Council agrees"


def test_the_title_of_an_article_is_no_part_of_what_a_heading_is_judged_against() -> None:
    judge = ScriptedJudge(otherwise="supported")
    supported_heading("A title", section(), judge=judge, taken=set())
    assert {pair.passage for pair in judge.asked} == {TEXT}


def test_a_heading_that_no_text_carries_gives_way_to_a_headline_that_its_text_does() -> None:
    judge = ScriptedJudge({"A title": "supported"})
    assert supported_heading("Council falls", section(), judge=judge, taken=set()) == "A title"


def test_a_section_whose_headings_all_fail_or_are_taken_is_headed_by_its_first_claim() -> None:
    first = "The council agreed on 15 points"
    assert supported_heading("Council falls", section(), judge=ScriptedJudge(), taken=set()) == first
    judge = ScriptedJudge(otherwise="supported")
    assert supported_heading("A title", section(), judge=judge, taken={"A title"}) == first
