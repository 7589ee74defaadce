"""Verdicts by content: what a judge said of a pair once is read again, not asked again, in this run and in later ones."""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path

from pydantic import ValidationError

import pipeline
from pipeline.ids import digest
from pipeline.ports import Judge
from pipeline.prompting import load_prompt
from pipeline.types import Pair, StageUse, Verdict

from .lines import append_line, whole_lines

# What decides a verdict besides the models, whose digests are in a judge's name: packages of `pipeline`.
_JUDGING = ("verifier", "text")


@cache
def judging_code() -> str:
    """A digest over the code and the prompt that judge: a verdict of other code is not used again."""
    root = Path(pipeline.__file__).parent
    files = sorted(
        path for package in _JUDGING for path in (root / package).rglob("*") if path.suffix in {".py", ".json"}
    )
    own = Path(__file__).parent.parent / "judges.py"
    parts = [sha256(path.read_bytes()).hexdigest() for path in [*files, own]]
    return digest(*parts, load_prompt("judge").digest)[:16]


class RememberingJudge:
    """A judge that asks another one about every pair once, and keeps what it said in a file that outlives the run.

    What could not be judged is not kept: a server that was away may be back. `file` None: kept for this run alone.
    """

    def __init__(self, judge: Judge, file: Path | None) -> None:
        self.name = judge.name
        self.remembered = 0
        self._judge = judge
        self._file = file
        self._known = _read(file) if file else {}

    def judge(self, pairs: Sequence[Pair]) -> list[Verdict]:
        keys = [self._key(pair) for pair in pairs]
        self.remembered += sum(key in self._known for key in keys)
        fresh = {key: pair for key, pair in zip(keys, pairs, strict=True) if key not in self._known}
        said = dict(zip(fresh, self._judge.judge(list(fresh.values())), strict=True)) if fresh else {}
        self._keep(said)
        return [said.get(key) or self._known[key] for key in keys]

    def use(self) -> Mapping[str, StageUse]:
        """What the judge's own model has cost; empty for one that asks none."""
        spent = getattr(self._judge, "use", dict)
        return dict(spent())

    def _keep(self, said: Mapping[str, Verdict]) -> None:
        for key, verdict in said.items():
            if verdict.label == "unjudged":
                continue
            self._known[key] = verdict
            if self._file is not None:
                append_line(self._file, json.dumps({"key": key, "verdict": verdict.model_dump(mode="json")}))

    def _key(self, pair: Pair) -> str:
        day = pair.date.isoformat() if pair.date else None
        return digest(self.name, judging_code(), pair.claim, pair.passage, day)[:32]


def _read(file: Path) -> dict[str, Verdict]:
    known: dict[str, Verdict] = {}
    for line in whole_lines(file):
        try:
            row = json.loads(line)
            known[row["key"]] = Verdict.model_validate(row["verdict"])
        except (ValueError, KeyError, TypeError, ValidationError):
            continue  # a line torn by a kill or by two runs at once costs one verdict, never a run
    return known
