"""Passages: an article cut into spans that are small enough to retrieve and whole enough to quote.

A passage is made of whole sentences wherever they are short enough. Every character of the text that is not white space
belongs to exactly one passage, so whatever an article says can be found and cited.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..ids import passage_id
from ..text.sentences import paragraph_spans, sentence_spans
from ..text.words import word_count
from ..types import Article, Passage

# The packaged encoder reads 256 word pieces; 90 words of news, a title and a date are about 150 of them.
TARGET_WORDS = 90
MIN_WORDS = 35  # less says too little to be found on its own, and joins the passage before it
MAX_WORDS = 200
MAX_SENTENCE_WORDS = 150  # a longer one is cut: with MIN_WORDS before it, a passage stays within MAX_WORDS
MAX_CHARS = 2_000  # 200 words of ten letters: what has no white space is cut too
# Sentence rules look back to where a sentence began; read in pieces of this size, that stays cheap for any text.
_PIECE_CHARS = 2_000
_BREAKS = re.compile(r"\s+")


@dataclass(frozen=True)
class _Unit:
    """A sentence, a part of a huge one, or several sentences that stand together."""

    start: int
    end: int
    words: int
    closes_paragraph: bool

    def __add__(self, other: "_Unit") -> "_Unit":
        return _Unit(self.start, other.end, self.words + other.words, other.closes_paragraph)

    @property
    def fits(self) -> bool:
        return self.words <= MAX_WORDS and self.end - self.start <= MAX_CHARS


def cut(article: Article, target_words: int = TARGET_WORDS) -> tuple[Passage, ...]:
    """The passages of an article, in order, about `target_words` long, by preference ending with a paragraph."""
    windows = _windows(_units(article.text), target_words)
    return tuple(_passage(article, window.start, window.end) for window in windows)


def embedding_text(article: Article, passage: Passage) -> str:
    """What the retriever reads of a passage: its title and date come along, but are no part of the quotable span."""
    return f"{article.title} ({article.published_at:%Y-%m-%d})\n{passage.text}"


def _passage(article: Article, start: int, end: int) -> Passage:
    name = passage_id(article.id, article.version, start=start, end=end)
    text = article.text[start:end]
    return Passage(id=name, article_id=article.id, version=article.version, start=start, end=end, text=text)


def _windows(units: Iterable[_Unit], target: int) -> list[_Unit]:
    windows: list[_Unit] = []
    window: _Unit | None = None
    for unit in units:
        if window and not _takes(window, unit, target):
            windows.append(window)
            window = None
        window = window + unit if window else unit
        if window.words >= target or (window.closes_paragraph and window.words >= target * 2 / 3):
            windows.append(window)
            window = None
    return _with_rest(windows, window)


def _takes(window: _Unit, unit: _Unit, target: int) -> bool:
    """Whether a window should take one more sentence: while it is too small, or stays near the target."""
    grown = window + unit
    return grown.fits and (window.words < MIN_WORDS or grown.words <= target * 4 / 3)


def _with_rest(windows: list[_Unit], rest: _Unit | None) -> list[_Unit]:
    """The windows with what is left over: joined to the last one if it is small and still fits."""
    if rest is None:
        return windows
    if windows and rest.words < MIN_WORDS and (windows[-1] + rest).fits:
        return [*windows[:-1], windows[-1] + rest]
    return [*windows, rest]


def _units(text: str) -> Iterator[_Unit]:
    for start, end in paragraph_spans(text):
        for first, last in _sentences(text, start, end):
            for begin, stop in _parts(text, first, last):
                yield _Unit(begin, stop, word_count(text[begin:stop]), closes_paragraph=stop == end)


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentences of a paragraph, read piece by piece; what a piece breaks off is read again with the next one."""
    while start < end:
        _, stop = next(_pieces(text, start, end, _PIECE_CHARS))
        spans = [(start + first, start + last) for first, last in sentence_spans(text[start:stop])]
        broken = stop < end and len(spans) > 1
        yield from spans[:-1] if broken else spans
        start = spans[-1][0] if broken else _skip_space(text, stop, end)


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence as it is, or its parts if it is too long for one passage."""
    if end - start < 2 * MAX_SENTENCE_WORDS or word_count(text[start:end]) <= MAX_SENTENCE_WORDS:
        yield from _pieces(text, start, end, MAX_CHARS)
        return
    words = list(re.finditer(r"\S+", text[start:end]))
    step = -(-len(words) // -(-len(words) // MAX_SENTENCE_WORDS))  # parts of equal size
    for first in range(0, len(words), step):
        part = words[first : first + step]
        yield from _pieces(text, start + part[0].start(), start + part[-1].end(), MAX_CHARS)


def _pieces(text: str, start: int, end: int, size: int) -> Iterator[tuple[int, int]]:
    """A span in pieces of at most `size` characters, cut at white space where there is any."""
    while end - start > size:
        gap = max((match.start() for match in _BREAKS.finditer(text, start + size // 2, start + size)), default=0)
        stop = gap or start + size
        yield start, start + len(text[start:stop].rstrip())
        start = _skip_space(text, stop, end)
    if start < end:
        yield start, end


def _skip_space(text: str, start: int, end: int) -> int:
    while start < end and text[start].isspace():
        start += 1
    return start
