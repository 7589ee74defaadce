"""How often a judge is wrong, as `groundwire eval meta` measured it in this home: `HOME/evals/judges.jsonl`."""

from datetime import datetime
from pathlib import Path

from pydantic import ValidationError

from pipeline.types import Value

from ..statistics import Metric, corrected
from .folder import runs_folder
from .lines import append_line, whole_lines


class MeasuredError(Value):
    """A judge against human labels: of supported pairs and of all others, how many it got right, and out of how many."""

    judge: str
    data: str
    measured_at: datetime
    sensitivity: tuple[int, int]
    specificity: tuple[int, int]
    fit: bool

    @property
    def told(self) -> str:
        """The errors in a sentence."""
        (right, all_), (kept, others) = self.sensitivity, self.specificity
        return (
            f"Against human labels ({self.data}) this judge accepts {right} of {all_} supported pairs and refuses {kept} of "
            f"{others} others; it is {'' if self.fit else 'not '}fit to gate."
        )

    def correct(self, hits: int, n: int, *, seed: int = 0) -> Metric:
        """The share behind a judged one, were the judge without these errors (Rogan-Gladen)."""
        return corrected(hits, n, sensitivity=self.sensitivity, specificity=self.specificity, seed=seed)


def remember_error(home: Path, error: MeasuredError) -> None:
    append_line(runs_folder(home) / "judges.jsonl", error.model_dump_json())


def known_error(home: Path, judge: str) -> MeasuredError | None:
    """What was last measured of the judge of that name, None if nothing was."""
    last = None
    for line in whole_lines(runs_folder(home) / "judges.jsonl"):
        try:
            found = MeasuredError.model_validate_json(line)
        except ValidationError:
            continue
        last = found if found.judge == judge else last
    return last
