import io
import json

import pytest

from tests.faces.stub import Stub
from tests.render.example import REPORT

LINES = '{"claim": "a", "passage": "b"}\n{"claim": "c", "passage": "d"}\n{"claim": "e", "passage": "f"}\n'


def test_check_of_a_stored_report(run, stub) -> None:
    ran = run("check", "r-1")
    assert (ran.code, ran.words) == (0, "5 citations read again: every quote stands, word for word.")
    assert stub.calls[0] == ("show", "r-1", None)


def test_check_of_a_file_asks_no_store(run, stub, tmp_path) -> None:
    (tmp_path / "r.json").write_text(REPORT.model_dump_json())
    assert run("check", "r.json").code == 0
    assert stub.calls == [("check", REPORT.id)]


def test_a_citation_that_cannot_be_proven_exits_with_three(run) -> None:
    ran = run("check", "r-1", service=Stub(sick=True))
    assert ran.code == 3
    assert "1 of 5 citations cannot be proven: claim citation reason c-agreed 1 the words moved" in ran.words
    ran = run("check", "r-1", "--json", service=Stub(sick=True))
    assert ran.code == 3
    assert ran.json == {
        "ok": False,
        "citations": 5,
        "failures": [{"claim": "c-agreed", "citation": 0, "reason": "the words moved"}],
    }


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("not json", "r.json is not a report: the document: Invalid JSON"),
        ("{}", "r.json is not a report: id: Field required"),
        ('{"schema": "groundwire/report/9"}', "r.json is not a report: schema: "),
        ("\x00", "r.json is not a report"),
    ],
)
def test_a_file_that_is_no_report_is_bad_input(run, tmp_path, content, told) -> None:
    (tmp_path / "r.json").write_text(content)
    ran = run("check", "r.json")
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err


def test_a_report_file_that_is_not_there_is_bad_input(run) -> None:
    ran = run("check", "missing.json")
    assert ran.code == 2
    assert "there is no file 'missing.json'" in ran.err


def test_verify_prints_one_json_line_for_each_line(run, tmp_path) -> None:
    (tmp_path / "in.jsonl").write_text(LINES)
    for args in ((), ("--json",)):
        ran = run("verify", "in.jsonl", *args)
        assert ran.code == 0
        judged = [json.loads(line) for line in ran.out.splitlines()]
        assert [line["label"] for line in judged] == ["supported", "unsupported", "supported"]
        assert judged[0] == {
            "id": "1",
            "label": "supported",
            "score": 0.9,
            "evidence": {"start": 0, "end": 4},
            "reasons": ["é \x9b"],
        }
        assert "\x9b" not in ran.out


def test_verify_reads_stdin(run, monkeypatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(LINES))
    assert len(run("verify", "-").out.splitlines()) == 3


def test_verify_into_a_file_prints_a_summary(run, tmp_path) -> None:
    (tmp_path / "in.jsonl").write_text(LINES)
    ran = run("verify", "in.jsonl", "--out", "out.jsonl")
    assert ran.words == "out.jsonl: 3 lines judged (2 supported, 1 unsupported)"
    assert len((tmp_path / "out.jsonl").read_text().splitlines()) == 3
    ran = run("verify", "in.jsonl", "--out", "out.jsonl", "--json")
    assert ran.json == {"lines": 3, "labels": {"supported": 2, "unsupported": 1}, "out": "out.jsonl"}


def test_verify_refuses_what_it_cannot_read_or_write(run, tmp_path) -> None:
    (tmp_path / "latin.jsonl").write_bytes('{"claim": "é"}\n'.encode("latin-1"))
    assert "there is no file 'missing.jsonl'" in run("verify", "missing.jsonl").err
    assert "is not UTF-8" in run("verify", "latin.jsonl").err
    ran = run("verify", "latin.jsonl", "--out", "out.jsonl")
    assert ran.code == 2
    assert not (tmp_path / "out.jsonl").exists()
    assert run("verify", "latin.jsonl", "--out", "no/out.jsonl").code == 2


def test_doctor_tells_every_check(run, stub) -> None:
    ran = run("doctor", "--fix")
    assert ran.code == 0
    assert stub.calls == [("doctor", True)]
    assert ran.words == "check detail ok catalogue 31 articles ok vectors 2 missing All is well."


def test_a_sick_home_exits_with_three(run) -> None:
    ran = run("doctor", "--json", service=Stub(sick=True))
    assert ran.code == 3
    assert ran.json["checks"][1] == {"name": "vectors", "ok": False, "detail": "2 missing"}
    assert "doctor --fix" in run("doctor", service=Stub(sick=True)).out
