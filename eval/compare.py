"""Two runs of one suite, item by item: what changed, how surely, and how small a change could have been seen."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

from pipeline.errors import BadInput
from pipeline.types import Value

from .records import RunFolder
from .statistics import (
    holm,
    mcnemar,
    minimum_detectable_difference,
    paired_cluster_bootstrap,
    sign_flip,
)
from .suite import Item

SURE = 0.05  # the share of false alarms over all metrics of a comparison together


class Change(Value):
    """One metric over the items that both runs scored. `least` is the smallest true change they would show 4 times in 5.

    `only_first`, `only_second`: where scores are 0 or 1, the items that only that run has right. `verdict` follows the
    adjusted p-value and which way is better.
    """

    first: float
    second: float
    difference: float
    low: float
    high: float
    n: int
    clusters: int
    left_out: int
    test: str
    p: float
    p_holm: float = 1.0
    least: float | None = None
    only_first: int | None = None
    only_second: int | None = None
    verdict: str = "no change shown"


class Moved(Value):
    """An item that passes in one run and not in the other."""

    id: str
    claim: str
    before: str
    after: str
    reasons: tuple[str, ...]


class Comparison(Value):
    """What `groundwire eval compare` tells."""

    suite: str
    first: str
    second: str
    common: int
    only_first: int
    only_second: int
    notes: tuple[str, ...]
    metrics: Mapping[str, Change]
    fell: tuple[Moved, ...]
    rose: tuple[Moved, ...]


def compare(first: RunFolder, second: RunFolder, *, seed: int = 7) -> Comparison:
    """Every score that items of both runs bear, paired by item id.

    Raises:
        BadInput: the runs are of different suites, or share no item.
    """
    if first.config.suite != second.config.suite:
        raise BadInput(
            f"{first.path.name} is a run of {first.config.suite} and {second.path.name} one of {second.config.suite}, so "
            "their items do not pair; compare two runs of one suite"
        )
    one, two = ({item.id: item for item in run.items()} for run in (first, second))
    common = [name for name in one if name in two]
    if not common:
        raise BadInput(
            f"{first.path.name} and {second.path.name} share no item, so nothing pairs; run both on the same data and seed"
        )
    pairs = [(one[name], two[name]) for name in common]
    better = {name: score.better for name, score in {**first.summary.metrics, **second.summary.metrics}.items()}
    return Comparison(
        suite=first.config.suite,
        first=first.path.name,
        second=second.path.name,
        common=len(common),
        only_first=len(one) - len(common),
        only_second=len(two) - len(common),
        notes=tuple(_notes(first, second, len(one) + len(two) - 2 * len(common))),
        metrics=changes(pairs, lower_is_better={name for name, way in better.items() if way == "lower"}, seed=seed),
        fell=tuple(_moved(a, b) for a, b in pairs if a.passed and b.passed is False),
        rose=tuple(_moved(a, b) for a, b in pairs if a.passed is False and b.passed),
    )


def changes(
    pairs: Sequence[tuple[Item, Item]], *, lower_is_better: AbstractSet[str] = frozenset(), seed: int = 7
) -> dict[str, Change]:
    """The change of each score by name, p-values adjusted over all of them."""
    names = list(dict.fromkeys(name for a, b in pairs for name in a.scores if name in b.scores))
    found = {name: change for name in names if (change := _change(name, pairs, seed)) is not None}
    adjusted = holm([change.p for change in found.values()])
    return {
        name: change.model_copy(
            update={"p_holm": p, "verdict": _verdict(change, p, lower_is_better=name in lower_is_better)}
        )
        for (name, change), p in zip(found.items(), adjusted, strict=True)
    }


def _change(name: str, pairs: Sequence[tuple[Item, Item]], seed: int) -> Change | None:
    scored = [
        (x, y, b.cluster)
        for a, b in pairs
        if (x := a.scores.get(name)) is not None and (y := b.scores.get(name)) is not None
    ]
    if not scored:
        return None
    first, second, clusters = ([row[i] for row in scored] for i in range(3))
    one, two = [float(x) for x in first], [float(y) for y in second]
    groups = [str(cluster) for cluster in clusters]
    differences = [y - x for x, y in zip(one, two, strict=True)]
    binary = set(one) | set(two) <= {0.0, 1.0}
    p_exact, discordant = mcnemar([x == 1 for x in one], [y == 1 for y in two])
    alone = len(set(groups)) == len(groups)
    p = p_exact if binary and alone else sign_flip(differences, groups, seed=seed)
    low, high = paired_cluster_bootstrap(one, two, groups, seed=seed)
    n = len(scored)
    return Change(
        first=sum(one) / n,
        second=sum(two) / n,
        difference=sum(differences) / n,
        low=low,
        high=high,
        n=n,
        clusters=len(set(groups)),
        left_out=sum((name in a.scores or name in b.scores) for a, b in pairs) - n,
        test="McNemar, exact" if binary and alone else "sign flips by cluster",
        p=p,
        least=minimum_detectable_difference(differences, groups),
        only_first=discordant.only_first if binary else None,
        only_second=discordant.only_second if binary else None,
    )


def _verdict(change: Change, p: float, *, lower_is_better: bool) -> str:
    if p >= SURE or change.difference == 0:
        return "no change shown"
    return "better" if (change.difference < 0) == lower_is_better else "worse"


def _notes(first: RunFolder, second: RunFolder, unpaired: int) -> list[str]:
    """What keeps the two from being alike but for the one thing that is compared."""
    one, two = first.config, second.config
    told = [
        f"The {what} differ: {a} and {b}."
        for what, a, b in (
            ("judges", one.judge_name, two.judge_name),
            ("seeds", one.seed, two.seed),
            ("limits", one.limit, two.limit),
        )
        if a != b
    ]
    if first.summary.data != second.summary.data:
        told.append("The data differ; items pair by their ids, but what stands behind them may not be the same.")
    if unpaired:
        told.append(f"{unpaired} items occur in one run only and are left out of every number here.")
    return told


def _moved(before: Item, after: Item) -> Moved:
    return Moved(id=after.id, claim=after.claim, before=before.verdict, after=after.verdict, reasons=after.reasons)
