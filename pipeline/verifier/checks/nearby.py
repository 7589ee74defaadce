"""What stands around a word: the evidence that two texts speak of the same thing when one of their words differs."""

from collections.abc import Sequence

from ...text.tokens import Token
from ..reading import Reading

Content = Sequence[tuple[str, Token]]


def within(content: Content, start: int, end: int) -> Content:
    """The content words of a stretch of text."""
    return [(word, token) for word, token in content if start <= token.start < end]


def around(content: Content, start: int, reach: int) -> frozenset[str]:
    """The stems of up to `reach` content words on each side of the one that starts at `start`."""
    at = next((i for i, (_, token) in enumerate(content) if token.start == start), None)
    if at is None:
        return frozenset()
    return frozenset(word for word, _ in (*content[max(0, at - reach) : at], *content[at + 1 : at + 1 + reach]))


def beside(reading: Reading, start: int, end: int, reach: int) -> frozenset[str]:
    """The stems of up to `reach` content words, no numbers, on each side of a stretch within its sentence."""
    first, last = next((span for span in reading.sentences if span[0] <= start < span[1]), (0, len(reading.text)))
    words = [(word, t) for word, t in reading.content if first <= t.start < last and not t.text[0].isdigit()]
    before = [word for word, token in words if token.end <= start]
    after = [word for word, token in words if token.start >= end]
    return frozenset((*before[-reach:], *after[:reach]))
