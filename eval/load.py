"""A server under load: many clients that ask at once, while pages are read; what is refused, lost, slow, or grows.

    python -m eval.load --clients 50 --seconds 300

The server is a process of its own over a fresh home with the sample corpus. Every question is asked anew (`fresh`), so that
each is work; a client that is told to come again later waits as long as it was told. Exit code 3 when a job was lost, or
an answer was neither given nor honestly refused.
"""

import argparse
import asyncio
import itertools
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, perf_counter

import httpx
import numpy as np

from pipeline.assets import sample_corpus
from pipeline.service import Groundwire

CASES = Path(__file__).parent / "cases" / "questions.jsonl"
PAGES = ("/", "/reports", "/corpus", "/reports/{report}")
READERS = 4
_KEPT_S = 2  # a connection that idles longer is not used again: the server closes those of 5 seconds
_LAST_ONES_S = 2  # for requests that were sent before the end
_PATIENCE_S = 120  # for one answer


@dataclass
class Tally:
    """What was seen: answers by status, how jobs ended, seconds of page views, memory in MB."""

    asked: Counter[int] = field(default_factory=Counter)
    dishonest: int = 0  # refusals that do not say when to come again
    broken: list[str] = field(default_factory=list)
    ended: Counter[str] = field(default_factory=Counter)
    views: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)

    @property
    def lost(self) -> int:
        return self.asked[202] - self.ended.total()

    @property
    def failed(self) -> bool:
        others = self.asked.total() - self.asked[202] - self.asked[429]
        return bool(self.lost or self.dishonest or self.broken or others or self.ended["failed"])


@contextmanager
def server(home: Path) -> Iterator[tuple[int, str]]:
    """Process id and address of a server over that home."""
    command = [sys.executable, "-m", "pipeline", "--home", str(home), "serve", "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own program
        try:
            assert process.stderr is not None
            yield process.pid, process.stderr.readline().partition(" at ")[2].split()[0].rstrip("/")
        finally:
            process.terminate()


async def client(web: httpx.AsyncClient, questions: Iterator[str], tally: Tally, *, until: float) -> None:
    """Asks, follows the job to its end, and asks again."""
    while monotonic() < until:
        try:
            answer = await web.post("/api/ask", json={"question": next(questions), "fresh": True})
            tally.asked[answer.status_code] += 1
            if answer.status_code == 202:
                tally.ended[await _followed(web, answer.json()["id"])] += 1
            elif answer.status_code == 429:
                wait = int(answer.headers.get("retry-after", "0"))
                tally.dishonest += wait < 1
                await asyncio.sleep(max(wait, 1))
        except httpx.HTTPError as error:
            tally.broken.append(repr(error))


async def _followed(web: httpx.AsyncClient, job: str) -> str:
    """How a job ended, as its stream tells."""
    state = "unknown"
    async with web.stream("GET", f"/api/jobs/{job}/events") as told:
        async for line in told.aiter_lines():
            if line.startswith("event: "):
                state = line.removeprefix("event: ")
    return state


async def reader(web: httpx.AsyncClient, tally: Tally, *, until: float) -> None:
    """Looks at one page after another, with a moment between them."""
    for page in itertools.cycle(PAGES):
        if monotonic() > until:
            return
        try:
            await _viewed(web, page, tally)
        except httpx.HTTPError as error:
            tally.broken.append(f"{page}: {error!r}")
        await asyncio.sleep(0.2)


async def _viewed(web: httpx.AsyncClient, page: str, tally: Tally) -> None:
    reports = (await web.get("/api/reports")).json() if "{" in page else []
    address = page.format(report=reports[0]["id"] if reports else "")
    began = perf_counter()
    answer = await web.get(address)
    tally.views.append(perf_counter() - began)
    if answer.status_code >= 400 and reports:
        tally.broken.append(f"{address}: {answer.status_code}")


async def watched(process: int, tally: Tally, *, until: float) -> None:
    """Notes how much memory the server holds, every second."""
    while monotonic() < until:
        tally.memory.append(_megabytes(process))
        await asyncio.sleep(1)


async def closed(web: httpx.AsyncClient, *, until: float) -> None:
    """Cancels, at the end, what still waits, so that the end is bounded; a cancelled job is told of like any other."""
    await asyncio.sleep(max(until - monotonic(), 0) + _LAST_ONES_S)
    for job in (await web.get("/api/jobs")).json():
        if job["state"] in {"queued", "running"}:
            await web.delete(f"/api/jobs/{job['id']}")


def _megabytes(process: int) -> float:
    return int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1]) * 4096 / 1e6


@asynccontextmanager
async def browser(address: str) -> AsyncIterator[httpx.AsyncClient]:
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=None, keepalive_expiry=_KEPT_S)
    async with httpx.AsyncClient(base_url=address, timeout=_PATIENCE_S, limits=limits) as web:
        yield web


async def load(process: int, address: str, *, clients: int, seconds: float) -> Tally:
    tally, until = Tally(), monotonic() + seconds
    asked = [json.loads(line)["question"] for line in CASES.read_text(encoding="utf-8").splitlines()]
    questions = itertools.cycle(asked)
    async with browser(address) as web:
        await web.get("/reports")  # what is loaded at the first request is nobody's wait
        async with asyncio.TaskGroup() as group:
            for _ in range(clients):
                group.create_task(client(web, questions, tally, until=until))
            for _ in range(READERS):
                group.create_task(reader(web, tally, until=until))
            group.create_task(watched(process, tally, until=until))
            group.create_task(closed(web, until=until))
    return tally


def told(tally: Tally) -> dict[str, object]:
    """The numbers, by name."""
    views = np.array(tally.views) * 1000
    third = max(len(tally.memory) // 3, 1)
    return {
        "asked": tally.asked.total(),
        "accepted": tally.asked[202],
        "refused_429": tally.asked[429],
        "refused_without_retry_after": tally.dishonest,
        "ended": dict(tally.ended),
        "lost": tally.lost,
        "broken": tally.broken[:5],
        "page_views": len(views),
        "page_ms": {f"p{share}": round(float(np.percentile(views, share)), 1) for share in (50, 95, 99)},
        "memory_mb": {
            "second_third": round(float(np.median(tally.memory[third : 2 * third])), 1),
            "last_third": round(float(np.median(tally.memory[2 * third :])), 1),
            "most": round(max(tally.memory), 1),
        },
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=300)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="groundwire-load-") as folder:
        home = Path(folder) / "home"
        with Groundwire(home) as desk:
            desk.ingest([str(sample_corpus("r1"))])
        with server(home) as (process, address):
            tally = asyncio.run(load(process, address, clients=chosen.clients, seconds=chosen.seconds))
    print(json.dumps(told(tally), indent=2))
    return 3 if tally.failed else 0


if __name__ == "__main__":
    sys.exit(main())
