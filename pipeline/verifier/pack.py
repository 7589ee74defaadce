"""What a trained reader sees of a pair: the sentences that bear on the claim, in one spelling of days and numbers.

Training and judging go through this one function, so that the model is asked what it was taught.
"""

from ..types import Pair
from .reading import Reading, read
from .spelling import day, spelled
from .windows import sentence_stems

# Words of passage that the model sees. Longer passages give up the sentences that share least with the claim.
MOST_WORDS = 90
_SEEN_BEFORE = 0.3  # what a word of the claim counts in a second sentence that holds it


def pack(pair: Pair) -> tuple[str, str]:
    """(passage, claim) as the model reads them: the article's date, then the chosen sentences in order; the claim."""
    claim, passage = read(pair.claim, pair.date), read(pair.passage, pair.date)
    chosen = chosen_sentences(claim, passage)
    shown = " ".join(spelled(passage, *passage.sentences[i]).text for i in chosen)
    opening = f"{day(pair.date)}. " if pair.date else ""
    return opening + shown, spelled(claim).text


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
