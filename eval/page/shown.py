"""What the page shows of a run, worked out beforehand so that the template only places it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.errors import BadInput

from ..records import Config, RunFolder, Score, Summary
from ..statistics import Metric
from ..suite import Bars, Exhibit, Explained, Item
from ..suites import load
from .figures import picture

# More make a page that browsers are slow to open; items.jsonl has them all. What failed goes first.
MOST_ITEMS = 1_500
# Families of metrics that stand beside the others: baselines, and how somebody else counts the same.
_BESIDE = ("floor.", "alce.")
_LONGEST_INPUT = 600  # characters of another input that is shown


class Number(NamedTuple):
    """A metric in words: `scale` tells where it stands between 0 and 1 (value, low, high in per cent), if it does."""

    name: str
    value: str
    interval: str
    n: int
    says: str
    better: str
    why: str
    scale: tuple[float, float, float] | None


class ShownExhibit(NamedTuple):
    exhibit: Exhibit
    parts: tuple[tuple[str, bool], ...]


class ShownItem(NamedTuple):
    item: Item
    tone: str
    exhibits: tuple[ShownExhibit, ...]
    inputs: tuple[tuple[str, str], ...]
    scores: tuple[tuple[str, str], ...]


class ShownBars(NamedTuple):
    title: str
    rows: tuple[Number, ...]


class ShownCurve(NamedTuple):
    title: str
    picture: str
    told: str


@dataclass(frozen=True)
class ShownRun:
    config: Config
    summary: Summary
    about: str
    numbers: tuple[Number, ...]
    beside: tuple[Number, ...]
    bars: tuple[ShownBars, ...]
    curves: tuple[ShownCurve, ...]
    items: tuple[ShownItem, ...]
    left_out: int
    verdicts: tuple[tuple[str, int], ...]
    kinds: tuple[tuple[str, int], ...]
    legend: tuple[tuple[str, str], ...]


def shown(folder: RunFolder) -> ShownRun:
    """Everything of a finished run that its page needs."""
    items, summary = list(folder.items()), folder.summary
    bars, curves = _plots(summary.suite, items)
    first = sorted(items, key=lambda item: (item.error is None, item.passed is not False))[:MOST_ITEMS]
    return ShownRun(
        config=folder.config,
        summary=summary,
        about=_about(summary.suite),
        numbers=tuple(number(name, score) for name, score in summary.metrics.items() if not name.startswith(_BESIDE)),
        beside=tuple(number(name, score) for name, score in summary.metrics.items() if name.startswith(_BESIDE)),
        bars=bars,
        curves=curves,
        items=tuple(_item(item) for item in first),
        left_out=len(items) - len(first),
        verdicts=_counted(item.verdict for item in first),
        kinds=_counted(item.kind for item in first if item.kind),
        legend=_legend(summary.suite, {item.verdict for item in first}),
    )


def number(name: str, score: Score) -> Number:
    """A metric as people read it."""
    within = score.value is not None and score.unit != "number" and -1e-9 <= score.value <= 1 + 1e-9
    value, low, high = (_written(each, score.unit) for each in (score.value, score.low, score.high))
    interval = (
        f"{low} to {high}" if score.low is not None and score.high is not None and score.value is not None else ""
    )
    ends = [100 * min(1.0, max(0.0, each or 0.0)) for each in (score.value, score.low, score.high)]
    if score.low is None or score.high is None:
        ends[1] = ends[2] = ends[0]
    scale = (ends[0], ends[1], ends[2]) if within else None
    return Number(_worded(name), value, interval, score.n, score.says, score.better, score.why or "", scale)


def _written(value: float | None, unit: str) -> str:
    if value is None:
        return "not scored"
    if unit == "share":
        return f"{100 * value:.1f} %"
    return f"{value:.3f}" if unit == "score" else f"{value:,.4g}"


def _worded(name: str) -> str:
    return name.replace("_", " ").replace(".", ": ")


def _about(name: str) -> str:
    try:
        return load(name).about
    except BadInput:
        return ""


def _legend(name: str, verdicts: AbstractSet[str]) -> tuple[tuple[str, str], ...]:
    """What the verdicts mean that occur here, where the suite says so."""
    try:
        suite = load(name)
    except BadInput:
        return ()
    known = suite.legend if isinstance(suite, Explained) else {}
    return tuple((word, meaning) for word, meaning in known.items() if word in verdicts)


def _plots(name: str, items: Sequence[Item]) -> tuple[tuple[ShownBars, ...], tuple[ShownCurve, ...]]:
    try:
        plots = load(name).plots(items)
    except BadInput:  # a suite of another version
        return (), ()
    bars = tuple(_bars(plot) for plot in plots if isinstance(plot, Bars) and plot.rows)
    curves = [plot for plot in plots if not isinstance(plot, Bars) and plot.x]
    return bars, tuple(
        ShownCurve(c.title, picture(c), f"{c.y_label} by {c.x_label}, {len(c.x)} points") for c in curves
    )


def _bars(plot: Bars) -> ShownBars:
    return ShownBars(plot.title, tuple(_bar(label, metric) for label, metric in plot.rows))


def _bar(label: str, metric: Metric) -> Number:
    score = Score(value=metric.value, low=metric.low, high=metric.high, n=metric.n, why=metric.why)
    return number(label, score)._replace(name=label)


def _item(item: Item) -> ShownItem:
    return ShownItem(
        item,
        "error" if item.error else {True: "good", False: "bad", None: "plain"}[item.passed],
        tuple(ShownExhibit(exhibit, marked(exhibit)) for exhibit in item.exhibits),
        tuple((_worded(name), _cut(value)) for name, value in item.inputs.items() if value not in (None, "", [], {})),
        _scores(item.scores),
    )


def _scores(scores: Mapping[str, float | None]) -> tuple[tuple[str, str], ...]:
    return tuple((_worded(name), f"{value:.4g}") for name, value in scores.items() if value is not None)


def _cut(value: object) -> str:
    text = value if isinstance(value, str) else ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return text if len(text) <= _LONGEST_INPUT else text[: _LONGEST_INPUT - 1] + "…"


def marked(exhibit: Exhibit) -> tuple[tuple[str, bool], ...]:
    """The text in parts, each with whether it is marked; marks that overlap or leave the text are bounded."""
    parts: list[tuple[str, bool]] = []
    at = 0
    for mark in sorted(exhibit.marks, key=lambda m: (m.start, m.end)):
        start, end = max(at, mark.start), min(mark.end, len(exhibit.text))
        if start < end:
            parts += [(exhibit.text[at:start], False), (exhibit.text[start:end], True)]
            at = end
    return tuple(part for part in [*parts, (exhibit.text[at:], False)] if part[0])


def _counted(words: Iterable[str]) -> tuple[tuple[str, int], ...]:
    return tuple(Counter(words).most_common())
