"""The flow from a question to a report, on real storage with shipped doubles, and end to end on the sample corpus."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.errors import BadInput
from pipeline.fakes import ScriptedJudge, ScriptedWriter
from pipeline.flow import Desk, settle_body, settle_closing
from pipeline.service import SEED_QUESTION, Groundwire
from pipeline.types import (
    ClaimCount,
    Closing,
    Draft,
    DraftClaim,
    DraftDisagreement,
    DraftSection,
    Label,
    Pointer,
    Report,
)
from tests.stages.test_anchor import evidence


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    with Groundwire(folder) as desk:
        desk.demo()
    return folder


@pytest.fixture(scope="module")
def report(home: Path) -> Report:
    with Groundwire(home) as desk:
        return desk.show(next(s.id for s in desk.reports() if s.question == SEED_QUESTION))


def test_every_claim_of_the_seed_report_is_supported_by_words_that_read_back(home: Path, report: Report) -> None:
    with Groundwire(home) as desk:
        proof = desk.check(report)
    assert proof.ok
    assert proof.citations >= 15
    assert {claim.verdict.label for claim in report.claims.values()} == {"supported"}


def test_the_seed_report_has_all_its_parts(report: Report) -> None:
    assert report.status == "complete"
    assert 4 <= len(report.sections) <= 8
    assert all(1 <= len(section.claims) <= 4 for section in report.sections)
    assert 2 <= len(report.executive_summary) <= 3
    assert report.bottom_line
    assert len(report.follow_ups) == 3
    assert [source.number for source in report.sources] == list(range(1, len(report.sources) + 1))


def test_a_source_tells_in_which_reprints_its_words_were_found(home: Path, report: Report) -> None:
    told = {source.article_id: source.also_in for source in report.sources if source.also_in}
    with Groundwire(home) as desk:
        for name, reprints in told.items():
            for each in reprints:
                article = desk.corpus_article(each.article_id).article
                assert (article.origin, article.publisher) == (name, "Sample Daily")
    assert "2025-12-15-berlin-ninety-per-cent-agreed" in told


def test_no_sentence_stands_twice_in_a_report(report: Report) -> None:
    shown = [*report.executive_summary, *(c for s in report.sections for c in s.claims), *report.bottom_line]
    assert len(shown) == len(set(shown)) == len(report.claims)


def test_the_report_survives_its_json(report: Report) -> None:
    document = json.loads(report.model_dump_json())
    assert document["schema"] == "groundwire/report/1"
    assert Report.model_validate(document) == report


def test_the_same_question_gets_the_same_report_but_for_its_version_and_times(home: Path) -> None:
    with Groundwire(home) as desk:
        first, second = desk.ask("Who controls Pokrovsk?"), desk.ask("Who controls Pokrovsk?")
    assert (first.id, first.version, second.version, second.previous) == (second.id, 1, 2, 1)
    changing = {"version", "previous", "checked_at", "staleness", "run"}
    assert first.model_dump(exclude=changing) == second.model_dump(exclude=changing)


@pytest.mark.parametrize(
    "question", ["Who won the 2022 World Cup?", "What did the Bank of Japan decide in December 2025?"]
)
def test_a_question_that_the_corpus_does_not_bear_on_is_not_answered(home: Path, question: str) -> None:
    with Groundwire(home) as desk:
        abstained = desk.ask(question)
    assert abstained.status == "insufficient_evidence"
    assert abstained.claims == {}
    assert all("nearest passage found" in omission.reason for omission in abstained.omissions)


@pytest.mark.parametrize(
    "question",
    ["is the gaza ceasefire holding", "ukraine security guarantees", "Why did Russia accept the Berlin guarantees?"],
)
def test_a_question_that_the_corpus_bears_on_is_answered(home: Path, question: str) -> None:
    with Groundwire(home) as desk:
        assert desk.ask(question).status == "complete"


def test_an_answer_as_of_a_day_cites_nothing_that_was_published_later(home: Path) -> None:
    moment = datetime(2025, 11, 30, 23, 59, 59, tzinfo=UTC)
    with Groundwire(home) as desk:
        early = desk.ask(SEED_QUESTION, as_of=moment)
    assert early.sources
    assert max(source.published_at for source in early.sources) <= moment


def test_an_empty_corpus_abstains(tmp_path: Path) -> None:
    with Groundwire(tmp_path / "new") as desk:
        abstained = desk.ask("Is anybody there?")
    assert (abstained.status, abstained.corpus.articles, abstained.omissions) == ("insufficient_evidence", 0, ())


@pytest.mark.parametrize("question", ["", "   ", "?!", "x" * 2_000])
def test_a_question_that_is_none_is_refused(tmp_path: Path, question: str) -> None:
    with Groundwire(tmp_path) as desk, pytest.raises(BadInput):
        desk.ask(question)


def desk_with(writer: ScriptedWriter, judge: ScriptedJudge) -> Desk:
    """A desk for what comes after retrieval: it has nothing to read."""
    return Desk(
        corpus=None,  # type: ignore[arg-type]
        vectors=None,  # type: ignore[arg-type]
        lexical=None,  # type: ignore[arg-type]
        embedder=None,  # type: ignore[arg-type]
        writer=writer,
        judge=judge,
        count_tokens=len,
        settings_digest="",
    )


def test_what_fails_is_omitted_and_its_section_goes_when_nothing_is_left() -> None:
    item = evidence("The council agreed on 15 points. The vote is on Friday.")
    good = DraftClaim(
        text="The council agreed on 15 points.", pointers=(Pointer(key="k1", quote="The council agreed on 15 points."),)
    )
    bad = DraftClaim(text="The council fell.", pointers=(Pointer(key="k1", quote="The vote is on Friday."),))
    draft = Draft(
        title="t", sections=(DraftSection(heading="A", claims=(good, bad)), DraftSection(heading="B", claims=(bad,)))
    )
    closing = Closing(executive_summary=(good,), bottom_line=(bad,))
    desk = desk_with(ScriptedWriter(draft), ScriptedJudge({good.text: "supported", "A": "supported"}))
    body = settle_body(draft, [item], desk)
    settled = settle_closing("t", body, closing, [item], desk)
    assert [heading for heading, _ in settled.sections] == ["A"]
    assert [claim.text for claim in settled.sections[0][1]] == ["The council agreed on 15 points."]
    assert [claim.text for claim in settled.executive_summary] == ["The council agreed on 15 points."]
    assert settled.bottom_line == ()
    assert [omission.text for omission in settled.omissions] == ["The council fell."]
    assert settled.counted() == ClaimCount(drafted=4, kept=2, omitted=2)


def test_what_stands_points_at_the_very_words_when_its_writer_reads_it_again() -> None:
    item = evidence("The council agreed on 15 points. The vote is on Friday.")
    claim = DraftClaim(
        text="15 points were agreed.", pointers=(Pointer(key="k1", quote="the COUNCIL agreed on 15 points."),)
    )
    draft = Draft(title="t", sections=(DraftSection(heading="A", claims=(claim,)),))
    body = settle_body(draft, [item], desk_with(ScriptedWriter(draft), ScriptedJudge(otherwise="supported")))
    again = body.sections[0].as_drafted()
    assert again.claims[0].pointers == (Pointer(key="k1", quote="The council agreed on 15 points."),)


@pytest.mark.parametrize(
    ("found_by_code", "judged", "shown"),
    [(False, "unsupported", 0), (False, "contradicted", 1), (True, "unsupported", 1)],
)
def test_where_a_writer_says_that_sources_disagree_their_words_must_contradict_each_other(
    found_by_code: bool, judged: Label, shown: int
) -> None:
    left, right = "The bridge is open.", "No car can cross the bridge."
    items = [evidence(left, key="k1"), evidence(right, key="k2")]
    sides = tuple(
        DraftClaim(text=text, pointers=(Pointer(key=key, quote=text),)) for text, key in ((left, "k1"), (right, "k2"))
    )
    closing = Closing(disagreements=(DraftDisagreement(topic="The bridge", sides=sides, compared=found_by_code),))
    judge = ScriptedJudge({(left, left): "supported", (right, right): "supported", (left, right): judged})
    draft = Draft(title="t", sections=())
    desk = desk_with(ScriptedWriter(draft), judge)
    settled = settle_closing("t", settle_body(draft, items, desk), closing, items, desk)
    assert len(settled.disagreements) == shown
