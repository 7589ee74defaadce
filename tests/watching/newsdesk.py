"""A whole home with doubles for models: a report on a feed of loopback, and a watch over both.

Run as `python newsdesk.py HOME FEED WEBHOOK HOST...` it watches in a process of its own, to be killed while at it.
"""

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import sleep

from pipeline.fakes import HashingEmbedder
from pipeline.fetching import Limits
from pipeline.service import Groundwire, watching
from pipeline.staff import Staff
from pipeline.watching import Clock, Stop
from tests.refresh.newsroom import QUESTION, Newsroom, PlainJudge, PlainWriter

SECRET = "a-secret-of-many-characters"


class PlainStaffing:
    """A writer and a judge without a model."""

    def __init__(self) -> None:
        self.judge = PlainJudge()

    def staff(self, *, replay: bool = False) -> Staff:  # noqa: ARG002
        return Staff(PlainWriter(), self.judge)

    def probe(self) -> None:
        """There is no model to ask how it is."""

    def close(self) -> None:
        pass


def newsdesk(home: Path, *hosts: str, **settings: object) -> Groundwire:
    """The service over a home, with doubles for what is slow, and hosts of loopback opened."""
    watching.LIMITS = Limits(retries=0, interval_s=0.0)
    desk = Groundwire(home, fetch_hosts=hosts, webhook_secret=SECRET, **settings)
    desk._adapters.__dict__["embedder"] = HashingEmbedder(16)
    desk._adapters.staffing = PlainStaffing()  # type: ignore[assignment]
    return desk


def report_on(desk: Groundwire, *sentences: str, bottom: tuple[str, ...] = ()) -> str:
    """A report whose claims are sentences that stand in the corpus; gives its id."""
    home = desk._adapters
    room = Newsroom(_Home(home.catalogue, home.vectors, home.embedder))  # type: ignore[arg-type]
    report = room.report(sentences, bottom=bottom)
    report = report.model_copy(update={"question": QUESTION, "checked_at": datetime.now(UTC)})
    home.reports.save(report)
    return report.id


class _Home:
    def __init__(self, catalogue: object, vectors: object, embedder: object) -> None:
        self.catalogue, self.vectors, self.embedder = catalogue, vectors, embedder


class Hasty:
    """A clock that runs ahead when it sleeps, so that rounds follow one another at once."""

    def __init__(self) -> None:
        self._ahead = timedelta()
        self.clock = Clock(lambda: datetime.now(UTC) + self._ahead, self._sleep)

    def _sleep(self, seconds: float) -> None:
        sleep(0.001)
        self._ahead += timedelta(seconds=seconds)


if __name__ == "__main__":
    folder, feed, webhook, *opened = sys.argv[1:]
    with newsdesk(Path(folder), *opened, webhook=webhook) as own:
        own.corpus()
        print("ready", flush=True)  # noqa: T201 - the test waits for it
        for event in own.watch([feed], every="1s", clock=Hasty().clock, stop=Stop()):
            print(event.event, flush=True)  # noqa: T201
