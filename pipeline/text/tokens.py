"""Words of a text with their places, the unit that every reader of this folder walks over."""

import re
from functools import lru_cache
from typing import NamedTuple

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*")


class Token(NamedTuple):
    """A word at `[start, end)`; `lower` has no possessive ending and plain apostrophes."""

    start: int
    end: int
    text: str
    lower: str


def tokens(text: str) -> list[Token]:
    """The words and digit groups of a text, in order; a hyphen parts two words."""
    return list(_tokens(text))


@lru_cache(maxsize=64)  # a claim and its window are each walked over by several readers
def _tokens(text: str) -> tuple[Token, ...]:
    return tuple(Token(m.start(), m.end(), m.group(), _lower(m.group())) for m in _TOKEN.finditer(text))


def _lower(word: str) -> str:
    plain = word.lower().replace("’", "'")
    return plain.removesuffix("'s")


def gap(text: str, left: Token, right: Token) -> str:
    """What stands between two tokens."""
    return text[left.end : right.start]


def plain(text: str) -> str:
    """A text with one form of quotes, dashes and spaces, in lower case; for comparison, not for offsets."""
    text = re.sub(r"[“”„«»″]", '"', text.lower())
    text = re.sub(r"[‘’‚′`]", "'", text)
    return re.sub(r"\s+", " ", re.sub(r"[‐‑‒–—−]", "-", text)).strip()
