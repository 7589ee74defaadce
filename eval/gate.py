"""The release gate: `python -m eval.gate [--json] [--update [--allow-lower]]`.

Measures the product on the sample corpus and its questions and holds the numbers against `gate_baseline.json`: exit 0
when all hold, 3 when one fell. `--update` pins what was measured and refuses to lower a floor unless told to. It trains
and tunes nothing, and reads nothing but this repository.
"""

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import redirect_stdout
from dataclasses import asdict, dataclass
from hashlib import sha256
from math import sqrt
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any, Literal, TypeVar

from eval.mutations import OPERATORS, REWORDINGS, Specimen, mutate
from pipeline.assets import sample_corpus
from pipeline.ports import Judge
from pipeline.service import Groundwire
from pipeline.stages.verify import may_show
from pipeline.text.sentences import paragraph_spans
from pipeline.types import Brief, Claim, Pair, Report

BASELINE = Path(__file__).parent / "gate_baseline.json"
QUESTIONS = Path(__file__).parent / "cases" / "questions.jsonl"
# How far a number may fall unnoticed: int8 kernels differ between processors, and one case in a hundred may tip. Where
# there are fewer than a hundred, one may.
EPSILON = 0.01
# A number over far fewer cases than the pinned one says something else, however good it is.
LEAST_CASES = 0.8
ASKED = 24  # questions answered in full: two of every kind and state, as far as there are so many
MUTATED = 150  # claims at most that each operator is tried on, so that rare places (hedges, speakers) are many enough
SEED = 7

Case = Mapping[str, Any]
T = TypeVar("T")


@dataclass(frozen=True)
class Measured:
    """A number, over how many cases, with its 95 % interval where it is a rate.

    `exact` numbers are promises of the design: they have no epsilon.
    """

    value: float
    n: int
    low: float | None = None
    high: float | None = None
    better: Literal["higher", "lower"] = "higher"
    exact: bool = False

    def worse_than(self, floor: float, by: float = 0.0) -> bool:
        return (floor - self.value if self.better == "higher" else self.value - floor) > by


def wilson(hits: int, n: int) -> tuple[float, float]:
    """The 95 % interval of a rate. Source: Wilson, JASA 1927."""
    z = 1.959964
    if n == 0:
        return 0.0, 1.0
    p, scale = hits / n, 1 + z * z / n
    middle, half = (p + z * z / (2 * n)) / scale, z * sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / scale
    return max(0.0, middle - half), min(1.0, middle + half)


def rate(hits: Sequence[bool], *, better: Literal["higher", "lower"], exact: bool = False) -> Measured:
    """The share of hits, an empty one counting as the worst there is."""
    n, worst = len(hits), 0.0 if better == "higher" else 1.0
    value = sum(hits) / n if n else worst
    low, high = wilson(sum(hits), n)
    return Measured(round(value, 4), n, round(low, 4), round(high, 4), better, exact)


# Measuring.


def measure(cases: Sequence[Case]) -> dict[str, Measured]:
    """All numbers of the gate, by name, from one home that goes through both states of the sample corpus."""
    found: list[tuple[Case, bool, bool]] = []
    reports: list[tuple[Report, bool]] = []
    specimens: list[Specimen] = []
    with tempfile.TemporaryDirectory() as folder, Groundwire(Path(folder)) as desk:
        for state in ("r1", "r2"):
            desk.ingest([str(sample_corpus(state))])
            own = [case for case in cases if case["corpus"] == state]
            found += [_found(case, desk) for case in own]
            for case in asked(own, most=ASKED // 2):
                report = desk.ask(case["question"])
                reports.append((report, desk.check(report).ok))
                specimens += _specimens(report, desk)
        distinct = list({specimen.claim: specimen for specimen in specimens}.values())
        judged = of_mutations(distinct, desk.judge)
    return {**of_relevance(found), **of_reports(reports), **judged}


def asked(cases: Sequence[Case], *, most: int) -> list[Case]:
    """Answerable questions, the kinds taking turns, in the order of the file."""
    by_kind: dict[str, list[Case]] = {}
    for case in cases:
        if case["answerable"]:
            by_kind.setdefault(case["kind"], []).append(case)
    turns = sorted((turn, kind) for kind, own in by_kind.items() for turn in range(len(own)))
    return [by_kind[kind][turn] for turn, kind in turns[:most]]


def _found(case: Case, desk: Groundwire) -> tuple[Case, bool, bool]:
    """The case, whether it was taken for answerable, and whether an article that answers it was found."""
    retrieved = desk.retrieve(Brief(question=case["question"]))
    hit = any(item.article.id in case.get("articles", ()) for item in retrieved.evidence)
    return case, retrieved.relevance.enough, hit


def of_relevance(found: Sequence[tuple[Case, bool, bool]]) -> dict[str, Measured]:
    """What the relevance floor lets through, and what it keeps out."""
    answerable = [(taken, hit) for case, taken, hit in found if case["answerable"]]
    other = {kind: [t for case, t, _ in found if case["kind"] == kind] for kind in ("near_miss", "far")}
    return {
        "relevance.answerable_refused": rate([not taken for taken, _ in answerable], better="lower"),
        "relevance.answer_in_evidence": rate([hit for _, hit in answerable], better="higher"),
        "relevance.near_misses_accepted": rate(other["near_miss"], better="lower"),
        "relevance.far_accepted": rate(other["far"], better="lower"),
    }


def of_reports(reports: Sequence[tuple[Report, bool]]) -> dict[str, Measured]:
    """What every report has to be, and how much of what was drafted it kept."""
    claims = [claim for report, _ in reports for claim in report.claims.values()]
    omitted = [True for report, _ in reports for _ in report.omissions]
    answered = [report for report, _ in reports if report.status != "insufficient_evidence"]
    sections = [len(report.sections) for report in answered]
    repeated = sum(n - 1 for report in answered for n in Counter(_told(report)).values())
    return {
        "reports.answered": rate([bool(report in answered) for report, _ in reports], better="higher"),
        "reports.checked": rate([ok for _, ok in reports], better="higher", exact=True),
        "reports.supported": rate([c.verdict.label == "supported" for c in claims], better="higher", exact=True),
        "reports.omitted": rate([*omitted, *(False for _ in claims)], better="lower"),
        "reports.sections_median": Measured(median(sections) if sections else 0.0, len(answered)),
        "reports.repeated_claims": Measured(float(repeated), len(answered), better="lower", exact=True),
    }


def _told(report: Report) -> Iterator[str]:
    """The words of every claim, as often as the report tells it; case and punctuation aside."""
    parts = [report.executive_summary, *(section.claims for section in report.sections), report.bottom_line]
    for name in (name for part in parts for name in part):
        yield "".join(char for char in report.claims[name].text.lower() if char.isalnum())


def of_mutations(specimens: Sequence[Specimen], judge: Judge) -> dict[str, Measured]:
    """How many wrong claims the judge lets no one show, and how many right ones it refuses.

    The claims themselves stand in reports because this judge let them pass, so that `untouched_refused` can only show
    that it contradicts itself; the rewordings are what it has not seen.
    """
    killed = {name: _refused(_mutated(name, specimens), judge) for name in OPERATORS}
    refused = {name: _refused(_mutated(name, specimens), judge) for name in REWORDINGS}
    untouched = _refused([each.saying(each.claim) for each in _spread(specimens)], judge)
    return {
        **{f"mutations.killed.{name}": rate(hits, better="higher") for name, hits in killed.items()},
        "mutations.killed": rate([hit for hits in killed.values() for hit in hits], better="higher"),
        "mutations.untouched_refused": rate(untouched, better="lower"),
        **{f"mutations.reworded_refused.{name}": rate(hits, better="lower") for name, hits in refused.items()},
        "mutations.reworded_refused": rate([hit for hits in refused.values() for hit in hits], better="lower"),
    }


def _mutated(operator: str, specimens: Sequence[Specimen]) -> list[Pair]:
    return [pair for _, pair in _spread(mutate(operator, specimens, seed=SEED))]


def _refused(pairs: Sequence[Pair], judge: Judge) -> list[bool]:
    return [not may_show(verdict) for verdict in judge.judge(pairs)] if pairs else []


def _specimens(report: Report, desk: Groundwire) -> list[Specimen]:
    articles = desk.contexts(report)
    found = []
    for claim in report.claims.values():
        for cited in _carrying(claim):
            article = articles[cited.article_id, cited.version]
            around = [
                article.text[a:b] for a, b in paragraph_spans(article.text) if a <= cited.start and cited.end <= b
            ]
            found.append(Specimen(claim.text, cited.quote, (around or [cited.quote])[0], article.published_at))
    return found


def _carrying(claim: Claim) -> list[Any]:
    """The first citation that carries the claim alone."""
    return [cited for cited in claim.citations if cited.verdict.label == "supported"][:1]


def _spread(items: Sequence[T]) -> list[T]:
    """At most `MUTATED` of the items, evenly over all of them."""
    step = max(1.0, len(items) / MUTATED)
    return [items[int(i * step)] for i in range(min(MUTATED, len(items)))]


# Pinning.


def data_digest() -> str:
    """The first 16 hex digits of a hash over the sample corpus and the questions."""
    files = (sample_corpus("r1"), sample_corpus("r2"), QUESTIONS)
    return sha256(b"".join(sha256(file.read_bytes()).digest() for file in files)).hexdigest()[:16]


def failures(measured: Mapping[str, Measured], baseline: Mapping[str, Any], *, digest: str) -> list[str]:
    """What keeps the gate shut, in words; nothing when it is open."""
    told = []
    if baseline.get("data_digest") != digest:
        told.append(
            f"the data changed ({baseline.get('data_digest')} to {digest}), so the floors are of other cases; read the numbers and pin them with --update"
        )
    pinned: Mapping[str, Any] = baseline.get("floors", {})
    told += [f"{name} is measured but not pinned; pin it with --update" for name in measured if name not in pinned]
    for name, pin in pinned.items():
        own = measured.get(name)
        if own is None:
            told.append(f"{name} is pinned at {pin['floor']} but was not measured")
        elif own.worse_than(pin["floor"], by=_slack(own)):
            told.append(f"{name} fell: {own.value} (n={own.n}), pinned at {pin['floor']} (n={pin['n']})")
        elif own.n < LEAST_CASES * pin["n"]:
            told.append(f"{name} was measured on {own.n} cases, pinned on {pin['n']}")
    return told


def pinned_anew(
    measured: Mapping[str, Measured], baseline: Mapping[str, Any], *, digest: str, allow_lower: bool
) -> tuple[dict[str, Any], list[str]]:
    """The baseline with what was measured as its floors, and which of them would be lower than before.

    Without `allow_lower` a floor stays where a number fell by no more than epsilon, so that floors do not sink step by step.
    """
    old: Mapping[str, Any] = baseline.get("floors", {})
    lowered = (
        []
        if allow_lower
        else [n for n, m in measured.items() if n in old and m.worse_than(old[n]["floor"], by=_slack(m))]
    )
    floors = {
        name: {
            "floor": old[name]["floor"]
            if name in old and not allow_lower and own.worse_than(old[name]["floor"])
            else own.value,
            "better": own.better,
            "n": own.n,
        }
        for name, own in measured.items()
    }
    return {"data_digest": digest, "epsilon": EPSILON, "floors": floors}, lowered


def _slack(own: Measured) -> float:
    if own.exact:
        return 0.0
    one_case = round(1 / own.n, 4) + 1e-4 if own.low is not None and own.n else 0.0
    return max(EPSILON, one_case)


# Telling.


def main(arguments: Sequence[str] | None = None, *, baseline: Path = BASELINE) -> int:
    """The exit code: 0 when the gate is open, 3 when it is shut."""
    parser = argparse.ArgumentParser(prog="python -m eval.gate", description="Hold the pinned quality numbers.")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.add_argument("--update", action="store_true", help="pin what is measured")
    parser.add_argument("--allow-lower", action="store_true", help="with --update: also where it is worse than before")
    options = parser.parse_args(arguments)
    cases = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    began = perf_counter()
    with redirect_stdout(sys.stderr):
        measured = measure(cases)
    return decide(measured, options, baseline=baseline, seconds=perf_counter() - began)


def decide(
    measured: Mapping[str, Measured], options: argparse.Namespace, *, baseline: Path, seconds: float = 0.0
) -> int:
    """Prints what was measured beside what is pinned, pins it where that was asked for, and gives the exit code."""
    pinned = json.loads(baseline.read_text(encoding="utf-8")) if baseline.exists() else {}
    digest = data_digest()
    if options.update:
        new, lowered = pinned_anew(measured, pinned, digest=digest, allow_lower=options.allow_lower)
        told = [
            f"{name} would be lowered from {pinned['floors'][name]['floor']} to {measured[name].value}; "
            f"find out why, or pin it with --update --allow-lower"
            for name in lowered
        ]
        if not told:
            baseline.write_text(json.dumps(new, indent=2) + "\n", encoding="utf-8")
    else:
        told = failures(measured, pinned, digest=digest)
    _show(measured, pinned.get("floors", {}), told, as_json=options.json, digest=digest, seconds=seconds)
    return 3 if told else 0


def _show(
    measured: Mapping[str, Measured],
    floors: Mapping[str, Any],
    told: Sequence[str],
    *,
    as_json: bool,
    digest: str,
    seconds: float,
) -> None:
    if as_json:
        rows = {name: {**asdict(own), "floor": floors.get(name, {}).get("floor")} for name, own in measured.items()}
        print(
            json.dumps(
                {
                    "ok": not told,
                    "data_digest": digest,
                    "epsilon": EPSILON,
                    "seconds": round(seconds, 1),
                    "failures": list(told),
                    "measures": rows,
                }
            )
        )
        return
    from rich.console import Console
    from rich.table import Column, Table

    table = Table(
        Column("measure", no_wrap=True),
        "value",
        "95 %",
        "n",
        "floor",
        "better",
        title=f"data {digest}, {seconds:.0f} s",
    )
    for name, own in measured.items():
        interval = "" if own.low is None or own.high is None else f"{own.low:.3f} to {own.high:.3f}"
        floor = floors.get(name, {}).get("floor", "")
        table.add_row(name, f"{own.value:.3f}", interval, str(own.n), str(floor), own.better)
    console = Console()
    console.print(table)
    for line in told:
        console.print(f"✗ {line}", markup=False, soft_wrap=True)
    console.print("the gate is shut" if told else "the gate is open")


if __name__ == "__main__":
    raise SystemExit(main())
