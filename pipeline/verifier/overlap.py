"""How much of a claim's wording a passage has: shares in [0, 1], no weights learnt from anywhere."""

import re

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
