"""From the words that a model quotes to whole sentences of its passages, as pointers.

A quote is widened to the sentences that it stands in: half a sentence can say what the whole one denies. A quote that
stands in another passage than the one named goes to that passage, and one that stands nowhere gives way to the nearest
sentence, if that holds most of its words. None of this makes a claim true: every pointer is anchored and judged later.
"""

import re
from collections.abc import Iterator, Sequence

from ...prompting import inert
from ...text.sentences import sentence_spans
from ...text.words import content_words, word_count
from ...types import Evidence, Pointer

MOST_POINTERS = 4
_MARKS = str.maketrans(dict.fromkeys("“”„«»", '"') | dict.fromkeys("‘’‚‹›´`", "'"))
_ELLIPSIS = re.compile(r"\s*(?:\[(?:…|\.{3})\]|\((?:…|\.{3})\)|…|\.{3})\s*")
_FEWEST_WORDS = 3  # a shorter part of a quote with gaps could stand anywhere
# Share of a quote's content words that a sentence must hold to stand in for it, in the passage named or in any other.
_NEAR, _NEAR_ELSEWHERE = 0.6, 0.8


class Sentences:
    """The sentences of the passages that a model was shown, and where a quote stands among them."""

    def __init__(self, evidence: Sequence[Evidence]) -> None:
        self._cut = {
            item.key: [item.passage.text[a:b] for a, b in sentence_spans(item.passage.text)] for item in evidence
        }
        self._joined = {item.key: item.passage.text for item in evidence}

    def pointers(self, key: str, quote: str, claim: str) -> list[Pointer]:
        """Whole sentences for a quote; what was drafted, as it is, when there are none. Empty: the key is unknown
        and the words are nowhere."""
        parts = [part for part in _ELLIPSIS.split(quote) if word_count(part) >= _FEWEST_WORDS] or [quote]
        found = [pointer for part in parts if (pointer := self._exact(key, part))]
        if len(found) == len(parts):
            return found
        if near := self._nearest(key, quote if word_count(quote) >= _FEWEST_WORDS else claim):
            return [near]
        return found or ([Pointer(key=key, quote=quote)] if key in self._cut else [])

    def _exact(self, key: str, quote: str) -> Pointer | None:
        needle = _shape(quote).strip("\"'., ")
        if not needle:
            return None
        for place in self._places(key):
            if words := _around(needle, self._cut[place], self._joined[place]):
                return Pointer(key=place, quote=words)
        return None

    def _nearest(self, key: str, quote: str) -> Pointer | None:
        bag = set(content_words(quote))
        if not bag:
            return None
        for place in self._places(key):
            best = max(self._cut[place], key=lambda own: _alike(bag, own), default="")
            if _alike(bag, best)[0] >= (_NEAR if place == key else _NEAR_ELSEWHERE):
                return Pointer(key=place, quote=best)
        return None

    def _places(self, key: str) -> Iterator[str]:
        """The passage named, then the others."""
        if key in self._cut:
            yield key
        yield from (other for other in self._cut if other != key)


def _around(needle: str, sentences: Sequence[str], text: str) -> str | None:
    """The words of the text from the sentence in which the needle begins to the one in which it ends."""
    shapes = [_shape(sentence) for sentence in sentences]
    at = " ".join(shapes).find(needle)
    if at < 0:
        return None
    touched: list[str] = []
    start = 0
    for sentence, shape in zip(sentences, shapes, strict=True):
        if start < at + len(needle) and at < start + len(shape):
            touched.append(sentence)
        start += len(shape) + 1
    begin = text.index(touched[0])
    return text[begin : text.index(touched[-1], begin) + len(touched[-1])]


def _shape(text: str) -> str:
    """The text as it is compared: as a model was shown it, up to case, white space and the shape of marks."""
    return " ".join(inert(text).translate(_MARKS).lower().split())


def _alike(bag: set[str], sentence: str) -> tuple[float, float]:
    own = set(content_words(sentence))
    shared = len(bag & own)
    return shared / len(bag), shared / max(1, len(own))
