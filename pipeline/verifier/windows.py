"""Windows of one to three sentences over a passage, and the one that fits a claim best."""

from typing import NamedTuple

from .reading import Reading

# The decisive fact with its pronoun's referent and date seldom spans more.
MOST_SENTENCES = 3
# Each further sentence must earn its place.
_LENGTH_COST = 0.05


class Window(NamedTuple):
    """Sentences `first` to `last` (both included) of a passage, at `start:end`, with the share of the claim's content
    words that they hold."""

    start: int
    end: int
    first: int
    last: int
    recall: float

    @property
    def fit(self) -> float:
        return self.recall - _LENGTH_COST * (self.last - self.first)


def best_window(claim: Reading, passage: Reading) -> Window:
    """The window that fits best; of equal ones the first, of those the shortest."""
    held = sentence_stems(passage)
    size = max(1, len(claim.stems))
    found = []
    for first in range(len(held)):
        words = set[str]()
        for last in range(first, min(first + MOST_SENTENCES, len(held))):
            words |= held[last]
            recall = len(claim.stems & words) / size
            found.append(Window(passage.sentences[first][0], passage.sentences[last][1], first, last, recall))
    return min(found, key=lambda w: (-w.fit, w.start, w.end))


def sentence_stems(passage: Reading) -> list[set[str]]:
    held: list[set[str]] = [set() for _ in passage.sentences]
    at = 0
    for word, token in passage.content:
        while at < len(held) and token.start >= passage.sentences[at][1]:
            at += 1
        if at < len(held):
            held[at].add(word)
    return held
