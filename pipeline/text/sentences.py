"""Sentences of a text as exact spans.

Own rules instead of a trained splitter: spans are what citations are made of, so the rules must be readable, must not
change under us with a model file, and must cost no import. A sentence never crosses a blank line.
"""

import re
from collections.abc import Iterator

# Words after which a full stop does not end a sentence, as English newspapers write them.
_ABBREVIATIONS = frozenset(
    "mr mrs ms messrs dr prof rev hon gen lt col maj capt cpt sgt cmdr adm brig sen rep gov pres sec min amb st mt ft "
    "jr sr no nos vs v cf al ca approx dept est fig inc ltd co corp bros jan feb mar apr jun jul aug sept sep oct nov "
    "dec mon tue tues wed thu thurs fri sat sun e.g i.e a.k.a".split()
)
# Abbreviations that may also end a sentence; they do so when the next word opens one.
_OPENERS = frozenset(
    "the a an he she it they we i you but and in on at this that these those his her its their there when while after "
    "before as if for from by with however meanwhile also both no not one two".split()
)
_END = re.compile(r"""[.!?…]+["'”’»)\]]*(?=\s|$)|[。！？؟।][”’」』)]*""")
_BREAK = re.compile(r"\n\s*\n|\r\n\s*\r\n")
_WORD_BEFORE = re.compile(r"""([^\s(\["“‘«]+)$""")
_LONGEST_WORD = (
    64  # characters looked back for an abbreviation, so that a text of full stops costs no more than its length
)
_NEXT_WORD = re.compile(r"\s*([\"'“‘«(\[]*)(\S+)")


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """The `[start, end)` of every sentence, in order, without the white space around it."""
    return [span for start, end in _paragraphs(text) for span in _sentences(text, start, end)]


def paragraph_spans(text: str) -> list[tuple[int, int]]:
    """The `[start, end)` of every paragraph, in order, without the white space around it."""
    return list(_paragraphs(text))


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for gap in _BREAK.finditer(text):
        yield from _trimmed(text, start, gap.start())
        start = gap.end()
    yield from _trimmed(text, start, len(text))


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    opened = start
    for stop in _END.finditer(text, start, end):
        if _ends_sentence(text, opened, stop, end):
            yield from _trimmed(text, opened, stop.end())
            opened = stop.end()
    yield from _trimmed(text, opened, end)


def _ends_sentence(text: str, opened: int, stop: re.Match[str], end: int) -> bool:
    following = _NEXT_WORD.match(text, stop.end(), end)
    if following is None:
        return True
    quote, word = following.group(1), following.group(2)
    if word[0].islower():
        return False
    if stop.group().startswith(("!", "?", "…", "。", "！", "？", "؟", "।")) or len(stop.group().rstrip("\"'”’»)]")) > 1:
        return True
    before = _WORD_BEFORE.search(text, max(opened, stop.start() - _LONGEST_WORD), stop.start())
    last = before.group(1).strip("\"'“”‘’«»()[]") if before else ""
    opens = bool(quote) or word.strip("\"'“”‘’,;:").lower() in _OPENERS
    if last.lower() in _ABBREVIATIONS:
        return last.lower() == "no" and not word[0].isdigit()
    if len(last) == 1 and last.isalpha():  # an initial, as in "J. K. Rowling"
        return opens
    if "." in last and last.replace(".", "").isalpha() and len(last) <= 6:  # "U.S", "p.m", "D.C"
        return opens
    return True


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end
