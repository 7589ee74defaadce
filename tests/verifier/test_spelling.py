"""What is the same in two spellings is shown to the reader of pairs as the same; what differs stays different."""

from datetime import UTC, datetime

import pytest

from pipeline.verifier.reading import Reading
from pipeline.verifier.spelling import spelled

TUESDAY = datetime(2025, 12, 16, tzinfo=UTC)


def said(text: str) -> str:
    return spelled(Reading(text, TUESDAY)).text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("They met on Monday.", "They met on 15 December 2025."),
        ("They met on Monday, 15 December.", "They met on December 15, 2025."),
        ("Ten states signed.", "10 states signed."),
        ("Twenty-five envoys met in two towns.", "25 envoys met in 2 towns."),
        ("It fell by 30 per cent.", "It fell by thirty percent."),
    ],
)
def test_two_spellings_of_one_thing_read_alike(one: str, other: str) -> None:
    assert said(one) == said(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("They met on Monday.", "They met on Sunday."),
        ("Ten states signed.", "Eleven states signed."),
        ("It fell by 30 per cent.", "It fell by 30 points."),
    ],
)
def test_what_differs_still_differs(one: str, other: str) -> None:
    assert said(one) != said(other)


@pytest.mark.parametrize(
    "text",
    ["A third said no.", "One of them left.", "The second vote failed.", "Both sides agreed.", "Dozens were hurt."],
)
def test_what_is_no_plain_number_keeps_its_words(text: str) -> None:
    assert said(text) == text


def test_a_week_keeps_its_words_and_tells_its_days() -> None:
    assert said("They met last week.") == "They met last week (8-14 December 2025)."


def test_only_what_lies_within_the_stretch_is_given() -> None:
    text = "They met on Monday. Ten states signed."
    assert spelled(Reading(text, TUESDAY), 20, len(text)).text == "10 states signed."


@pytest.mark.parametrize("words", ["on 15 December 2025", "met on 15 Dec", "2 towns", "30% of", "They met"])
def test_every_stretch_leads_back_to_the_words_that_it_stands_for(words: str) -> None:
    text = "They met on Monday in two towns and 30 per cent of envoys left."
    found = spelled(Reading(text, TUESDAY))
    at = found.text.index(words)
    start, end = found.origin(at, at + len(words))
    wanted = {"on 15 December 2025": "on Monday", "met on 15 Dec": "met on Monday", "2 towns": "two towns"}
    assert text[start:end] == wanted.get(words, words.replace("30%", "30 per cent"))
