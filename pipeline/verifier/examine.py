"""From pairs to what the model needs of each: its best window, its findings and its features."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..ports import Embedder
from ..types import Pair
from .checks import run_checks
from .features import features
from .finding import Case, Finding
from .reading import Reading, read
from .windows import Window, promising, windows

Vectors = dict[str, NDArray[np.float32]]


@dataclass(frozen=True)
class Examined:
    """A pair with its best window, what the checks found, and its row of features."""

    case: Case
    window: Window
    findings: tuple[Finding, ...]
    row: NDArray[np.float32]


def examine(pairs: Sequence[Pair], embedder: Embedder) -> list[Examined]:
    """Every pair examined, in order. Each text is embedded once, and a vector does not depend on the others."""
    readings = [(read(pair.claim, pair.date), read(pair.passage, pair.date)) for pair in pairs]
    chosen = [promising(claim, passage) for claim, passage in readings]
    vectors = _embedded(readings, chosen, embedder)
    return [_examined(*reading, which, vectors) for reading, which in zip(readings, chosen, strict=True)]


def _embedded(
    readings: Sequence[tuple[Reading, Reading]], chosen: Sequence[Sequence[int]], embedder: Embedder
) -> Vectors:
    texts = {claim.text for claim, _ in readings}
    for (_, passage), which in zip(readings, chosen, strict=True):
        texts.update(_sentence(passage, i) for i in which)
    ordered = sorted(texts)
    return dict(zip(ordered, embedder.embed(ordered), strict=True)) if ordered else {}


def _sentence(passage: Reading, at: int) -> str:
    start, end = passage.sentences[at]
    return passage.text[start:end]


def _examined(claim: Reading, passage: Reading, which: Sequence[int], vectors: Vectors) -> Examined:
    vector = vectors[claim.text]
    sentences = {i: vectors[_sentence(passage, i)] for i in which}
    best = windows(claim, passage, vector, sentences)[0]
    window = Reading(passage.text[best.start : best.end], passage.date, best.start)
    case = Case(claim, window, passage)
    total = np.sum(list(sentences.values()), axis=0)
    whole = float(vector @ total / max(float(np.linalg.norm(total)), 1e-9))
    single = max(float(vector @ other) for other in sentences.values())
    findings = tuple(run_checks(case))
    return Examined(case, best, findings, features(case, best, (single, whole), findings))
