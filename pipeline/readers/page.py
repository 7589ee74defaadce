"""An article from a page: its text without menus and notices (trafilatura), its facts from wherever the page states them.

What a page does not say is not made up. A page without a date is refused, because a report that is "as of" a day must not
rest on one that could be from any.
"""

import logging
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from pydantic import JsonValue

from ..addresses import same_site, site_of, without_amp, without_tracking
from ..text.words import word_count
from ..types import RawArticle
from .charset import decoded
from .documents import Document, Reading, Record, rejection
from .facts import Facts, merged
from .fields import Refused, article_from
from .jsonld import json_ld
from .markup import declared_address, meta, open_graph, page_title, visible

# Below it lie cookie notices, teasers of paid articles and empty shells; the shortest stories of agencies have about 30.
MIN_WORDS = 25
MAX_DEPTH = 200  # of nested elements; the deepest pages of outlets have about 60


def page_records(document: Document, reading: Reading) -> Iterator[Record]:
    """The article of one HTML document, or why there is none."""
    try:
        yield article_of(document.whole(), url=document.url, charset=document.charset, now=reading.now)
    except Refused as refused:
        yield rejection(document.name, str(refused), url=document.url)


def article_of(
    data: bytes,
    *,
    url: str | None,
    charset: str | None,
    now: datetime,
    known: Sequence[Facts] = (),
) -> RawArticle:
    """The article of a page. `known`: what others say of it, before and after the page's own word (`facts.Facts` of the
    place "given" goes before).

    Raises:
        Refused: it has no article, no date, no address, or is not in the encoding that it names.
    """
    tree = parsed(decoded(data, charset))
    first, last = [f for f in known if f.place == "given"], [f for f in known if f.place != "given"]
    seen = visible(tree)
    facts = [*first, json_ld(tree), open_graph(tree), meta(tree), *last, seen, page_title(tree)]
    address = _address(tree, url)
    host = Facts("address", {"publisher": site_of(address.said.get("url") or "")})
    fields = merged([address, *map(_without_address, facts), host])
    text = _text_of(tree, seen.said.get("title"))
    if "url" not in fields:
        raise Refused("the page names no address of its own (no canonical link), so nobody could look it up")
    if "published_at" not in fields:
        raise Refused("the page states no date of publication that can be read for certain; nothing is guessed")
    return article_from({**settled_dates(fields), "text": text}, now=now)


def parsed(text: str) -> Any:
    """The tree of a page.

    Raises:
        Refused: it is no page.
    """
    import trafilatura
    from lxml.etree import LxmlError

    logging.getLogger("trafilatura").addHandler(logging.NullHandler())  # its complaints about pages are not the user's
    try:
        tree = trafilatura.load_html(text)
    except (LxmlError, ValueError):
        tree = None
    if tree is None:
        raise Refused("it is not a page of HTML that can be read")
    if _depth(tree) > MAX_DEPTH:
        raise Refused(f"its elements are nested more than {MAX_DEPTH} deep, as no page of news is")
    return tree


def settled_dates(fields: dict[str, JsonValue]) -> dict[str, JsonValue]:
    """Without an update that is not later than the publication: it says nothing, or is wrong."""
    published, updated = fields.get("published_at"), fields.get("updated_at")
    if isinstance(published, str) and isinstance(updated, str) and _instant(updated) <= _instant(published):
        return {name: value for name, value in fields.items() if name != "updated_at"}
    return fields


def _instant(value: str) -> float:
    try:
        moment = datetime.fromisoformat(value)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return 0.0


def _text_of(tree: Any, heading: str | None) -> str:
    """The paragraphs of the article, a blank line between them."""
    import trafilatura

    try:
        text = trafilatura.extract(tree, include_comments=False, include_tables=False, favor_precision=True)
    except Exception as error:  # noqa: BLE001 - a parser of hostile pages, tens of thousands of lines that are not ours
        raise Refused(f"its text could not be told from the rest ({type(error).__name__})") from None
    paragraphs = [line.strip() for line in (text or "").split("\n") if line.strip()]
    if paragraphs and paragraphs[0] == heading:
        paragraphs = paragraphs[1:]  # the title, which is kept as such
    found = sum(map(word_count, paragraphs))
    if found < MIN_WORDS:
        raise Refused(
            f"the page holds {found} words of running text; it may be a front page, or its article behind a wall"
        )
    return "\n\n".join(paragraphs)


def _address(tree: Any, url: str | None) -> Facts:
    """The address to keep: the one that the page declares, if it is of its own site, else the one that was asked."""
    declared = declared_address(tree, url)
    said = declared.said.get("url")
    if said and said.startswith(("http://", "https://")) and (url is None or _believed(said, url)):
        return Facts("canonical", {"url": without_tracking(said)})
    return Facts("asked", {"url": without_tracking(without_amp(url))}) if url else Facts("asked")


def _believed(declared: str, url: str) -> bool:
    """Whether a page may speak for the address: of its own site, and not the front page, which many name by mistake."""
    return same_site(declared, url) and (bool(urlsplit(declared).path.strip("/")) or not urlsplit(url).path.strip("/"))


def _without_address(facts: Facts) -> Facts:
    return Facts(facts.place, {name: value for name, value in facts.said.items() if name != "url"})


def _depth(tree: Any) -> int:
    """How deep the elements are nested, counted without recursion, which is what depth would exhaust."""
    deepest, level = 0, [tree]
    while level and deepest <= MAX_DEPTH:
        level = [child for element in level for child in element]
        deepest += 1
    return deepest
