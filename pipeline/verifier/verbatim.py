"""A claim that stands in the passage word for word, and whether lifting it cut off who says it or on what condition."""

import re
from typing import NamedTuple

from ..text.modality import find_cues
from ..text.speech import find_attributions
from ..text.speech_verbs import said_this
from .reading import Reading
from .spelling import spelled

_QUOTES = '"“”„«»″'
_SINGLE = "'‘’‚′`"
_LEAST_WORDS = 3


class Verbatim(NamedTuple):
    """The claim's words at `start:end` of the passage; `cut` says what was cut off, "" when nothing was."""

    start: int
    end: int
    cut: str


def find_verbatim(claim: Reading, passage: Reading) -> Verbatim | None:
    """Where the claim's words stand as one run, a whole sentence preferred. Case, spaces, commas, the style of quotes, and
    how a day or a number is spelled make no difference."""
    places = [(m.start(), m.end()) for m in _places(claim.text, passage.text)]
    if not places:
        told = spelled(passage)
        places = [told.origin(m.start(), m.end()) for m in _places(spelled(claim).text, told.text)]
    found = [Verbatim(start, end, _cut(passage, start, end)) for start, end in places]
    return min(found, key=lambda v: (bool(v.cut), v.start), default=None)


def _places(claim: str, passage: str) -> list[re.Match[str]]:
    words = claim.strip().strip(_QUOTES + _SINGLE).rstrip(".!? ").split()
    if len(words) < _LEAST_WORDS:
        return []
    pattern = r",?\s+".join(_loosely(word.rstrip(",")) for word in words)
    return list(re.finditer(rf"(?<!\w){pattern}(?!\w|[.,]\d)", passage, re.IGNORECASE))


def _loosely(word: str) -> str:
    parts = []
    for letter in word:
        group = next((g for g in (_QUOTES, _SINGLE, "-‐‑‒–—−") if letter in g), None)
        parts.append(f"[{re.escape(group)}]" if group else re.escape(letter))
    return "".join(parts)


def _cut(passage: Reading, start: int, end: int) -> str:
    """What the claim leaves out of the sentences that it was lifted from, if that changes who says it or how firmly."""
    spans = [(a, b) for a, b in passage.sentences if a < end and start < b]
    if not spans:
        return ""
    first, last = spans[0][0], spans[-1][1]
    if passage.text[start:end].count('"') % 2 == 0 and _inside_quotes(passage.text, start):
        return "the passage quotes somebody here; the claim states it as fact"
    for a in find_attributions(passage.text[first:last]):
        said = (a.said_start + first, a.said_end + first)
        speaks_outside = not start <= a.speaker_start + first < end
        if said[0] <= start + 1 and end <= said[1] + 2 and speaks_outside:
            return f"the passage reports {said_this(a.speaker, a.verb)}; the claim states it as fact"
    return _condition(passage.text, first, start, end, last)


def _inside_quotes(text: str, at: int) -> bool:
    """Whether a place lies in quoted speech: an odd number of double quotes stands before it in its paragraph."""
    opened = max(text.rfind("\n\n", 0, at), 0)
    before = text[opened:at].rstrip(_QUOTES) if text[at - 1 : at] in _QUOTES else text[opened:at]
    curly = before.count("“") - before.count("”")
    inner = before.count('"') % 2 == 1 or curly > 0
    starts_quote = text[at - 1 : at] in _QUOTES and at > 0
    return inner or starts_quote


def _condition(text: str, first: int, start: int, end: int, last: int) -> str:
    """A condition, hedge or negation in the same sentence that the claim leaves out though it reaches over its words."""
    cues = find_cues(text[first:last], "condition", "negation", "hedge")
    for cue in cues:
        outside = cue.end + first <= start and text[cue.end + first : start].count(",") == 0
        trailing = cue.kind == "condition" and cue.start + first >= end and cue.start + first - end < 3
        near = start - (cue.end + first) < 12
        if trailing or (outside and (near or cue.kind == "condition")):
            return f"the passage says “{cue.text}” of this; the claim leaves it out"
    return ""
