import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.indexes.fulltext import query_terms
from tests.ingest.home import Home, day, raw


@pytest.fixture
def filled(home: Home) -> Home:
    home.ingest(
        raw("talks", "Negotiators talked about the ceasefire for five hours.", title="Talks in Berlin"),
        raw("snow", "Snow fell on Berlin while negotiators slept.", title="Weather", publisher="Wire"),
        raw("erdogan", "Erdoğan offered to host the next round in İstanbul.", published_at=day(5)),
        raw("price", "The price rose by 3.5 percent, the U.S. agency said.", publisher="Wire"),
    )
    return home


def test_words_are_found_in_any_of_their_forms(filled: Home) -> None:
    assert filled.found("talk negotiator") == ["talks", "snow"]
    assert filled.found("negotiations about ceasefires")[0] == "talks"


def test_a_word_in_the_title_weighs_more_than_one_in_the_text(filled: Home) -> None:
    assert filled.found("berlin") == ["talks", "snow"]


def test_marks_on_letters_make_no_difference(filled: Home) -> None:
    assert filled.found("Erdogan in Istanbul") == ["erdogan"]


def test_numbers_and_abbreviations_are_found_as_wholes(filled: Home) -> None:
    assert filled.found("3.5") == ["price"]
    assert filled.found("the U.S.") == ["price"]
    assert query_terms("Did the U.S. agree with Ukraine's 3.5 % offer?") == ["U.S", "agree", "ukraine", "3.5", "offer"]


def test_filters_are_exact(filled: Home) -> None:
    assert filled.found("berlin", publishers=["Wire"]) == ["snow"]
    assert filled.found("Istanbul", as_of=day(4)) == []
    assert filled.found("Istanbul", as_of=day(5)) == ["erdogan"]
    filled.withdraw("talks")
    assert filled.found("berlin") == ["snow"]


def test_a_filter_never_costs_a_hit(home: Home) -> None:
    home.ingest(*(raw(f"a-{n}", "Berlin talks about the ceasefire.", publisher="Wire") for n in range(600)))
    home.ingest(raw("late", "Berlin, in a longer text about other things, had talks.", publisher="Daily"))
    assert home.found("berlin talks ceasefire", publishers=["Daily"]) == ["late"]


def test_scores_fall_and_k_is_kept(filled: Home) -> None:
    hits = filled.words.matching("berlin negotiators ceasefire", k=2)
    assert len(hits) == 2
    assert hits[0][1] > hits[1][1] > 0
    assert filled.words.matching("berlin", k=0) == []


def test_equal_scores_are_in_the_order_of_ids(home: Home) -> None:
    home.ingest(*(raw(f"a-{n}", "Berlin talks.  Berlin talks.", title="One title") for n in range(20)))
    hits = home.words.matching("berlin", k=10)
    assert [name for name, _ in hits] == sorted(name for name, _ in hits)


@pytest.mark.parametrize(
    "query",
    ['"', '""', '"berlin', "*", "ber*", "NEAR", "NEAR(berlin talks, 3)", "berlin AND", "NOT", "OR OR", "(berlin", "{name}",
     "title : berlin", "^berlin", "-berlin", "berlin + talks", "'; DROP TABLE words; --", "\\", "\x00", "🕊", "👩🏽‍🚀 berlin",
     "", "   ", "?!…", "a" * 10_000, "berlin " * 5_000, "the of and", "²", "ⅷ", "中文", "ـ"],
)  # fmt: skip
def test_no_query_is_read_as_syntax(filled: Home, query: str) -> None:
    hits = filled.words.matching(query, k=5)
    assert bool(hits) == ("berlin" in query or "of" in query.split())
    assert filled.found("ceasefire") == ["talks"]


@given(st.text(max_size=60))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_can_be_searched_for(filled: Home, query: str) -> None:
    assert len(filled.words.matching(query, k=3)) <= 3
    assert filled.words.document_frequency([query])[query] >= 0


def test_document_frequency_counts_live_passages_after_stemming(filled: Home) -> None:
    terms = ["negotiator", "berlin", "snow", "nowhere", "", '"', "3.5"]
    assert filled.words.document_frequency(terms) == {
        "negotiator": 2,
        "berlin": 2,
        "snow": 1,
        "nowhere": 0,
        "": 0,
        '"': 0,
        "3.5": 1,
    }
    filled.ingest(raw("talks", "They talked about nothing.", title="Talks in Geneva"))
    filled.withdraw("snow")
    assert filled.words.document_frequency(["negotiator", "berlin", "geneva"]) == {
        "negotiator": 0,
        "berlin": 0,
        "geneva": 1,
    }
