import json
from datetime import UTC, datetime

import pytest

from pipeline.types import Report
from tests.faces.stub import Stub
from tests.render.example import ABSTAINED, REPORT


def test_ask_prints_the_report(run, stub) -> None:
    ran = run("ask", "Are they near?", "--as-of", "2026-03-13T10:00+02:00")
    assert ran.code == 0
    assert stub.calls == [("ask", "Are they near?", datetime(2026, 3, 13, 8, 0, tzinfo=UTC))]
    assert ran.out.startswith("Are Veska and Oruland near a treaty?\n")
    assert "Executive summary" in ran.out
    assert "\x1b" not in ran.out


def test_news_are_gathered_only_where_the_option_says_so(run, stub) -> None:
    run("ask", "Are they near?", "--gather")
    run("ask", "Are they near?")
    assert stub.calls == [("ask", "Are they near?", None, "gather"), ("ask", "Are they near?", None)]
    assert run("ask", "--replay", "r-1", "--gather").code == 2


def test_ask_as_json_prints_the_report_and_nothing_else(run) -> None:
    ran = run("ask", "Are they near?", "--json")
    assert Report.model_validate(ran.json) == REPORT
    assert ran.err == ""


def test_without_enough_evidence_the_report_is_printed_and_the_exit_code_tells(run, tmp_path) -> None:
    ran = run("ask", "Who won the marathon?", "--json")
    assert (ran.code, ran.json["status"]) == (4, "insufficient_evidence")
    ran = run("ask", "Who won the marathon?", "--out", "r.md")
    assert ran.code == 4
    assert "The corpus does not hold enough" in (tmp_path / "r.md").read_text()


@pytest.mark.parametrize(
    ("name", "beginning"),
    [
        ("r.txt", "Are Veska"),
        ("r.md", "# Are Veska"),
        ("r.markdown", "# Are Veska"),
        ("r.html", "<!doctype html>"),
        ("r.HTM", "<!doctype html>"),
        ("r.json", "{"),
        ("r.jsonld", '{\n  "@context"'),
    ],
)
def test_the_suffix_of_out_chooses_the_format(run, tmp_path, name, beginning) -> None:
    ran = run("ask", "Are they near?", "--out", name)
    assert ran.code == 0
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(beginning)
    assert (
        ran.words
        == f"{name}: Are Veska and Oruland near a treaty? (complete, are-veska-and-oruland-near-a-treaty-1a2b3c)"
    )
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_format_wins_over_the_suffix(run, tmp_path) -> None:
    run("ask", "Are they near?", "--out", "r.html", "--format", "md")
    assert (tmp_path / "r.html").read_text().startswith("# Are Veska")


def test_json_on_stdout_and_a_page_in_a_file_go_together(run, tmp_path) -> None:
    ran = run("ask", "Are they near?", "--json", "--out", "r.html")
    assert Report.model_validate(ran.json) == REPORT
    assert "the 12 articles of a shipping treaty</mark>, the mediator" in (tmp_path / "r.html").read_text()


@pytest.mark.parametrize("format_", ["md", "html", "claimreview", "json", "text"])
def test_a_format_without_a_file_goes_to_stdout(run, format_) -> None:
    from pipeline.render import render
    from tests.render.example import CONTEXTS

    assert run("ask", "Are they near?", "--format", format_).out == render(REPORT, format_, contexts=CONTEXTS)


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("--out", "r.odt"), "the suffix '.odt' names no format"),
        (("--out", "report"), "the suffix '(none)' names no format"),
        (("--out", "missing/r.md"), "the folder missing does not exist"),
        (("--out", "."), "is a folder"),
        (("--json", "--format", "md"), "both want stdout"),
        (("--format", "odt"), "Invalid value for '--format'"),
        (("--replay", "r-1"), "--replay ID takes question and news from that report"),
        (("--max-tokens", "0"), "Invalid value for '--max-tokens'"),
        (("--as-of", "16.12.2025"), "Give an ISO date, for example 2025-12-16"),
        (("--update",), "No such option: --update"),
    ],
)
def test_options_that_cannot_be_used_are_refused_before_any_work(run, stub, args, told) -> None:
    ran = run("ask", "Are they near?", *args)
    assert (ran.code, ran.out, stub.homes) == (2, "", [])
    assert told in ran.err


def test_what_is_chosen_for_one_answer_reaches_the_service_and_nothing_else_does(run, stub) -> None:
    assert run("ask", "Are they near?").code == 0
    assert stub.settings == {}
    chosen = ("--llm", "openai:gpt", "--fallback", "--max-tokens", "900", "--max-cost", "0.5")
    assert run("ask", "Are they near?", *chosen).code == 0
    assert stub.settings == {"llm": "openai:gpt", "fallback": True, "max_tokens": 900, "max_cost": 0.5}


def test_a_replay_says_whether_it_is_what_is_stored(run, stub) -> None:
    ran = run("ask", "--replay", "r-1")
    assert (ran.code, ran.err) == (0, "The same as what is stored.\n")
    assert stub.calls == [("replay", "r-1")]
    stub.sick = True
    assert run("ask", "--replay", "r-1").code == 3


def test_a_question_needs_words(run) -> None:
    assert run("ask", "  ").code == 2
    assert run("ask").code == 2


def test_show_gives_a_stored_report_of_that_version(run, stub) -> None:
    ran = run("show", "r-1", "--version", "2")
    assert ran.code == 0
    assert stub.calls == [("show", "r-1", 2)]
    assert "This is outdated" in ran.out
    assert run("show", "r-1", "--json").json["staleness"]["state"] == "stale-major"
    assert run("show", "abstained").code == 0


def test_show_of_an_unknown_report_is_bad_input(run) -> None:
    ran = run("show", "nothing")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "Error: there is no report 'nothing'; 'groundwire reports' lists them\n"


def test_reports_lists_what_is_stored(run, stub) -> None:
    ran = run("reports", "--stale")
    assert ran.words == "id version checked state status question r-1 2 2026-03-14 stale-major partial Are they near?"
    assert stub.calls == [("reports", True)]
    assert run("reports", "--json").json == [
        {
            "id": "r-1",
            "version": 2,
            "question": "Are they near?",
            "status": "partial",
            "checked_at": "2026-03-14T09:30:00Z",
            "state": "stale-major",
        }
    ]


def test_no_reports_says_how_to_write_one(run) -> None:
    assert "groundwire ask QUESTION" in run("reports", service=Stub(sick=True)).out
    assert run("reports", "--json", service=Stub(sick=True)).json == []


def test_demo_prints_the_report_writes_the_page_and_says_what_next(run, tmp_path) -> None:
    ran = run("demo")
    assert ran.code == 0
    assert ran.out.startswith("Are Veska")
    assert (tmp_path / ".groundwire" / "demo.html").read_text().startswith("<!doctype html>")
    assert "The same with its evidence, as a page: .groundwire/demo.html" in ran.out
    assert ran.out.splitlines()[-2:] == [
        "  groundwire ask 'What would Veska lose without the tolls?'",
        "  groundwire check are-veska-and-oruland-near-a-treaty-1a2b3c",
    ]


def test_demo_in_another_home_says_its_commands_with_that_home(run, tmp_path) -> None:
    ran = run("--home", "my home", "demo")
    assert (tmp_path / "my home" / "demo.html").is_file()
    assert "groundwire --home 'my home' check " in ran.out


def test_demo_as_json_is_the_report_alone(run) -> None:
    ran = run("demo", "--json")
    assert Report.model_validate(ran.json) == REPORT
    assert "demo.html" in ran.err


def test_nothing_is_left_behind_when_a_file_cannot_be_written(run, tmp_path) -> None:
    (tmp_path / "old.md").write_text("old")
    ran = run("ask", "Are they near?", "--out", "old.md", service=Stub(raises=KeyError("bug")))
    assert ran.code == 1
    assert (tmp_path / "old.md").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["old.md"]


def test_the_example_abstention_is_one(run) -> None:
    assert json.loads(ABSTAINED.model_dump_json())["status"] == "insufficient_evidence"
