"""Settle: a claim is kept, cited anew or omitted with its reason; nothing disappears and nothing weak stays."""

from collections.abc import Sequence

from pipeline.fakes import ScriptedJudge
from pipeline.stages.settle import SettledClaim, settle
from pipeline.types import DraftClaim, Evidence, FailedClaim, Omission, Pointer
from tests.stages.test_anchor import evidence

GOOD = evidence("The council agreed on 15 points.", key="k1")
OTHER = evidence("Fifteen points were agreed by the council, it said.", key="k2")


def settled(
    text: str, *pointers: tuple[str, str], judge: ScriptedJudge, among: tuple[Evidence, ...] = (GOOD, OTHER)
) -> SettledClaim | Omission:
    draft = DraftClaim(text=text, pointers=tuple(Pointer(key=key, quote=quote) for key, quote in pointers))
    return settle([draft], judge=judge, evidence=among)[0]


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


MENDED = DraftClaim(text="It agreed on 15 points.", pointers=(Pointer(key="k1", quote="The council agreed"),))
WRONG = DraftClaim(text="It agreed on 51 points.", pointers=(Pointer(key="k1", quote="The council agreed"),))


def test_a_claim_that_fails_goes_back_to_its_writer_with_the_reason_and_the_passages() -> None:
    told: list[FailedClaim] = []

    def mend(failed: Sequence[FailedClaim]) -> list[DraftClaim | None]:
        told.extend(failed)
        return [MENDED]

    judge = ScriptedJudge({MENDED.text: "supported"})
    result = settle([WRONG], judge=judge, evidence=(OTHER, GOOD), repair=mend, rounds=2)[0]
    assert isinstance(result, SettledClaim)
    assert (result.text, result.how) == (MENDED.text, "repaired")
    assert [(item.claim, item.reasons) for item in told] == [(WRONG, ("the script says so",))]
    assert [item.key for item in told[0].evidence] == ["k1", "k2"]


def test_a_writer_gets_so_many_rounds_and_no_more() -> None:
    rounds: list[str] = []

    def never_right(failed: Sequence[FailedClaim]) -> list[DraftClaim | None]:
        rounds.append(failed[0].claim.text)
        return [failed[0].claim.model_copy(update={"text": failed[0].claim.text + " Again."})]

    result = settle([WRONG], judge=ScriptedJudge(), evidence=(GOOD,), repair=never_right, rounds=2)[0]
    assert isinstance(result, Omission)
    assert result.text == WRONG.text
    assert rounds == [WRONG.text, WRONG.text + " Again."]


def test_a_claim_given_back_unchanged_ends_the_rounds() -> None:
    rounds: list[int] = []

    def stubborn(failed: Sequence[FailedClaim]) -> list[DraftClaim | None]:
        rounds.append(len(failed))
        return [item.claim for item in failed]

    settle([WRONG], judge=ScriptedJudge(), evidence=(GOOD,), repair=stubborn, rounds=5)
    assert rounds == [1]
