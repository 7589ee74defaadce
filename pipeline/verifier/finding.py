"""What a check says: one finding each, in words a reader understands, and the case that checks look at."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from .reading import Reading

Severity = Literal["contradicts", "missing", "weak", "ok"]


@dataclass(frozen=True)
class Case:
    """A claim, the window of its passage that fits it best, and the whole passage."""

    claim: Reading
    window: Reading
    passage: Reading

    @cached_property
    def focus(self) -> tuple[int, int]:
        """The sentence of the window that shares most with the claim, as offsets into the window."""
        spans = self.window.sentences
        return max(spans, key=lambda span: (self._shared(*span), -span[0])) if spans else (0, len(self.window.text))

    @cached_property
    def focus_recall(self) -> float:
        """The share of the claim's content words that stand in the focus."""
        return self._shared(*self.focus) / max(1, len(self.claim.stems))

    def _shared(self, start: int, end: int) -> int:
        return len({word for word, t in self.window.content if start <= t.start < end} & self.claim.stems)


@dataclass(frozen=True)
class Finding:
    """One thing that speaks for or against a claim. `score` in [0, 1] is how strongly.

    `start:end` is the place in the passage that it rests on, None where it rests on an absence.
    """

    kind: str
    severity: Severity
    score: float
    reason: str
    start: int | None = None
    end: int | None = None
