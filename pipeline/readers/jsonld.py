"""What a page says about its article in JSON-LD (schema.org), the most careful of the ways."""

import json
from collections.abc import Iterator
from typing import Any

from .facts import Facts
from .moments import moment

MAX_NODES = 5_000  # of one page; the richest pages of outlets have a few hundred
_ARTICLES = ("Article", "Posting", "Report")


def json_ld(tree: Any) -> Facts:
    """What the first article among the page's JSON-LD says; nothing when there is none."""
    for script in tree.iter("script"):
        if str(script.get("type", "")).strip().lower().startswith("application/ld+json"):
            for node in _nodes(_loaded(script.text or "")):
                if _is_article(node):
                    return Facts("json-ld", _said(node))
    return Facts("json-ld")


def _loaded(text: str) -> object:
    try:
        return json.loads(text, strict=False)  # outlets leave line ends in their strings
    except (ValueError, RecursionError):
        return None


def _nodes(value: object) -> Iterator[dict[str, Any]]:
    """Every object within, in the order of the text as far as depth allows; not recursive, because a page is hostile."""
    waiting, seen = [value], 0
    while waiting and seen < MAX_NODES:
        node, seen = waiting.pop(), seen + 1
        if isinstance(node, dict):
            yield node
            waiting.extend(reversed([child for child in node.values() if isinstance(child, dict | list)]))
        elif isinstance(node, list):
            waiting.extend(reversed(node[:MAX_NODES]))


def _is_article(node: dict[str, Any]) -> bool:
    kinds = node.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(kind, str) and kind.endswith(_ARTICLES) for kind in kinds)


def _said(node: dict[str, Any]) -> dict[str, str | None]:
    return {
        "url": _text(node.get("url")) or _id(node.get("mainEntityOfPage")),
        "title": _text(node.get("headline")) or _text(node.get("name")),
        "publisher": _names(node.get("publisher")),
        "author": _names(node.get("author")) or _names(node.get("creator")),
        "published_at": moment(node.get("datePublished")),
        "updated_at": moment(node.get("dateModified")),
        "language": _language(node.get("inLanguage")),
    }


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _id(value: object) -> str | None:
    return _text(value.get("@id")) if isinstance(value, dict) else _text(value)


def _names(value: object) -> str | None:
    """The names of one or several people or organisations."""
    several = value if isinstance(value, list) else [value]
    names = [_text(one.get("name")) if isinstance(one, dict) else _text(one) for one in several[:20]]
    return ", ".join(dict.fromkeys(name.strip() for name in names if name and "://" not in name)) or None


def _language(value: object) -> str | None:
    return _text(value.get("alternateName")) if isinstance(value, dict) else _text(value)
