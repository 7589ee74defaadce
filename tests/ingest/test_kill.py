"""Killed without warning, at moments spread over the run: the next run completes what was begun."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from pipeline.ids import revision_id
from pipeline.readers import reader_for
from pipeline.stages.ingest import Record
from tests.ingest.home import NOW, SAMPLE, Home, raw

ROOT = Path(__file__).parents[2]
KILLS = 8
FIFTEEN = "The council agreed on fifteen points."


def start(folder: Path, file: Path, *options: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, str(ROOT / "tests" / "ingest" / "killed.py"), str(folder), str(file), *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def revisions_of(folder: Path) -> tuple[Path, Path]:
    """Two states of a source: the sample corpus, and the sample corpus with its update and without some articles."""
    old = [json.loads(line) for line in (SAMPLE / "r1.jsonl").read_text("utf-8").splitlines()]
    update = [json.loads(line) for line in (SAMPLE / "r2.jsonl").read_text("utf-8").splitlines()]
    new = [*old[5:], *update, {"id": old[7]["id"], "withdrawn": True, "reason": "Wrong."}]
    first, second = folder / "first.jsonl", folder / "second.jsonl"
    first.write_text("\n".join(map(json.dumps, old)), "utf-8")
    second.write_text("\n".join(map(json.dumps, new)), "utf-8")
    return first, second


def contents(home: Home) -> dict[str, object]:
    status = home.catalogue.status()
    return {
        "status": status,
        "revision": home.catalogue.revision().id,
        "live": home.vectors.ids(),
        "past": home.vectors.ids(past=True),
        "versions": {name: home.version(name) for name in home.catalogue.live_ids()},
    }


def test_an_ingest_killed_again_and_again_ends_where_an_uninterrupted_one_ends(tmp_path: Path) -> None:
    first, second = revisions_of(tmp_path)
    whole = Home.at(tmp_path / "whole", chroma=True)
    began = time.monotonic()
    for file in (first, second):
        whole.ingest_all(reader_for(str(file), now=NOW).read(str(file)), sync=True)
    lasts = (time.monotonic() - began) / 2

    finished = 0
    for kill in range(KILLS):
        file = first if kill < KILLS / 2 else second
        process = start(tmp_path / "killed", file)
        time.sleep(lasts * (0.1 + 1.2 * (kill % (KILLS // 2)) / (KILLS // 2)))
        process.kill()
        finished += "done" in process.communicate()[0]
    assert finished < KILLS - 2  # else the machine was too fast for this to prove anything

    killed = Home.at(tmp_path / "killed", chroma=True)
    assert revision_id(killed.catalogue.live_versions(killed.catalogue.live_ids()).items()) == (  # type: ignore[arg-type]
        killed.catalogue.revision().id
    )  # opening it closed the revision that a kill had left open
    for file in (first, second):
        killed.ingest_all(reader_for(str(file), now=NOW).read(str(file)), sync=True)
    assert killed.ailments() == []
    assert contents(killed) == contents(whole)


def test_two_processes_that_take_turns_neither_lose_nor_double_anything(tmp_path: Path) -> None:
    first, _ = revisions_of(tmp_path)
    home = Home.at(tmp_path / "shared", chroma=True)

    def slowly() -> Iterator[Record]:
        yield from (raw(f"a-{number}", f"{FIFTEEN} Number {number}.") for number in range(300))
        assert home.catalogue.status().articles == 256  # so the other starts from a home that is half filled
        other = start(tmp_path / "shared", first, "add")
        assert other.communicate()[0] == "done\n"
        yield from (raw(f"b-{number}", f"{FIFTEEN} Number {number}.") for number in range(300))

    assert home.ingest_all(slowly()).added == 600
    sample = len(first.read_text("utf-8").splitlines())
    status = home.catalogue.status()
    assert status.articles == 600 + sample
    assert len(home.vectors.ids()) == status.passages
    assert home.ailments() == []
    again = Home.at(tmp_path / "shared", chroma=True)
    assert again.ingest_all(reader_for(str(first), now=NOW).read(str(first))).unchanged == sample
    live = again.catalogue.live_versions(again.catalogue.live_ids())
    assert revision_id(live.items()) == again.catalogue.revision().id  # type: ignore[arg-type]


def test_doctor_completes_what_a_kill_left_undone(tmp_path: Path) -> None:
    from pipeline.stages.repair import repair

    first, _ = revisions_of(tmp_path)
    process = start(tmp_path / "killed", first)
    time.sleep(0.3)
    process.kill()
    process.communicate()
    killed = Home.at(tmp_path / "killed", chroma=True)
    repair(killed.catalogue, killed.vectors, killed.embedder)
    assert killed.ailments() == []
    assert len(killed.vectors.ids()) == killed.catalogue.status().passages
