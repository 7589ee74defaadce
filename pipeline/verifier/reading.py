"""A text read once: its words, names, dates, quantities, cues and speakers, each found when first asked for."""

from datetime import datetime
from functools import cached_property, lru_cache

from ..text.dates import DateMention, find_dates
from ..text.modality import Cue, find_cues
from ..text.names import Name, NameIndex
from ..text.quantities import Quantity, find_quantities
from ..text.sentences import sentence_spans
from ..text.speech import Attribution, find_attributions
from ..text.tokens import Token, tokens
from ..text.words import STOP_WORDS, stem


class Reading:
    """What the checks ask of one text. `offset` is where it stands in its passage; all spans are into `text`."""

    def __init__(self, text: str, date: datetime | None = None, offset: int = 0) -> None:
        self.text = text
        self.date = date
        self.offset = offset

    @cached_property
    def tokens(self) -> list[Token]:
        return tokens(self.text)

    @cached_property
    def content(self) -> list[tuple[str, Token]]:
        """(stem, token) of every word that is no function word, in order."""
        return [(stem(t.lower), t) for t in self.tokens if t.lower not in STOP_WORDS and len(t.lower) > 1]

    @cached_property
    def stems(self) -> frozenset[str]:
        return frozenset(s for s, _ in self.content)

    @cached_property
    def lowers(self) -> tuple[str, ...]:
        return tuple(t.lower for t in self.tokens)

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        return sentence_spans(self.text)

    @cached_property
    def names(self) -> NameIndex:
        return NameIndex(self.text)

    @cached_property
    def dates(self) -> list[DateMention]:
        return find_dates(self.text, self.date)

    @cached_property
    def quantities(self) -> list[Quantity]:
        return find_quantities(self.text)

    @cached_property
    def cues(self) -> list[Cue]:
        return find_cues(self.text)

    @cached_property
    def attributions(self) -> list[Attribution]:
        """Of all its sentences, with offsets into this text."""
        return [_moved(a, start) for start, end in self.sentences for a in find_attributions(self.text[start:end])]

    def named(self, key: str) -> list[Name]:
        return [name for name in self.names.names if name.key == key]


def _moved(a: Attribution, by: int) -> Attribution:
    return a._replace(
        speaker_start=a.speaker_start + by,
        speaker_end=a.speaker_end + by,
        said_start=a.said_start + by,
        said_end=a.said_end + by,
    )


@lru_cache(maxsize=512)
def read(text: str, date: datetime | None) -> Reading:
    """The reading of a text; a passage that many claims cite is read once."""
    return Reading(text, date)
