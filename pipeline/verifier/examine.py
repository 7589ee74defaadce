"""From pairs to what the fusion needs of each: its best window, its findings, what a trained reader says, its features."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
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
    with ThreadPoolExecutor(1) as pool:  # the reader works outside Python, so the checks need not wait for it
        reading = pool.submit(reader.probabilities, asked)
        findings = [tuple(run_checks(case)) for case, _ in found]
        told = reading.result()
    return [
        Examined(case, best, findings[i], features(case, best, (told[i], told[len(pairs) + i]), findings[i]))
        for i, (case, best) in enumerate(found)
    ]


def _case(pair: Pair) -> tuple[Case, Window]:
    claim, passage = read(pair.claim, pair.date), read(pair.passage, pair.date)
    best = best_window(claim, passage)
    return Case(claim, Reading(passage.text[best.start : best.end], passage.date, best.start), passage), best
