"""What the markup of a page says about its article: OpenGraph, other meta elements, links, and what readers see."""

import re
from typing import Any
from urllib.parse import urljoin

from .facts import Facts
from .moments import moment

_OPEN_GRAPH = {
    "url": ("og:url",),
    "title": ("og:title",),
    "publisher": ("og:site_name",),
    "author": ("article:author", "og:article:author"),
    "published_at": ("article:published_time", "og:article:published_time", "og:published_time"),
    "updated_at": ("article:modified_time", "og:updated_time", "og:article:modified_time"),
    "language": ("og:locale",),
}
_META = {
    "title": ("parsely-title", "dc.title", "citation_title", "twitter:title"),
    "publisher": ("dc.publisher", "dcterms.publisher", "publisher", "citation_publisher", "application-name"),
    "author": ("author", "parsely-author", "dc.creator", "dcterms.creator", "citation_author", "byl", "sailthru.author"),
    "published_at": (
        "datepublished", "parsely-pub-date", "sailthru.date", "dc.date.issued", "dcterms.created", "dc.date", "dcterms.date",
        "pubdate", "publishdate", "publish-date", "publication_date", "citation_publication_date", "date",
    ),
    "updated_at": ("datemodified", "dcterms.modified", "last-modified", "lastmod", "revised"),
    "language": ("content-language", "dc.language", "dcterms.language", "language"),
}  # fmt: skip
_DATES = ("published_at", "updated_at")
_ABOUT_DATE = re.compile(
    r"\b(?:date|dateline|publish\w*|posted|pubdate|timestamp|byline|meta)\b|[-_](?:date|time)\b", re.IGNORECASE
)
_UPDATED = re.compile(r"\b(?:updated?|modified|revised|edited)\b", re.IGNORECASE)
_LOOKED_AT = 2_000  # elements that are asked for a visible date, from the top


def open_graph(tree: Any) -> Facts:
    return Facts("opengraph", _from_meta(tree, _OPEN_GRAPH))


def meta(tree: Any) -> Facts:
    """Other meta elements, the canonical link and the language of the page."""
    said = _from_meta(tree, _META)
    link = next((a.get("href") for a in tree.iter("link") if (a.get("rel") or "").strip().lower() == "canonical"), None)
    return Facts("meta", {**said, "url": link, "language": tree.get("lang") or said["language"]})


def page_title(tree: Any) -> Facts:
    """The title in the frame of the window, which often names the site as well."""
    return Facts("title", {"title": next((_seen(element) for element in tree.iter("title")), None)})


def visible(tree: Any) -> Facts:
    """What a reader of the page sees: its first heading, and the dates that stand apart from the text."""
    said: dict[str, str | None] = {"title": next((_seen(element) for element in tree.iter("h1")), None)}
    article = next(tree.iter("article", "main"), tree)
    for number, element in enumerate(article.iter("time", "span", "p", "div", "abbr", "li")):
        if number >= _LOOKED_AT:
            break
        found = _date_of(element)
        if found:
            name = "updated_at" if _UPDATED.search(_about(element)) else "published_at"
            said.setdefault(name, found)
    return Facts("visible", said)


def declared_address(tree: Any, base: str | None) -> Facts:
    """The canonical link or og:url, made whole: what a page says is its real address."""
    for facts in (meta(tree), open_graph(tree)):
        url = facts.said.get("url")
        if url:
            try:
                return Facts("canonical", {"url": urljoin(base or "", url.strip())})
            except ValueError:
                continue
    return Facts("canonical")


def _from_meta(tree: Any, wanted: dict[str, tuple[str, ...]]) -> dict[str, str | None]:
    said: dict[str, str] = {}
    for element in tree.iter("meta"):
        for name in ("property", "name", "itemprop", "http-equiv"):
            key, content = (element.get(name) or "").strip().lower(), element.get("content")
            if key and content and content.strip():
                said.setdefault(key, content)
    return {field: _first(said, keys, date=field in _DATES) for field, keys in wanted.items()}


def _first(said: dict[str, str], keys: tuple[str, ...], *, date: bool) -> str | None:
    values = (said[key] for key in keys if key in said)
    if date:
        return next((found for found in map(moment, values) if found), None)
    addresses = keys == ("og:url",)  # elsewhere an address is a link to an author's page, say
    return next((value for value in values if addresses or "://" not in value), None)


def _date_of(element: Any) -> str | None:
    """The date that an element shows, if showing a date is what it is for."""
    if element.tag == "time":
        return moment(element.get("datetime")) or moment(_seen(element))
    if not _ABOUT_DATE.search(f"{element.get('class', '')} {element.get('itemprop', '')} {element.get('id', '')}"):
        return None
    return moment(element.get("content")) or moment(_seen(element))


def _about(element: Any) -> str:
    """What an element and what it stands in call themselves and say before the date."""
    parent = element.getparent()
    beside = "" if parent is None else f"{parent.get('class', '')} {(parent.text or '')[:60]}"
    before = element.getprevious()
    tail = "" if before is None else (before.tail or "")[-60:] + (_seen(before) if len(before) == 0 else "")[-30:]
    return f"{element.get('class', '')} {element.get('itemprop', '')} {_seen(element)} {beside} {tail}"


def _seen(element: Any) -> str:
    """The text of a small element; of a large one nothing, because it is not a date or a title."""
    parts: list[str] = []
    for text in element.itertext():
        parts.append(str(text))
        if len(parts) > 20:
            return ""
    return " ".join(" ".join(parts).split())[:1000]
