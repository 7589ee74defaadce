"""The opposite of a word of the passage, among the same words, contradicts; elsewhere it is only weak."""

import pytest


@pytest.mark.parametrize(
    ("claim", "passage", "words"),
    [
        ("Grain exports from Estovia rose last year.", "Grain exports from Estovia fell last year.", ("fell", "rose")),
        ("The senate rejected the trade treaty.", "The senate approved the trade treaty.", ("approved", "rejected")),
        (
            "Opponents of the trade pact marched in Lima.",
            "Supporters of the trade pact marched in Lima.",
            ("Supporters", "Opponents"),
        ),
        (
            "Rebels seized the southern half of the island.",
            "Rebels seized the northern half of the island.",
            ("northern", "southern"),
        ),
        ("The party won the regional vote.", "The party lost the regional vote.", ("lost", "won")),
        (
            "The court found the harbour contract illegal.",
            "The court found the harbour contract legal.",
            ("legal", "illegal"),
        ),
    ],
)
def test_an_opposite_among_the_same_words_contradicts(check, claim, passage, words):
    given, said = words
    found = check("antonym", claim, passage)
    assert found["contradicts"].reason == f"The passage says “{given}”, the claim says “{said}”."


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ("Exports rose.", "Imports of coal fell while exports of grain rose."),
        ("The senate did not approve the treaty.", "The senate rejected the treaty."),
        ("Lima banned the march.", "Lima let the strike go on, and a court allowed picketing."),
        ("Ministers opened the bridge.", "Ministers opened the bridge after the old one was closed."),
        ("The army holds the east.", "The army left the west for good and regrouped far away."),
        ("Prices climbed.", "Prices surged."),
    ],
)
def test_an_opposite_that_is_denied_or_of_something_else_does_not(check, claim, passage):
    assert "contradicts" not in check("antonym", claim, passage)
