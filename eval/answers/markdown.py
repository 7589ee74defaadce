"""Answers in Markdown: the text with its markers, then a list of sources.

Several first-level headings are several answers, each under its question. The list stands under a heading (Sources,
References, …) or is the block of numbered lines at the end. Of an entry with further lines the first is its title.
"""

import re
from collections.abc import Iterator, Mapping

from .statements import read_answer
from .values import CitedAnswer, Source

_QUESTION = re.compile(r"^#[ \t]+(.+?)[ \t]*#*$", re.MULTILINE)
_LIST = re.compile(
    r"^(?:#{1,6}[ \t]+|\*\*|__)?(?:sources?|references|citations|bibliography|footnotes|evidence|documents)(?:\*\*|__)?:?(?:\*\*|__)?[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_ENTRY = re.compile(r"^[ \t]*(?:[-*][ \t]+)?(?:[\[【]\^?(\d{1,3})[\]】][:.)]?|(\d{1,3})[.)])[ \t]+(?=\S)", re.MULTILINE)
_BRACKETED = re.compile(r"^[\[【]\^?\d{1,3}[\]】][:.)]?[ \t]+\S", re.MULTILINE)
_URL = re.compile(r"https?://[^\s)>\]]+")
_LONGEST_TITLE = 240  # characters; a longer line is the source's text


def answers_of_markdown(text: str) -> Iterator[CitedAnswer]:
    """The answers of a document, one for each first-level heading; without one, the whole is one answer."""
    plain = text.replace("\r\n", "\n")
    heads = [head for head in _QUESTION.finditer(plain) if not _LIST.match(head[0])]
    if not heads:
        if plain.strip():
            yield _answer("", plain)
        return
    ends = [head.start() for head in heads[1:]] + [len(plain)]
    for head, end in zip(heads, ends, strict=True):
        yield _answer(head[1], plain[head.end() : end])


def _answer(question: str, text: str) -> CitedAnswer:
    body, listed = _apart(text)
    outcome, said = read_answer(body)
    return CitedAnswer(id="", question=question, outcome=outcome, statements=said, sources=_sources(listed))


def _apart(text: str) -> tuple[str, str]:
    """The answer, and its list of sources."""
    heads = list(_LIST.finditer(text))
    if heads:
        return text[: heads[-1].start()], text[heads[-1].end() :]
    entries = list(_BRACKETED.finditer(text))
    first = next((e for e in entries if not text[: e.start()].strip() or text[: e.start()].endswith("\n\n")), None)
    if first is not None and _only_entries(text[first.start() :]):
        return text[: first.start()], text[first.start() :]
    return text, ""


def _only_entries(text: str) -> bool:
    """Whether every paragraph of the rest opens with a number: then it is a list, not an answer with markers in front."""
    paragraphs = [part for part in re.split(r"\n\s*\n", text.strip()) if part.strip()]
    return bool(paragraphs) and all(_BRACKETED.match(part) for part in paragraphs)


def _sources(listed: str) -> Mapping[str, Source]:
    entries = list(_ENTRY.finditer(listed))
    ends = [*(entry.start() for entry in entries), len(listed)][1:]
    return {entry[1] or entry[2]: _source(listed[entry.end() : end]) for entry, end in zip(entries, ends, strict=True)}


def _source(entry: str) -> Source:
    lines = [line.strip().removeprefix(">").strip() for line in entry.strip().splitlines()]
    head, rest = lines[0] if lines else "", "\n".join(lines[1:]).strip()
    url = next(iter(_URL.findall(entry)), "").rstrip(".,;")
    if rest:
        return Source(text=rest, title=_words(head), url=url)
    if url and len(head) <= _LONGEST_TITLE:
        return Source(text="", title=_words(head), url=url)
    return Source(text=head)


def _words(head: str) -> str:
    """A title without its address and the marks around it."""
    linked = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", head)
    return _URL.sub("", linked).strip(" \t*_—–-:()<>\"'“”")
