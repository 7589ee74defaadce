"""A watch killed again and again while its feed keeps changing and its subscriber listens: what is lost, doubled, half-done.

`python -m tests.watching.kills --times 100` prints the counts.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import feedparser

from pipeline.service import Groundwire
from pipeline.stores.notices import Notices
from tests.fetching.site import Asked, Page, Site
from tests.watching.newsdesk import newsdesk, report_on
from tests.watching.town import Subscriber, feed, item

ROOT = Path(__file__).parents[2]
_EVENTS = 7  # that a watch lives to tell at most: almost two rounds, each with a version and its delivery
_LONGEST_S = 0.4  # that it lives after the last of them: into the work between two commits


class Outlet(Site):
    """An outlet whose one article gets another figure whenever its feed is asked for, until it is `settled`."""

    figure, settled = 10, False

    @staticmethod
    def sentence(figure: int) -> str:
        return f"The envoys agreed on tolls of {figure} million euros for the harbour of Lund."

    def _page(self, asked: Asked) -> Page:
        if asked.path != "/feed":
            return Page(b"", 404)
        self.figure += not self.settled
        return Page(feed(item("harbour", self.sentence(self.figure))), headers={"Content-Type": "application/rss+xml"})


@dataclass(frozen=True)
class Outcome:
    """What was found after so many kills. `again`: posts of a notice that the subscriber had acknowledged before."""

    kills: int
    versions: int
    notices: int
    posts: int
    again: int
    problems: tuple[str, ...]


def killed(folder: Path, times: int, *, seed: int = 7) -> Outcome:
    """Kills a watch so many times, lets a last one finish, and looks at what there is."""
    moments = random.Random(seed)
    with Outlet() as outlet, Subscriber() as subscriber:
        outlet._server.handle_error = lambda *_: None  # type: ignore[method-assign] # whoever is killed hangs up
        with newsdesk(folder, outlet.host, subscriber.host, webhook=subscriber.url) as desk:
            list(desk.watch([f"{outlet.url}/feed"], once=True))
            report = report_on(desk, outlet.sentence(outlet.figure))
        for _ in range(times):
            with _watching(folder, outlet, subscriber) as process:
                assert process.stdout is not None
                for _ in range(moments.randint(0, _EVENTS)):
                    process.stdout.readline()
                time.sleep(moments.uniform(0.0, _LONGEST_S))
        outlet.settled = True
        with newsdesk(folder, outlet.host, subscriber.host, webhook=subscriber.url) as desk:
            list(desk.watch([f"{outlet.url}/feed"], once=True))
            return _outcome(desk, report, subscriber, folder, times)


@contextmanager
def _watching(folder: Path, outlet: Outlet, subscriber: Subscriber) -> Iterator[subprocess.Popen[str]]:
    """A watch in a process of its own, from the moment when it begins; at the end it is killed."""
    command = [sys.executable, str(ROOT / "tests" / "watching" / "newsdesk.py"), str(folder), f"{outlet.url}/feed"]
    process = subprocess.Popen(
        [*command, subscriber.url, outlet.host, subscriber.host],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield process
    finally:
        process.kill()
        process.communicate()


def _outcome(desk: Groundwire, report: str, subscriber: Subscriber, folder: Path, times: int) -> Outcome:
    adapters, problems = desk._adapters, []
    versions = adapters.reports.versions(report)
    if versions != tuple(range(1, len(versions) + 1)):
        problems.append(f"versions {versions} are not in one row")
    stored = [adapters.reports.load(report, version) for version in versions]
    problems += [f"version {each.version} is not proven" for each in stored if not desk.check(each).ok]
    told = Notices(adapters.catalogue).latest(limit=100_000)
    owed = Counter(notice.version for notice in told)
    if owed != Counter(versions[1:]):
        problems.append(f"notices of {sorted(owed.elements())}, versions {versions}")
    taken = Counter(subscriber.ids)
    problems += [f"notice {each.id} was never posted" for each in told if each.id not in taken]
    problems += [f"{name} was posted and is in no outbox" for name in set(taken) - {each.id for each in told}]
    entries = feedparser.parse((folder / "changes.atom").read_bytes())
    if entries.bozo or len({entry.id for entry in entries.entries}) != min(len(told), 100):
        problems.append("the feed of changes is not whole")
    problems += [f"{check.name}: {check.detail}" for check in desk.doctor().checks if not check.ok]
    again = sum(number - 1 for number in taken.values())
    return Outcome(times, len(versions), len(told), len(subscriber.posts), again, tuple(problems))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--seed", type=int, default=7)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        found = killed(Path(place), chosen.times, seed=chosen.seed)
    print(found)  # noqa: T201
    sys.exit(bool(found.problems))
