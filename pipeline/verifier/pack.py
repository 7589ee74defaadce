"""What a trained reader sees of a pair: the sentences that bear on the claim, with every relative date spelt out.

Training and judging go through this one function, so that the model is asked what it was taught.
"""

from datetime import date

from ..text.dates import DateMention
from ..types import Pair
from .reading import Reading, read
from .windows import sentence_stems

# Words of passage that the model sees. Longer passages give up the sentences that share least with the claim.
MOST_WORDS = 90
_SEEN_BEFORE = 0.3  # what a word of the claim counts in a second sentence that holds it


def pack(pair: Pair) -> tuple[str, str]:
    """(passage, claim) as the model reads them: the article's date, then the chosen sentences in order; the claim."""
    claim, passage = read(pair.claim, pair.date), read(pair.passage, pair.date)
    chosen = chosen_sentences(claim, passage)
    shown = " ".join(_dated(passage, *passage.sentences[i]) for i in chosen)
    opening = f"{_day(pair.date)}. " if pair.date else ""
    return opening + shown, _dated(claim, 0, len(claim.text))


def chosen_sentences(claim: Reading, passage: Reading) -> list[int]:
    """Sentences of at most `MOST_WORDS` words, in order: greedily those that hold most of what the claim still lacks.

    What is left of the room goes to the sentences that stand before them, which say whom a pronoun means.
    """
    sizes = [len(passage.text[start:end].split()) for start, end in passage.sentences]
    if sum(sizes) <= MOST_WORDS:
        return list(range(len(sizes)))
    held = [stems & claim.stems for stems in sentence_stems(passage)]
    room, covered, chosen = MOST_WORDS, set[str](), set[int]()
    while True:
        open_ = [i for i in range(len(sizes)) if i not in chosen and sizes[i] <= room and held[i]]
        if not open_:
            break
        best = max(open_, key=lambda i: (len(held[i] - covered) + _SEEN_BEFORE * len(held[i] & covered), -i))
        chosen.add(best)
        covered |= held[best]
        room -= sizes[best]
    for i in sorted(chosen):
        if i and i - 1 not in chosen and sizes[i - 1] <= room:
            chosen.add(i - 1)
            room -= sizes[i - 1]
    return sorted(chosen) or [min(range(len(sizes)), key=lambda i: (-len(held[i]), i))]


def _dated(reading: Reading, start: int, end: int) -> str:
    """A stretch of text in which "on Thursday" reads "on Thursday (2 April 2020)"."""
    parts, at = [], start
    for mention in reading.dates:
        if mention.relative and start <= mention.start and mention.end <= end:
            parts += [reading.text[at : mention.end], f" ({_span(mention)})"]
            at = mention.end
    return "".join([*parts, reading.text[at:end]])


def _span(mention: DateMention) -> str:
    first, last = mention.first, mention.last
    if first == last:
        return _day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}-{_day(last)}" if first.day > 1 or last.day < 28 else f"{last:%B %Y}"
    return str(first.year) if first.year == last.year else f"{first.year}-{last.year}"


def _day(when: date) -> str:
    return f"{when.day} {when:%B} {when.year}"
