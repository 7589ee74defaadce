"""The commands `groundwire eval`: one JSON document where it is asked for, a page for people, and clear errors."""

import json

import pytest

from pipeline.faces.cli import main
from tests.faces.conftest import Ran
from tests.llm.server import says, serving

ANSWERS = """# Who left?

Both sides left on Monday [1]. Rain fell [2].

## Sources

[1] Wire
    Both sides left on Monday.
[2] Desk
    The sun was out.
"""


@pytest.fixture
def run(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def runs(*args: str) -> Ran:
        code = main(["--home", "home", *args])
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return runs


@pytest.fixture
def answers(tmp_path):
    (tmp_path / "answers.md").write_text(ANSWERS)
    return "answers.md"


def test_the_suites_are_listed(run):
    listed = run("eval", "list", "--json").json
    assert listed[0]["suite"] == "citations"
    assert all(each["about"] and each["data"] and each["metrics"] for each in listed)
    assert "citations" in run("eval", "list").out


def test_the_cited_answers_of_another_system_are_measured_with_one_command(run, answers, tmp_path):
    ran = run("eval", "run", "--answers", answers, "--judge", "floor", "--json")
    [told] = ran.json
    assert ran.code == 0
    assert set(told) == {"suite", "run", "path", "metrics", "errors"}
    assert (told["suite"], told["errors"]) == ("citations", 0)
    assert set(told["metrics"]["citation_recall"]) == {"value", "low", "high", "n"}
    assert told["metrics"]["citation_recall"]["value"] == 0.5
    assert (tmp_path / told["path"] / "index.html").is_file()


def test_people_read_what_came_out_and_where_the_page_is(run, answers, tmp_path):
    ran = run("eval", "run", "--answers", answers, "--judge", "floor", "--out", "mine")
    assert ran.out.startswith("1 of 2 sentences in 1 answers are carried by their citations\n")
    assert "mine/index.html" in ran.words
    page = (tmp_path / "mine" / "index.html").read_text(encoding="utf-8")
    assert "<dt>unsupported</dt><dd>No source of the answer says it.</dd>" in page
    assert "<dt>invented</dt>" not in page  # only words that occur are explained
    again = run("eval", "run", "--answers", answers, "--judge", "floor", "--out", "mine")
    assert again.code == 2
    assert "give --resume" in again.err


def test_runs_are_joined_on_one_page_and_compared(run, answers, tmp_path):
    run("eval", "run", "--answers", answers, "--judge", "floor", "--out", "one")
    (tmp_path / answers).write_text(ANSWERS.replace("The sun was out", "Rain fell"))
    run("eval", "run", "--answers", answers, "--judge", "floor", "--out", "two")
    assert run("eval", "report", "one", "two", "--out", "page.html", "--json").json["page"] == "page.html"
    page = (tmp_path / "page.html").read_text()
    assert "2 runs" in page
    assert page.count('class="run"') == 2
    found = run("eval", "compare", "one", "two", "--json").json
    assert found["metrics"]["citation_recall"]["difference"] == 0.5
    assert found["rose"][0]["claim"] == "Rain fell."
    assert "p (Holm)" in run("eval", "compare", "one", "two").out


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["run"], "no suite was named"),
        (["run", "citation"], "did you mean 'citations'"),
        (["run", "citations", "--answers", "none.md"], "no file or folder"),
        (["run", "citations", "--judge", "nobody"], "there is no judge 'nobody'"),
        (["report", "nothing"], "there is no run 'nothing'"),
        (["compare", "a", "b"], "there is no run 'a'"),
    ],
)
def test_bad_input_is_told_and_ends_with_2(run, args, told):
    ran = run("eval", *args)
    assert ran.code == 2
    assert told in " ".join(ran.err.split())


def test_a_skeleton_of_ones_own_questions_is_begun_and_never_overwritten(run, tmp_path):
    articles = [
        {
            "id": f"a{n}", "url": f"https://example.org/{n}", "title": f"Ministers of country {n} meet in Berlin",
            "text": f"Ministers of country {n} met in Berlin on Monday to talk about trade and borders. They left.",
            "published_at": f"2025-12-0{n}", "publisher": "P",
        }
        for n in (1, 2)
    ]  # fmt: skip
    (tmp_path / "articles.jsonl").write_text("\n".join(map(json.dumps, articles)))
    run("ingest", "articles.jsonl")
    assert run("eval", "init", "mine", "--json").json["proposed"] == 2
    proposed = [json.loads(line) for line in (tmp_path / "mine" / "proposed.jsonl").read_text().splitlines()]
    assert proposed[0]["question"] == "What is known about this: Ministers of country 2 meet in Berlin?"
    carrier = proposed[0]["nuggets"][0]["carried_by"][0]
    assert carrier["quote"] in articles[1]["text"]
    again = run("eval", "init", "mine")
    assert again.code == 2
    assert "not empty" in again.err


def test_a_judge_is_measured_and_the_verdict_is_the_exit_code(run, tmp_path):
    pairs = [
        {"claim": "Both left on Monday.", "passage": "Both left on Monday." if n % 2 else f"Rain fell {n} times.",
         "label": "supported" if n % 2 else "unsupported"}
        for n in range(80)
    ]  # fmt: skip
    (tmp_path / "pairs.jsonl").write_text("\n".join(map(json.dumps, pairs)))
    ran = run("eval", "meta", "--judge", "floor", "--data", "pairs.jsonl", "--json")
    assert (ran.code, ran.json["fit"]) == (3, False)  # word overlap is never surely better than word overlap
    assert ran.json["metrics"]["sensitivity"]["value"] == 1.0
    assert "not fit to gate" in run("eval", "meta", "--judge", "floor", "--data", "pairs.jsonl", "--limit", "20").out


def test_a_language_model_judges_and_what_it_cost_is_told(run, answers, tmp_path):
    with serving(says({"label": "unsupported", "quote": "", "reason": "it says something else"})) as server:
        server.models = {"data": [{"id": "perfect", "meta": {"n_ctx": 16_000}}]}
        command = ("eval", "run", "--answers", answers, "--judge", f"llm:{server.url}#perfect", "--out")
        [told] = run(*command, "one", "--json").json
        asked = len(server.requests)
        again = run(*command, "two")
    assert told["metrics"]["citation_recall"]["value"] == 0.0
    use = json.loads((tmp_path / "one" / "summary.json").read_text())["use"]
    assert sum(stage["calls"] for stage in use.values()) == asked > 0
    assert len(server.requests) == asked  # the second run asks nothing again
    assert again.code == 0
    assert "model, judge" in (tmp_path / "one" / "index.html").read_text()
