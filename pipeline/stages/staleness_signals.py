"""Whether a new sentence overtakes a claim: another figure or date for the same matter, or a denial of it.

Plain text is read and no model asked, so that what is clear costs nothing. What is not clear is left to the judge.
"""

import re
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from typing import Literal, NamedTuple

from ..text.dates import DateMention, find_dates
from ..text.modality import find_cues
from ..text.names import NameIndex, find_names
from ..text.quantities import Quantity, find_quantities
from ..text.words import content_words
from .staleness_thresholds import JUDGED_MATTER, NEAR_MEANING, NEAR_WORDS, SAME_EVENT, SAME_MATTER, SAME_NAMES, TOLD

Signal = Literal["updated", "contradicted"]
# Content words that a denial and the claim share within the denial's clause: fewer, and it denies something else.
_DENIED_WORDS = 2
_FIGURES_COMPARED = 2  # of one unit in the sentence; among more, code cannot tell which one is meant


class Statement(NamedTuple):
    """A sentence as it is compared: its words without figures and dates, its figures, its dates."""

    text: str
    bag: frozenset[str]
    figures: tuple[Quantity, ...]
    dates: tuple[DateMention, ...]


@lru_cache(maxsize=8_192)
def statement(text: str, written: datetime) -> Statement:
    """A sentence read for comparison; relative dates against the moment at which it was written."""
    figures = tuple(find_quantities(text))
    dates = tuple(find_dates(text, written))
    rest = list(text)
    for start, end in [*((q.start, q.end) for q in figures), *((d.start, d.end) for d in dates)]:
        rest[start:end] = " " * (end - start)
    return Statement(text, bag("".join(rest)), figures, dates)


@lru_cache(maxsize=65_536)
def bag(text: str) -> frozenset[str]:
    """The content words of a text; asked for again and again where much is compared with much."""
    return frozenset(content_words(text))


def same_matter(claim: Statement, news: Statement, *, passage: str, nearness: Callable[[], float]) -> bool:
    """Whether both speak of the same thing, by their words or by meaning, and of the same people and places.

    `nearness` is asked only where the words leave it open.
    """
    in_common = shared(claim, news)
    if in_common < NEAR_WORDS or not _same_names(claim.text, passage):
        return False
    return in_common >= SAME_MATTER or nearness() >= NEAR_MEANING


def repeats(news: str, told: str, *, share: float = TOLD) -> bool:
    """Whether a sentence only says again what another tells: this share of the words of the shorter, and no figure, name
    or negation of its own."""
    fresh, old = bag(news), bag(told)
    if len(fresh & old) < share * max(1, min(len(fresh), len(old))) or _negations(news) != _negations(told):
        return False
    figures = {word for figure in find_quantities(news) for word in content_words(figure.text)}
    return not (_named(news) | figures) & (fresh - old)


def signal(claim: Statement, news: Statement) -> Signal | None:
    """What the sentence clearly does to the claim, if anything. Both are on the same matter."""
    if _other_figure(claim, news) or (same_event(claim, news) and _other_number(claim, news)):
        return "updated"
    if shared(claim, news) >= SAME_MATTER and _denied(claim, news):
        return "contradicted"
    if same_event(claim, news) and claim.figures == () and _other_day(claim, news):
        return "updated"
    return None


def same_event(claim: Statement, news: Statement) -> bool:
    """Whether both are nearly the same sentence, figures and dates aside: what differs then is what is new."""
    return shared(claim, news) >= SAME_EVENT


def judgeable(claim: Statement, news: Statement) -> bool:
    """Whether both say enough of the same for a judge to be believed that one contradicts the other."""
    return shared(claim, news) >= JUDGED_MATTER


def shared(claim: Statement, news: Statement) -> float:
    """The share of the claim's words, figures and dates aside, that the sentence has too."""
    return len(claim.bag & news.bag) / max(1, len(claim.bag))


def _same_names(claim: str, passage: str) -> bool:
    index = _index(passage)
    named = [index.mentions(name) >= 0.5 for name in find_names(claim) if name.sure]
    return sum(named) >= SAME_NAMES * len(named)


@lru_cache(maxsize=2_048)
def _index(passage: str) -> NameIndex:
    return NameIndex(passage)


@lru_cache(maxsize=8_192)
def _negations(text: str) -> int:
    return len(find_cues(text, "negation"))


def _other_figure(claim: Statement, news: Statement) -> bool:
    """Whether a figure of the claim has a rival of its unit in the sentence and none that agrees."""
    if _other_day(claim, news):
        return False  # another occasion, which has figures of its own
    return any(_rivalled(figure, news.figures) for figure in claim.figures)


def _other_number(claim: Statement, news: Statement) -> bool:
    """Whether each has numbers, dates aside, that the other lacks, units or none: in nearly the same words, an update."""
    ours, theirs = _numbers(claim), _numbers(news)
    return bool(ours - theirs) and bool(theirs - ours) and not _other_day(claim, news)


def _numbers(said: Statement) -> set[str]:
    dates = [(mention.start, mention.end) for mention in said.dates]
    found = ((match.start(), match.group()) for match in re.finditer(r"\d+(?:[.,]\d+)*", said.text))
    return {number for at, number in found if not any(start <= at < end for start, end in dates)}


def _rivalled(figure: Quantity, others: tuple[Quantity, ...]) -> bool:
    if figure.kind == "ordinal" or (figure.kind == "count" and not figure.unit):
        return False
    alike = [other for other in others if (other.kind, other.unit) == (figure.kind, figure.unit)]
    agreeing = [other for other in alike if other.low <= figure.high and figure.low <= other.high]
    return 0 < len(alike) <= _FIGURES_COMPARED and not agreeing


def _other_day(claim: Statement, news: Statement) -> bool:
    """Whether both name days, and none of them meet."""
    if not claim.dates or not news.dates:
        return False
    return not any(a.first <= b.last and b.first <= a.last for a in claim.dates for b in news.dates)


def _denied(claim: Statement, news: Statement) -> bool:
    """Whether one of the two denies what the other states: exactly one holds a negation over words that they share, or
    in nearly the same words one holds one more."""
    if same_event(claim, news) and (_negations(claim.text) - _negations(news.text)) % 2:
        return True
    common = (claim.bag & news.bag) - _named(claim.text) - _named(news.text)  # who is named is not what is denied
    return _negates(news.text, common) != _negates(claim.text, common)


@lru_cache(maxsize=8_192)
def _named(text: str) -> frozenset[str]:
    return frozenset(word for name in find_names(text) if name.sure for word in content_words(name.text))


def _negates(text: str, common: frozenset[str]) -> bool:
    for cue in find_cues(text, "negation"):
        clause = text[cue.end : cue.scope_end]
        if len(common & set(content_words(clause))) >= _DENIED_WORDS:
            return True
    return False
