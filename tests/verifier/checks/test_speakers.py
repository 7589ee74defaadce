"""Who says it: a speaker dropped, swapped or made up is found, and a speaker told in another way is not."""

import pytest


@pytest.mark.parametrize(
    ("claim", "passage", "reason"),
    [
        (
            "The bridge was mined overnight.",
            "Officials said the bridge was mined overnight.",
            "The passage reports that officials said this; the claim states it as fact.",
        ),
        (
            "The bridge was mined overnight.",
            "The bridge was mined overnight, the governor claimed.",
            "The passage reports that the governor claimed this; the claim states it as fact.",
        ),
        (
            "The bridge was mined overnight.",
            "According to the army, the bridge was mined overnight.",
            "The passage reports this on the word of the army; the claim states it as fact.",
        ),
        (
            "The bridge was mined overnight.",
            "The bridge was reportedly mined overnight.",
            "The passage reports this with “reportedly”; the claim states it as fact.",
        ),
        (
            "The bridge was mined overnight.",
            "The governor told reporters that the bridge was mined overnight.",
            "The passage reports that the governor said this; the claim states it as fact.",
        ),
        (
            "The bridge was mined overnight.",
            "Holm warned that the bridge was mined overnight.",
            "The passage reports that Holm warned of this; the claim states it as fact.",
        ),
    ],
)
def test_a_dropped_speaker_is_weak(check, claim, passage, reason):
    assert check("speaker", claim, passage)["weak"].reason == reason


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        (
            "Anna Holm said the harbour would stay open.",
            "Peter Brandt said the harbour would stay open. Anna Holm was at the meeting.",
        ),
        (
            "According to Kenya, the border is safe.",
            "The border is safe, according to Uganda. Kenya sent troops.",
        ),
        (
            "Moscow said the convoy carried grain.",
            "Washington said the convoy carried grain. Moscow sent a ship.",
        ),
        (
            "The UN said the camp was empty.",
            "NATO said the camp was empty. The UN had built it.",
        ),
        (
            "Brandt told reporters that talks had failed.",
            "Holm told reporters that talks had failed. Brandt left early.",
        ),
        (
            "President Okoro insisted that the vote was fair.",
            "Governor Lindqvist insisted that the vote was fair. President Okoro voted in the morning.",
        ),
    ],
)
def test_a_swapped_speaker_contradicts(check, claim, passage):
    found = check("speaker", claim, passage)
    assert found["contradicts"].reason.startswith("The passage has ")


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ("Holm said the port was closed.", "The port was closed, Holm said."),
        ("According to Holm, the port was closed.", "Anna Holm said that the port was closed."),
        ("The Kremlin said the port was closed.", "Moscow said the port was closed."),
        ("Zelensky said the port was closed.", "President Zelenskyy said the port was closed."),
        ("Officials say the port was closed.", "The port was closed, officials said."),
        ("The spokesman said the port was closed.", "Peter Brandt said the port was closed."),
        ("The port was closed.", "The port was closed."),
    ],
)
def test_the_same_speaker_told_in_another_way_does_not(check, claim, passage):
    assert "contradicts" not in check("speaker", claim, passage)


def test_a_speaker_of_whom_the_passage_knows_nothing_is_missing(check):
    found = check("speaker", "Holm said the port was closed.", "The port was closed.")
    assert found["missing"].reason == "The passage does not have Holm say anything."
