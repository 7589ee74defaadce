import json
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest

from pipeline.faces.cli import main
from pipeline.types import (
    Delivered,
    Noticed,
    Polled,
    Report,
    ReportFailed,
    Round,
    SourceFailed,
    StandingPolicy,
    Undelivered,
    Waiting,
)
from tests.faces.stub import HOSTILE, Stub
from tests.watching.town import START, notice

LATER = START + timedelta(hours=1)
EVENTS = (
    Polled(at=START, source=f"feed {HOSTILE}", added=12, updated=3, withdrawn=0, rejected=1, revision="gw1:abc"),
    SourceFailed(at=START, source="bad", reason=f"it answered 500 {HOSTILE}", failures=2, next_at=LATER),
    Round(at=START, polled=2, failed=1, resting=3, reports=4, stale=1),
    Noticed(event="changed", at=START, notice=notice(1)),
    Noticed(event="stale", at=START, notice=notice(2, kind="stale", state="stale-minor")),
    Waiting(at=START, report="r-1", state="stale-major", policy="always", until=LATER),
    Waiting(at=START, report="r-2", state="stale-minor", policy="only-major", until=None),
    ReportFailed(at=START, report="r-3", reason="the model is not there"),
    Delivered(at=START, channel="webhook", notice="n-1"),
    Undelivered(at=START, channel="hook", notice="n-1", reason="it ended with 3", next_at=LATER),
    Undelivered(at=START, channel="hook", notice="n-1", reason="it ended with 3", next_at=None),
)


class Watching(Stub):
    def watch(self, sources, *, every="15m", once=False, stop=None):  # noqa: ARG002
        self._called("watch", list(sources), every, once)
        return iter(EVENTS)

    def policies(self):
        self._called("policies")
        return () if self.sick else (StandingPolicy(id="r-1", policy="always", interval_s=0, chosen=False),)

    def choose_policy(self, report_id, *, policy=None, interval=None):
        self._called("choose_policy", report_id, policy, interval)
        return StandingPolicy(id=report_id, policy=policy or "always", interval_s=21_600, chosen=True)

    def show(self, report_id, *, version=None) -> Report:  # noqa: ARG002
        return super().show("nothing")


@pytest.fixture
def stub():
    return Watching()


@pytest.fixture
def run(stub, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def runs(*args, service=None):
        code = main(args, opener=service or stub)
        return code, *capsys.readouterr()

    return runs


def test_each_event_is_one_line_that_cannot_act_on_a_terminal(run, stub):
    code, out, err = run("watch", "--feeds", "f.opml", "--source", "a", "--source", "b", "--every", "2h", "--once")
    assert (code, err, stub.closed) == (0, "", 1)
    assert stub.calls == [("watch", ["f.opml", "a", "b"], "2h", True)]
    lines = out.splitlines()
    assert all(line.startswith("2026-03-01 12:00:00 ") for line in lines)
    assert [line[20:] for line in lines[1:]] == [
        "bad failed (2 in a row, again at 2026-03-01 13:00:00): it answered 500 red [bold]title[/bold] :smile: exe",
        "2 sources asked, 1 failed, 3 left alone; 1 of 4 reports stale",
        "harbour is version 2 now: 0 claims changed (stale-major)",
        "harbour is stale-minor and is left as it is",
        "r-1 is stale-major and is not written again (not before 2026-03-01 13:00:00; policy always)",
        "r-2 is stale-minor and is not written again (not for so little; policy only-major)",
        "r-3 could not be refreshed and keeps its version: the model is not there",
        "webhook took notice n-1",
        "hook did not take notice n-1 (again at 2026-03-01 13:00:00): it ended with 3",
        "hook did not take notice n-1 (given up): it ended with 3",
    ]
    assert lines[0].endswith("exe: 12 added, 3 updated, 1 refused")
    assert not set(out) & set("\x1b\x9b\u202e")


def test_as_json_each_event_is_one_document_on_one_line(run):
    code, out, err = run("watch", "--source", "a", "--once", "--json")
    events = [json.loads(line) for line in out.splitlines()]
    assert (code, err) == (0, "")
    assert [event["event"] for event in events] == [event.event for event in EVENTS]
    assert all(event["at"] == "2026-03-01T12:00:00Z" for event in events)
    assert events[3]["notice"]["id"] == "n-1"
    assert not set(out) & set("\x1b\x9b\u202e")


def test_webhook_and_hook_of_the_command_line_are_settings_of_the_run(run, stub):
    run("watch", "--source", "a", "--once", "--webhook", "https://a.example/", "--hook", "notify me")
    assert stub.settings == {"webhook": "https://a.example/", "hook": "notify me"}


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("watch",), "needs --feeds FILE or --source"),
        (("watch", "--feeds"), "requires an argument"),
        (("policy", "r-1", "sometimes"), "Invalid value for '[always|only-major|tell]'"),
        (("policy", "--interval", "6h"), "needs the ID of a report"),
        (("policy", "r-1", "tell", "--default"), "Give one of them"),
        (("policy", "nothing"), "there is no report 'nothing'"),
    ],
)
def test_what_cannot_be_meant_is_bad_usage(run, args, told):
    code, out, err = run(*args)
    assert (code, out) == (2, "")
    assert told in " ".join(err.split())


def test_policies_are_told_and_chosen(run, stub):
    code, out, _ = run("policy")
    assert code == 0
    assert "r-1     always  none      by default" in out
    assert "always: written again whenever it is stale." in out
    code, out, _ = run("policy", "r-1", "only-major", "--interval", "6h", "--json")
    assert json.loads(out) == [{"id": "r-1", "policy": "only-major", "interval_s": 21_600, "chosen": True}]
    run("policy", "r-1", "--default")
    assert stub.calls[1:] == [("choose_policy", "r-1", "only-major", "6h"), ("choose_policy", "r-1", None, None)]
    assert "groundwire ask QUESTION" in run("policy", service=Watching(sick=True))[1]


@pytest.mark.parametrize("every", ["soon", "0s", "15"])
def test_a_bad_duration_ends_with_two_and_leaves_no_home(tmp_path, capsys, every):
    code = main(["--home", str(tmp_path / "home"), "watch", "--source", str(tmp_path), "--every", every])
    assert (code, "15m, 2h or 1d" in capsys.readouterr().err) == (2, True)
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_a_watch_that_sleeps_and_one_whose_feed_hangs(site, tmp_path, number):
    site.serve("/robots.txt", status=404)
    hanging = site.serve("/feed", b"<rss>" * 1_000, "application/rss+xml", pause_s=60)
    source = hanging if number == signal.SIGINT else str(tmp_path / "news.jsonl")
    (tmp_path / "news.jsonl").write_text("{}\n")
    command = [
        sys.executable,
        "-m",
        "pipeline",
        "--home",
        str(tmp_path / "home"),
        "watch",
        "--source",
        source,
        "--json",
    ]
    environment = {"GROUNDWIRE_FETCH_HOSTS": json.dumps([site.host]), "PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stdout is not None
        if source == hanging:
            while "/feed" not in site.paths:
                assert process.poll() is None
                time.sleep(0.05)
        else:
            assert '"source-failed"' in process.stdout.readline()
            assert '"round"' in process.stdout.readline()
        process.send_signal(number)
        _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "")
