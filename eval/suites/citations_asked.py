"""Reports asked anew for the suite *citations*, where a home has none: questions of the cases on the sample corpus."""

import json
from collections.abc import Iterator
from pathlib import Path

from pipeline.errors import GroundwireError
from pipeline.service import Groundwire
from pipeline.types import Report

from ..suite import Context

QUESTIONS = Path(__file__).parent.parent / "cases" / "questions.jsonl"
_ASKED = 24  # without a limit: two of every kind, about a minute


def asked_anew(context: Context) -> Iterator[tuple[str, Report | GroundwireError, Groundwire]]:
    """Each question with its report or what went wrong: those of `--data`, asked of the home, else of the sample."""
    rows = [
        json.loads(line)
        for line in context.use(context.data or QUESTIONS).read_text("utf-8").splitlines()
        if line.strip()
    ]
    rows = context.limited([row for row in rows if row.get("answerable", True)], key="citations")
    if context.data is None:
        rows = rows if context.limit is not None else rows[:: max(1, len(rows) // _ASKED)]
        context.note(f"This home has no reports: {len(rows)} questions were asked of the sample corpus.")
    for row in rows:
        desk = context.desk() if context.data is not None else context.sample("r2" if row["corpus"] == "r2" else "r1")
        try:
            yield row["question"], desk.ask(row["question"]), desk
        except GroundwireError as error:
            yield row["question"], error, desk
