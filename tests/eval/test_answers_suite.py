"""The suite *answers* on a corpus of four articles whose right answers are known."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from eval.gold import Nugget, Question, load
from eval.gold.matching import found_in_own_words, match, sides_covered
from eval.judges import FloorJudge
from eval.suite import Context, Item
from eval.suites.answers import SUITE
from pipeline.fakes import ScriptedJudge

NEWS = (
    ("strike", 1, "The ferry strike in Veska ended on Monday after nine days, the union of dock workers said."),
    ("denial", 2, "The ferry strike in Veska has not ended, the harbour authority of Veska said on Tuesday."),
    ("pay", 3, "Dock workers in Veska will get 4.5 per cent more pay, the mayor of Veska told the harbour council."),
    ("ferries", 9, "Ferries between Veska and Oruland sail again since Thursday, the ferry line of Veska announced."),
)
SAIL, DENIED = "Ferries between Veska and Oruland sail again.", "The ferry strike in Veska has not ended."
MISSING = "Parliament in Oruland outlawed walkouts."
QUESTIONS = (
    {
        "id": "strike",
        "question": "Has the ferry strike in Veska ended?",
        "kind": "conflict",
        "nuggets": [{"text": SAIL, "side": "a"}, {"text": DENIED, "side": "b"}],
    },
    {
        "id": "half",
        "question": "Has the ferry strike in Veska ended?",
        "kind": "conflict",
        "nuggets": [{"text": DENIED, "side": "a"}, {"text": MISSING, "side": "b"}],
    },
    {
        "id": "then",
        "question": "Do ferries between Veska and Oruland sail again?",
        "kind": "time",
        "as_of": "2026-02-05",
        "nuggets": [{"text": "The ferry strike in Veska has not ended."}],
    },
    {"id": "none", "question": "Who won the chess olympiad in Budapest?", "kind": "unanswerable"},
    {"id": "long", "question": "Why? " * 300, "nuggets": [{"text": "Because."}]},
)


def line(name: str, day: int, text: str) -> str:
    return json.dumps(
        {
            "id": name,
            "url": f"https://news.example/{name}",
            "title": text.split(",", maxsplit=1)[0],
            "text": f"{text} The harbour of Veska was quiet on that day, and nothing else was said about it by anybody.",
            "publisher": "Desk",
            "published_at": datetime(2026, 2, day, 12, tzinfo=UTC).isoformat(),
        }
    )


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Context]:
    folder = tmp_path_factory.mktemp("answers")
    news, data = folder / "news.jsonl", folder / "own.jsonl"
    news.write_text("\n".join(line(*each) for each in NEWS), encoding="utf-8")
    data.write_text("\n".join(json.dumps(each) for each in QUESTIONS), encoding="utf-8")
    made = Context(home=folder / "home", judge=FloorJudge(), work=folder / "work", data=data)
    made.desk().ingest([str(news)])
    yield made
    made.close()


@pytest.fixture(scope="module")
def items(context: Context) -> dict[str, Item]:
    return {item.id: item for item in SUITE.items(context)}


def test_a_conflict_is_covered_when_every_side_is_told(items: dict[str, Item]) -> None:
    assert items["strike"].scores["sides.covered"] == 1.0
    assert items["strike"].scores["nuggets.vital"] == 1.0
    assert items["strike"].passed
    assert items["half"].scores["sides.covered"] == 0.0
    assert items["half"].scores["nuggets.vital"] == 0.5
    assert items["half"].reasons == (f"not told: {MISSING}",)


def test_a_report_as_of_a_day_tells_nothing_later(items: dict[str, Item]) -> None:
    assert items["then"].scores["leaks"] == 0.0
    assert all("Oruland sail again since" not in exhibit.text for exhibit in items["then"].exhibits)


def test_an_unanswerable_question_is_scored_by_whether_it_is_declined(items: dict[str, Item]) -> None:
    assert items["none"].scores == {"abstained": 1.0, "leaks": None}
    assert items["none"].verdict == "declined"


def test_an_error_stays_in_the_count_as_an_answer_that_tells_nothing(items: dict[str, Item]) -> None:
    assert items["long"].error is not None
    summary = SUITE.summary(list(items.values()))
    assert summary["answered"].n == 4
    assert summary["nuggets.vital"].n == 4
    assert items["long"].scores["nuggets.vital"] == 0.0


def test_one_sentence_says_what_came_out(items: dict[str, Item]) -> None:
    told = SUITE.headline(list(items.values()))
    assert told.endswith("1 of 1 questions without an answer are declined; 0 of 1 reports as of a day cite a later one")
    assert SUITE.headline([]) == ""


def test_what_was_not_asked_is_not_scored_and_says_why(items: dict[str, Item]) -> None:
    metric = SUITE.summary([items["none"]])["nuggets.vital"]
    assert metric.value is None
    assert metric.why


def test_items_of_an_interrupted_run_are_taken_over(context: Context, items: dict[str, Item]) -> None:
    marked = {name: item.model_copy(update={"verdict": "from before"}) for name, item in items.items()}
    again = Context(home=context.home, judge=context.judge, work=context.work, data=context.data, done=marked)
    assert {item.verdict for item in SUITE.items(again)} == {"from before"}


def test_the_limit_draws_the_same_questions_for_the_same_seed(context: Context) -> None:
    drawn = [Context(home=context.home, judge=context.judge, work=context.work, limit=7).limited(load()) for _ in "ab"]
    assert drawn[0] == drawn[1]
    assert len(drawn[0]) == 7


def test_one_side_alone_does_not_cover_a_conflict() -> None:
    question = Question.model_validate(QUESTIONS[0])
    assert sides_covered(question, match(question, [SAIL], FloorJudge())) == 0.0
    assert sides_covered(question, match(question, [SAIL, DENIED], FloorJudge())) == 1.0
    assert sides_covered(Question(id="a", question="Why?", nuggets=(Nugget(text="x"),)), []) is None


def test_the_very_words_that_carry_a_nugget_need_no_judge() -> None:
    carrier = {"article": "strike", "quote": "the ferry strike ended on Monday"}
    nugget = {"text": "Sailors and owners are at peace.", "carried_by": [carrier]}
    question = Question.model_validate({"id": "a", "question": "Why?", "nuggets": [nugget]})
    judge = ScriptedJudge()
    (held,) = match(question, ["On Tuesday it was said: The ferry strike ended on Monday!"], judge)
    (missed,) = match(question, ["The ferry strike ended on Mondays."], judge)
    assert [held.told, missed.told] == [True, False]
    assert held.verdict.judge == "verbatim"


def test_a_nugget_is_told_when_one_sentence_carries_it_whatever_the_rest_says() -> None:
    question = Question(id="a", question="Why?", nuggets=(Nugget(text="The strike ended."),))
    judge = ScriptedJudge({("The strike ended.", "The strike ended at last."): "supported"}, otherwise="contradicted")
    (found,) = match(question, ["Rain fell.", "The strike ended at last.", "It may go on."], judge)
    assert found.told
    assert len(judge.asked) == 3


def test_what_the_judge_misses_in_the_carrying_words_themselves_is_told() -> None:
    told, missed = (
        {"text": text, "carried_by": [{"article": "a", "quote": "ended"}]} for text in ("It ended.", "Peace.")
    )
    question = Question.model_validate({"id": "q", "question": "Why?", "nuggets": [told, missed]})
    judge = ScriptedJudge({"It ended.": "supported"})
    assert found_in_own_words(question, {"a": "Rain fell.\n\nThe strike ended."}, judge) == 0.5
    assert judge.asked[0].passage == "The strike ended."
    assert found_in_own_words(question, {}, judge) is None


def test_an_answer_without_text_tells_nothing() -> None:
    question = Question.model_validate(QUESTIONS[0])
    assert [each.told for each in match(question, [], FloorJudge())] == [False, False]
