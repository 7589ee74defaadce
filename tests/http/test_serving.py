"""`groundwire serve` as a process of its own: how it starts, refuses to, ends, and what a kill leaves behind."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

import httpx

from pipeline.service import Groundwire

ROOT = Path(__file__).resolve().parent.parent.parent


@contextmanager
def serving(home: Path, *options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The process and its address."""
    command = [sys.executable, "-m", "pipeline", "--home", str(home), "serve", "--port", "0", *options]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            told = process.stderr.readline()
            assert "http://" in told, told + process.stderr.read()
            yield process, told.partition(" at ")[2].split()[0].rstrip("/")
        finally:
            process.kill()


def refused(home: Path, *options: str) -> tuple[int, str]:
    command = [sys.executable, "-m", "pipeline", "--home", str(home), "serve", *options]
    environment = {name: value for name, value in os.environ.items() if name != "GROUNDWIRE_TOKEN"}
    ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False)
    return ran.returncode, ran.stderr


def test_it_does_not_start_where_others_could_reach_it_without_a_token(tmp_path):
    code, told = refused(tmp_path, "--host", "0.0.0.0", "--port", "0")
    assert code == 2
    assert "GROUNDWIRE_TOKEN" in told
    assert "Traceback" not in told


def test_a_job_is_interrupted_by_a_kill_and_known_after_a_restart(home):
    with serving(home) as (process, address):
        asked = httpx.post(f"{address}/api/ask", json={"question": "Who would send troops?", "fresh": True})
        job = asked.json()["id"]
        process.send_signal(signal.SIGKILL)
        process.wait(10)
    with serving(home) as (process, address):
        assert httpx.get(f"{address}/api/jobs/{job}").json()["state"] == "interrupted"

        running = httpx.post(f"{address}/api/ask", json={"question": "Who would send troops?", "fresh": True}).json()
        until = monotonic() + 30
        while httpx.get(f"{address}/api/jobs/{running['id']}").json()["state"] == "queued" and monotonic() < until:
            sleep(0.05)
        with httpx.stream("GET", f"{address}/api/jobs/{running['id']}/events") as open_stream:
            process.send_signal(signal.SIGINT)
            open_stream.read()
            assert process.wait(60) == 0
        assert process.stderr is not None
        assert process.stderr.read() == ""
    with Groundwire(home) as desk:
        assert desk.doctor().ok


def test_a_port_that_is_taken_is_told_plainly(tmp_path, home):
    with serving(home) as (_, address):
        code, told = refused(tmp_path / "other", "--port", address.rpartition(":")[2])
    assert code == 2
    assert "already in use" in told
    assert not (tmp_path / "other").exists()
