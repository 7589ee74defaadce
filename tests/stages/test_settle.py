"""Settle: a claim is kept, cited anew or omitted with its reason; nothing disappears and nothing weak stays."""

from pipeline.fakes import ScriptedJudge
from pipeline.stages.anchor import anchor
from pipeline.stages.settle import SettledClaim, settle
from pipeline.types import DraftClaim, Evidence, Omission, Pointer
from tests.stages.test_anchor import evidence

GOOD = evidence("The council agreed on 15 points.", key="k1")
OTHER = evidence("Fifteen points were agreed by the council, it said.", key="k2")


def settled(
    text: str, *pointers: tuple[str, str], judge: ScriptedJudge, among: tuple[Evidence, ...] = (GOOD, OTHER)
) -> SettledClaim | Omission:
    draft = DraftClaim(text=text, pointers=tuple(Pointer(key=key, quote=quote) for key, quote in pointers))
    anchored = anchor(draft, {item.key: item for item in among})
    return settle([anchored], judge=judge, evidence=among)[0]


def test_a_supported_claim_keeps_its_citation_and_its_words() -> None:
    result = settled(
        "The council agreed on 15 points.",
        ("k1", "The council agreed on 15 points."),
        judge=ScriptedJudge(otherwise="supported"),
    )
    assert isinstance(result, SettledClaim)
    assert result.text == "The council agreed on 15 points."
    assert [span.quote for span, _ in result.citations] == ["The council agreed on 15 points."]


def test_a_citation_that_does_not_support_its_claim_goes() -> None:
    text = "The council agreed on 15 points."
    judge = ScriptedJudge(
        {(text, "The council agreed on 15 points."): "supported", (text, "it said"): "unsupported"},
    )
    result = settled(text, ("k1", text), ("k2", "it said"), judge=judge, among=(GOOD, OTHER))
    assert isinstance(result, SettledClaim)
    assert [span.evidence.key for span, _ in result.citations] == ["k1"]


def test_a_claim_that_its_words_do_not_carry_is_cited_anew_where_another_passage_does() -> None:
    text = "Fifteen points were agreed by the council."
    judge = ScriptedJudge({(text, OTHER.passage.text): "supported"})
    result = settled(text, ("k1", "The council agreed"), judge=judge)
    assert isinstance(result, SettledClaim)
    assert [span.evidence.key for span, _ in result.citations] == ["k2"]


def test_a_claim_that_nothing_carries_is_omitted_with_the_reason_of_its_judge() -> None:
    result = settled(
        "The council refused.", ("k1", "The council agreed"), judge=ScriptedJudge(otherwise="contradicted")
    )
    assert result == Omission(text="The council refused.", verdict="contradicted", reason="the script says so")


def test_a_claim_without_any_anchor_is_omitted_and_says_which_words_were_not_found() -> None:
    result = settled("The council refused.", ("k1", "no such words"), judge=ScriptedJudge())
    assert isinstance(result, Omission)
    assert result.reason == "the passage does not hold the words “no such words”"


def test_a_claim_that_could_not_be_judged_is_not_shown() -> None:
    result = settled("The council agreed.", ("k1", "The council agreed"), judge=ScriptedJudge(otherwise="unjudged"))
    assert isinstance(result, Omission)
    assert result.verdict == "unjudged"
