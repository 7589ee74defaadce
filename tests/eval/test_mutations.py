"""What each operator makes of a claim, word for word, and where it leaves one alone."""

from datetime import UTC, datetime

import pytest

from eval.mutations import OPERATORS, REWORDINGS, Specimen, mutate

TUESDAY = datetime(2025, 12, 16, 12, tzinfo=UTC)
SEA = Specimen(
    "Denmark moved two ships to Oslo.", "Denmark moved two ships to Oslo.", "Denmark moved two ships to Oslo.", TUESDAY
)


def changed(operator: str, claim: str, *others: Specimen) -> str | None:
    specimen = Specimen(claim, claim, claim, TUESDAY)
    made = [pair for own, pair in mutate(operator, [specimen, *others], seed=1) if own is specimen]
    assert all(pair.passage == claim for pair in made)
    return made[0].claim if made else None


def possible(operator: str, claim: str, *others: Specimen) -> set[str]:
    """What an operator makes of a claim under any of 40 seeds."""
    specimen = Specimen(claim, claim, claim, TUESDAY)
    runs = [mutate(operator, [specimen, *others], seed=seed) for seed in range(40)]
    return {pair.claim for run in runs for own, pair in run if own is specimen}


def test_a_number_becomes_another_one() -> None:
    assert possible("number", "Some 400 people fled.") == {"Some 240 people fled.", "Some 600 people fled."}
    assert possible("number", "The town has 33,000 people.") == {
        "The town has 20,000 people.",
        "The town has 50,000 people.",
    }
    assert possible("number", "Prices rose by 5.9 per cent.") == {
        "Prices rose by 3.5 per cent.",
        "Prices rose by 8.9 per cent.",
    }
    assert possible("number", "They met for five hours.") == {"They met for two hours.", "They met for eight hours."}


def test_a_bound_moves_only_where_it_is_not_implied() -> None:
    assert possible("number", "More than 400 people fled.") == {"More than 600 people fled."}
    assert possible("number", "No less than 5 ships sank.") == {"No less than 8 ships sank."}
    assert possible("number", "Up to 400 people fled.") == {"Up to 240 people fled."}


@pytest.mark.parametrize(
    "claim",
    ["Nobody fled.", "The war began in 2022.", "They met on 15 December.", "It left at 10:30.", "Two thirds agreed."],
)
def test_years_dates_clock_times_and_fractions_are_no_numbers_to_change(claim) -> None:
    assert possible("number", claim) == set()


def test_a_day_moves_with_its_weekday() -> None:
    assert "They met on Thursday, 18 December." in possible("date", "They met on Monday, 15 December.")
    assert "They met on Friday, 5 December." in possible("date", "They met on Monday, 15 December.")
    assert "They met on 1 January." in possible("date", "They met on 27 December.")


def test_a_day_that_no_calendar_has_is_left_alone() -> None:
    assert possible("date", "They met on 45 December.") == set()
    assert possible("full_date", "They met on 45 December.") == set()


def test_without_a_day_the_weekday_the_month_or_the_year_moves() -> None:
    assert possible("date", "They met on Monday.") == {
        "They met on Thursday.", "They met on Friday.", "They met on Saturday.",
    }  # fmt: skip
    assert "It ended in February." in possible("date", "It ended in November.")
    assert possible("date", "It will end by 2027.") == {"It will end by 2025.", "It will end by 2029."}
    assert possible("date", "It may end in time.") == set()


def test_a_name_is_replaced_by_a_foreign_one_of_its_form() -> None:
    assert possible("name", "The talks in Geneva failed.", SEA) == {
        "The talks in Denmark failed.",
        "The talks in Oslo failed.",
    }
    assert possible("name", "The talks in Oslo failed.", SEA) == {"The talks in Denmark failed."}
    assert possible("name", "The talks in Denmark and Oslo failed.", SEA) == set()


def test_a_name_is_not_replaced_by_another_word_for_it() -> None:
    other = Specimen("The army of Russia advanced.", "q", "q", TUESDAY)
    assert possible("name", "The talks in Moscow failed because Russians left.", other) == set()


def test_a_not_is_put_in_once() -> None:
    assert changed("negation", "The talks were held in Geneva.") == "The talks were not held in Geneva."
    assert changed("negation", "Hamas rejected the text.") == "Hamas did not reject the text."
    assert changed("negation", "The deal has not been signed.") is None
    assert changed("negation", "The mayor said: “We will leave.”") == "The mayor did not say: “We will leave.”"


def test_what_somebody_said_is_told_as_fact() -> None:
    assert changed("attribution", "The plant had stopped working, officials said on Monday.") == (
        "The plant had stopped working."
    )
    assert changed("attribution", "The ship had left the port, according to Reuters.") == "The ship had left the port."
    assert changed("attribution", "The mayor told ABC News that half of the town was dark.") == (
        "Half of the town was dark."
    )
    assert changed("attribution", "Half of the town was dark.") is None
    assert changed("attribution", "In the poll 63 per cent said they were ready to go on.") is None


def test_what_may_be_is_told_as_certain() -> None:
    assert changed("hedge", "The truce could end within days.") == "The truce will end within days."
    assert changed("hedge", "The raid may have killed the general.") == "The raid had killed the general."
    assert changed("hedge", "China intends to deny exports.") == "China will deny exports."
    assert changed("hedge", "The account could not be verified.") is None
    assert changed("hedge", "The talks resumed in May.") is None
    assert changed("hedge", "They agreed on a plan to end the war.") is None


def test_another_claim_is_stitched_on() -> None:
    other = Specimen("The dam in Kherson broke.", "q", "q", TUESDAY)
    assert changed("stitched", "Talks in Geneva failed.", other) == (
        "Talks in Geneva failed, and the dam in Kherson broke."
    )


def test_a_name_keeps_its_capitals_when_stitched_on() -> None:
    other = Specimen("US forces left Kherson.", "q", "q", TUESDAY)
    assert (
        changed("stitched", "Talks in Geneva failed.", other) == "Talks in Geneva failed, and US forces left Kherson."
    )


def test_a_citation_goes_to_the_nearest_words_that_say_something_else() -> None:
    claim = "The talks on tariffs in Geneva failed after nine hours."
    same = Specimen("x", "The talks on tariffs failed in Geneva after nine hours, officials said.", "q", TUESDAY)
    near = Specimen("x", "The talks on fish in Lisbon went well.", "q", TUESDAY)
    far = Specimen("x", "A dam broke.", "q", TUESDAY)
    ((_, pair), *_) = mutate("citation", [Specimen(claim, claim, claim, TUESDAY), same, near, far], seed=1)
    assert pair.claim == claim
    assert pair.passage == "The talks on fish in Lisbon went well."


def test_rewordings_keep_the_meaning() -> None:
    assert changed("per_cent", "About 90 per cent is agreed.") == "About 90% is agreed."
    assert changed("per_cent", "About 90% is agreed.") == "About 90 per cent is agreed."
    assert changed("numeral", "They met for five hours.") == "They met for 5 hours."
    assert changed("numeral", "They met for 12 hours.") == "They met for twelve hours."
    assert changed("full_date", "They met on Monday, 15 December.") == "They met on 15 December 2025."
    assert changed("turned", "The ship had left the port, the mayor said.") == (
        "According to the mayor, the ship had left the port."
    )


def test_a_widened_quote_leaves_the_claim_alone() -> None:
    specimen = Specimen("It broke.", "It broke.", "The dam was old. It broke.", TUESDAY)
    ((_, pair),) = mutate("widened", [specimen], seed=1)
    assert (pair.claim, pair.passage) == ("It broke.", "The dam was old. It broke.")


@pytest.mark.parametrize("operator", [*OPERATORS, *REWORDINGS])
def test_equal_input_and_seed_give_equal_mutations(operator) -> None:
    claim = (
        "At least five people could be hurt in Geneva on Monday, 15 December, and 9% said they were, the mayor said."
    )
    specimens = [Specimen(claim, claim, claim + " It rained.", TUESDAY), SEA]
    assert mutate(operator, specimens, seed=3) == mutate(operator, specimens, seed=3)
