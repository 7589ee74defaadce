"""XML of lists, read without entities, without the network, and without despairing of a missing end tag."""

import re
from collections.abc import Iterator
from typing import Any

from .charset import decoded
from .fields import Refused, clean_text

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_REFERENCE = re.compile(r"&#([xX][0-9a-fA-F]{1,8}|\d{1,9});")


def xml_root(data: bytes) -> Any:
    """The root element.

    Raises:
        Refused: there is none, or the bytes are not in the encoding that they name.
    """
    from lxml import etree

    text = _REFERENCE.sub(_allowed, _DECLARATION.sub("", clean_text(decoded(data)), count=1))
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, recover=True, huge_tree=False, remove_comments=True
    )
    try:
        root = etree.fromstring(text.encode("utf-8"), parser)
    except (etree.LxmlError, ValueError):
        root = None
    if root is None or not isinstance(root.tag, str):
        raise Refused("it is not XML that can be read")
    return root


def _allowed(reference: re.Match[str]) -> str:
    """A character reference, unless no text can hold what it means: the parser would let half a surrogate pair pass."""
    digits = reference[1]
    number = int(digits[1:], 16) if digits[0] in "xX" else int(digits)
    return "" if number < 9 or 0xD800 <= number < 0xE000 or number > 0x10FFFF else reference[0]


def local(element: Any) -> str:
    """The name of an element without its namespace, in lower case."""
    return str(element.tag).rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def children(element: Any, name: str) -> Iterator[Any]:
    return (child for child in element if local(child) == name)


def text_of(element: Any, *path: str) -> str | None:
    """The text at the end of a path of names, each the first of its kind."""
    for name in path:
        element = next(children(element, name), None)
        if element is None:
            return None
    return " ".join("".join(str(text) for text in element.itertext()).split()) or None
