"""The judgement on one (claim, cited words) pair."""

from datetime import datetime
from typing import Literal

from .base import Value

Label = Literal["supported", "partial", "contradicted", "unsupported", "unjudged"]


class Span(Value):
    """Character offsets `[start, end)` into the text that was judged."""

    start: int
    end: int


class Pair(Value):
    """A claim and the words it rests on. `date` is the article's, against which relative dates are read."""

    claim: str
    passage: str
    date: datetime | None = None


class Verdict(Value):
    """What a judge says of a pair. `score` is the calibrated probability that the passage supports the claim.

    `evidence` is the part of the passage that decided it; `reasons` are sentences a reader understands.
    """

    label: Label
    score: float
    judge: str
    evidence: Span | None = None
    reasons: tuple[str, ...] = ()
