"""A judge against human labels: how often it is wrong, and whether a gate may stand on it.

What is found is kept in the home under the judge's name, so that every later score by that judge can be corrected by it
and says how sure it is.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from pipeline.ports import Progress, silent
from pipeline.types import Value

from .judges import load_judge
from .metrics.agreement import cohen_kappa
from .records import MeasuredError, RememberingJudge, Score, remember_error
from .records.folder import runs_folder
from .statistics import Metric, proportion
from .suite import Context, Item, Measure
from .suites.verifier import PAIRS, SUITE
from .verifier_data import LABELS

# What a gate needs of its judge. A correction divides by sensitivity + specificity - 1: below a half, errors double.
LEAST_OF_EACH = 30
LEAST_SKILL = 0.5
MOST_ACCEPTED = 0.25  # of unsupported pairs, by the upper end of the interval: one in four let through is no gate
MOST_UNJUDGED = 0.02
_THREE = {"partial": "unsupported", "unjudged": "unsupported"}


class Verdict(NamedTuple):
    """Whether a judge is fit to gate, and every reason for which it is not, or why it is."""

    fit: bool
    why: tuple[str, ...]


class JudgeReport(Value):
    """What `groundwire eval meta` tells: the numbers, the verdict, and the pairs that the judge got wrong."""

    judge: str
    data: str
    digests: Mapping[str, str]
    n: int
    fit: bool
    why: tuple[str, ...]
    sensitivity: Score
    specificity: Score
    kappa: float | None
    agreement: float
    metrics: Mapping[str, Score]
    families: Mapping[str, tuple[int, int]]
    wrong: tuple[Item, ...]

    def as_json(self) -> dict[str, object]:
        """One JSON document; of the wrong pairs the words and the reasons."""
        told = self.model_dump(exclude={"wrong", "metrics", "sensitivity", "specificity"})
        scores = {"sensitivity": self.sensitivity, "specificity": self.specificity, **self.metrics}
        wrong = [{"id": item.id, "claim": item.claim, "verdict": item.verdict, **item.inputs} for item in self.wrong]
        return {**told, "metrics": {name: score.as_json() for name, score in scores.items()}, "wrong": wrong}


def examine_judge(
    spec: str,
    *,
    home: Path,
    data: Path | None = None,
    limit: int | None = None,
    seed: int = 7,
    progress: Progress = silent,
) -> JudgeReport:
    """The judge of that name on labelled pairs (default: those that ship), its errors remembered in the home.

    Raises:
        BadInput: there is no such judge, or the data are no labelled pairs.
        ModelUnavailable: the judge's weights are not there.
    """
    judge = load_judge(spec, home=home, progress=progress)
    remembering = RememberingJudge(judge, runs_folder(home) / "verdicts.jsonl")
    with TemporaryDirectory(prefix="groundwire-eval-", ignore_cleanup_errors=True) as work:
        context = Context(home, remembering, Path(work), seed=seed, limit=limit, data=data, progress=progress)
        items = []
        for item in SUITE.items(context):
            items.append(item)
            progress("eval meta", len(items), context.total)
    told = report(items, judge=judge.name, data=(data or PAIRS).name, digests=context.used)
    remember_error(home, _error(told, items))
    return told


def report(items: list[Item], *, judge: str, data: str, digests: Mapping[str, str]) -> JudgeReport:
    """What follows from the judged pairs."""
    numbers = SUITE.summary(items)
    sensitivity, specificity = (proportion(*_right(items, supported=held)) for held in (True, False))
    fit, why = fitness(numbers, sensitivity, specificity)
    truth = [str(item.inputs["label"]) for item in items]
    said = [_THREE.get(str(item.inputs["said"]), str(item.inputs["said"])) for item in items]
    kappa = cohen_kappa(truth, said, LABELS)
    return JudgeReport(
        judge=judge,
        data=data,
        digests=digests,
        n=len(items),
        fit=fit,
        why=why,
        sensitivity=_score(sensitivity, Measure("of supported pairs, those accepted")),
        specificity=_score(specificity, Measure("of other pairs, those refused")),
        kappa=kappa.kappa,
        agreement=kappa.seen,
        metrics={name: _score(metric, _measure(name)) for name, metric in numbers.items()},
        families=_families(items),
        wrong=tuple(item for item in items if not item.passed),
    )


def fitness(numbers: Mapping[str, Metric], sensitivity: Metric, specificity: Metric) -> Verdict:
    """Whether a gate may stand on a judge with these numbers. The interval decides, never the value alone."""
    against = [*_too_few(sensitivity, specificity)]
    if sensitivity.value is not None and specificity.value is not None:
        skill = sensitivity.value + specificity.value - 1
        if skill < LEAST_SKILL:
            against.append(
                f"sensitivity {sensitivity.value:.2f} and specificity {specificity.value:.2f} leave {skill:.2f} above "
                f"chance; a gate needs {LEAST_SKILL}, for scores are divided by it to correct them"
            )
        accepted = 1 - (specificity.low or 0.0)
        if accepted > MOST_ACCEPTED:
            against.append(
                f"up to {accepted:.0%} of unsupported pairs may be accepted; a gate bears {MOST_ACCEPTED:.0%} at most"
            )
    beyond = numbers.get("beyond_floor")
    if beyond is not None and beyond.low is not None and beyond.low <= 0:
        against.append("it is not surely better than word overlap, which costs nothing")
    unjudged = numbers.get("unjudged")
    if unjudged is not None and (unjudged.value or 0.0) > MOST_UNJUDGED:
        against.append(f"it could not judge {unjudged.value:.1%} of the pairs; a gate bears {MOST_UNJUDGED:.0%}")
    if against:
        return Verdict(fit=False, why=tuple(against))
    return Verdict(fit=True, why=("surely better than word overlap, and errs seldom enough to be corrected for",))


def _too_few(sensitivity: Metric, specificity: Metric) -> list[str]:
    told = (("supported", sensitivity.n), ("other", specificity.n))
    return [f"only {n} {name} pairs; a gate needs {LEAST_OF_EACH} of each" for name, n in told if n < LEAST_OF_EACH]


def _right(items: list[Item], *, supported: bool) -> tuple[int, int]:
    own = [bool(item.passed) for item in items if (item.inputs["label"] == "supported") == supported]
    return sum(own), len(own)


def _error(told: JudgeReport, items: list[Item]) -> MeasuredError:
    return MeasuredError(
        judge=told.judge,
        data=told.data,
        measured_at=datetime.now(UTC),
        sensitivity=_right(items, supported=True),
        specificity=_right(items, supported=False),
        fit=told.fit,
    )


def _families(items: list[Item]) -> dict[str, tuple[int, int]]:
    """Right and all, by label and family, the weakest first."""
    found: dict[str, tuple[int, int]] = {}
    for item in items:
        name = f"{item.inputs['label']}: {item.inputs['family'] or 'all'}"
        right, n = found.get(name, (0, 0))
        found[name] = (right + bool(item.passed), n + 1)
    return dict(sorted(found.items(), key=lambda row: (row[1][0] / row[1][1], row[0])))


def _measure(name: str) -> Measure:
    """What a number of the suite says, those of one source by their family."""
    families = (key for key in SUITE.metrics if key.endswith(".*") and name.startswith(key[:-1]))
    return SUITE.metrics.get(name) or SUITE.metrics[max(families, key=len)]


def _score(metric: Metric, measure: Measure) -> Score:
    told = measure._asdict()
    return Score(value=metric.value, low=metric.low, high=metric.high, n=metric.n, why=metric.why, **told)
