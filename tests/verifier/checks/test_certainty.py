"""A hedge dropped, a cause added and a scope widened are found; what both texts say alike is not."""

import pytest


@pytest.mark.parametrize(
    ("claim", "passage", "cue"),
    [
        ("Norvania will close the strait.", "Norvania may close the strait.", "may"),
        ("The drone came from the island.", "The drone possibly came from the island.", "possibly"),
        ("The bank has raised rates.", "The bank is considering raising rates.", "considering"),
        ("Estovia leaves the union.", "Estovia threatened to leave the union.", "threatened"),
        ("The army takes the town.", "The army could take the town.", "could"),
        ("The minister resigned.", "The minister would resign if the vote failed.", "would"),
    ],
)
def test_a_dropped_hedge_is_weak(check, claim, passage, cue):
    assert check("hedge", claim, passage)["weak"].reason == f"The passage says “{cue}”; the claim states it as certain."


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ("Norvania may close the strait.", "Norvania might close the strait."),
        ("Norvania closed the strait.", "Norvania closed the strait."),
        ("The vote was held in May.", "The vote was held in May."),
        ("The army took the town.", "The army took the town. It may take more."),
        ("Estovia could leave the union.", "Estovia threatened to leave the union."),
        ("Rates will rise, the bank said.", "The bank said that rates will rise."),
    ],
)
def test_what_is_as_firm_as_the_passage_is_not(check, claim, passage):
    assert not {"weak", "missing"} & check("hedge", claim, passage).keys()


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ("The governor quit because the dam broke.", "The governor quit after the dam broke."),
        ("Prices rose as a result of the strike.", "Prices rose during the strike."),
        ("The flood led to a change of government.", "The flood came before a change of government."),
        ("The raid prompted a boycott.", "The raid came first, a boycott later."),
        ("The ferry sank due to the storm.", "The ferry sank in the storm."),
        ("The drought caused the riots.", "The drought came with riots."),
    ],
)
def test_an_added_cause_is_missing(check, claim, passage):
    reason = check("cause", claim, passage)["missing"].reason
    assert reason.startswith("The claim gives a cause (“")
    assert reason.endswith("”) that the passage does not show.")


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ("The governor quit because the dam broke.", "The governor quit because the dam broke."),
        ("The governor quit after the dam broke.", "The governor quit once the dam broke."),
        ("Security forces left the town.", "Troops left the town."),
        ("The governor quit.", "The governor quit because the dam broke."),
        ("Talks over the dam failed.", "Talks about the dam failed."),
        ("The strike led to shortages.", "The strike led to shortages of bread."),
    ],
)
def test_a_cause_of_the_passage_or_none_is_not_missing(check, claim, passage):
    assert "missing" not in check("cause", claim, passage)


@pytest.mark.parametrize(
    ("claim", "passage", "cue"),
    [
        ("All miners went on strike.", "Some miners went on strike.", "All"),
        ("The village was completely destroyed.", "The village was damaged.", "completely"),
        ("Every school in Lima closed.", "Several schools in Lima closed.", "Every"),
        ("It is always closed.", "It is often closed.", "always"),
        ("The entire fleet left.", "Part of the fleet left.", "entire"),
        ("This was the largest protest.", "This was a protest.", "the largest"),
    ],
)
def test_a_widened_scope_is_missing(check, claim, passage, cue):
    found = check("scope", claim, passage)
    assert found["missing"].reason == f"The claim makes a sweeping statement (“{cue}”) that the passage does not show."


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ("All miners went on strike.", "In the north all miners went on strike."),
        ("The largest protest was in Lima.", "Lima saw its largest protest."),
        ("Some miners went on strike.", "All miners went on strike."),
        ("Both envoys left.", "The two envoys left."),
        ("Nothing was said.", "Officials gave no comment."),
        ("Miners went on strike.", "Miners went on strike."),
    ],
)
def test_a_scope_that_is_no_wider_is_not_missing(check, claim, passage):
    assert "missing" not in check("scope", claim, passage)
