"""What a suite of evals is: where its items come from, what each of them says, and how they add up.

A suite yields one `Item` for everything that it was asked to measure, errors and refusals included, so that no count
ever leaves a denominator. How items are written, shown, taken up again and compared is none of its business.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Literal, NamedTuple, Protocol, TypeVar, runtime_checkable

from pydantic import JsonValue

from pipeline.assets import SampleRevision, sample_corpus
from pipeline.ports import Judge, Progress, silent
from pipeline.service import Groundwire
from pipeline.types import Span, Value

from .statistics import Metric

Better = Literal["higher", "lower"]
Unit = Literal["share", "score", "number"]
T = TypeVar("T")


class Exhibit(Value):
    """Words that an item was judged against, as the page shows them; `marks` are the words that decided."""

    text: str
    source: str = ""
    marks: tuple[Span, ...] = ()
    verdict: str = ""
    score: float | None = None


class Item(Value):
    """One measured thing. `id` is the same in every run on the same data: runs are compared item by item.

    `cluster`: the story, document or answer it belongs to; items of one cluster are not independent. `kind` groups items
    on the page (a mutation's operator, "sentence", "citation"). `verdict` is a short word to filter by. `passed` None:
    nothing to pass or fail. A score bears the name of the metric that averages it; None: not scored. `error` says why
    nothing could be measured; such an item stays in the count.
    """

    id: str
    cluster: str
    kind: str = ""
    claim: str = ""
    exhibits: tuple[Exhibit, ...] = ()
    inputs: Mapping[str, JsonValue] = {}
    verdict: str
    passed: bool | None = None
    reasons: tuple[str, ...] = ()
    scores: Mapping[str, float | None] = {}
    error: str | None = None


class Measure(NamedTuple):
    """What a metric says, in a sentence for people, which way is better, and how it is written.

    A "share" is shown in per cent, a "score" between 0 and 1 as it is, a "number" too, without a scale.
    """

    says: str
    better: Better = "higher"
    unit: Unit = "share"


@dataclass(frozen=True)
class Bars:
    """A plot of one metric for each of several groups, with intervals."""

    title: str
    rows: tuple[tuple[str, Metric], ...]


@dataclass(frozen=True)
class Curve:
    """A plot of points; `diagonal` draws the line on which they would lie if all were perfect."""

    title: str
    x: tuple[float, ...]
    y: tuple[float, ...]
    x_label: str
    y_label: str
    diagonal: bool = False


Plot = Bars | Curve


@dataclass
class Context:
    """What a suite may use. `judge` remembers its verdicts, so that asking it again costs nothing.

    `data`: a file or folder given instead of the suite's own data; `answers`: cited text of another system; `settings`:
    those of the homes it opens (`llm` among them). `work` is a folder that goes when the run is over.
    """

    home: Path
    judge: Judge
    work: Path
    seed: int = 7
    limit: int | None = None
    data: Path | None = None
    answers: Path | None = None
    settings: Mapping[str, object] = field(default_factory=dict)
    progress: Progress = silent
    done: Mapping[str, Item] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    used: dict[str, str] = field(default_factory=dict)
    total: int | None = None  # items there will be, once a suite knows
    _homes: dict[Path, Groundwire] = field(default_factory=dict)

    def recorded(self, name: str) -> Item | None:
        """The item of that id if an interrupted run has written it already; yield it again as it is."""
        return self.done.get(name)

    def limited(self, things: Iterable[T], *, key: str = "") -> list[T]:
        """At most `limit` of the things, drawn by the seed, in their order; equal input and seed, equal draw."""
        known = list(things)
        if self.limit is None or len(known) <= self.limit:
            return known
        lots = [sha256(f"{self.seed}/{key}/{number}".encode()).digest() for number in range(len(known))]
        drawn = sorted(sorted(range(len(known)), key=lots.__getitem__)[: self.limit])
        return [known[number] for number in drawn]

    def note(self, sentence: str) -> None:
        """Something that a reader of the run must know; it stands at the top of its page."""
        if sentence not in self.notes:
            self.notes.append(sentence)

    def use(self, path: Path) -> Path:
        """The path, its digest put on record: for every file of data that a suite reads."""
        self.used[path.name] = file_digest(path)
        return path

    def desk(self) -> Groundwire:
        """The user's own home."""
        return self.open(self.home)

    def sample(self, revision: SampleRevision) -> Groundwire:
        """A home that holds the sample corpus: "r1", or "r2" on top of it. Suites of one run share it."""
        folder = self.work / revision
        fresh = folder not in self._homes
        desk = self.open(folder)
        if fresh:
            for state in ("r1", "r2")[: 1 if revision == "r1" else 2]:
                desk.ingest([str(sample_corpus(state))])  # type: ignore[arg-type] # the two that there are
        return desk

    def open(self, home: Path) -> Groundwire:
        """A home with the settings of this run, closed when the run is over."""
        if home not in self._homes:
            self._homes[home] = Groundwire(home, progress=self.progress, **self.settings)
        return self._homes[home]

    def close(self) -> None:
        while self._homes:
            self._homes.popitem()[1].close()


def file_digest(path: Path) -> str:
    """A digest over a file, or over all files of a folder with their names."""
    files = [path] if path.is_file() else sorted(each for each in path.rglob("*") if each.is_file())
    sha = sha256()
    for each in files:
        sha.update(f"{each.relative_to(path.parent).as_posix()}\n".encode() if path.is_dir() else b"")
        sha.update(sha256(each.read_bytes()).digest())
    return sha.hexdigest()[:16]


class Suite(Protocol):
    """A named measurement. `metrics` tells each metric of `summary`; a name that ends in ".*" tells all that start so.

    Suites are listed, lazily, in `eval/suites/__init__.py`.
    """

    name: str
    about: str
    data: str
    metrics: Mapping[str, Measure]

    def items(self, context: Context) -> Iterator[Item]:
        """Every measured thing, as it is measured, in an order that does not change between runs."""
        ...

    def summary(self, items: Sequence[Item]) -> Mapping[str, Metric]:
        """The numbers over all items, errors among them."""
        ...

    def plots(self, items: Sequence[Item]) -> Sequence[Plot]:
        """What the page draws; () for nothing."""
        ...


@runtime_checkable
class Headlined(Protocol):
    """A suite that can say in one sentence, for people, what came out."""

    def headline(self, items: Sequence[Item]) -> str: ...


@runtime_checkable
class Explained(Protocol):
    """A suite that says what the words mean which its items bear as verdicts."""

    legend: Mapping[str, str]
