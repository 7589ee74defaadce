"""Anchor: a quote becomes an exact span, or its citation is dropped."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.stages.anchor import anchor, locate
from pipeline.types import Article, DraftClaim, Evidence, Passage, Pointer

TEXT = "Kyiv 🇺🇦 said: “We  agree\non most.” Moscow's reply: 'No.' İstanbul waits."


def evidence(text: str = TEXT, *, start: int = 0, key: str = "k1") -> Evidence:
    article = Article(
        id="a-1",
        version="v-1",
        url="https://news.example/1",
        title="A title",
        publisher="Desk",
        author=None,
        published_at=datetime(2025, 12, 15, tzinfo=UTC),
        updated_at=None,
        fetched_at=datetime(2025, 12, 16, tzinfo=UTC),
        language="en",
        text=text,
        origin="a-1",
    )
    passage = Passage(id="p-1", article_id="a-1", version="v-1", start=start, end=len(text), text=text[start:])
    return Evidence(key=key, passage=passage, article=article, similarity=0.5, score=0.1)


def claim(*pointers: Pointer) -> DraftClaim:
    return DraftClaim(text="Kyiv agrees on most.", pointers=pointers)


@pytest.mark.parametrize(
    ("quote", "words"),
    [
        ("we agree on most", "We  agree\non most"),
        ('said: "We agree on most."', "said: “We  agree\non most.”"),
        ("Moscow’s reply: “No.”", None),
        ("MOSCOW’S REPLY: ‘no.’", "Moscow's reply: 'No.'"),
        ("İstanbul waits", "İstanbul waits"),
        ("Kyiv 🇺🇦 said", "Kyiv 🇺🇦 said"),
        ("we agreed on most", None),
        ("We agree … most", None),
        ("   ", None),
    ],
)
def test_a_quote_is_found_up_to_case_space_and_the_shape_of_its_marks(quote: str, words: str | None) -> None:
    place = locate(quote, TEXT)
    assert (TEXT[place[0] : place[1]] if place else None) == words


def test_a_quote_that_is_not_in_the_passage_loses_its_citation() -> None:
    anchored = anchor(claim(Pointer(key="k1", quote="Kyiv gave in")), {"k1": evidence()})
    assert anchored.spans == ()
    assert anchored.lost == ("the passage does not hold the words “Kyiv gave in”",)


def test_a_key_that_was_invented_loses_its_citation() -> None:
    anchored = anchor(claim(Pointer(key="k9", quote="We agree on most")), {"k1": evidence()})
    assert anchored.spans == ()
    assert anchored.lost == ("no passage has the key 'k9'",)


def test_offsets_are_those_of_the_article_and_not_of_the_passage() -> None:
    item = evidence(start=8)
    span = anchor(claim(Pointer(key="k1", quote="Moscow's reply")), {"k1": item}).spans[0]
    assert (span.start, span.end) == (TEXT.index("Moscow"), TEXT.index("Moscow") + len("Moscow's reply"))
    assert span.quote == "Moscow's reply"


def test_the_same_words_pointed_at_twice_are_one_citation() -> None:
    pointer = Pointer(key="k1", quote="Moscow's reply")
    assert len(anchor(claim(pointer, pointer), {"k1": evidence()}).spans) == 1


@given(st.text(min_size=1, max_size=80), st.data())
def test_any_cut_of_any_text_is_found_where_it_reads_the_same(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    quote = text[start:end]
    place = locate(quote, text)
    if quote.strip():
        assert place is not None
        assert text[place[0] : place[1]].split() == [] or locate(quote, text[place[0] : place[1]]) is not None
    else:
        assert place is None
