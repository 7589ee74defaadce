import pytest

from pipeline.text.names import NameIndex, find_names, same_name


def test_names_are_found_without_their_titles():
    names = [n.text for n in find_names("President Donald Trump met Vladimir Putin in Alaska on Monday.")]
    assert names == ["Donald Trump", "Vladimir Putin", "Alaska"]


def test_a_single_word_that_opens_a_sentence_is_no_sure_name():
    assert [(n.text, n.sure) for n in find_names("Officials left Geneva.")] == [("Officials", False), ("Geneva", True)]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Zelensky", "Volodymyr Zelenskyy"),
        ("Kiev", "Kyiv"),
        ("Moscow", "Russia"),
        ("Kremlin", "Moscow"),
        ("U.S.", "America"),
        ("Brussels", "EU"),
        ("Britain", "UK"),
        ("Kerry", "John Kerry"),
        ("WHO", "World Health Organization"),
    ],
)
def test_aliases_surnames_and_seats_are_the_same_name(left, right):
    assert same_name(left, right)


@pytest.mark.parametrize(
    ("left", "right"), [("Russia", "Ukraine"), ("John Kerry", "John Bolton"), ("Geneva", "Berlin")]
)
def test_different_names_stay_different(left, right):
    assert not same_name(left, right)


PASSAGE = (
    "The World Health Organization said Mr Zelenskiy and Kremlin spokesman Peskov met American envoys in Brussels."
)


@pytest.mark.parametrize(
    "name", ["WHO", "Volodymyr Zelensky", "Dmitry Peskov", "Russia", "Washington", "European Union"]
)
def test_a_passage_mentions_a_name_in_another_form(name):
    (asked,) = find_names("It was " + name)
    assert NameIndex(PASSAGE).mentions(asked) == 1.0


@pytest.mark.parametrize("name", ["Geneva", "Steve Witkoff", "NATO"])
def test_a_passage_does_not_mention_a_name_that_it_lacks(name):
    (asked,) = find_names("It was " + name)
    assert NameIndex(PASSAGE).mentions(asked) == 0.0


def test_the_pronoun_us_is_not_the_united_states():
    (asked,) = find_names("It was America")
    assert NameIndex("They told us to leave.").mentions(asked) == 0.0
