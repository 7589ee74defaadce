"""Quoted words must be in the passage, letter for letter."""

import pytest


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ("Holm called it “a slow disaster”.", "Holm called it a slow failure."),
        ('Holm called it "a slow disaster".', "Holm called it “slow”."),
        ("Holm spoke of “endless war”.", "Holm spoke of war without end."),
        ("The note said “leave by noon”.", "The note said to leave at midday."),
        ("«No deal», Holm wrote.", "No agreement, Holm wrote."),
        ("Holm said ‘we will never sign it’.", "Holm said they would not sign it."),
    ],
)
def test_quoted_words_that_the_passage_lacks_are_missing(check, claim, passage):
    assert check("quote", claim, passage)["missing"].reason.endswith("are not in the passage.")


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ("Holm called it “a slow disaster”.", 'Holm called it "a slow disaster".'),
        ("Holm called it “A slow disaster,” then left.", "Holm called it a slow disaster."),
        ("Holm spoke of “endless  war”.", "Holm spoke of endless war."),
        ("The note said “leave by noon”.", "The note said: «Leave by noon»."),
        ("Holm's words were plain.", "Holm's words were plain."),
        ("Holm said ‘we will never sign it’.", "Holm said: “We will never sign it.”"),
    ],
)
def test_quoted_words_of_the_passage_are_not_missing(check, claim, passage):
    assert "missing" not in check("quote", claim, passage)
