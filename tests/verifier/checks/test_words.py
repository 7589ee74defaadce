"""The words that the passage lacks are named, and their share is the finding's weight."""

import pytest


@pytest.mark.parametrize(
    ("claim", "passage", "score", "reason"),
    [
        ("The army shelled villages.", "The army left.", 2 / 3, "The passage does not use: shelled, villages."),
        ("Miners want higher wages.", "Miners want wages.", 1 / 4, "The passage does not use: higher."),
        ("The dam broke overnight.", "The dam broke.", 1 / 3, "The passage does not use: overnight."),
        ("Farmers burned tyres.", "Students sang songs.", 1.0, "The passage does not use: Farmers, burned, tyres."),
        ("The ferry sank quickly.", "The ferry sank.", 1 / 3, "The passage does not use: quickly."),
        ("Ministers agreed a budget.", "Ministers agreed.", 1 / 3, "The passage does not use: budget."),
    ],
)
def test_absent_words_are_told(check, claim, passage, score, reason):
    finding = check("words", claim, passage)["missing"]
    assert (finding.score, finding.reason) == (pytest.approx(score), reason)


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ("The army left.", "The army left."),
        ("Negotiators met.", "The negotiations met with protest."),
        ("The talks failed.", "The talk failed."),
        ("The dams break.", "The dam breaks."),
        ("Ministers are agreeing.", "Ministers agreed."),
        ("The army left on 3 May.", "The army left."),
    ],
)
def test_words_in_another_form_are_not_absent(check, claim, passage):
    assert check("words", claim, passage).keys() == {"ok"}
