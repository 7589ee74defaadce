"""A server on loopback over a home of its own, as `groundwire serve` runs it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from time import sleep

import httpx

from pipeline.assets import SampleRevision, sample_corpus
from pipeline.faces.http.app import create_app
from pipeline.faces.http.server import Server, listen
from pipeline.service import Groundwire

QUESTION = "Are Russia and Ukraine near agreement?"
# What the sample's own report cites, and what the update does to it: enough for the whole story in a few seconds.
FIRST = {
    "2025-11-28-putin-bishkek-basis",
    "2025-12-11-ukraine-sends-20-point-text",
    "2025-12-12-ushakov-national-guard-in-donbas",
    "2025-12-15-berlin-ninety-per-cent-agreed",
    "2025-12-16-ryabkov-five-regions-no-nato-troops",
    "2025-12-16-what-an-article-5-like-promise-is-worth",
    "2025-12-17-closer-than-ever-why-a-deal-could-stall",
    "2025-12-17-putin-goals-will-be-met",
}
UPDATE = FIRST | {"2025-12-22-moscow-no-three-way-talks", "2026-02-18-geneva-no-breakthrough"}


def lines(revision: SampleRevision, ids: set[str]) -> bytes:
    """Those articles of a state of the sample corpus, as JSON lines."""
    every = sample_corpus(revision).read_bytes().splitlines(keepends=True)
    return b"".join(line for line in every if json.loads(line).get("id") in ids)


@contextmanager
def served(home: Path) -> Iterator[httpx.Client]:
    """A client of a server over that home, which ends with the block."""
    with listen("127.0.0.1", 0) as found:
        server = Server(create_app(lambda: Groundwire(home)), host="127.0.0.1", port=0)
        thread = Thread(target=server.run, kwargs={"sockets": [found]})
        thread.start()
        try:
            while not server.started:
                assert thread.is_alive()
                sleep(0.02)
            with httpx.Client(base_url=f"http://127.0.0.1:{found.getsockname()[1]}", timeout=120) as client:
                yield client
        finally:
            server.should_exit = True
            thread.join(timeout=20)
