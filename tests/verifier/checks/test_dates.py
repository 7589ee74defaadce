"""Dates are compared as days, whichever way they are written, and a date that belongs to something else is noticed."""

import pytest


@pytest.mark.parametrize(
    ("claim", "passage", "reason"),
    [
        (
            "The treaty was signed in Geneva on 15 April 2020.",
            "The treaty was signed in Geneva on 2 April 2020.",
            "The passage dates this 2 April 2020, the claim says 15 April 2020.",
        ),
        (
            "Envoys met in Vienna on 9 December.",
            "Envoys met in Vienna on Monday.",
            "The passage dates this Monday (15 December 2025), the claim says 9 December (9 December 2025).",
        ),
        (
            "The parliament of Norvania fell in 1994.",
            "The parliament of Norvania fell in 1996.",
            "The passage dates this 1996, the claim says 1994.",
        ),
        (
            "The ceasefire began in March 2021.",
            "The ceasefire began in June 2021.",
            "The passage dates this June 2021, the claim says March 2021.",
        ),
        (
            "The minister resigned on Friday.",
            "The minister resigned on Sunday.",
            "The passage dates this Sunday (14 December 2025), the claim says Friday (12 December 2025).",
        ),
        (
            "The vote was held yesterday in Estovia.",
            "The vote was held on 3 December in Estovia.",
            "The passage dates this 3 December (3 December 2025), the claim says yesterday (15 December 2025).",
        ),
    ],
)
def test_another_date_contradicts_with_both_dates(check, claim, passage, reason):
    assert check("date", claim, passage)["contradicts"].reason == reason


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ("Envoys met on 15 December.", "Envoys met on Monday."),
        ("Envoys met on 15 December 2025.", "Envoys met on Monday."),
        ("Envoys met on December 15, 2025.", "Envoys met yesterday."),
        ("Envoys met on Monday.", "Envoys met on 15 December 2025."),
        ("Envoys met in December 2025.", "Envoys met on 15 December 2025."),
        ("Envoys met in 2025.", "Envoys met on 15 December 2025."),
        ("Envoys met last month.", "Envoys met in November."),
        ("Envoys met on the third of March 2024.", "Envoys met on 3 March 2024."),
        ("The pact signed in 2002 shields officials.", "A pact that was signed in 2002 shields officials."),
    ],
)
def test_the_same_day_told_in_another_way_does_not(check, claim, passage):
    assert check("date", claim, passage).keys() <= {"ok"}


def test_a_date_of_the_passage_that_belongs_to_something_else_contradicts(check):
    passage = (
        "Parliament in Estovia approved the budget on 4 May 2025. "
        "Rebels in the eastern hills seized the airfield on 9 June 2025."
    )
    found = check("date", "Rebels in the eastern hills seized the airfield on 4 May 2025.", passage)
    assert found["contradicts"].reason == "The passage dates this 9 June 2025, the claim says 4 May 2025."


def test_a_date_that_the_passage_only_has_roughly_is_weak(check):
    found = check("date", "The dam broke on 7 May 2021.", "The dam broke in May 2021.")
    assert found["weak"].reason == "The passage dates this only May 2021, the claim says 7 May 2021."


def test_a_date_that_the_passage_lacks_is_missing(check):
    found = check("date", "The dam broke on 7 May 2021.", "The dam broke after heavy rain.")
    assert found["missing"].reason == "Not in the passage: 7 May 2021."


def test_without_the_articles_date_weekdays_are_compared_by_name(check):
    found = check("date", "Envoys met on Friday.", "Envoys met on Sunday.", None)
    assert found["contradicts"].reason == "The passage says Sunday, the claim says Friday."
    assert "contradicts" not in check("date", "Envoys met on Sunday.", "Envoys met on Sunday.", None)
