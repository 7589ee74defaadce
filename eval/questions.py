"""The 224 questions about the sample corpus, and which of them are asked in full where time is short."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

QUESTIONS = Path(__file__).parent / "cases" / "questions.jsonl"
ASKED = 24  # questions answered in full: two of every kind and state, as far as there are so many

Case = Mapping[str, Any]


def load_questions(file: Path = QUESTIONS) -> list[Case]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def asked(cases: Sequence[Case], *, most: int) -> list[Case]:
    """Answerable questions, the kinds taking turns, in the order of the file."""
    by_kind: dict[str, list[Case]] = {}
    for case in cases:
        if case["answerable"]:
            by_kind.setdefault(case["kind"], []).append(case)
    turns = sorted((turn, kind) for kind, own in by_kind.items() for turn in range(len(own)))
    return [by_kind[kind][turn] for turn, kind in turns[:most]]
