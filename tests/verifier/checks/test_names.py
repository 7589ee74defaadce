"""A name is looked for in every form that newspapers use, and a swapped one is told with both."""

import pytest


@pytest.mark.parametrize(
    ("claim", "passage", "reason"),
    [
        (
            "The foreign minister flew to Oslo for talks.",
            "The foreign minister flew to Lima for talks.",
            "The passage says Lima where the claim says Oslo.",
        ),
        (
            "Parliament elected Maria Holm as its speaker.",
            "Parliament elected Peter Brandt as its speaker.",
            "The passage says Peter Brandt where the claim says Maria Holm.",
        ),
        (
            "The trial of General Osman opened in Sarajevo under heavy guard.",
            "The trial of General Osman opened in Khartoum under heavy guard.",
            "The passage says Khartoum where the claim says Sarajevo.",
        ),
        (
            "The company sold its pipeline to Kenya last year.",
            "The company sold its pipeline to Uganda last year.",
            "The passage says Uganda where the claim says Kenya.",
        ),
        (
            "A drone built in Iran hit the refinery.",
            "A drone built in Turkey hit the refinery.",
            "The passage says Turkey where the claim says Iran.",
        ),
        (
            "The Sixth Fleet sailed home on orders from Naples.",
            "The Sixth Fleet sailed home on orders from Norfolk.",
            "The passage says Norfolk where the claim says Naples.",
        ),
    ],
)
def test_another_name_in_the_same_place_contradicts(check, claim, passage, reason):
    assert check("name", claim, passage)["contradicts"].reason == reason


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ("In Kyiv, Zelensky refused.", "In Kyiv, President Zelenskyy refused."),
        ("Then the US agreed.", "Then America agreed."),
        ("Then Britain agreed.", "Then the UK agreed."),
        ("The Russian fleet left.", "The fleet of Russia left."),
        ("Then Moscow objected.", "Then the Kremlin objected."),
        ("Officials in Tirana objected.", "Officials in Albania's capital objected."),
        ("Then the WHO warned of cholera.", "Then the World Health Organization warned of cholera."),
        ("Then a Trinidadian won.", "Then a sailor from Trinidad won."),
        ("Then Democrats objected.", "Then the Democratic caucus objected."),
    ],
)
def test_an_alias_is_the_same_name(check, claim, passage):
    assert check("name", claim, passage).keys() <= {"ok"}


@pytest.mark.parametrize(
    ("claim", "passage", "missing"),
    [
        ("The talks in Geneva failed.", "The talks failed.", "Geneva"),
        ("The envoy met Anna Lindqvist.", "The envoy met nobody.", "Anna Lindqvist"),
        ("The fleet of Portugal left.", "The fleet left.", "Portugal"),
        ("A ship of the Maritime Guild sank.", "A ship sank.", "Maritime Guild"),
        ("The strike hit Odesa.", "The strike hit a port.", "Odesa"),
        ("The report blames OPEC.", "The report blames exporters.", "OPEC"),
    ],
)
def test_a_name_that_the_passage_lacks_is_missing(check, claim, passage, missing):
    assert check("name", claim, passage)["missing"].reason == f"Not mentioned: {missing}."


def test_an_ordinal_in_a_name_is_part_of_it(check):
    found = check("name", "The ruling rests on the Fifteenth Amendment.", "The ruling rests on the Tenth Amendment.")
    assert "ok" not in found
