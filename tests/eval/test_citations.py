"""The suite *citations*: what went wrong is told apart, silent answers stay in the count, and a judge never judges itself
unsaid."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from eval.records import MeasuredError, remember_error
from eval.run import Order, run_suites
from eval.suite import Context, Item
from eval.suites.citations import SUITE
from pipeline.assets import sample_corpus
from pipeline.fakes import ScriptedJudge
from pipeline.service import Groundwire

A, B, C = "Both sides left on Monday.", "Rain fell all week in Berlin.", "The talks cost two million."
SOURCES = [{"text": A}, {"text": B}, {"text": "Nothing to see."}]


class Holding:
    """A judge for which a passage carries a claim when it holds all of its words; "both" needs A and B together."""

    name = "holding/1"

    def __init__(self) -> None:
        self.script = ScriptedJudge()

    def judge(self, pairs):
        verdicts = self.script.judge(pairs)
        out = []
        for pair, verdict in zip(pairs, verdicts, strict=True):
            held = pair.claim in pair.passage or ("both" in pair.claim and A in pair.passage and B in pair.passage)
            out.append(verdict.model_copy(update={"label": "supported" if held else "unsupported"}))
        return out


def measured(tmp_path: Path, rows: list[dict[str, object]], judge: object = None) -> list[Item]:
    file = tmp_path / "answers.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)))
    context = Context(home=tmp_path / "home", judge=judge or Holding(), work=tmp_path, answers=file)
    return list(SUITE.items(context))


def one(tmp_path: Path, answer: str, sources: object = SOURCES) -> list[Item]:
    return measured(tmp_path, [{"question": "Q?", "answer": answer, "sources": sources}])


def verdicts(items: list[Item], kind: str) -> list[str]:
    return [item.verdict for item in items if item.kind == kind]


def test_what_went_wrong_with_a_sentence_is_told_apart(tmp_path):
    items = one(tmp_path, f"{A}[1] {B}[1] {C}[1] {A} {B}[9] What now?")
    assert verdicts(items, "sentence") == [
        "supported", "misattributed", "unsupported", "uncited", "fabricated", "nothing to check",
    ]  # fmt: skip
    assert verdicts(items, "citation") == ["sufficient", "misattributed", "unsupported", "fabricated"]
    uncited = next(item for item in items if item.verdict == "uncited")
    assert "source 1 says it" in uncited.reasons[0]


def test_a_citation_can_be_needed_without_being_enough_or_add_nothing(tmp_path):
    assert verdicts(one(tmp_path, "It says both things here [1][2]."), "citation") == ["needed", "needed"]
    assert verdicts(one(tmp_path, f"{A}[1][3]"), "citation") == ["sufficient", "irrelevant"]


def test_words_that_nobody_said_are_fabricated(tmp_path):
    items = one(tmp_path, "He said “we will sign it at once” [1].")
    assert verdicts(items, "sentence") == ["fabricated"]
    assert verdicts(items, "quotation") == ["invented"]


def test_silent_answers_stay_in_the_count(tmp_path):
    rows = [
        {"question": "A?", "answer": f"{A}[1]", "sources": SOURCES},
        {"question": "B?", "answer": "I don't know.", "sources": SOURCES},
        {"question": "C?", "answer": ""},
        {"question": "D?", "error": "timed out"},
    ]
    items = measured(tmp_path, rows)
    numbers = SUITE.summary(items)
    assert (numbers["citation_recall"].value, numbers["citation_recall"].n) == (0.25, 4)
    assert (numbers["citation_precision"].value, numbers["citation_precision"].n) == (0.25, 4)
    assert [numbers[f"answers.{each}"].value for each in ("answered", "refused", "empty", "failed")] == [0.25] * 4
    assert (numbers["sentences.supported"].value, numbers["sentences.supported"].n) == (1.0, 1)
    assert numbers["alce.citation_recall"].n == 2  # ALCE leaves the empty ones out
    assert [item.error for item in items if item.error] == ["timed out"]


def test_nothing_scored_is_no_number_and_says_why(tmp_path):
    numbers = SUITE.summary(measured(tmp_path, [{"question": "B?", "answer": "I don't know.", "sources": SOURCES}]))
    assert numbers["sentences.supported"].value is None
    assert numbers["quotations.verbatim"].why == "nothing is quoted"
    assert numbers["citation_recall"].value == 0.0


def test_a_judge_that_could_not_judge_is_an_error_and_no_support(tmp_path):
    rows: list[dict[str, object]] = [{"question": "A?", "answer": f"{A}[1]", "sources": SOURCES}]
    items = measured(tmp_path, rows, ScriptedJudge(otherwise="unjudged"))
    sentence = next(item for item in items if item.kind == "sentence")
    assert (sentence.verdict, sentence.passed) == ("not judged", False)
    assert sentence.error
    assert SUITE.summary(items)["sentences.supported"].value == 0.0


def test_a_source_that_is_only_named_is_read_from_the_home(tmp_path):
    url = "https://example.org/news/a"
    article = {"url": url, "title": "T", "text": f"{A} {B}", "published_at": "2025-12-01", "publisher": "P"}
    (tmp_path / "articles.jsonl").write_text(json.dumps(article))
    sources = [{"title": "T", "url": url}, {"title": "U", "url": "https://example.org/unknown"}]
    assert verdicts(one(tmp_path, f"{A}[1] {B}[2]", sources), "sentence") == ["not judged", "not judged"]
    with Groundwire(tmp_path / "home") as desk:
        desk.ingest([str(tmp_path / "articles.jsonl")])
    assert verdicts(one(tmp_path, f"{A}[1] {B}[2]", sources), "sentence") == ["supported", "not judged"]


def test_answers_without_markers_are_held_against_everything_given(tmp_path):
    items = measured(tmp_path, [{"question": "Q?", "answer": f"{A} {C}", "contexts": [B, A]}])
    assert verdicts(items, "sentence") == ["supported", "unsupported"]
    numbers = SUITE.summary(items)
    assert numbers["citation_recall"].value is None
    assert "no markers" in str(numbers["citation_recall"].why)
    assert SUITE.headline(items) == "1 of 2 sentences in 1 answers are carried by their sources"


def test_reprints_count_as_one_origin(tmp_path):
    story = " ".join(f"word{n} of the same agency story" for n in range(20)) + f" {A}"
    sources = [{"text": story}, {"text": f"Our desk adds a line. {story}"}, {"text": A}]
    [sentence] = [item for item in one(tmp_path, f"{A}[1][2][3]", sources) if item.kind == "sentence"]
    assert sentence.scores["origins.per_claim"] == 2.0


def test_the_score_is_corrected_by_what_was_measured_of_the_judge(tmp_path):
    error = MeasuredError(
        judge="holding/1", data="labels", measured_at=datetime(2025, 1, 1, tzinfo=UTC),
        sensitivity=(80, 100), specificity=(90, 100), fit=True,
    )  # fmt: skip
    remember_error(tmp_path / "home", error)
    rows: list[dict[str, object]] = [
        {"question": f"{n}?", "answer": f"{A if n % 2 else C}[1]", "sources": SOURCES} for n in range(20)
    ]
    numbers = SUITE.summary(measured(tmp_path, rows))
    assert numbers["sentences.supported"].value == 0.5
    assert numbers["corrected.supported"].value == pytest.approx((0.5 + 0.9 - 1) / (0.8 + 0.9 - 1))


def test_stored_reports_are_measured_and_a_judge_that_filtered_them_is_named(tmp_path):
    home = tmp_path / "home"
    lines = sample_corpus("r1").read_text(encoding="utf-8").splitlines()
    (tmp_path / "berlin.jsonl").write_text("\n".join(line for line in lines if "berlin" in json.loads(line)["id"]))
    with Groundwire(home) as desk:
        desk.ingest([str(tmp_path / "berlin.jsonl")])
        report = desk.ask("What was agreed on Ukraine in the Berlin talks?")
    assert report.claims
    [own] = run_suites(["citations"], Order(home=home))
    assert any("filtered by the judge that scores them here" in note for note in own.summary.notes)
    items = list(own.items())
    assert report.id in {item.id for item in items}
    assert {item.claim for item in items if item.kind == "sentence"} == {c.text for c in report.claims.values()}
    assert own.summary.metrics["quotes.exact"].value == 1.0
    [other] = run_suites(["citations"], Order(home=home, judge="floor"))
    assert not any("filtered by the judge" in note for note in other.summary.notes)
