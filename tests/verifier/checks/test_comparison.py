"""The sides of a comparison, and what came first, are compared side by side."""

import pytest


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ("Norvania exports more grain than Estovia.", "Estovia exports more grain than Norvania."),
        ("Norvania spent less on arms than Estovia.", "Norvania spent more on arms than Estovia."),
        ("The army withdrew before rebels signed the truce.", "The army withdrew after rebels signed the truce."),
        ("Rebels signed the truce before the army withdrew.", "The army withdrew before rebels signed the truce."),
        ("After the army withdrew, rebels signed the truce.", "Before the army withdrew, rebels signed the truce."),
        (
            "The northern fleet is older than the southern squadron.",
            "The southern squadron is older than the northern fleet.",
        ),
    ],
)
def test_sides_that_are_swapped_contradict(check, claim, passage):
    assert "contradicts" in check("comparison", claim, passage)


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ("Norvania exports more grain than Estovia.", "Norvania exports more grain than Estovia."),
        ("Estovia exports less grain than Norvania.", "Norvania exports more grain than Estovia."),
        ("Rebels signed the truce after the army withdrew.", "The army withdrew before rebels signed the truce."),
        ("After the army withdrew, rebels signed the truce.", "Rebels signed the truce after the army withdrew."),
        ("Before rebels signed, the army withdrew.", "The army withdrew before rebels signed."),
        ("More than 40 ships left.", "Fewer than 60 ships left."),
    ],
)
def test_sides_that_are_kept_do_not(check, claim, passage):
    assert "contradicts" not in check("comparison", claim, passage)


def test_the_reason_tells_what_each_text_says(check):
    found = check("comparison", "The army withdrew before rebels signed.", "The army withdrew after rebels signed.")
    assert (
        found["contradicts"].reason == "The passage says “after” where the claim says “before” of the same two sides."
    )


def test_a_comparison_that_only_the_claim_makes_is_missing(check):
    found = check("comparison", "Estovia is poorer and weaker than Norvania.", "Estovia borders Norvania.")
    assert found["missing"].reason == "The claim compares (“weaker”), the passage does not."
