"""A model's text made plain: one clean sentence a claim, without marks that code will set itself.

It removes and splits, and never words anything anew.
"""

import re
from collections.abc import Iterator
from typing import Any

from ...prompting import inert
from ...text.sentences import sentence_spans
from ...text.words import word_count

LONGEST_CLAIM = 400  # characters; longer "sentences" are lists or loops
_LONGEST_TEXT = 4_000
_FEWEST_WORDS = 3
_LONGEST_HEADING = 140

_LINKED = re.compile(r"!?\[([^\[\]\n]{0,300})\]\((?:https?:)?[^()\s]{0,1000}\)")
_URL = re.compile(r"\(?\b(?:https?://|www\.)[^\s)>\]]+\)?")
_KEY = r"\bk[0-9a-f]{8}\b"
_MARKERS = (
    re.compile(rf"\s*\[[^\]\n]{{0,60}}{_KEY}[^\]\n]{{0,80}}\]|\s*\([^()\n]{{0,60}}{_KEY}[^()\n]{{0,80}}\)|\s*{_KEY}"),
    re.compile(r"\s*\[[\d\s,;–-]{1,24}\]|\s*【[^】\n]{0,40}】"),  # "[1, 2]" and what some models write instead
    re.compile(r"\s*[\[(]c\d{1,3}(?:(?:,\s*|\s+and\s+)c\d{1,3}){0,20}[\])]"),  # ids of claims
)
_TAG = re.compile(r"[<‹]/?[a-z][^<>‹\n]{0,200}>")
_EMPHASIS = re.compile(r"\*{1,3}|_{2,3}|`+|~~|(?<!\w)_(?=\w)|(?<=\w)_(?!\w)")
_LEADER = re.compile(r"^\s*(?:#{1,6}\s+|>\s+|[-*•–]\s+|\(?\d{1,2}[.)]\s+(?=\D))+")
_SPACE_BEFORE_STOP = re.compile(r"\s+(?=[.,;:!?](?:\s|$))")


def plain(text: str) -> str:
    """The text on one line, without source marks, keys, links, tags and Markdown."""
    shown = _LINKED.sub(r"\1", text)
    for pattern in (_URL, *_MARKERS, _TAG, _EMPHASIS):
        shown = pattern.sub("", shown)
    shown = " ".join(inert(_LEADER.sub("", shown)).split())
    return _SPACE_BEFORE_STOP.sub("", shown)


def heading(text: str) -> str:
    """The text as a heading; empty when it cannot be one."""
    shown = plain(text).rstrip(".:;, ")
    return shown if word_count(shown) >= 2 and len(shown) <= _LONGEST_HEADING else ""


def sentences(text: str) -> list[str]:
    """The sentences of a claim, each with its full stop; what is too short to be one is left out."""
    return [_stopped(part) for part in _whole(plain(text)) if word_count(part) >= _FEWEST_WORDS]


def _whole(text: str) -> Iterator[str]:
    """Sentences, kept together where a quotation runs from one into the next."""
    opened: int | None = None
    for start, end in sentence_spans(text):
        begin = start if opened is None else opened
        opened = None if _balanced(text[begin:end]) else begin
        if opened is None:
            yield text[begin:end]
    if opened is not None:
        yield text[opened:].strip()


def _balanced(text: str) -> bool:
    return text.count('"') % 2 == 0 and text.count("“") == text.count("”")


def _stopped(text: str) -> str:
    return text if text.endswith((".", "!", "?", "…", ".”", '."', "。", "؟")) else f"{text.rstrip(',;: ')}."


def entries(value: Any) -> list[dict[str, Any]]:
    """The objects in a list; none when the value is something else."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def texts(value: Any) -> list[str]:
    """The strings in a list; none when the value is something else."""
    return [text(item) for item in value if isinstance(item, str)] if isinstance(value, list) else []


def text(value: Any) -> str:
    """The value if it is a string, cut where no claim or quote can still be meant; empty when it is something else."""
    return value[:_LONGEST_TEXT] if isinstance(value, str) else ""
