from math import inf

import pytest

from pipeline.text.quantities import find_quantities


def only(text: str):
    (quantity,) = find_quantities(text)
    return quantity


@pytest.mark.parametrize(
    ("text", "value", "kind", "unit"),
    [
        ("six people died", 6, "count", "peopl"),
        ("twenty-five ships", 25, "count", "ship"),
        ("two hundred thousand voters", 200_000, "count", "voter"),
        ("1,200 Russian drones", 1_200, "count", "dron"),
        ("1.5 million voters", 1_500_000, "count", "voter"),
        ("two thirds of voters", 2 / 3, "share", ""),
        ("nine tenths of the text", 0.9, "share", ""),
        ("90 per cent", 0.9, "share", ""),
        ("one in five of them", 0.2, "share", ""),
        ("half of it", 0.5, "share", ""),
        ("$100 billion", 100e9, "money", "USD"),
        ("90 billion euros", 90e9, "money", "EUR"),
        ("€90bn", 90e9, "money", "EUR"),
        ("1,500 square kilometres", 1.5e9, "measure", "square metre"),
        ("the 15th round", 15, "ordinal", "round"),
        ("the third term", 3, "ordinal", "term"),
        ("half a dozen envoys", 6, "count", "envoy"),
        ("a dozen and a half officers", 18, "count", "officer"),
        ("two and a half million voters", 2_500_000, "count", "voter"),
        ("a third of a million voters", 1e6 / 3, "count", "voter"),
        ("a quarter of an hour", 1 / 96, "measure", "day"),
        ("for an hour", 1 / 24, "measure", "day"),
        ("a fortnight", 14, "measure", "day"),
        ("75 basis points", 0.0075, "share", ""),
        ("three-quarters of a percentage point", 0.0075, "share", ""),
        ("two in every five voters", 0.4, "share", ""),
        ("a 38-year-old smith", 38, "count", "years old"),
        ("a smith aged 38", 38, "count", "years old"),
        ("it doubled", 2, "count", "times"),
        ("four times the figure", 4, "count", "times"),
    ],
)
def test_a_quantity_is_read_with_value_and_unit(text, value, kind, unit):
    quantity = only(text)
    assert quantity.value == pytest.approx(value)
    assert (quantity.kind, quantity.unit) == (kind, unit)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("60 to 90 troops", 60, 90),
        ("between 5 and 7 people", 5, 7),
        ("$5-10 million", 5e6, 10e6),
        ("more than 60 ships", 60, inf),
        ("at least 20 dead", 20, inf),
        ("up to 40 tanks", 0, 40),
        ("about 100 men", 90, 110),
        ("nearly 100 men", 85, 100),
        ("dozens of houses", 24, 200),
        ("tens of thousands of people", 10_000, 200_000),
    ],
)
def test_words_of_approximation_make_an_interval(text, low, high):
    quantity = only(text)
    assert (quantity.low, quantity.high) == pytest.approx((low, high))


@pytest.mark.parametrize(
    "text", ["in 2019", "the 2016 referendum", "on 5 May", "at 8.10am", "at 18:00", "One of the men"]
)
def test_years_dates_clock_times_and_pronouns_are_no_quantities(text):
    assert find_quantities(text) == []


def test_two_numbers_in_a_row_of_names_stay_apart():
    assert [q.value for q in find_quantities("31 drones and 4 missiles")] == [31, 4]


def test_offsets_are_those_of_the_text():
    text = "“Some 1,200 drones”, he said"
    quantity = only(text)
    assert text[quantity.start : quantity.end] == "1,200"
