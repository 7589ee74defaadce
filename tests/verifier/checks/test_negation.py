"""What one text denies and the other asserts is found; a denial in other words, or of something else, is not."""

import pytest


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ("The council did not approve the northern gas pipeline.", "The council approved the northern gas pipeline."),
        ("The council approved the northern gas pipeline.", "The council did not approve the northern gas pipeline."),
        ("Rebels never signed the draft truce in Estovia.", "Rebels signed the draft truce in Estovia."),
        ("Estovia will not join the customs union next year.", "Estovia will join the customs union next year."),
        ("The general cannot order an attack on the port.", "The general can order an attack on the port."),
        ("Engineers failed to repair the damaged power station.", "Engineers repair the damaged power station."),
        ("The border with Norvania was not closed to lorries.", "The border with Norvania was closed to lorries."),
        (
            "The army will not hold the eastern bank, and no talks are planned.",
            "The army will hold the eastern bank, and no talks are planned.",
        ),
    ],
)
def test_a_denial_added_or_dropped_contradicts(check, claim, passage):
    found = check("negation", claim, passage)
    assert "contradicts" in found
    assert found["contradicts"].reason.startswith(("The claim denies", "The passage denies"))


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ("The ministry did not say when talks would begin.", "The ministry gave no date for talks to begin."),
        ("The council did not approve the pipeline.", "The council never approved the pipeline."),
        ("No fewer than 40 ships left the port.", "At least 40 ships left the port."),
        ("The launch fell short of showing full range.", "The launch did not show the full range."),
        ("Not only the port but the airfield was hit.", "The port and the airfield were hit."),
        ("The minister is not free to travel.", "The minister is barred from leaving and free only at home."),
        ("The rebels will not sign until spring.", "The rebels refuse to sign until spring."),
        ("The port was closed.", "The port was closed. The airfield was not."),
    ],
)
def test_a_true_denial_or_one_of_something_else_does_not(check, claim, passage):
    assert "contradicts" not in check("negation", claim, passage)


def test_the_reason_names_the_word_that_is_denied(check):
    found = check(
        "negation", "The council did not approve the northern pipeline.", "The council approved the northern pipeline."
    )
    assert found.keys() & {"weak", "contradicts"}
    (finding,) = found.values()
    assert finding.reason == "The claim denies what the passage says of “approve”."


def test_a_denial_of_which_the_passage_knows_nothing_is_missing(check):
    found = check("negation", "The envoy did not resign.", "The envoy flew home on a chartered plane.")
    assert found["missing"].reason == "The claim says “not”; the passage denies nothing here."
