"""The headline comparison: `python -m eval.headline [--llm SPEC] [--questions N] [--judge NAME] [--out DIR] [--json]`.

Our reports (without a model; with one; with one and without the verifier's pass) beside llama-index's stock
`CitationQueryEngine` and a plain "cite your sources" prompt, on the same model, corpus and gold questions: what citations
carry, what of the answer is told, what is declined, seconds and tokens. With --out, each system's answers are kept for
`groundwire eval run citations --answers`.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from statistics import fmean, median
from time import perf_counter
from typing import Any

from pipeline.ports import Judge

from .answers import CitedAnswer
from .answers.measure import measure
from .answers.rows import answer_of_row
from .gold import Question, load
from .gold.matching import match, shares
from .headline_systems import Row, System, systems
from .judges import FloorJudge, load_judge
from .statistics import Metric, average, not_scored
from .suite import Context
from .suites.citations import SUITE as CITATIONS

COLUMNS: Mapping[str, str] = {
    "citation_recall": "cit. recall",
    "citation_precision": "cit. precision",
    "floor.citation_recall": "recall (floor)",
    "floor.citation_precision": "precision (floor)",
    "unsupported": "unsupported",
    "nuggets": "nuggets",
    "abstained": "abstained",
    "failed": "failed",
    "seconds": "seconds",
    "tokens": "tokens",
}
_NO_MODEL = "none"


@dataclass(frozen=True)
class Answered:
    """A question, the answer of a system as any answer is read, and what it took."""

    question: Question
    answer: CitedAnswer
    row: Mapping[str, Any]
    seconds: float
    tokens: int


def chosen(n: int, *, seed: int) -> list[Question]:
    """Gold questions for the first state of the sample: of every four, one that cannot be answered."""
    gold = [q for q in load() if q.as_of is None and (q.corpus == "r1" or not q.answerable)]
    context = Context(home=Path(), judge=FloorJudge(), work=Path(), seed=seed)
    none = replace(context, limit=max(1, n // 4)).limited([q for q in gold if not q.answerable])
    some = replace(context, limit=max(1, n - len(none))).limited([q for q in gold if q.answerable])
    return [*some, *none]


def answers(system: System, questions: Sequence[Question], tell: Callable[[str], None]) -> Iterator[Answered]:
    """What a system answers; an error is an answer that failed."""
    for question in questions:
        began = perf_counter()
        try:
            found = system(question.question)
        except Exception as error:  # noqa: BLE001 - whatever a library raises, the answer failed and is counted
            found = Row({"question": question.question, "error": f"{type(error).__name__}: {error}"})
        seconds = perf_counter() - began
        read = answer_of_row(found.row).model_copy(update={"id": question.id})
        tell(f"  {question.id} {read.outcome} in {seconds:.1f} s {read.trouble}".rstrip())
        yield Answered(question, read, found.row, seconds, found.tokens)


def scores(found: Sequence[Answered], judge: Judge) -> dict[str, Metric]:
    """The numbers of one system: citations over the questions that can be answered, abstention over the others."""
    asked = [each for each in found if each.question.answerable]
    items = [item for each in asked for item in measure(each.answer, judge, FloorJudge())]
    cited = CITATIONS.summary(items)
    sentences = [item for item in items if item.kind == "sentence" and item.scores]
    failed = [item.verdict != "supported" for item in sentences]
    told = [shares(match(e.question, [s.text for s in e.answer.statements], judge)).strict_vital for e in asked]
    silent = [each.answer.outcome == "refused" for each in found if not each.question.answerable]
    return {
        **{name: cited[name] for name in COLUMNS if name in cited},
        "unsupported": average(failed, [item.cluster for item in sentences], why="nothing was said"),
        "nuggets": average([value or 0.0 for value in told], [each.question.cluster for each in asked]),
        "abstained": average([float(each) for each in silent], why="no question was unanswerable"),
        "failed": average([float(each.answer.outcome == "failed") for each in found]),
        "seconds": _number([each.seconds for each in found], median),
        "tokens": _number([float(each.tokens) for each in found], fmean),
    }


def _number(values: Sequence[float], of: Callable[[Sequence[float]], float]) -> Metric:
    return Metric(of(values), n=len(values)) if values else not_scored("nothing was asked")


def table(measured: Mapping[str, Mapping[str, Metric]]) -> str:
    """The comparison as a Markdown table, a row a system; shares with their 95 % interval."""
    head = f"| system | {' | '.join(COLUMNS.values())} |"
    lines = [head, "| --- |" + " --- |" * len(COLUMNS)]
    for name, numbers in measured.items():
        lines.append(f"| {name} | {' | '.join(_cell(key, numbers[key]) for key in COLUMNS)} |")
    return "\n".join(lines)


def _cell(name: str, metric: Metric) -> str:
    if metric.value is None:
        return "–"
    if name in {"seconds", "tokens"}:
        return f"{metric.value:,.1f}" if name == "seconds" else f"{metric.value:,.0f}"
    interval = f" [{metric.low:.2f}, {metric.high:.2f}]" if metric.low is not None and metric.high is not None else ""
    return f"{metric.value:.2f}{interval}"


def compare(given: argparse.Namespace, tell: Callable[[str], None]) -> dict[str, dict[str, Metric]]:
    """The numbers of every system."""
    questions = chosen(given.questions, seed=given.seed)
    settings = {"evidence_tokens": given.evidence_tokens, "max_sections": given.max_sections}
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        judge = load_judge(given.judge, home=Path(folder))
        measured: dict[str, dict[str, Metric]] = {}
        with systems(Path(folder), llm=given.llm, settings=settings) as known:
            for name, system in known.items():
                tell(name)
                found = list(answers(system, questions, tell))
                if given.out:
                    _keep(given.out, name, found)
                measured[name] = scores(found, judge)
    return measured


def _keep(folder: Path, name: str, found: Sequence[Answered]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    slug = "-".join("".join(char if char.isalnum() else " " for char in name.lower()).split())
    lines = (json.dumps({**each.row, "id": each.question.id}, ensure_ascii=False) for each in found)
    (folder / f"{slug}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        prog="python -m eval.headline", description="Our reports beside what anybody builds."
    )
    parser.add_argument("--llm", default=_NO_MODEL, help="the model, as 'groundwire ask --llm' takes it")
    parser.add_argument("--questions", type=int, default=12, help="how many, a quarter of them unanswerable")
    parser.add_argument("--judge", default="packaged", help="who scores: packaged, floor, hf:NAME, llm:SPEC")
    parser.add_argument(
        "--evidence-tokens", type=int, default=12_000, help="evidence for ours and for the plain prompt"
    )
    parser.add_argument("--max-sections", type=int, default=7, help="sections of our reports at most")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--out", type=Path, help="keep each system's answers in this folder")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    given = parser.parse_args(arguments)
    measured = compare(given, lambda line: print(line, file=sys.stderr, flush=True))
    n = len(chosen(given.questions, seed=given.seed))
    if given.json:
        rows = {name: {key: asdict(metric) for key, metric in own.items()} for name, own in measured.items()}
        print(json.dumps({"questions": n, "llm": given.llm, "judge": given.judge, "systems": rows}))
        return
    print(table(measured))
    print(f"\nn = {n} gold questions, model {given.llm}, judge {given.judge}; shares with 95 % intervals.")
    if given.judge == "packaged":
        print(
            "The judge also filtered the rows of groundwire but for 'no verifier'; the floor columns are nobody's judge."
        )


if __name__ == "__main__":
    main()
