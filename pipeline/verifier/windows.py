"""Windows of one to three sentences over a passage, and the one that fits a claim best."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .reading import Reading

# The decisive fact with its pronoun's referent and date seldom spans more; longer windows only dilute the vectors.
MOST_SENTENCES = 3
# Sentences of a long passage that get a vector: those that share most words with the claim. Bounds the cost of a pair.
EMBEDDED_SENTENCES = 6
# Each further sentence must earn its place.
_LENGTH_COST = 0.03


class Window(NamedTuple):
    """Sentences `first` to `last` (both included) of a passage, at `start:end`, with how well they fit."""

    start: int
    end: int
    first: int
    last: int
    recall: float
    cosine: float

    @property
    def fit(self) -> float:
        return 0.6 * self.recall + 0.4 * self.cosine - _LENGTH_COST * (self.last - self.first)


def promising(claim: Reading, passage: Reading) -> list[int]:
    """The sentences of a passage worth a vector, in order: all of a short passage, of a long one the best by words."""
    spans = passage.sentences
    if len(spans) <= EMBEDDED_SENTENCES:
        return list(range(len(spans)))
    shared = sentence_overlap(claim, passage)
    best = sorted(range(len(spans)), key=lambda i: (-shared[i], i))[:EMBEDDED_SENTENCES]
    return sorted(best)


def sentence_overlap(claim: Reading, passage: Reading) -> list[int]:
    """How many distinct content words of the claim each sentence of the passage holds."""
    return [len(claim.stems & held) for held in sentence_stems(passage)]


def sentence_stems(passage: Reading) -> list[set[str]]:
    held: list[set[str]] = [set() for _ in passage.sentences]
    at = 0
    for word, token in passage.content:
        while at < len(held) and token.start >= passage.sentences[at][1]:
            at += 1
        if at < len(held):
            held[at].add(word)
    return held


def windows(
    claim: Reading, passage: Reading, vector: NDArray[np.float32], sentences: dict[int, NDArray[np.float32]]
) -> list[Window]:
    """Every window whose sentences have vectors, best first. A window's vector is the sum of its sentences' vectors."""
    held = sentence_stems(passage)
    size = max(1, len(claim.stems))
    found = []
    for first in sentences:
        total, words = np.zeros_like(vector), set[str]()
        for last in range(first, min(first + MOST_SENTENCES, len(held))):
            if last not in sentences:
                break
            total = total + sentences[last]
            words |= held[last]
            cosine = float(vector @ total / max(float(np.linalg.norm(total)), 1e-9))
            recall = len(claim.stems & words) / size
            found.append(Window(passage.sentences[first][0], passage.sentences[last][1], first, last, recall, cosine))
    return sorted(found, key=lambda w: (-w.fit, w.start, w.end))
