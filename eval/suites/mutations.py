"""The suite *mutations*: claims of finished reports made wrong on purpose, and what of it the judge would let be shown.

A mutant is killed where no report could show it. Survivors are listed to read: some are weaknesses, and where one turns out
to be true all the same, the operator is at fault. Rewordings that keep the meaning are the price: they must not be refused.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from pipeline.service import Groundwire
from pipeline.stages.verify import may_show, verify_pairs
from pipeline.types import Report, Verdict

from ..mutants import Trial, distinct, specimens, trials
from ..questions import ASKED, QUESTIONS, asked, load_questions
from ..statistics import Metric, proportion
from ..suite import Bars, Context, Exhibit, Item, Measure, Plot

_CHUNK = 64
_RIGHT = {"killed": "killed", "reworded_refused": "kept", "untouched_refused": "kept"}
_WRONG = {"killed": "survived", "reworded_refused": "refused", "untouched_refused": "refused"}

METRICS: Final = {
    "killed": Measure("claims made wrong on purpose that no report could show"),
    "killed.*": Measure("the same, of claims made wrong in this way"),
    "reworded_refused": Measure("claims reworded without a change of meaning that are refused", "lower"),
    "reworded_refused.*": Measure("the same, of claims reworded in this way", "lower"),
    "untouched_refused": Measure("claims as they stand that are refused; a judge that filtered them refuses none", "lower"),
}  # fmt: skip


class Mutations:
    name = "mutations"
    about = "makes claims of finished reports wrong in eight ways and asks the judge: who kills them, who survives"
    data = "reports on the sample corpus; with --data HOME: the stored reports of that home"
    metrics = METRICS

    def items(self, context: Context) -> Iterator[Item]:
        found = [s for report, desk in _reports(context) for s in specimens(report, desk)]
        made = context.limited(trials(distinct(found), seed=context.seed), key=self.name)
        unique = list({trial.name: trial for trial in made}.values())
        context.total = len(unique)
        for start in range(0, len(unique), _CHUNK):
            some = unique[start : start + _CHUNK]
            fresh = [trial for trial in some if context.recorded(trial.name) is None]
            verdicts = verify_pairs(context.judge, [trial.pair for trial in fresh])
            judged = {trial.name: _item(trial, v) for trial, v in zip(fresh, verdicts, strict=True)}
            for trial in some:
                yield context.recorded(trial.name) or judged[trial.name]

    def summary(self, items: Sequence[Item]) -> dict[str, Metric]:
        out = {name: _share(items, name) for name in ("killed", "reworded_refused", "untouched_refused")}
        for name in dict.fromkeys(item.kind for item in items):
            own = [item for item in items if item.kind == name]
            metric = next(iter(own[0].scores))
            if metric != "untouched_refused":
                out[f"{metric}.{name}"] = _share(own, metric)
        return out

    def plots(self, items: Sequence[Item]) -> Sequence[Plot]:
        numbers = self.summary(items)
        return [
            Bars(title, rows)
            for title, family in (("Kill rate by operator", "killed."), ("Rewordings refused", "reworded_refused."))
            if (rows := tuple((n.removeprefix(family), m) for n, m in numbers.items() if n.startswith(family)))
        ]

    def headline(self, items: Sequence[Item]) -> str:
        killed, refused = _share(items, "killed"), _share(items, "reworded_refused")
        if killed.value is None or refused.value is None:
            return "There was no claim to make wrong."
        return f"{killed.value:.0%} of {killed.n} wrong claims killed; {refused.value:.0%} of {refused.n} right rewordings refused."


def _reports(context: Context) -> Iterator[tuple[Report, Groundwire]]:
    """The stored reports of a home that was given, else those that the gate asks for."""
    if context.data is not None:
        desk = context.open(context.data)
        for summary in desk.reports():
            yield desk.show(summary.id), desk
        return
    cases = load_questions(context.use(QUESTIONS))
    for state in ("r1", "r2"):
        desk = context.sample(state)
        own = [case for case in cases if case["corpus"] == state]
        for case in asked(own, most=ASKED // 2):
            yield desk.ask(case["question"]), desk


def _item(trial: Trial, verdict: Verdict) -> Item:
    refused = not may_show(verdict)
    right = refused if trial.kind == "killed" else not refused
    return Item(
        id=trial.name,
        cluster=trial.story,
        kind=trial.operator,
        claim=trial.pair.claim,
        exhibits=(
            Exhibit(
                text=trial.pair.passage,
                source="cited words",
                marks=() if verdict.evidence is None else (verdict.evidence,),
                verdict=verdict.label,
                score=verdict.score,
            ),
        ),
        inputs={"was": trial.specimen.claim, "said": verdict.label, "score": verdict.score, "judge": verdict.judge},
        verdict=(_RIGHT if right else _WRONG)[trial.kind],
        passed=right,
        reasons=verdict.reasons,
        scores={trial.kind: float(refused)},
    )


def _share(items: Sequence[Item], name: str) -> Metric:
    hits = [item.scores[name] == 1.0 for item in items if name in item.scores]
    return proportion(sum(hits), len(hits), why="no claim had a place to change")


SUITE = Mutations()
