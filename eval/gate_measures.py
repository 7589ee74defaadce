"""What the gate measures: questions, reports and mutants of the sample corpus, or finished runs of suites."""

import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from statistics import median

from pipeline.assets import sample_corpus
from pipeline.ports import Judge, Progress, silent
from pipeline.service import Groundwire
from pipeline.stages.verify import may_show, verify_pairs
from pipeline.types import Brief, Report

from .gate_values import Better, Measured, Outcome, rate
from .mutants import Kind, Trial, distinct, specimens, trials
from .mutations import OPERATORS, REWORDINGS, Specimen
from .questions import ASKED, QUESTIONS, Case, asked
from .records import RunFolder

Found = tuple[Case, bool, bool]
_BETTER: dict[Kind, Better] = {"killed": "higher", "reworded_refused": "lower", "untouched_refused": "lower"}


def measure(cases: Sequence[Case], progress: Progress = silent) -> dict[str, Measured]:
    """All numbers of the gate, by name, from one home that goes through both states of the sample corpus."""
    found: list[Found] = []
    reports: list[tuple[Report, bool]] = []
    made: list[Specimen] = []
    with tempfile.TemporaryDirectory() as folder, Groundwire(Path(folder)) as desk:
        for state in ("r1", "r2"):
            desk.ingest([str(sample_corpus(state))])
            own = [case for case in cases if case["corpus"] == state]
            found += [_found(case, desk) for case in own]
            for case in asked(own, most=ASKED // 2):
                report = desk.ask(case["question"])
                reports.append((report, desk.check(report).ok))
                made += specimens(report, desk)
                progress("gate: reports", len(reports), ASKED)
        judged = of_mutations(distinct(made), desk.judge, progress)
    return {**of_relevance(found), **of_reports(reports), **judged}


def _found(case: Case, desk: Groundwire) -> Found:
    """The case, whether it was taken for answerable, and whether an article that answers it was found."""
    retrieved = desk.retrieve(Brief(question=case["question"]))
    hit = any(item.article.id in case.get("articles", ()) for item in retrieved.evidence)
    return case, retrieved.relevance.enough, hit


def of_relevance(found: Sequence[Found]) -> dict[str, Measured]:
    """What the relevance floor lets through, and what it keeps out."""
    answerable = [each for each in found if each[0]["answerable"]]
    kinds = {kind: [each for each in found if each[0]["kind"] == kind] for kind in ("near_miss", "far")}
    return {
        "relevance.answerable_refused": rate((_asked(c, not taken) for c, taken, _ in answerable), better="lower"),
        "relevance.answer_in_evidence": rate((_asked(c, hit) for c, _, hit in answerable), better="higher"),
        "relevance.near_misses_accepted": rate((_asked(c, t) for c, t, _ in kinds["near_miss"]), better="lower"),
        "relevance.far_accepted": rate((_asked(c, t) for c, t, _ in kinds["far"]), better="lower"),
    }


def _asked(case: Case, hit: bool) -> Outcome:
    return Outcome(str(case["id"]), hit, words=case["question"])


def of_reports(reports: Sequence[tuple[Report, bool]]) -> dict[str, Measured]:
    """What every report has to be, and how much of what was drafted it kept."""
    answered = [report for report, _ in reports if report.status != "insufficient_evidence"]
    whole = [(_of_report(report), report, ok) for report, ok in reports]
    supported = [
        Outcome(f"{name}/{claim.id}", claim.verdict.label == "supported", name, claim.text)
        for name, report, _ in whole
        for claim in report.claims.values()
    ]
    omitted = [
        Outcome(f"{name}/{_digest(text)}", left_out, name, text)
        for name, report, _ in whole
        for text, left_out in (
            *((omission.text, True) for omission in report.omissions),
            *((claim.text, False) for claim in report.claims.values()),
        )
    ]
    sections = [len(report.sections) for report in answered]
    repeated = sum(n - 1 for report in answered for n in Counter(_told(report)).values())
    return {
        "reports.answered": rate((Outcome(n, r in answered, words=r.question) for n, r, _ in whole), better="higher"),
        "reports.checked": rate((Outcome(n, ok, words=r.question) for n, r, ok in whole), better="higher", exact=True),
        "reports.supported": rate(supported, better="higher", exact=True),
        "reports.omitted": rate(omitted, better="lower"),
        "reports.sections_median": Measured(median(sections) if sections else 0.0, len(answered)),
        "reports.repeated_claims": Measured(float(repeated), len(answered), better="lower", exact=True),
    }


def _of_report(report: Report) -> str:
    """A name that is the same in every run: report ids hold the time."""
    return f"{report.corpus.revision[:12]}/{_digest(report.question)}"


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:12]


def _told(report: Report) -> Iterator[str]:
    """The words of every claim, as often as the report tells it; case and punctuation aside."""
    parts = [report.executive_summary, *(section.claims for section in report.sections), report.bottom_line]
    for name in (name for part in parts for name in part):
        yield "".join(char for char in report.claims[name].text.lower() if char.isalnum())


def of_mutations(found: Sequence[Specimen], judge: Judge, progress: Progress = silent) -> dict[str, Measured]:
    """How many wrong claims the judge lets no one show, and how many right ones it refuses.

    The claims themselves stand in reports because this judge let them pass, so that `untouched_refused` can only show
    that it contradicts itself; the rewordings are what it has not seen.
    """
    made = list(trials(found))
    progress("gate: mutants", 0, len(made))
    verdicts = verify_pairs(judge, [trial.pair for trial in made])
    progress("gate: mutants", len(made), len(made))
    judged = [(trial, not may_show(verdict)) for trial, verdict in zip(made, verdicts, strict=True)]
    out: dict[str, Measured] = {}
    for kind, operators in (("killed", OPERATORS), ("reworded_refused", REWORDINGS)):
        for name in operators:
            own = [each for each in judged if (each[0].kind, each[0].operator) == (kind, name)]
            out[f"mutations.{kind}.{name}"] = _rate(own, _BETTER[kind])  # type: ignore[index] # kinds both
    for every, better in _BETTER.items():
        out[f"mutations.{every}"] = _rate([each for each in judged if each[0].kind == every], better)
    return out


def _rate(judged: Sequence[tuple[Trial, bool]], better: Better) -> Measured:
    return rate((Outcome(trial.name, hit, trial.story, trial.pair.claim) for trial, hit in judged), better=better)


def of_runs(runs: Sequence[RunFolder]) -> dict[str, Measured]:
    """Every number of finished runs as `SUITE.METRIC`; with its cases where they bear it as 0 or 1."""
    out: dict[str, Measured] = {}
    for run in runs:
        items = list(run.items())
        for name, score in run.summary.metrics.items():
            if score.value is None:
                continue
            own = [(item, item.scores[name]) for item in items if item.scores.get(name) is not None]
            outcomes = tuple(Outcome(i.id, s == 1.0, i.cluster, i.claim) for i, s in own if s in {0.0, 1.0})
            whole = outcomes if len(outcomes) == len(own) else ()
            value = round(score.value, 4)
            out[f"{run.summary.suite}.{name}"] = Measured(
                value, score.n, score.low, score.high, score.better, outcomes=whole
            )
    return out


def digest_of_sample() -> str:
    """The first 16 hex digits of a hash over the sample corpus and the questions."""
    files = (sample_corpus("r1"), sample_corpus("r2"), QUESTIONS)
    return sha256(b"".join(sha256(file.read_bytes()).digest() for file in files)).hexdigest()[:16]


def digest_of_runs(runs: Sequence[RunFolder]) -> str:
    """A hash over what the runs were measured on and with which options, but not over what judged them."""
    parts: list[Mapping[str, object]] = [
        {"suite": r.config.suite, "data": dict(r.summary.data), "limit": r.config.limit, "seed": r.config.seed}
        for r in runs
    ]
    return sha256(repr(parts).encode()).hexdigest()[:16]
