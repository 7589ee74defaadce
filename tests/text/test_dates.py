from datetime import UTC, date, datetime

import pytest

from pipeline.text.dates import find_dates

# A Wednesday.
ANCHOR = datetime(2025, 12, 17, 9, 30, tzinfo=UTC)


def days(text: str, anchor: datetime | None = ANCHOR) -> list[tuple[str, str]]:
    return [(m.first.isoformat(), m.last.isoformat()) for m in find_dates(text, anchor)]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("signed on 15 December 2025 in Berlin", "2025-12-15", "2025-12-15"),
        ("signed on December 15, 2025, in Berlin", "2025-12-15", "2025-12-15"),
        ("GLASGOW, Nov 14 (Reuters)", "2025-11-14", "2025-11-14"),
        ("Dec. 15", "2025-12-15", "2025-12-15"),
        ("2025-12-15", "2025-12-15", "2025-12-15"),
        ("in December 2025", "2025-12-01", "2025-12-31"),
        ("in 2024 he won", "2024-01-01", "2024-12-31"),
        ("between 15 and 17 November", "2025-11-15", "2025-11-17"),
        ("on Friday, 21 November", "2025-11-21", "2025-11-21"),
        ("throughout the 1990s", "1990-01-01", "1999-12-31"),
    ],
)
def test_a_date_is_read_as_its_days(text, first, last):
    assert days(text) == [(first, last)]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("They met on Monday.", "2025-12-15", "2025-12-15"),
        ("on the third of January", "2026-01-03", "2026-01-03"),
        ("They met on Wednesday.", "2025-12-17", "2025-12-17"),
        ("They met last Wednesday.", "2025-12-10", "2025-12-10"),
        ("They will meet on Friday.", "2025-12-19", "2025-12-19"),
        ("They meet next Monday.", "2025-12-22", "2025-12-22"),
        ("It happened yesterday.", "2025-12-16", "2025-12-16"),
        ("two days ago", "2025-12-15", "2025-12-15"),
        ("three days ago", "2025-12-14", "2025-12-14"),
        ("next week", "2025-12-22", "2025-12-28"),
        ("last month", "2025-11-01", "2025-11-30"),
        ("last year", "2024-01-01", "2024-12-31"),
        ("In March it failed.", "2025-03-01", "2025-03-31"),
        ("on 2 January", "2026-01-02", "2026-01-02"),
    ],
)
def test_a_relative_date_is_read_against_the_article_date(text, first, last):
    mentions = find_dates(text, ANCHOR)
    assert [(m.first.isoformat(), m.last.isoformat(), m.relative) for m in mentions] == [(first, last, True)]


def test_a_past_weekday_stays_past_when_an_earlier_sentence_speaks_of_the_future():
    assert days("Talks will go on. They met on Monday.") == [("2025-12-15", "2025-12-15")]


@pytest.mark.parametrize(
    "text", ["He may go.", "The march began.", "at 8:10 on the hour", "2000 troops", "room 1,985", "two days later"]
)
def test_what_only_looks_like_a_date_is_none(text):
    assert days(text) == []


def test_without_an_anchor_only_dates_with_their_year_are_found():
    assert days("On Monday, 3 May 2021 and on Friday.", None) == [("2021-05-03", "2021-05-03")]


def test_offsets_are_those_of_the_text():
    text = "🚀 « Kyiv, 15 December 2025 »"
    (mention,) = find_dates(text)
    assert text[mention.start : mention.end] == "15 December 2025"


def test_an_impossible_day_is_no_date():
    assert find_dates("31 February 2025 and 2025-13-40", date(2025, 1, 1)) == [] or all(
        m.text in {"February 2025", "2025"} for m in find_dates("31 February 2025 and 2025-13-40", date(2025, 1, 1))
    )
