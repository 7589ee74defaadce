"""Measures a language model as writer: `python -m eval.writer --llm SPEC [--questions N] [--out FILE]`.

Asks N answerable questions of the sample corpus and prints what became of the drafted claims: kept, reworded by the model
after a failed check, cited anew, or omitted; and whether every citation of what was kept reads back. With --out, every
claim with its citations goes into a JSON-lines file, for reading by people.
"""

import argparse
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

from pipeline.assets import sample_corpus
from pipeline.errors import GroundwireError
from pipeline.service import Groundwire
from pipeline.types import Report

from .relevance import CASES

_COLUMNS = ("drafted", "kept", "repaired", "recited", "omitted", "status", "seconds", "tokens", "question")


def row(report: Report) -> dict[str, object]:
    """One line of the table."""
    tokens = report.run.tokens.prompt + report.run.tokens.completion
    return {
        **report.run.claims.model_dump(),
        "status": report.status,
        "seconds": report.run.seconds,
        "tokens": tokens,
        "question": report.question,
    }


def ask_all(service: Groundwire, questions: Sequence[str]) -> tuple[list[Report], list[str]]:
    """The reports that were written and, for the questions that ended in an error, what it said."""
    reports, errors = [], []
    for question in questions:
        try:
            report = service.ask(question)
        except GroundwireError as error:
            errors.append(f"{question}: {error}")
            print(f"FAILED  {question}: {error}", flush=True)
            continue
        reports.append(report)
        told = row(report)
        print("  ".join(str(told[name]) for name in _COLUMNS), flush=True)
        for note in report.run.notes:
            print(f"        {note}", flush=True)
    return reports, errors


def shares(reports: Sequence[Report]) -> dict[str, float]:
    """What became of all drafted claims together, as shares."""
    total = {name: sum(getattr(r.run.claims, name) for r in reports) for name in _COLUMNS[:5]}
    return {name: round(value / max(1, total["drafted"]), 4) for name, value in total.items() if name != "drafted"}


def lines(report: Report) -> list[str]:
    """Each claim of a report with what it cites, as JSON."""
    return [
        json.dumps(
            {
                "question": report.question,
                "claim": claim.text,
                "attributed_to": claim.attributed_to,
                "score": claim.verdict.score,
                "quotes": [citation.quote for citation in claim.citations],
            },
            ensure_ascii=False,
        )
        for claim in report.claims.values()
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--llm", required=True)
    parser.add_argument("--questions", type=int, default=20)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    cases = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
    asked = [c["question"] for c in cases if c["answerable"] and c["split"] == "dev" and c["corpus"] == "r1"]
    step = max(1, len(asked) // given.questions)
    with tempfile.TemporaryDirectory() as folder, Groundwire(given.home or folder, llm=given.llm) as service:
        service.ingest([str(sample_corpus("r1"))])
        print("  ".join(_COLUMNS))
        reports, errors = ask_all(service, asked[::step][: given.questions])
        checks = [service.check(report) for report in reports]
    citations, bad = sum(check.citations for check in checks), sum(len(check.failures) for check in checks)
    print(f"{len(reports)} reports, {len(errors)} errors; {sum(r.run.claims.drafted for r in reports)} claims drafted")
    print(f"shares {shares(reports)}; {citations} citations read back, {bad} do not")
    if given.out:
        given.out.write_text("\n".join(line for report in reports for line in lines(report)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
