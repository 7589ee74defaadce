"""A claim that spells out the date of a weekday says what the passage says, and another date does not."""

from datetime import UTC, datetime

import pytest

from pipeline.verifier.reading import Reading
from pipeline.verifier.verbatim import find_verbatim

TUESDAY = datetime(2025, 12, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ("Kyiv refused on Monday, 15 December.", "Kyiv refused on Monday."),
        ("Kyiv refused on Monday, 15 December, at talks in Berlin.", "Kyiv refused on Monday at talks in Berlin."),
        ("Kyiv refused on Monday, 15 December, naming land.", "Kyiv refused on Monday, naming land."),
    ],
)
def test_a_weekday_with_its_date_reads_like_the_weekday(claim: str, passage: str) -> None:
    assert find_verbatim(Reading(claim, TUESDAY), Reading(passage, TUESDAY)) is not None


@pytest.mark.parametrize("claim", ["Kyiv refused on Monday, 8 December.", "Kyiv refused on Sunday, 14 December."])
def test_a_weekday_with_another_date_does_not(claim: str) -> None:
    assert find_verbatim(Reading(claim, TUESDAY), Reading("Kyiv refused on Monday.", TUESDAY)) is None


def test_a_date_cannot_be_known_from_a_weekday_without_the_articles_day() -> None:
    assert find_verbatim(Reading("Kyiv refused on Monday, 15 December."), Reading("Kyiv refused on Monday.")) is None
