from pipeline.types import Pointer
from pipeline.writers.llm.pointing import Sentences
from tests.writers.llm.newsroom import passage

FERRY = passage(
    "The ferry will not sail before June, port director Mara Lind said. “Two engines <b>are out</b> of order,” she said.\n\n"
    "The pier at Norra is not closed. Repairs cost about 40 million crowns.",
    key="k0000000a",
)
PIER = passage("The pier at Alva is open again. Captain Ode Brink sailed there on 3 May.", key="k0000000b")
KNOWN = Sentences([FERRY, PIER])


def test_a_quote_is_widened_to_its_sentence():
    found = KNOWN.pointers("k0000000a", "sail before June", "")
    assert found == [
        Pointer(key="k0000000a", quote="The ferry will not sail before June, port director Mara Lind said.")
    ]


def test_half_a_sentence_does_not_lose_its_negation():
    assert KNOWN.pointers("k0000000a", "closed", "")[0].quote == "The pier at Norra is not closed."


def test_a_quote_over_two_sentences_takes_both_as_they_stand():
    found = KNOWN.pointers("k0000000a", "is not closed. Repairs cost about 40 million", "")
    assert found[0].quote == "The pier at Norra is not closed. Repairs cost about 40 million crowns."


def test_case_space_and_marks_of_a_quote_may_differ():
    found = KNOWN.pointers("k0000000a", '"two  engines ‹b>are out‹/b> OF order," she said', "")
    assert found[0].quote == "“Two engines <b>are out</b> of order,” she said."


def test_a_quote_of_another_passage_goes_to_that_passage():
    found = KNOWN.pointers("k0000000a", "Captain Ode Brink sailed there on 3 May.", "")
    assert found == [Pointer(key="k0000000b", quote="Captain Ode Brink sailed there on 3 May.")]


def test_an_invented_key_is_put_right_by_its_quote():
    assert KNOWN.pointers("kffffffff", "The pier at Alva is open again.", "")[0].key == "k0000000b"


def test_an_invented_key_with_words_that_are_nowhere_points_at_nothing():
    assert KNOWN.pointers("kffffffff", "Ferries are painted green every spring.", "") == []


def test_a_quote_with_a_gap_points_at_each_of_its_parts():
    found = KNOWN.pointers(
        "k0000000a", "The ferry will not sail before June … Repairs cost about 40 million crowns", ""
    )
    assert [pointer.quote[:12] for pointer in found] == ["The ferry wi", "Repairs cost"]


def test_a_reworded_quote_gives_way_to_the_sentence_that_holds_its_words():
    found = KNOWN.pointers("k0000000a", "Repairs would cost 40 million crowns", "")
    assert found == [Pointer(key="k0000000a", quote="Repairs cost about 40 million crowns.")]


def test_without_a_quote_the_words_of_the_claim_are_looked_for():
    found = KNOWN.pointers("k0000000b", "", "Captain Brink sailed to Alva on 3 May.")
    assert found == [Pointer(key="k0000000b", quote="Captain Ode Brink sailed there on 3 May.")]


def test_words_that_are_nowhere_stay_as_drafted_for_the_pipeline_to_refuse():
    found = KNOWN.pointers("k0000000a", "Ferries are painted green every spring.", "")
    assert found == [Pointer(key="k0000000a", quote="Ferries are painted green every spring.")]


def test_a_passage_without_words_is_no_trouble():
    assert Sentences([passage("", key="k0")]).pointers("k0", "A quote of words.", "A claim.") == [
        Pointer(key="k0", quote="A quote of words.")
    ]
