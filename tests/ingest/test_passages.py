import json
from datetime import UTC, datetime
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.ids import passage_id
from pipeline.stages.passages import cut, embedding_text
from pipeline.text.words import word_count
from pipeline.types import Article
from tests.ingest.home import NOW, SAMPLE

SENTENCE = "The delegates said on Monday that the talks would go on for as long as they had to. "


def article(text: str) -> Article:
    return Article(
        id="a-1",
        version="v-1",
        url="https://news.example/a-1",
        title="Talks go on",
        publisher="Desk",
        author=None,
        published_at=datetime(2026, 2, 2, 23, 30, tzinfo=UTC),
        updated_at=None,
        fetched_at=NOW,
        language="en",
        text=text,
        origin="a-1",
    )


def assert_tiled(text: str) -> None:
    """Every character that is not white space lies in exactly one passage, and passages give their words."""
    passages = cut(article(text))
    held = [0] * len(text)
    for passage in passages:
        assert passage.text == text[passage.start : passage.end]
        assert passage.text == passage.text.strip() != ""
        assert passage.id == passage_id("a-1", "v-1", start=passage.start, end=passage.end)
        for offset in range(passage.start, passage.end):
            held[offset] += 1
    assert all(count == 1 for count, char in zip(held, text, strict=True) if not char.isspace())
    assert max(held, default=0) <= 1
    assert all(len(passage.text) <= 2_000 and len(passage.text.split()) <= 200 for passage in passages)


AWKWARD = st.text(
    st.sampled_from("aB9 .!?…\n\t“”\"'’)([]،؟。！👩🏽‍🚀\u200d\u0301İß\u2028\xa0\u3000–—")
    | st.characters(codec="utf-8"),
    max_size=800,
)
SENTENCES = st.lists(
    st.sampled_from(
        ["Yes. ", "No!\n\n", SENTENCE, SENTENCE + "\n\n", "word " * 160, "x" * 2_100, "Mr. ", "中" * 900, " \n"]
    ),
    max_size=25,
).map("".join)


@given(AWKWARD)
@settings(max_examples=300, deadline=None)
def test_passages_tile_any_text(text: str) -> None:
    assert_tiled(text)


@given(SENTENCES)
@settings(max_examples=200, deadline=None)
def test_passages_tile_sentences_of_any_length(text: str) -> None:
    assert_tiled(text)


def test_passages_are_about_ninety_words_and_end_with_a_sentence() -> None:
    passages = cut(article(SENTENCE * 40))
    assert [word_count(passage.text) for passage in passages] == [90, 90, 90, 90, 90, 90, 90, 90]
    assert all(passage.text.endswith("had to.") for passage in passages)


def test_a_passage_ends_with_a_paragraph_where_one_ends_near_the_target() -> None:
    text = SENTENCE * 4 + "\n\n" + SENTENCE * 5
    assert [word_count(passage.text) for passage in cut(article(text))] == [72, 90]


def test_a_short_rest_joins_the_passage_before_it() -> None:
    passages = cut(article(SENTENCE * 6 + "It ended there."))
    assert [word_count(passage.text) for passage in passages] == [111]


def test_a_huge_sentence_is_cut_at_white_space() -> None:
    passages = cut(article("word " * 1_000))
    assert [len(passage.text.split()) for passage in passages] == [134, 134, 132, 134, 134, 132, 100, 100]


def test_title_and_date_are_embedded_but_not_quotable() -> None:
    text = SENTENCE * 2
    (passage,) = cut(article(text))
    assert embedding_text(article(text), passage) == f"Talks go on (2026-02-02)\n{text.strip()}"
    assert "Talks go on" not in passage.text


@pytest.mark.parametrize("piece", ["a", "Mr. ", "a. b ", "“", "word ", "\n\n", "?! "])
def test_the_time_to_cut_hostile_text_grows_with_its_length_only(piece: str) -> None:
    text = (piece * 100_000)[:100_000] + " The end."
    began = process_time()
    passages = cut(article(text))
    assert process_time() - began < 5
    assert passages[-1].text.endswith("The end.")


def test_the_sample_corpus_is_cut_near_the_target() -> None:
    texts = [json.loads(line)["text"] for line in (SAMPLE / "r1.jsonl").read_text("utf-8").splitlines()]
    counts = sorted(word_count(passage.text) for text in texts for passage in cut(article(text)))
    assert 60 <= counts[len(counts) // 2] <= 110
    assert counts[-1] <= 150
