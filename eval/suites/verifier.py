"""The suite *verifier*: the judge on labelled pairs, the lexical floor beside every number, and the pairs the floor gets wrong.

Data is one file or a folder of files in the format of `verifier_data`; nothing is fitted on it. What cannot be judged stays
in every denominator: it counts as not supported, with score 0.
"""

from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Final

from pipeline.stages.verify import verify_pairs
from pipeline.types import Span, Verdict
from pipeline.verifier.overlap import lexical_floor

from ..statistics import Metric
from ..suite import Bars, Context, Curve, Exhibit, Item, Plot
from ..verifier_data import Labelled, files, load
from ..verifier_scores import METRICS, PairTable, reliability_curve, risk_curve, scores, values

PAIRS: Final = Path(__file__).parent.parent / "cases" / "pairs.jsonl"
_CHUNK = 64
_SHOWN = 1_600  # characters of a passage that a run keeps; more is cut around the words that decided


class Verifier:
    name = "verifier"
    about = "judges labelled claim and passage pairs: accuracy, calibration, what abstaining buys, beside word overlap"
    data = "eval/cases/pairs.jsonl: pairs written for this project; --data FILE|DIR: any in the same format"
    metrics = METRICS

    def items(self, context: Context) -> Iterator[Item]:
        found = files(context.data or PAIRS)
        pairs = context.limited([pair for file in found for pair in load(context.use(file))], key=self.name)
        named = list(zip(_names(pairs), pairs, strict=True))
        context.total = len(named)
        for start in range(0, len(named), _CHUNK):
            some = named[start : start + _CHUNK]
            fresh = {name: pair for name, pair in some if context.recorded(name) is None}
            verdicts = verify_pairs(context.judge, [pair.pair for pair in fresh.values()])
            made = {name: _item(name, fresh[name], v) for name, v in zip(fresh, verdicts, strict=True)}
            for name, _ in some:
                yield context.recorded(name) or made[name]

    def summary(self, items: Sequence[Item]) -> dict[str, Metric]:
        return scores(PairTable.of(items))

    def plots(self, items: Sequence[Item]) -> Sequence[Plot]:
        table = PairTable.of(items)
        if not len(table):
            return []
        numbers = self.summary(items)
        by_source = tuple((s, numbers[f"balanced_accuracy.{s}"]) for s in table.sources)
        floors = tuple((s, numbers[f"floor.balanced_accuracy.{s}"]) for s in table.sources)
        return [
            Curve("Reliability: share supported by score", *reliability_curve(table), "score", "supported", diagonal=True),
            Curve("Risk and coverage: errors when only the surest are judged", *risk_curve(table), "coverage", "errors"),
            Bars("Balanced accuracy by source", by_source),
            Bars("Word overlap alone, by source", floors),
        ]  # fmt: skip

    def headline(self, items: Sequence[Item]) -> str:
        found = values(PairTable.of(items)) if items else {}
        own, floor, hard = (found.get(f"{name}balanced_accuracy") for name in ("", "floor.", "hard."))
        if own is None or floor is None:
            return "There are not both supported pairs and others, so that nothing tells them apart."
        told = "" if hard is None else f"; {hard:.0%} where word overlap is wrong"
        return (
            f"Balanced accuracy {own:.0%} on {len(items):,} pairs, where word overlap alone reaches {floor:.0%}{told}."
        )


def _names(pairs: Sequence[Labelled]) -> Iterator[str]:
    """An id for each pair that follows from its content; of equal pairs the later ones are numbered."""
    seen: dict[str, int] = {}
    for item in pairs:
        content = f"{item.pair.claim}\x1f{item.pair.passage}\x1f{item.pair.date}"
        name = f"{item.source}/{sha256(content.encode()).hexdigest()[:12]}"
        seen[name] = seen.get(name, 0) + 1
        yield name if seen[name] == 1 else f"{name}/{seen[name]}"


def _item(name: str, item: Labelled, verdict: Verdict) -> Item:
    right = (verdict.label == "supported") == (item.label == "supported")
    floor = lexical_floor(item.pair.claim, item.pair.passage)
    return Item(
        id=name,
        cluster=f"{item.source}/{sha256(item.group.encode()).hexdigest()[:12]}",
        kind=item.source,
        claim=item.pair.claim,
        exhibits=(_exhibit(item, verdict),),
        inputs={
            "label": item.label,
            "said": verdict.label,
            "score": verdict.score,
            "floor": round(floor, 4),
            "family": item.family,
            "judge": verdict.judge,
        },
        verdict="right" if right else "accepted wrongly" if verdict.label == "supported" else "refused wrongly",
        passed=right,
        reasons=(f"People say {item.label}, the judge says {verdict.label}.", *verdict.reasons),
        scores={"accuracy": float(right), "brier": (verdict.score - (item.label == "supported")) ** 2},
    )


def _exhibit(item: Labelled, verdict: Verdict) -> Exhibit:
    text = item.pair.passage
    marks: tuple[Span, ...] = () if verdict.evidence is None else (verdict.evidence,)
    if len(text) > _SHOWN:
        middle = (marks[0].start + marks[0].end) // 2 if marks else 0
        start = max(0, min(middle - _SHOWN // 2, len(text) - _SHOWN))
        text = text[start : start + _SHOWN]
        marks = tuple(Span(start=max(0, m.start - start), end=min(_SHOWN, m.end - start)) for m in marks)
    return Exhibit(text=text, source=item.source, marks=marks, verdict=verdict.label, score=verdict.score)


SUITE = Verifier()
