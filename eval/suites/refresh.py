"""The suite *refresh*: is what became stale found, with the right cause, and nothing else touched?

Updates of the corpus with a known effect (`eval/staleness_cases.py`) are ingested one at a time after reports were written;
the sample's own second state follows. What a refresh leaves behind is proven again: no citation of superseded words, none
that does not read back, no claim without support.
"""

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from pipeline.assets import sample_corpus
from pipeline.errors import GroundwireError
from pipeline.fakes import MemoryVectors
from pipeline.models.minilm import MiniLMEmbedder
from pipeline.types import RawArticle, Report

from ..staleness import QUESTIONS, Tally, attempt, copied, prepared, prove
from ..staleness_cases import Case, make_cases
from ..statistics import Metric, average
from ..suite import Bars, Context, Exhibit, Item, Measure, Plot

MOST: Final = 6  # cases of each kind; the suite has two minutes
OWN_UPDATE: Final = "the sample's own update"
METRICS: Final = {
    "found": Measure("Of the updates that make a report stale, those after which it is found stale."),
    "cause": Measure("The same, with the right kind of cause, the right article and the right claim named."),
    "false_alarms": Measure(
        "Of the (update, report) pairs between which nothing may happen, those that alarm.", "lower"
    ),
    "minimal": Measure("Of the pairs between which nothing may happen, those on which no more was done than may be."),
    "altered": Measure(
        "Of the claims that an update does not touch, the share whose words changed all the same.", "lower"
    ),
    "told_still": Measure("Of the updates that overtake a claim, those after which it is told all the same.", "lower"),
    "superseded": Measure("Refreshes after which something cites superseded words.", "lower"),
    "unproven": Measure("Refreshes after which a citation does not read back.", "lower"),
    "unsupported": Measure("Refreshes after which the home's own judge finds a claim unsupported.", "lower"),
}


class Refresh:
    name = "refresh"
    about = "Ingests updates whose effect is known, refreshes, and looks at state, cause and what was left alone."
    data = f"updates made by code from reports on the sample corpus, {MOST} of each of ten kinds, and its second state"
    metrics = METRICS

    def items(self, context: Context) -> Iterator[Item]:
        bench = _Bench(context.work / "refresh", questions=min(len(QUESTIONS), context.limit or len(QUESTIONS)))
        cases = context.limited(list(enumerate(make_cases(bench.stock, most=MOST, seed=context.seed))), key=self.name)
        context.total = len(cases) + len(bench.reports)
        for number, case in cases:
            name = f"{case.kind}/{case.article}/{case.claim or number}"
            yield context.recorded(name) or bench.attempted(name, case)
        yield from bench.own_update(context)

    def summary(self, items: Sequence[Item]) -> dict[str, Metric]:
        return {name: _over(items, name) for name in METRICS}

    def plots(self, items: Sequence[Item]) -> Sequence[Plot]:
        made = [item for item in items if item.kind != OWN_UPDATE]
        drawn = {"cause": "Stale, and for the right reason", "false_alarms": "Alarms where nothing may happen"}
        return [Bars(title, _by_kind(made, name)) for name, title in drawn.items() if _by_kind(made, name)]

    def headline(self, items: Sequence[Item]) -> str:
        stale = [item for item in items if item.scores.get("cause") is not None]
        calm = [item for item in items if item.scores.get("false_alarms") is not None]
        right, alarmed = (sum(bool(i.scores[n]) for i in own) for n, own in (("cause", stale), ("false_alarms", calm)))
        return (
            f"{right} of {len(stale)} updates that make a report stale are found with the right cause; "
            f"{alarmed} of {len(calm)} that must leave reports alone alarm"
        )


def _over(items: Sequence[Item], name: str) -> Metric:
    scored = [(value, item.cluster) for item in items if (value := item.scores.get(name)) is not None]
    why = "no update of this run can say anything about it"
    return average([value for value, _ in scored], [cluster for _, cluster in scored], why=why)


def _by_kind(items: Sequence[Item], name: str) -> tuple[tuple[str, Metric], ...]:
    kinds = dict.fromkeys(item.kind for item in items if item.scores.get(name) is not None)
    return tuple((kind, _over([item for item in items if item.kind == kind], name)) for kind in kinds)


class _Bench:
    """The reports, and a home for each update that starts as theirs."""

    def __init__(self, folder: Path, *, questions: int) -> None:
        self._folder = folder
        self._embedder = MiniLMEmbedder()
        self._vectors: MemoryVectors
        self.reports: tuple[Report, ...]
        self._vectors, self.reports, self.stock = prepared(folder / "base", self._embedder, questions)

    def attempted(self, name: str, case: Case) -> Item:
        """What one update did."""
        home, tally = self._folder / "case", Tally()
        try:
            with copied(self._folder / "base", home, self._vectors, self._embedder) as service:
                attempt(case, self.reports, service, tally)
        except GroundwireError as error:
            return _told(name, case, tally, failed=str(error))
        finally:
            shutil.rmtree(home, ignore_errors=True)
        return _told(name, case, tally)

    def own_update(self, context: Context) -> Iterator[Item]:
        """What the sample's second state did to each report."""
        with copied(self._folder / "base", self._folder / "r2", self._vectors, self._embedder) as service:
            service.ingest([str(context.use(sample_corpus("r2")))])
            results = service.refresh([report.id for report in self.reports])
            for before, result in zip(self.reports, results, strict=True):
                tally, after = Tally(), service.show(result.id)
                prove(before, after, result, service, tally)
                kinds = [reason.kind for reason in result.reasons]
                told = (f"{result.state}, {result.action}", *(f"{kinds.count(k)} {k}" for k in dict.fromkeys(kinds)))
                yield Item(
                    id=f"r2/{before.id}",
                    cluster=before.id,
                    kind=OWN_UPDATE,
                    claim=before.question,
                    verdict=result.state,
                    passed=not _left_behind(tally),
                    reasons=told,
                    scores=_proofs(tally),
                )


def _told(name: str, case: Case, tally: Tally, *, failed: str | None = None) -> Item:
    stale = case.report is not None
    calm = tally.calm or (0 if stale else 1)
    # An error counts as the worst: what is stale was not found, what is calm alarmed.
    alarms, minimal = (tally.alarms / calm, tally.acted / calm) if calm and not failed else (1.0, 0.0)
    scores: dict[str, float | None] = {
        "found": float(tally.found) if stale else None,
        "cause": float(tally.caused) if stale else None,
        "false_alarms": alarms if calm else None,
        "minimal": minimal if calm else None,
        "told_still": float(bool(failed) or tally.told_still > 0) if case.gone else None,
        **_proofs(tally, failed=bool(failed)),
    }
    right = bool(tally.caused) if stale else not tally.alarms
    verdict = "error" if failed else ("right cause" if right else "found" if tally.found else "missed") if stale else ("left alone" if right else "false alarm")  # fmt: skip
    return Item(
        id=name,
        cluster=case.article,
        kind=case.kind,
        claim=case.gone or f"{case.article}: no report may be found stale",
        exhibits=tuple(
            Exhibit(text=each.text, source=each.title) for each in case.records if isinstance(each, RawArticle)
        ),
        inputs={"expected": case.cause or "nothing", "report": case.report, "claim": case.claim, "action": case.action},
        verdict=verdict,
        passed=right and not failed and not tally.alarms and not tally.told_still and not _left_behind(tally),
        reasons=tuple(tally.notes),
        scores=scores,
        error=failed,
    )


def _proofs(tally: Tally, *, failed: bool = False) -> dict[str, float | None]:
    return {
        "altered": tally.altered / tally.standing if tally.standing else None,
        **{name: float(failed or getattr(tally, name) > 0) for name in ("superseded", "unproven", "unsupported")},
    }


def _left_behind(tally: Tally) -> bool:
    return bool(tally.superseded or tally.unproven or tally.unsupported)


SUITE = Refresh()
