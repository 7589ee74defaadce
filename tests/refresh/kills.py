"""Refreshes that are killed at random moments, and what is found after each: `python -m tests.refresh.kills --times 100`.

A home of reports; before each kill every article is corrected, so that all of them are to be written again.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from random import Random

from pipeline.service import refreshing
from tests.ingest.home import Home as Corpus
from tests.refresh.newsroom import Newsroom
from tests.refresh.test_time_travel import Home

ROOT = Path(__file__).parents[2]
_MATTERS = (
    "The ferry pier at Norra",
    "A telescope on Mount Alva",
    "New uniforms for postmen",
    "Snow ploughs in Brenning",
    "The opera roof of Calder",
    "Vaccines against cattle plague",
)
_RESTS = (
    "Captain Brink hopes for calm seas.",
    "Astronomers wait for a clear night.",
    "Letters will arrive as before.",
    "Winter came early this year.",
    "Tenors sing under umbrellas.",
    "Farmers queued before dawn.",
)
REPORTS = len(_MATTERS)


@dataclass
class Outcome:
    """What was found after so many kills; all but `kills` and `unfinished` have to be nought."""

    kills: int = 0
    unfinished: int = 0  # kills that left something undone, without which nothing would be proven
    lost: int = 0
    gaps: int = 0
    broken: int = 0
    stale_after: int = 0


def opened(folder: Path) -> Home:
    return Home(Newsroom(Corpus.at(folder, chroma=True)), folder)


def told(report: int, figure: int) -> str:
    return f"{_MATTERS[report]} cost {figure} million euros, the treasury said."


def publish(home: Home, figure: int) -> None:
    for number in range(REPORTS):
        home.newsroom.publish(f"article-{number}", f"{told(number, figure)} {_RESTS[number]}")


def prepare(folder: Path) -> None:
    home = opened(folder)
    publish(home, 10)
    for number in range(REPORTS):
        texts = [told(number, 10), _RESTS[number]]
        home.reports.save(home.newsroom.report(texts).model_copy(update={"id": f"r-{number}"}))
    home.close()


def killed(folder: Path, times: int, *, seed: int = 7, told_of: bool = False) -> Outcome:
    prepare(folder)
    rng, outcome, lasts = Random(seed), Outcome(), 0.0
    for number in range(times + 1):
        figure = 11 + number
        home = opened(folder)
        publish(home, figure)
        home.close()
        process = start(folder)
        began = time.monotonic()
        if number:  # the first shows how long it lasts
            time.sleep(lasts * rng.random())
            process.kill()
            outcome.kills += 1
        process.communicate()
        lasts = lasts or time.monotonic() - began
        outcome.unfinished += _proven(folder, figure, outcome) if number else 0
        if told_of and number % 10 == 0:
            print(outcome, flush=True)  # noqa: T201
    _finished(folder, 11 + times, outcome)
    return outcome


def start(folder: Path) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "tests.refresh.kills", "--child", str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment, cwd=ROOT)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def _proven(folder: Path, figure: int, outcome: Outcome) -> bool:
    """Whether something was left undone; what is wrong is counted."""
    home, undone = opened(folder), False
    outcome.lost += REPORTS - len(home.reports.summaries())
    for number in range(REPORTS):
        versions = home.reports.versions(f"r-{number}")
        outcome.gaps += versions != tuple(range(1, len(versions) + 1))
        last = home.reports.load(f"r-{number}")  # proven against its digest
        texts = {claim.text for claim in last.claims.values()}
        outcome.broken += len(texts) != 2 or last.previous != (last.version - 1 or None)
        undone |= told(number, figure) not in texts
    home.close()
    return undone


def _finished(folder: Path, figure: int, outcome: Outcome) -> None:
    """After one more refresh, that nobody kills, everything is as if nobody had killed any."""
    home = opened(folder)
    refreshing.refresh(home, None, check=False, force=False)
    outcome.stale_after = sum(
        each.action != "kept" for each in refreshing.refresh(home, None, check=False, force=False)
    )
    home.close()
    outcome.stale_after += _proven(folder, figure, outcome)


def _child(folder: Path) -> None:
    home = opened(folder)
    home.newsroom.home.vectors.ids()  # opened before the clock of whoever kills starts
    print("ready", flush=True)  # noqa: T201 - whoever kills waits for it
    refreshing.refresh(home, None, check=False, force=False)
    home.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--child", type=Path)
    given = parser.parse_args()
    if given.child:
        _child(given.child)
        return
    with tempfile.TemporaryDirectory() as folder:
        print(killed(Path(folder), given.times, told_of=True))  # noqa: T201


if __name__ == "__main__":
    main()
