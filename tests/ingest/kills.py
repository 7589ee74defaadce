"""Ingests, updates, withdrawals and changes of embedder, killed at random moments: `python -m tests.ingest.kills --times 200`.

After each kill the same is asked again, as a user would, and everything is held against what the corpus ought to be.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from random import Random

from pydantic import BaseModel

from pipeline.fakes import HashingEmbedder
from pipeline.indexes.vectors import ChromaVectors
from pipeline.stages import follow, ingest
from pipeline.stages.repair import repair
from pipeline.stores.catalogue import Catalogue
from tests.ingest.home import Home, raw

ROOT = Path(__file__).parents[2]
NAMES = tuple(f"article-{number:02}" for number in range(60))
DIMS = (16, 24)  # of the two embedders between which the home goes to and fro
_WORDS = [
    first + second for first in "ba ke li mo nu ra se ti vo zu".split() for second in "dor fen gal hut nex".split()
]


class Order(BaseModel):
    """What is asked of a home: articles with their texts, names to withdraw, or another embedder."""

    kind: str
    dim: int
    texts: dict[str, str] = {}
    withdrawn: list[str] = []


@dataclass
class Outcome:
    """What was found after so many kills; all but `kills` and `unfinished` have to be nought."""

    kills: int = 0
    unfinished: int = 0  # kills that left something undone, without which nothing would be proven
    lost: int = 0  # articles or versions that were there and are not, or say something else
    doubled: int = 0
    ailing: int = 0  # checks of the doctor: orphans, leftovers, work that waits
    found: list[str] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        return not (self.lost or self.doubled or self.ailing)


@dataclass
class Truth:
    """What the corpus ought to hold: the text of each article, None for a withdrawn one; every version that was live."""

    texts: dict[str, str | None] = field(default_factory=dict)
    versions: set[tuple[str, str]] = field(default_factory=set)
    dim: int = DIMS[0]

    @property
    def live(self) -> list[str]:
        return sorted(name for name, text in self.texts.items() if text is not None)

    def order(self, kind: str, rng: Random) -> Order:
        return _ORDERS[kind](self, rng)

    def obey(self, order: Order) -> None:
        if order.kind == "sync":
            self.texts.update(dict.fromkeys(self.live, None))
        self.texts.update(order.texts)
        self.texts.update(dict.fromkeys(order.withdrawn, None))
        self.dim = order.dim


def _text(rng: Random) -> str:
    return f"The council agreed on {rng.randint(10, 10**6)} points: {' '.join(rng.choices(_WORDS, k=40))}."


def _texts(names: list[str], rng: Random) -> dict[str, str]:
    return {name: _text(rng) for name in names}


def _added(truth: Truth, rng: Random) -> Order:
    absent = sorted(set(NAMES) - set(truth.live)) or list(NAMES)
    return Order(kind="ingest", dim=truth.dim, texts=_texts(rng.sample(absent, min(25, len(absent))), rng))


def _updated(truth: Truth, rng: Random) -> Order:
    return Order(kind="update", dim=truth.dim, texts=_texts(rng.sample(truth.live, min(20, len(truth.live))), rng))


def _withdrawn(truth: Truth, rng: Random) -> Order:
    return Order(kind="withdraw", dim=truth.dim, withdrawn=rng.sample(truth.live, min(15, len(truth.live))))


def _synced(truth: Truth, rng: Random) -> Order:
    kept = {name: truth.texts[name] or "" for name in truth.live[: len(truth.live) * 2 // 3]}
    return Order(kind="sync", dim=truth.dim, texts={**kept, **_texts(list(NAMES[:10]), rng)})


def _embedded_anew(truth: Truth, rng: Random) -> Order:
    return Order(kind="re-embed", dim=DIMS[truth.dim == DIMS[0]])


_ORDERS: Mapping[str, Callable[[Truth, Random], Order]] = {
    "ingest": _added,
    "update": _updated,
    "withdraw": _withdrawn,
    "sync": _synced,
    "re-embed": _embedded_anew,
}


def opened(folder: Path, dim: int) -> Home:
    embedder = HashingEmbedder(dim)
    vectors = ChromaVectors(folder / "vectors", embedder_digest=embedder.digest)
    return Home(Catalogue.open(folder / "catalogue.sqlite"), vectors, embedder)


def obey(home: Home, order: Order) -> None:
    if order.kind == "re-embed":
        repair(home.catalogue, home.vectors, home.embedder)
    elif order.withdrawn:
        home.withdraw(*order.withdrawn)
    else:
        home.ingest(*(raw(name, text) for name, text in order.texts.items()), sync=order.kind == "sync")


def killed(folder: Path, times: int, *, seed: int = 7, told_of: bool = False) -> Outcome:
    rng, truth, outcome = Random(seed), Truth(), Outcome()
    lasts: dict[str, float] = {}
    _finish(folder, truth.order("ingest", rng), truth, outcome)
    for number in range(times):
        kind = list(_ORDERS)[number % len(_ORDERS)]
        if kind not in lasts:  # the first of its kind shows how long it lasts
            lasts[kind] = _uninterrupted(folder, truth.order(kind, rng), truth)
        order = truth.order(kind, rng)
        process = start(folder, order)
        time.sleep(lasts[kind] * rng.random())
        process.kill()
        outcome.unfinished += "done" not in process.communicate()[0]
        outcome.kills += 1
        _finish(folder, order, truth, outcome)
        if told_of and number % 10 == 9:
            print(asdict(outcome), flush=True)  # noqa: T201
    return outcome


def start(folder: Path, order: Order) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "tests.ingest.kills", "--child", str(folder)]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment, cwd=ROOT
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(order.model_dump_json() + "\n")
    process.stdin.flush()
    assert process.stdout.readline() == "ready\n"
    return process


def _uninterrupted(folder: Path, order: Order, truth: Truth) -> float:
    process, began = start(folder, order), time.monotonic()
    assert process.communicate()[0] == "done\n"
    truth.obey(order)
    return time.monotonic() - began


def _finish(folder: Path, order: Order, truth: Truth, outcome: Outcome) -> None:
    """The same again, that nobody kills, and what is wrong after it."""
    truth.obey(order)
    home = opened(folder, truth.dim)
    obey(home, order)
    live = list(home.catalogue.live_ids())
    outcome.doubled += len(live) - len(set(live))
    outcome.lost += len(set(live) ^ set(truth.live))
    standing = {(name, home.version(name)) for name in live}
    outcome.lost += sum(home.catalogue.article(*each).text != truth.texts[each[0]] for each in sorted(standing))
    truth.versions |= standing
    outcome.lost += sum(not home.catalogue.passages_of(*each) for each in sorted(truth.versions))
    ailments = home.ailments()
    outcome.ailing += len(ailments)
    outcome.found += [f"{order.kind}: {check.name}: {check.detail}" for check in ailments]
    assert isinstance(home.vectors, ChromaVectors)
    home.vectors.close()
    home.catalogue.close()


def _child(folder: Path) -> None:
    # Small batches put many commits, and so many places to be killed at, into a run of a second.
    ingest.WRITE = follow.BATCH = ingest.BATCH = 5
    order = Order.model_validate_json(sys.stdin.readline())
    home = opened(folder, order.dim)
    home.vectors.ids()  # opened before the clock of whoever kills starts
    print("ready", flush=True)  # noqa: T201 - whoever kills waits for it
    obey(home, order)
    print("done", flush=True)  # noqa: T201


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--child", type=Path)
    given = parser.parse_args()
    if given.child:
        _child(given.child)
        return
    with tempfile.TemporaryDirectory() as folder:
        outcome = killed(Path(folder), given.times, seed=given.seed, told_of=True)
    print(asdict(outcome))  # noqa: T201
    sys.exit(not outcome.sound)


if __name__ == "__main__":
    main()
