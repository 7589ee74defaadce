"""Nothing is held against a sentence that says what the passage says: neither its own words nor a faithful rewording."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.mutations import REWORDINGS, Specimen, mutate
from pipeline.types import Pair
from pipeline.verifier.checks import run_checks
from pipeline.verifier.finding import Case, Finding
from pipeline.verifier.reading import Reading

TUESDAY = datetime(2025, 12, 16, tzinfo=UTC)
WHO = ("Norvania", "President Okoro", "the Harbour Guild", "officials in Lima", "the Kremlin", "a court in The Hague")
DID = ("approved", "did not approve", "rejected", "may delay", "blamed the storm for", "said it would sign", "won")
WHAT = (
    "the grain treaty",
    "all three pipelines",
    "a $4.5 billion loan",
    "about half of the visas",
    "more aid than ever",
)
WHEN = ("on Monday", "on 15 December", "in March 2024", "before the vote", "after talks failed", "because prices rose")
SENTENCES = st.builds(
    lambda who, did, what, when: f"{who[:1].upper()}{who[1:]} {did} {what} {when}.",
    *map(st.sampled_from, (WHO, DID, WHAT, WHEN)),
)
# One sentence at least for every rewording.
REWORDED = (
    "Turnout in Norvania reached 63 per cent.",
    "Turnout in Norvania reached 63%.",
    "The guild sent six ships to the island.",
    "The guild sent 6 ships to the island.",
    "Envoys signed the truce in Lima on Monday, 15 December.",
    "Rebels shelled the harbour at dawn, officials said.",
    "President Okoro said that two bridges had been mined.",
    "Estovia will hold a vote on 4 January, according to the electoral commission.",
)


def against(pair: Pair) -> list[Finding]:
    claim, passage = Reading(pair.claim, pair.date), Reading(pair.passage, pair.date)
    return [f for f in run_checks(Case(claim, passage, passage)) if f.severity in {"contradicts", "missing"}]


@settings(max_examples=200, deadline=None)
@given(SENTENCES)
def test_nothing_is_held_against_a_sentence_by_itself(sentence: str) -> None:
    assert against(Pair(claim=sentence, passage=sentence, date=TUESDAY)) == []


@settings(max_examples=200, deadline=None)
@given(SENTENCES, SENTENCES)
def test_nor_where_another_sentence_follows_it(sentence: str, other: str) -> None:
    found = against(Pair(claim=sentence, passage=f"{sentence} {other}", date=TUESDAY))
    assert [f for f in found if f.severity == "contradicts"] == []


@pytest.mark.parametrize("rewording", sorted(REWORDINGS))
def test_a_faithful_rewording_is_not_held_against_a_claim(rewording: str) -> None:
    around = "It was the third such week. {} Nobody was hurt."
    specimens = [Specimen(claim=s, quote=s, around=around.format(s), date=TUESDAY) for s in REWORDED]
    made = mutate(rewording, specimens, seed=1)
    assert made
    assert [(pair.claim, against(pair)) for _, pair in made if against(pair)] == []
