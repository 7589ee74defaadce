"""How a sentence is put when it stands alone: no opening "But", and weekdays with their date.

These are the only changes the extractive writer makes to a publisher's words, and the verifier judges the result.
"""

import re

from ..text.dates import find_dates
from ..types import Article

_OPENING = re.compile(
    r"^(?:But|And|So|Yet|Still|However|Meanwhile|Nevertheless|Even so|In addition|Finally|Moreover|Also|For now|"
    r"On the other hand|By contrast|In turn|For example|For instance|Indeed|Separately)(?:,\s+|\s+)(?=\w)"
)
_WEEKDAY = re.compile(r"\b(?:on\s+)?(?:last\s+)?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")
_CREDIT = re.compile(r"\s*\([A-Z][\w .]{2,30}\)\s*$")  # the agency that a reprint names at its end


def alone(sentence: str, article: Article) -> str:
    """The sentence as it can stand by itself."""
    return _dated(_without_opening(_CREDIT.sub("", sentence)), article)


def _without_opening(sentence: str) -> str:
    rest = _OPENING.sub("", sentence, count=1)
    return rest[:1].upper() + rest[1:]


def _dated(sentence: str, article: Article) -> str:
    """Bare weekdays of the past followed by their date, "on Monday" → "on Monday, 15 December"."""
    out, at = [], 0
    for mention in find_dates(sentence, article.published_at):
        day = _WEEKDAY.fullmatch(sentence[mention.start : mention.end])
        following = sentence[mention.end : mention.end + 14]
        plain = not re.match(r",?\s+\d|['’]s|\s+(?:morning|night|evening|afternoon)", following)
        known = mention.relative and mention.first == mention.last <= article.published_at.date()
        if day is None or not known or not plain:
            continue
        comma = "," if re.match(r"\s+\w", following) else ""
        out.append(f"{sentence[at : mention.end]}, {mention.first.day} {mention.first:%B}{comma}")
        at = mention.end
    return "".join(out) + sentence[at:]
