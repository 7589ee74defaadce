import pytest

from pipeline.errors import NotFound
from pipeline.types import Edit
from tests.faces.stub import Stub


def test_an_edit_is_noted_and_the_report_written_again_by_it(run, stub) -> None:
    ran = run("edit", "r-1", "--ban", "Gazette", "--reject", "c-agreed", "--note", "Doubtful")
    assert ran.code == 0
    edit = Edit(ban=("Gazette",), reject=("c-agreed",), note="Doubtful")
    assert stub.calls == [("edit", "r-1", edit), ("refresh", ["r-1"], False, False)]
    assert "1. Rejected: “They agreed on 12" in ran.out
    assert "r-1: stale-major; what was shaken is written again, as version 3." in ran.out
    assert "\x1b" not in ran.out
    assert "\u202e" not in ran.out


def test_later_only_notes_it(run, stub) -> None:
    ran = run("edit", "r-1", "--pin", "3", "--later")
    assert stub.calls == [("edit", "r-1", Edit(pin=("3",)))]
    assert "The next refresh writes the report by it." in ran.out


def test_without_a_decision_it_shows_what_was_decided_and_what_can_be(run, stub) -> None:
    ran = run("edit", "r-1")
    assert [call[0] for call in stub.calls] == ["decisions", "show"]
    assert "1. Rejected:" in ran.out
    assert "c-agreed" in ran.out
    assert "The Meridian Courier" in ran.out
    assert "Nothing is decided about this report." in run("edit", "r-1", "--list", service=Stub(sick=True)).out


@pytest.mark.parametrize("args", [["--list"], ["--undo", "1", "--later"]])
def test_as_json_it_gives_the_decisions_that_hold(run, args) -> None:
    document = run("edit", "r-1", *args, "--json").json
    assert [sorted(each) for each in document] == [
        ["decided_at", "kind", "note", "number", "subject", "target", "text"]
    ]


@pytest.mark.parametrize("args", [["--list", "--ban", "Gazette"], ["--note", "Why"], ["--later"], ["--undo", "first"]])
def test_what_does_not_go_together_is_refused_and_nothing_is_noted(run, stub, args) -> None:
    assert run("edit", "r-1", *args).code == 2
    assert stub.calls == []


def test_what_is_not_there_is_told(run) -> None:
    ran = run("edit", "r-1", "--ban", "Nobody", service=Stub(raises=NotFound("there is no publisher 'Nobody'")))
    assert (ran.code, ran.out) == (2, "")
    assert "there is no publisher 'Nobody'" in ran.err
