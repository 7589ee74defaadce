"""The suite *faults*: errors planted in finished reports, and whether an audit of the report finds them.

Every kind is planted in up to 90 different claims, one fault a copy of the report. The same claims as they stand are the control: what
the audit holds against them is a false alarm. Needs no network and no model but the judge.
"""

import json
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Final

from pipeline.assets import sample_corpus
from pipeline.service import Groundwire
from pipeline.types import Report

from ..faults import Alarm, Faulty, Home, audit, distinct_claims, home_of, planted
from ..judges import related
from ..questions import QUESTIONS, asked, load_questions
from ..statistics import Metric, average, proportion
from ..suite import Bars, Context, Exhibit, Item, Measure, Plot

ASKED = 18  # questions whose reports hold some 180 different claims, enough for 300 faults
_DRAFT = "This is a first draft of a developing story. "
_CLEAN = "untouched"

METRICS: Final = {
    "found": Measure("planted faults that the audit finds"),
    "found.*": Measure("the same, of faults of this kind"),
    "false_alarms": Measure("claims as they stand that the audit holds something against", "lower"),
}


class Faults:
    name = "faults"
    about = "plants errors in finished reports (swapped, stale or invented citations, numbers, hedges) and audits them"
    data = "reports on the sample corpus, each article of which has a superseded draft"
    metrics = METRICS

    def items(self, context: Context) -> Iterator[Item]:
        desk = _home_with_drafts(context)
        own = [case for case in load_questions(context.use(QUESTIONS)) if case["corpus"] == "r1"]
        reports = [desk.ask(case["question"]) for case in asked(own, most=ASKED)]
        home = home_of(desk, reports)
        if any(related(context.judge.name, report.run.judge) for report in reports):
            context.note(
                "The audit asks the judge that filtered these reports, so that few false alarms are no wonder."
            )
        faults = context.limited(planted(reports, home, seed=context.seed), key=self.name)
        clean = context.limited(((report, claim.id) for report, claim in distinct_claims(reports)), key=_CLEAN)
        context.total = len(faults) + len(clean)
        for fault in faults:
            name = _name(fault.kind, fault.report, fault.claim, fault.what)
            yield context.recorded(name) or _of_fault(name, fault, home, context)
        yield from _of_clean(clean, home, context)

    def summary(self, items: Sequence[Item]) -> dict[str, Metric]:
        kinds = dict.fromkeys(item.kind for item in items if item.kind != _CLEAN)
        alarms = [item for item in items if item.kind == _CLEAN]
        return {
            "found": _share([item for item in items if item.kind != _CLEAN], "found"),
            **{f"found.{kind}": _share([i for i in items if i.kind == kind], "found") for kind in kinds},
            "false_alarms": _share(alarms, "false_alarms"),
        }

    def plots(self, items: Sequence[Item]) -> Sequence[Plot]:
        rows = tuple((n.removeprefix("found."), m) for n, m in self.summary(items).items() if n.startswith("found."))
        return [Bars("Faults found, by kind", rows)] if rows else []

    def headline(self, items: Sequence[Item]) -> str:
        numbers = self.summary(items)
        found, alarms = numbers["found"], numbers["false_alarms"]
        if found.value is None or alarms.value is None:
            return "There was no claim to plant a fault in."
        return f"{found.value:.1%} of {found.n} planted faults found, {alarms.value:.1%} false alarms on {alarms.n} claims."


def _home_with_drafts(context: Context) -> Groundwire:
    """The sample's first state, every article of which superseded a draft that says the same a sentence later."""
    desk = context.open(context.work / "faults")
    drafts = context.work / "drafts.jsonl"
    lines = [json.loads(line) for line in sample_corpus("r1").read_text(encoding="utf-8").splitlines()]
    rows = [json.dumps({**row, "text": _DRAFT + row["text"]}, ensure_ascii=False) for row in lines if "text" in row]
    drafts.write_text("\n".join(rows) + "\n", encoding="utf-8")
    for source in (drafts, Path(sample_corpus("r1"))):
        desk.ingest([str(source)])
    return desk


def _of_fault(name: str, fault: Faulty, home: Home, context: Context) -> Item:
    (alarm,) = audit(fault.report, home, context.judge, only=fault.claim)
    return _item(name, fault.kind, fault.report, alarm, planted_here=fault.what)


def _of_clean(clean: Sequence[tuple[Report, str]], home: Home, context: Context) -> Iterator[Item]:
    """Each claim once, as it stands; a report is audited whole, and only where one of its claims is asked for."""
    done: dict[str, dict[str, Alarm]] = {}
    for report, claim in clean:
        name = _name(_CLEAN, report, claim, "")
        item = context.recorded(name)
        if item is None:
            if report.id not in done:
                done[report.id] = {alarm.claim: alarm for alarm in audit(report, home, context.judge)}
            item = _item(name, _CLEAN, report, done[report.id][claim])
        yield item


def _item(name: str, kind: str, report: Report, alarm: Alarm, *, planted_here: str = "") -> Item:
    claim = report.claims[alarm.claim]
    raised = bool(alarm.reasons)
    right = raised if planted_here else not raised
    said = ("found" if raised else "missed") if planted_here else ("false alarm" if raised else "passed")
    return Item(
        id=name,
        cluster=claim.citations[0].article_id,
        kind=kind,
        claim=claim.text,
        exhibits=tuple(Exhibit(text=c.quote, source=f"[{c.source}]", verdict=c.verdict.label) for c in claim.citations),
        inputs={"question": report.question, "planted": planted_here},
        verdict=said,
        passed=right,
        reasons=alarm.reasons,
        scores={"found" if planted_here else "false_alarms": float(raised)},
    )


def _name(kind: str, report: Report, claim: str, what: str) -> str:
    words = f"{report.question}\x1f{report.claims[claim].text}\x1f{what}"
    return f"{kind.replace(' ', '-')}/{sha256(words.encode()).hexdigest()[:12]}"


def _share(items: Sequence[Item], name: str) -> Metric:
    """A rate, its cases drawn by article; all alike, Wilson's interval."""
    hits = [item.scores[name] or 0.0 for item in items if name in item.scores]
    if len(set(hits)) < 2:
        return proportion(int(sum(hits)), len(hits), why="no claim had a place for it")
    return average(hits, [item.cluster for item in items if name in item.scores])


SUITE = Faults()
