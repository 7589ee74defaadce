"""Where a clause ends: punctuation and joining words, found without a parser."""

import re

# Quoted matter is not cut: a comma inside quotes parts nothing outside them.
_BOUNDARY = re.compile(
    r"[;:—–()]|,(?!\d)|\s-\s|\b(?:but|while|whereas|although|though|because|after|before|when|if|unless|which|who|and)\b",
    re.IGNORECASE,
)


def clause_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The `[start, end)` of the clause that holds a place, up to the boundaries on both sides."""
    left, right = 0, len(text)
    for boundary in _BOUNDARY.finditer(text):
        if boundary.end() <= start:
            left = boundary.end()
        elif boundary.start() >= end:
            right = boundary.start()
            break
    return left, right


def clause_spans(text: str) -> list[tuple[int, int]]:
    """The clauses of a sentence in order, each with at least one word."""
    spans, left = [], 0
    for start, end in [*(m.span() for m in _BOUNDARY.finditer(text)), (len(text), len(text))]:
        if re.search(r"\w", text[left:start]):
            spans.append((left, start))
            left = end
    return spans
