"""Fragments of HTML, as feeds carry them, as plain text."""

import re
from typing import Any

from .fields import clean_text

_BLOCKS = frozenset(
    "p div br li ul ol h1 h2 h3 h4 h5 h6 blockquote figure figcaption table tr section article header footer pre hr".split()
)
_HIDDEN = frozenset("script style template iframe object noscript figcaption".split())
_BLANK = re.compile(r"[^\S\n]+")
_MARKUP = re.compile(r"<[a-zA-Z/!]|&[#\w]+;")


def plain(html: str) -> str:
    """The text of a fragment, its paragraphs separated by a blank line."""
    if not _MARKUP.search(html):
        return _paragraphs(html)
    import lxml.html
    from lxml.etree import LxmlError

    try:
        tree = lxml.html.fragment_fromstring(clean_text(html), create_parent="div")
    except (LxmlError, ValueError, AssertionError):
        return ""
    return _paragraphs("".join(_parts(tree)))


def _parts(tree: Any) -> list[str]:
    """Texts and breaks in order, by a stack of our own: the depth of hostile markup is not that of ours."""
    parts: list[str] = []
    waiting: list[Any] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            parts.append(node)
            continue
        named = isinstance(node.tag, str)
        edge = "\n" if named and node.tag in _BLOCKS else ""
        waiting.append(node.tail or "" if node is not tree else "")
        if named and node.tag not in _HIDDEN:
            waiting.append(edge)
            waiting.extend(reversed(list(node)))
            waiting.append(_BLANK.sub(" ", (node.text or "").replace("\n", " ")))
            waiting.append(edge)
    return parts


def _paragraphs(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n\n".join(line for line in lines if line)
