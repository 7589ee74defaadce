"""One home, asked through every face: the command line, the HTTP API, Python and MCP give back the same JSON."""

import asyncio
import io
import json
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest
from mcp import Client

from pipeline.faces.cli import main
from pipeline.faces.documents import document
from pipeline.faces.mcp.server import make_server
from pipeline.service import Groundwire
from tests.http.stream import events
from tests.web.serving import QUESTION

QUERY = "security guarantees"
PAIR = {"id": "a", "claim": "Talks failed.", "passage": "The talks failed, officials said."}
UNSTABLE = {"seconds", "checked_at"}  # what a second call cannot repeat


@pytest.fixture(scope="module")
def report_id(api) -> str:
    """A report with two versions."""
    found = ""
    for _ in range(2):
        job = api.post("/api/ask", json={"question": QUESTION, "fresh": True}).json()
        found = events(api, job["id"])[-1].data["report_id"]
    return found


@pytest.fixture
def command(home, capsys):
    def run(*args: str) -> Any:
        assert main(["--home", str(home), *args, "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    return run


def tool(home: Path, name: str, **arguments: Any) -> Any:
    async def called() -> Any:
        with Groundwire(home) as desk:
            async with Client(make_server(desk, version="0")) as client:
                return (await client.call_tool(name, arguments)).structured_content

    found = asyncio.run(called())
    return found["result"] if set(found) == {"result"} else found


def read(api: httpx.Client, address: str, **parameters: Any) -> Any:
    answer = api.get(address, params=parameters)
    assert answer.status_code == 200, answer.text
    return answer.json()


def stable(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: stable(each) for name, each in value.items() if name not in UNSTABLE}
    return [stable(each) for each in value] if isinstance(value, list) else value


def same(*results: Any) -> None:
    assert results[0]
    for other in results[1:]:
        assert stable(other) == stable(results[0])


def test_search(command, api, home):
    with Groundwire(home) as desk:
        python = json.loads(document(desk.search(QUERY, k=3)))
    http = read(api, "/api/search", q=QUERY, k=3)
    same(python, command("search", QUERY, "-k", "3"), http, tool(home, "search", query=QUERY, k=3))


def test_corpus(command, api, home):
    with Groundwire(home) as desk:
        python = json.loads(document(desk.corpus()))
    same(python, command("corpus"), read(api, "/api/corpus"), tool(home, "corpus"))


def test_one_article_and_the_log(command, api, home):
    with Groundwire(home) as desk:
        name = desk.search(QUERY, k=1)[0].article_id
        article, log = (json.loads(document(each)) for each in (desk.corpus_article(name), desk.corpus_log()))
    same(article, command("corpus", "show", name), read(api, f"/api/corpus/{name}"))
    same(log, command("corpus", "log"), read(api, "/api/corpus/log"))


def test_reports_and_a_report(command, api, home, report_id):
    with Groundwire(home) as desk:
        listed, shown = json.loads(document(desk.reports())), json.loads(document(desk.show(report_id)))
    same(listed, command("reports"), read(api, "/api/reports"), tool(home, "reports"))
    http = read(api, f"/api/reports/{report_id}")
    same(shown, command("show", report_id), http, tool(home, "report", report_id=report_id))


def test_diff(command, api, home, report_id):
    with Groundwire(home) as desk:
        python = json.loads(document(desk.diff(report_id)))
    http = read(api, f"/api/reports/{report_id}/diff")
    same(python, command("diff", report_id), http, tool(home, "diff", report_id=report_id))


def test_check(command, api, home, report_id):
    with Groundwire(home) as desk:
        report = desk.show(report_id)
        python = json.loads(document(desk.check(report)))
    sent = api.post("/api/check", content=document(report), headers={"content-type": "application/json"}).json()
    http = read(api, f"/api/reports/{report_id}/check")
    same(python, command("check", report_id), http, sent, tool(home, "check", report_id=report_id))


def test_refresh_that_only_tells(command, api, home, report_id):
    with Groundwire(home) as desk:
        python = json.loads(document(desk.refresh([report_id], check=True)))
    http = api.post("/api/refresh", json={"ids": [report_id], "check": True}).json()
    same(
        python,
        command("refresh", report_id, "--check"),
        http,
        tool(home, "refresh", report_ids=[report_id], check=True),
    )


def test_a_refresh_job_has_the_results_of_the_command(command, api, home, report_id):
    with Groundwire(home) as desk:
        python = json.loads(document(desk.refresh([report_id])))
    job = api.post("/api/refresh", json={"ids": [report_id]}).json()
    same(python, command("refresh", report_id), events(api, job["id"])[-1].data["results"])


def test_ask(command, api, home):
    """Each answer is the next version of the report, written in its own moment; all else is the same."""
    answers = [command("ask", QUESTION), tool(home, "ask", question=QUESTION)]
    with Groundwire(home) as desk:
        answers.append(json.loads(document(desk.ask(QUESTION))))
    job = api.post("/api/ask", json={"question": QUESTION, "fresh": True}).json()
    answers.append(events(api, job["id"])[-2].data)
    versions = [each.pop("version") for each in answers]
    assert [each.pop("previous") for each in answers] == [number - 1 for number in versions]
    assert versions == list(range(versions[0], versions[0] + 4))
    same(*answers)


def test_verify(command, api, home, monkeypatch):
    line = json.dumps(PAIR)
    with Groundwire(home) as desk:
        python = [json.loads(each.model_dump_json()) for each in desk.verify([line])]
    monkeypatch.setattr(sys, "stdin", io.StringIO(line + "\n"))
    http = api.post("/api/verify", content=line, headers={"content-type": "application/x-ndjson"})
    same(python, [command("verify", "-")], [http.json()], tool(home, "verify", pairs=[PAIR]))


def test_doctor(command, api, home):
    with Groundwire(home) as desk:
        python = json.loads(document(desk.doctor()))
    same(python, command("doctor"), read(api, "/api/doctor"))


def test_withdraw_of_what_is_not_there(command, api):
    reason = {"ids": ["nothing"], "reason": "a test"}
    same(command("withdraw", "nothing", "--reason", "a test"), api.post("/api/withdraw", json=reason).json())


def test_decisions_and_policies(command, api, report_id):
    assert command("edit", report_id, "--list") == read(api, f"/api/reports/{report_id}/decisions") == []
    chosen = api.post(f"/api/reports/{report_id}/policy", json={"policy": "tell"}).json()
    same(chosen, command("policy", report_id, "tell"))
    same(command("policy"), read(api, "/api/policies"))
