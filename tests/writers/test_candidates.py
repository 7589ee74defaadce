"""Which sentences can stand alone, and how they are put."""

from datetime import UTC, datetime

import pytest

from pipeline.types import Article
from pipeline.writers.candidates import self_contained
from pipeline.writers.wording import alone


def article(published: datetime) -> Article:
    return Article(
        id="a",
        version="v",
        url="https://news.example/a",
        title="t",
        publisher="p",
        author=None,
        published_at=published,
        updated_at=None,
        fetched_at=published,
        language="en",
        text="x",
        origin="a",
    )


TUESDAY = article(datetime(2025, 12, 16, 12, tzinfo=UTC))


@pytest.mark.parametrize(
    "sentence",
    [
        "He also said that the talks in Berlin had been useful for both of the delegations.",
        "That figure describes understandings between Ukraine and the United States alone.",
        "The text, he said, would be handed to the Russian side within a few days.",
        "But they have not yet agreed on what happens to the power plant in the south.",
        "The statement said the leaders would meet again in the coming week in Paris.",
        "What happens next in the talks between the two governments?",
        "Talks failed.",
        "Russia is ready for a deal, and he is confident that the conflict is close to an end, Ryabkov said.",
        "Two days later the ministry in Moscow confirmed the account of the Ukrainian side.",
        "“The plan is dead, the minister told reporters in Geneva on Sunday after the meeting.",
    ],
)
def test_a_sentence_that_leans_on_another_is_no_candidate(sentence: str) -> None:
    assert not self_contained(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Volodymyr Zelensky said he supported a truce over Christmas or a ceasefire on energy targets.",
        "The Kremlin on Tuesday turned down the idea of a truce over Christmas and the New Year.",
        "Washington and Kyiv have agreed about 90 per cent of a plan to end the war, US officials said.",
        "Russia had accepted none of the changes made in Berlin, according to Reuters.",
    ],
)
def test_a_sentence_that_names_whom_it_speaks_of_is_a_candidate(sentence: str) -> None:
    assert self_contained(sentence)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("But Kyiv refused.", "Kyiv refused."),
        ("However, Kyiv refused on Monday.", "Kyiv refused on Monday, 15 December."),
        ("Kyiv refused on Monday at talks in Berlin.", "Kyiv refused on Monday, 15 December, at talks in Berlin."),
        ("Kyiv refused on Monday, 15 December.", "Kyiv refused on Monday, 15 December."),
        ("Kyiv will answer on Friday.", "Kyiv will answer on Friday."),
        ("After Monday's talks Kyiv refused.", "After Monday's talks Kyiv refused."),
        ("Kyiv refused. (Sample Wire)", "Kyiv refused."),
        ("Only Kyiv refused.", "Only Kyiv refused."),
    ],
)
def test_a_sentence_loses_its_opening_and_its_weekdays_gain_a_date(before: str, after: str) -> None:
    assert alone(before, TUESDAY) == after
