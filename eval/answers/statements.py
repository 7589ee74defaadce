"""Sentences of an answer and the markers that belong to them.

A marker belongs to the sentence that it stands in, or after whose full stop it stands. Headings are no statements; a list
item is one, even without a full stop.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.text.sentences import sentence_spans

from .values import Cite, Outcome, Statement

# [1], [1, 2], [1-3], [^1], 【1】, and runs of them with the space before; at most three digits, for [2025] is a year.
_MARKER = re.compile(r"[ \t]*[\[【]\^?\s*(\d{1,3}(?:\s*[,;–-]\s*\^?\d{1,3})*)\s*(?:†[^\]】\n]*)?[\]】](?![(:])")
_NUMBER = re.compile(r"(\d{1,3})(?:\s*[–-]\s*(\d{1,3}))?")
_MOST_OF_A_RANGE = 50
_HEADING = re.compile(r"^\s{0,3}(?:#{1,6}\s.*|(?:\*\*|__)[^*_\n]+(?:\*\*|__):?\s*)$", re.MULTILINE)
_ITEM = re.compile(r"^[ \t]*(?:[-*+•]|\d{1,2}[.)])[ \t]+", re.MULTILINE)
_EMPHASIS = re.compile(r"(\*\*|__|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)|`)")
_LINK = re.compile(r"!?\[([^\]\n]*)\]\([^)\n]*\)")
_LEAST_WORDS = 3
_REFUSAL = re.compile(
    r"\b(?:i|we) (?:do not|don['’]t) know\b|\b(?:cannot|can['’]t|could not|couldn['’]t|unable to) (?:be )?(?:answer|determine|find)"
    r"|\bno (?:relevant |sufficient |reliable )?(?:information|evidence|sources?|articles?)\b.{0,60}\b(?:found|available|provided|given|answers?|bears?)\b"
    r"|\b(?:not enough|insufficient) (?:information|evidence|context)\b|\bi['’]?m sorry\b|\bempty response\b"
    r"|\b(?:sources?|context|passages?|documents?|articles?) (?:do|does) not (?:contain|mention|provide|say|answer)\b",
    re.IGNORECASE,
)
_LONGEST_REFUSAL = 3  # statements; a longer answer says something besides


class _Placed(NamedTuple):
    """A marker's numbers, and where it stood in the text without markers; `opens`: it stands before its sentence."""

    at: int
    numbers: tuple[str, ...]
    opens: bool


def statements(text: str) -> list[Statement]:
    """The sentences of an answer in Markdown, each with what it cites, in order."""
    plain, placed = _without_markers(_bare(text))
    spans = sentence_spans(plain)
    cites: dict[int, list[str]] = {}
    for mark in placed:
        if (index := _owner(mark, spans)) is not None:
            cites.setdefault(index, []).extend(mark.numbers)
    return [_statement(plain[start:end], cites.get(index, [])) for index, (start, end) in enumerate(spans)]


def read_answer(text: str) -> tuple[Outcome, tuple[Statement, ...]]:
    """Whether an answer answers, and its sentences.

    Nothing said is `empty`; a few sentences that cite nothing and decline are `refused`, and there is nothing to check in
    them.
    """
    said = statements(text)
    if not any(any(char.isalnum() for char in each.text) for each in said):
        return "empty", ()
    cited = any(statement.cites for statement in said)
    if not cited and len(said) <= _LONGEST_REFUSAL and _REFUSAL.search(text):
        return "refused", tuple(each.model_copy(update={"checkable": False}) for each in said)
    return "answered", tuple(said)


def checkable(sentence: str) -> bool:
    """Whether a sentence says something that could be wrong: no question, no lead-in, no scrap."""
    end = sentence.rstrip("\"'”’»)")
    return not end.endswith(("?", ":", "：", "？")) and len(re.findall(r"\w+", sentence)) >= _LEAST_WORDS


def _statement(sentence: str, numbers: list[str]) -> Statement:
    cites = tuple(Cite(source=number) for number in dict.fromkeys(numbers))
    text = " ".join(sentence.split())
    return Statement(text=text, cites=cites, checkable=bool(cites) or checkable(text))


def _bare(text: str) -> str:
    """Without Markdown: headings gone, list items and lines of their own as paragraphs, links and emphasis as words."""
    out = _HEADING.sub("\n", text.replace("\r\n", "\n"))
    out = _LINK.sub(lambda found: f"[{found[1]}]" if re.fullmatch(r"\^?\d{1,3}", found[1]) else found[1], out)
    return _EMPHASIS.sub("", _ITEM.sub("\n\n", out))


def _without_markers(text: str) -> tuple[str, list[_Placed]]:
    parts: list[str] = []
    placed: list[_Placed] = []
    at = length = 0
    for found in _MARKER.finditer(text):
        before = text[at : found.start()]
        parts.append(before)
        length += len(before)
        so_far = before or (parts[-2] if len(parts) > 1 else "")
        line_opens = not text[text.rfind("\n", 0, found.start()) + 1 : found.start()].strip(" \t[]【】^0123456789,;–-")
        placed.append(_Placed(length, tuple(_numbers(found[1])), opens=line_opens))
        at = found.end()
        if so_far and not so_far[-1].isspace() and text[at : at + 1].isalnum():
            parts.append(" ")
            length += 1
    return "".join([*parts, text[at:]]), placed


def _numbers(marker: str) -> Iterator[str]:
    for found in _NUMBER.finditer(marker):
        first, last = int(found[1]), int(found[2] or found[1])
        yield from map(str, range(first, last + 1) if first <= last <= first + _MOST_OF_A_RANGE else (first, last))


def _owner(mark: _Placed, spans: list[tuple[int, int]]) -> int | None:
    """The sentence that a marker belongs to: the last that began before it, or the next where it opens a line."""
    begun = [index for index, (start, _) in enumerate(spans) if start < mark.at]
    if mark.opens or not begun:
        following = next((index for index, (start, _) in enumerate(spans) if start >= mark.at), None)
        return following if following is not None else (begun[-1] if begun else None)
    return begun[-1]
