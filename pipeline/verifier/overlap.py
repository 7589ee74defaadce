"""How much of a claim's wording a passage has: shares in [0, 1], no weights learnt from anywhere."""

import itertools
import re
from collections.abc import Sequence

from ..text.words import STOP_WORDS
from .reading import Reading

_FLOOR_TOKEN = re.compile(r"[a-z0-9]+")


def lexical_floor(claim: str, passage: str) -> float:
    """The baseline that every verifier number is printed beside: token recall, less half the share of missing numbers.

    Source: `eval-definitions`, section 1, item 1: lower-cased [a-z0-9]+ tokens minus a stop-list. Accept at 0.58.
    """
    mine = [t for t in _FLOOR_TOKEN.findall(claim.lower()) if t not in STOP_WORDS]
    theirs = set(_FLOOR_TOKEN.findall(passage.lower()))
    if not mine:
        return 0.0
    digits = [t for t in mine if t.isdigit()]
    missing = sum(t not in theirs for t in digits) / len(digits) if digits else 0.0
    return sum(t in theirs for t in mine) / len(mine) - 0.5 * missing


def recall(claim: Reading, other: Reading) -> float:
    """The share of the claim's distinct content words that the other text has."""
    return len(claim.stems & other.stems) / max(1, len(claim.stems))


def bigram_recall(claim: Reading, other: Reading) -> float:
    """The share of the claim's neighbouring content words that neighbour each other in the other text too."""
    mine = set(_pairs([word for word, _ in claim.content]))
    return len(mine & set(_pairs([word for word, _ in other.content]))) / max(1, len(mine))


def _pairs(words: Sequence[str]) -> list[tuple[str, str]]:
    return list(itertools.pairwise(words))


def longest_run(claim: Reading, other: Reading) -> float:
    """The longest run of words that both have, as a share of the claim's words."""
    mine, theirs = claim.lowers, other.lowers
    if not mine or not theirs:
        return 0.0
    best, row = 0, [0] * (len(theirs) + 1)
    for word in mine:
        previous = 0
        for j, held in enumerate(theirs, start=1):
            previous, row[j] = row[j], previous + 1 if word == held else 0
            best = max(best, row[j])
    return best / len(mine)


def longest_gap(claim: Reading, other: Reading) -> float:
    """The longest run of the claim's content words that the other text lacks, as a share of them."""
    best = run = 0
    for word, _ in claim.content:
        run = 0 if word in other.stems else run + 1
        best = max(best, run)
    return best / max(1, len(claim.content))


def order_kept(claim: Reading, other: Reading) -> float:
    """Of the content words that both have, the share that stands in one and the same order (1 when none is shared)."""
    place = {word: i for i, (word, _) in reversed(list(enumerate(other.content)))}
    sequence = [place[word] for word, _ in claim.content if word in place]
    tails: list[int] = []
    for position in sequence:
        at = next((i for i, tail in enumerate(tails) if tail >= position), len(tails))
        tails[at : at + 1] = [position]
    return len(tails) / len(sequence) if sequence else 1.0
