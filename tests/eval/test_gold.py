"""The gold set says nothing that the sample corpus does not: every nugget stands in the words of the articles that it names."""

import json
from collections import Counter
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from eval.gold import Question, load
from pipeline.assets import sample_corpus
from pipeline.errors import BadInput
from pipeline.readers import reader_for
from pipeline.types import RawArticle


def articles() -> list[tuple[str, RawArticle]]:
    """Every version of every article of the sample, with the state that brings it."""
    now = datetime(2027, 1, 1, tzinfo=UTC)
    return [
        (state, record)
        for state in ("r1", "r2")
        for source in [str(sample_corpus(state))]
        for record in reader_for(source, now=now).read(source)
        if isinstance(record, RawArticle)
    ]


QUESTIONS = load()


def may_speak(question: Question, state: str, article: RawArticle) -> bool:
    spoken = article.updated_at or article.published_at
    return state <= (question.corpus or "r2") and (question.moment is None or spoken <= question.moment)


def test_the_gold_set_is_as_large_as_it_says() -> None:
    kinds = Counter(question.kind for question in QUESTIONS)
    assert kinds == {"plain": 31, "false_premise": 6, "conflict": 27, "time": 23, "unanswerable": 20}
    assert sum(len(question.nuggets) for question in QUESTIONS) == 214


def test_every_quote_stands_in_its_article_on_the_day_of_its_question() -> None:
    stock = articles()
    missing = [
        (question.id, carrier.article, carrier.quote)
        for question in QUESTIONS
        for nugget in question.nuggets
        for carrier in nugget.carried_by
        if not any(
            article.id == carrier.article and carrier.quote in article.text and may_speak(question, state, article)
            for state, article in stock
        )
    ]
    assert missing == []


def test_every_nugget_is_tied_to_a_fact_that_its_articles_rest_on() -> None:
    facts = {
        (article.id, fact)
        for _, article in articles()
        for fact in article.metadata["based_on"]  # type: ignore[union-attr]
    }
    for question in QUESTIONS:
        for nugget in question.nuggets:
            assert nugget.facts
            assert nugget.carried_by
            for carrier in nugget.carried_by:
                assert any((carrier.article, fact) in facts for fact in nugget.facts), (question.id, nugget.text)


def test_every_conflict_has_at_least_two_sides_and_every_answer_something_vital() -> None:
    for question in QUESTIONS:
        if question.kind == "conflict":
            assert len(question.sides) >= 2
        assert question.answerable == any(nugget.vital for nugget in question.nuggets)


def test_the_same_question_on_another_day_has_another_answer() -> None:
    asked: dict[str, list[Question]] = {}
    for question in QUESTIONS:
        if question.kind == "time":
            asked.setdefault(question.question, []).append(question)
    assert len(asked) == 11
    for group in asked.values():
        assert len(group) >= 2
        vital = [{nugget.text for nugget in each.nuggets if nugget.vital} for each in group]
        assert all(one.isdisjoint(other) for one, other in pairwise(vital))


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "line 1"),
        ('{"id": "a", "question": "Why?"}', "has no nuggets"),
        ('{"id": "a", "question": "", "nuggets": [{"text": "x"}]}', "question"),
        ('{"id": "a", "question": "Why?", "nuggets": [{"text": "x"}]}\n' * 2, "occurs twice"),
        ("\n", "no question"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: str, told: str) -> None:
    file = tmp_path / "own.jsonl"
    file.write_text(line, encoding="utf-8")
    with pytest.raises(BadInput, match=told):
        load(file)


def test_a_file_of_ones_own_needs_no_more_than_question_and_nuggets(tmp_path: Path) -> None:
    file = tmp_path / "own.jsonl"
    file.write_text(json.dumps({"id": "a", "question": "Why?", "nuggets": [{"text": "Because."}]}), encoding="utf-8")
    (only,) = load(file)
    assert only.nuggets[0].vital
    assert only.cluster == "a"
