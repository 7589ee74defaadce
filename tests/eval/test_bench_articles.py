"""The articles of a bench: exactly as many as asked for, the same every time, one in a hundred corrected."""

import json
from random import Random

from eval.bench_articles import embedding_texts, load
from eval.bench_scale import recombined


def test_the_sample_is_varied_where_it_runs_out() -> None:
    made = load(None, most=300, seed=1)
    assert len(made.articles) == 300
    assert len({article["id"] for article in made.articles}) == 300
    assert made == load(None, most=300, seed=1)


def test_one_article_in_a_hundred_is_corrected() -> None:
    assert load(None, most=300, seed=1).changed == 3
    assert load(None, most=10, seed=1).changed == 1


def test_articles_of_a_file_are_taken_as_they_are(tmp_path) -> None:
    article = {
        "id": "a",
        "url": "https://n.example/a",
        "title": "T",
        "published_at": "2026-02-02",
        "text": "It rained.",
        "publisher": "P",
    }
    file = tmp_path / "articles.jsonl"
    file.write_text(json.dumps(article) + "\n" + json.dumps({"id": "b", "withdrawn": True, "reason": "r"}) + "\n")
    made = load([file], most=150, seed=1)
    assert made.articles == (article,)
    first, second = made.write(tmp_path)
    assert json.loads(first.read_text()) == article
    assert json.loads(second.read_text())["text"].startswith("It rained.\n\nThis article was corrected")


def test_what_collections_of_news_leave_out_is_filled_in_so_that_they_can_be_ingested(tmp_path) -> None:
    file = tmp_path / "bare.jsonl"
    file.write_text(
        json.dumps({"id": "b", "url": None, "title": None, "text": "It rained all day.", "publisher": None})
    )
    (article,) = load([file], most=9, seed=1).articles
    assert article["title"] == "It rained all day."
    (text,) = embedding_texts(article)
    assert text == "It rained all day. (2025-01-01)\nIt rained all day."


def test_a_large_corpus_is_recombined_from_real_sentences_the_same_every_time() -> None:
    sentences = [(f"Title {number}", f"Envoy {number} agreed on 17 points.") for number in range(40)]
    made = list(recombined(sentences, 20, Random(3)))
    assert made == list(recombined(sentences, 20, Random(3)))
    assert len({article["text"] for article in made}) == 20
    assert made[0]["published_at"] < made[-1]["published_at"]
    assert made[0]["text"].count("agreed on") == 12
