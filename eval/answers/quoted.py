"""Words in quotation marks: do they stand, word for word, in a source?"""

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from pipeline.text.locate import locate
from pipeline.types import Span

from .values import Source

Standing = Literal["verbatim", "misattributed", "invented"]
_QUOTED = re.compile(r"“([^“”\n]{2,600})”|\"([^\"\n]{2,600})\"|„([^„“\n]{2,600})“|«([^«»\n]{2,600})»")
# Shorter ones are names and scare quotes, which nobody need have said.
LEAST_WORDS = 3
_EDGES = " \t.,;:!?…—–-"


class Quoted(NamedTuple):
    """A quotation of a sentence, and where it stands: `source` is the place of the source, None where it is nowhere."""

    words: str
    standing: Standing
    source: int | None = None
    place: Span | None = None


def quotations(sentence: str) -> list[str]:
    """What stands in quotation marks and is long enough to have been said; a full stop or comma at its end is not part."""
    found = (next(group for group in each.groups() if group) for each in _QUOTED.finditer(sentence))
    return [words.strip(_EDGES) for words in found if len(words.split()) >= LEAST_WORDS]


def stands(words: str, sources: Sequence[Source], cited: Sequence[int]) -> Quoted:
    """Where a quotation stands: in a cited source, only in another one, or in none."""
    for places in (cited, [n for n in range(len(sources)) if n not in cited]):
        for n in places:
            if (at := _within(words, sources[n].passage)) is not None:
                return Quoted(words, "verbatim" if places is cited else "misattributed", n, at)
    return Quoted(words, "invented")


def _within(words: str, text: str) -> Span | None:
    """The span of the words; what "…" or "[…]" leaves out may lie between them, in order."""
    parts = [part.strip(_EDGES) for part in re.split(r"\[?(?:…|\.\.\.)\]?", words) if part.strip(_EDGES)]
    start, at = None, 0
    for part in parts:
        found = locate(part, text[at:])
        if found is None:
            return None
        start = at + found[0] if start is None else start
        at += found[1]
    return Span(start=start, end=at) if start is not None else None
