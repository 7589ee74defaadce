"""The headline comparison against a scripted model: every system answers, every failure is counted, one table tells it."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from eval import headline
from eval.gold import Question
from eval.headline_systems import EXTRACTIVE, MODEL, PLAIN, STOCK, UNVERIFIED, Row, systems
from eval.judges import FloorJudge
from tests.eval.test_robustness import NEWS, article
from tests.flow.test_model_reports import plays
from tests.llm.server import Handler, ScriptedServer, says, serving
from tests.writers.llm.newsroom import REPLIES

SAID = "The harbour of Veska will get 14 new cranes [1]. The moon is made of cheese [1]."
CRANES = Question.model_validate(
    {
        "id": "cranes",
        "question": "What is planned for the harbour of Veska?",
        "nuggets": [{"text": "The harbour of Veska will get 14 new cranes."}],
    }
)
CHESS = Question(id="chess", question="Who won the chess olympiad in Budapest?", kind="unanswerable")


def answers_in_the_form_asked_for(handler: Handler) -> None:
    """A model that fills in a schema where one is given, and else writes two sentences, one of them false."""
    body = handler.script.requests[-1].body
    (plays(REPLIES) if body.get("response_format") else says(SAID))(handler)  # type: ignore[operator]


@pytest.fixture(scope="module")
def server() -> Iterator[ScriptedServer]:
    models = {"data": [{"id": "perfect", "meta": {"n_ctx": 16_000}}]}
    with serving(answers_in_the_form_asked_for, models=models) as running:
        yield running


@pytest.fixture(scope="module")
def found(server: ScriptedServer, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[headline.Answered]]:
    folder = tmp_path_factory.mktemp("headline")
    news = folder / "news.jsonl"
    news.write_text("\n".join(article(n).model_dump_json(exclude={"metadata"}) for n in range(len(NEWS))), "utf-8")
    settings = {"llm_concurrency": 1, "evidence_tokens": 900}
    with systems(folder, llm=f"{server.url}#perfect", settings=settings, sources=[str(news)]) as known:
        return {
            name: list(headline.answers(system, [CRANES, CHESS], lambda _line: None)) for name, system in known.items()
        }


def test_every_system_answers_from_the_same_news(found: dict[str, list[headline.Answered]]) -> None:
    assert list(found) == [EXTRACTIVE, MODEL, UNVERIFIED, STOCK, PLAIN]
    assert {name: own[0].answer.outcome for name, own in found.items()} == dict.fromkeys(found, "answered")


def test_what_stock_systems_say_is_read_with_its_citations(found: dict[str, list[headline.Answered]]) -> None:
    for name in (STOCK, PLAIN):
        first, second = found[name][0].answer.statements
        assert [cite.source for cite in (*first.cites, *second.cites)] == ["1", "1"]
        assert found[name][0].tokens > 0


def test_only_ours_declines_what_the_news_do_not_hold(found: dict[str, list[headline.Answered]]) -> None:
    measured = {name: headline.scores(own, FloorJudge()) for name, own in found.items()}
    abstained = {name: numbers["abstained"].value for name, numbers in measured.items()}
    assert abstained == {EXTRACTIVE: 1.0, MODEL: 1.0, UNVERIFIED: 1.0, STOCK: 0.0, PLAIN: 0.0}
    assert measured[PLAIN]["unsupported"].value == 0.5
    assert measured[EXTRACTIVE]["nuggets"].value == 1.0


def test_the_table_has_a_row_for_every_system_and_says_what_was_not_scored(
    found: dict[str, list[headline.Answered]],
) -> None:
    told = headline.table({PLAIN: headline.scores(found[PLAIN][:1], FloorJudge())})
    head, _, row = told.splitlines()
    assert head.count("|") == row.count("|")
    assert row.startswith(f"| {PLAIN} |")
    assert "| – |" in row


def test_a_system_that_fails_is_counted_as_a_failed_answer() -> None:
    def fails(question: str) -> Row:
        raise ConnectionError(question)

    (failed,) = headline.answers(fails, [CRANES], lambda _line: None)
    assert failed.answer.outcome == "failed"
    numbers = headline.scores([failed], FloorJudge())
    assert numbers["failed"].value == 1.0
    assert numbers["citation_recall"].value == 0.0
    assert numbers["nuggets"].value == 0.0


def test_kept_answers_can_be_measured_like_any_others(
    found: dict[str, list[headline.Answered]], tmp_path: Path
) -> None:
    from eval.answers import read_answers

    headline._keep(tmp_path, PLAIN, found[PLAIN])
    (file,) = tmp_path.iterdir()
    assert file.name == "plain-cite-your-sources-prompt.jsonl"
    assert [answer.id for answer in read_answers(file)] == ["cranes", "chess"]
    assert json.loads(file.read_text("utf-8").splitlines()[0])["sources"]


def test_a_quarter_of_the_questions_cannot_be_answered() -> None:
    questions = headline.chosen(12, seed=7)
    assert [question.answerable for question in questions].count(False) == 3
    assert len(questions) == 12
    assert questions == headline.chosen(12, seed=7)
