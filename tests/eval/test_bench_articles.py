"""The articles of a bench: exactly as many as asked for, the same every time, one in a hundred corrected."""

import json

from eval.bench_articles import load


def test_the_sample_is_varied_where_it_runs_out() -> None:
    made = load(None, most=300, seed=1)
    assert len(made.articles) == 300
    assert len({article["id"] for article in made.articles}) == 300
    assert made == load(None, most=300, seed=1)


def test_one_article_in_a_hundred_is_corrected() -> None:
    assert load(None, most=300, seed=1).changed == 3
    assert load(None, most=10, seed=1).changed == 1


def test_articles_of_a_file_are_taken_as_they_are(tmp_path) -> None:
    article = {"id": "a", "url": "https://n.example/a", "title": "T", "text": "It rained.", "publisher": "P"}
    file = tmp_path / "articles.jsonl"
    file.write_text(json.dumps(article) + "\n" + json.dumps({"id": "b", "withdrawn": True, "reason": "r"}) + "\n")
    made = load(file, most=150, seed=1)
    assert made.articles == (article,)
    first, second = made.write(tmp_path)
    assert json.loads(first.read_text()) == article
    assert json.loads(second.read_text())["text"].startswith("It rained.\n\nThis article was corrected")
