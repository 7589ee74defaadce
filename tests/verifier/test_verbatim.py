"""Words that stand in a passage carry a claim, unless they were cut out of who says them or on what condition."""

import pytest

from pipeline.verifier.reading import Reading
from pipeline.verifier.verbatim import find_verbatim

FACT = "; the claim states it as fact"


@pytest.mark.parametrize(
    ("claim", "passage", "cut"),
    [
        (
            "The bridge was mined overnight.",
            "Officials said the bridge was mined overnight.",
            f"the passage reports that officials said this{FACT}",
        ),
        (
            "The bridge was mined overnight.",
            "The bridge was mined overnight, according to the army.",
            f"the passage reports this on the word of the army{FACT}",
        ),
        (
            "The bridge was mined overnight.",
            "“The bridge was mined overnight,” she told reporters.",
            f"the passage quotes somebody here{FACT}",
        ),
        (
            "The bridge was mined overnight.",
            "The governor denied that the bridge was mined overnight.",
            f"the passage reports that the governor denied this{FACT}",
        ),
        (
            "Talks would resume in Lima.",
            "Talks would resume in Lima if the guns fell silent.",
            "the passage says “if” of this; the claim leaves it out",
        ),
        (
            "Broken the truce in Lima.",
            "The army has not broken the truce in Lima.",
            "the passage says “not” of this; the claim leaves it out",
        ),
    ],
)
def test_what_was_cut_off_is_told(claim, passage, cut):
    found = find_verbatim(Reading(claim), Reading(passage))
    assert found is not None
    assert found.cut == cut


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ("The bridge was mined overnight.", "The bridge was mined overnight."),
        ("The bridge was mined overnight.", "It rained. The bridge was mined  overnight. Nobody was hurt."),
        ("Officials said the bridge was mined.", "Officials said the bridge was mined."),
        ("the bridge 'was mined' overnight", "The bridge ‘was mined’ overnight."),
        ("The bridge was mined overnight", "The bridge was mined overnight; two soldiers were hurt."),
        ("The bridge – the last – fell.", "The bridge - the last - fell."),
    ],
)
def test_whole_words_stand_as_they_are(claim, passage):
    found = find_verbatim(Reading(claim), Reading(passage))
    assert found is not None
    assert found.cut == ""
