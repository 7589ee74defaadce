"""From pairs to what the fusion needs of each: its best window, its findings, what a trained reader says, its features."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ..types import Pair
from .checks import run_checks
from .features import features
from .finding import Case, Finding
from .pack import pack
from .reading import Reading, read
from .windows import Window, best_window


class Entailment(Protocol):
    """A trained reader of pairs, for instance a cross-encoder."""

    digest: str

    def probabilities(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        """P(supported), P(unsupported), P(contradicted) of each (passage, claim): shape (len(pairs), 3)."""
        ...


@dataclass(frozen=True)
class Examined:
    """A pair with its best window, what the checks found, and its row of features."""

    case: Case
    window: Window
    findings: tuple[Finding, ...]
    row: NDArray[np.float32]


def examine(pairs: Sequence[Pair], reader: Entailment) -> list[Examined]:
    """Every pair examined, in order. The reader sees of each pair what bears on the claim, and its best window alone."""
    found = [_case(pair) for pair in pairs]
    asked = [pack(pair) for pair in pairs]
    asked += [
        pack(pair.model_copy(update={"passage": case.window.text}))
        for pair, (case, _) in zip(pairs, found, strict=True)
    ]
    told = reader.probabilities(asked)
    return [_examined(*both, told[i], told[len(pairs) + i]) for i, both in enumerate(found)]


def _case(pair: Pair) -> tuple[Case, Window]:
    claim, passage = read(pair.claim, pair.date), read(pair.passage, pair.date)
    best = best_window(claim, passage)
    return Case(claim, Reading(passage.text[best.start : best.end], passage.date, best.start), passage), best


def _examined(case: Case, best: Window, whole: NDArray[np.float32], window: NDArray[np.float32]) -> Examined:
    findings = tuple(run_checks(case))
    return Examined(case, best, findings, features(case, best, (whole, window), findings))
