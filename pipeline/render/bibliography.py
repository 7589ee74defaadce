"""The sources of a report for reference managers: BibTeX and CSL-JSON, one entry for each source, in its order.

The keys are made from publisher, year and source number, so that they are stable for a version of a report and can be
typed. What the corpus does not know (an author, a page) is left out, never made up.
"""

import json
import re
import unicodedata
from datetime import UTC, datetime

from pydantic import JsonValue

from ..types import Report, Source
from .cards import Contexts
from .inert import json_text, line, web_url

# What TeX acts on, as it is written to stand for itself. Letters beyond ASCII stay: BibLaTeX and BibTeX with UTF-8 take them.
_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_IN_URL = str.maketrans({"%": r"\%", "#": r"\#", "&": r"\&", "_": r"\_", "~": r"\~{}"})
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()


def bibtex(report: Report, contexts: Contexts) -> str:
    """The sources as BibTeX entries of type `misc`, which every style knows; empty for a report without sources."""
    return "\n".join(_entry(report, source, _author(source, contexts)) for source in report.sources)


def csl(report: Report, contexts: Contexts) -> str:
    """The sources as CSL-JSON items, as Zotero, Pandoc and citeproc read them."""
    items = [_item(report, source, _author(source, contexts)) for source in report.sources]
    return json_text(json.dumps(items, ensure_ascii=False, indent=2)) + "\n"


def _entry(report: Report, source: Source, author: str | None) -> str:
    published, checked = source.published_at.astimezone(UTC), report.checked_at.astimezone(UTC)
    url = web_url(source.url)
    fields = {
        "title": f"{{{_tex(source.title)}}}",  # in braces of its own: no style may change its capitals
        "author": f"{{{_tex(author)}}}" if author else None,
        "organization": f"{{{_tex(source.publisher)}}}",
        "howpublished": f"\\url{{{url.translate(_IN_URL)}}}" if url else None,
        "url": url.replace("%", r"\%") if url else None,
        "year": f"{published:%Y}",
        "date": f"{published:%Y-%m-%d}",
        "urldate": f"{checked:%Y-%m-%d}",
        "note": f"version {_tex(source.version)}",
    }
    rows = [f"  {name} = {{{value}}}," for name, value in fields.items() if value is not None]
    month = f"  month = {_MONTHS[published.month - 1]},"
    return "\n".join([f"@misc{{{key(source)},", *rows, month, "}"]) + "\n"


def _item(report: Report, source: Source, author: str | None) -> JsonValue:
    item: dict[str, JsonValue] = {
        "id": key(source),
        "type": "article-newspaper",
        "title": line(source.title),
        "container-title": line(source.publisher),
        "issued": _parts(source.published_at),
        "accessed": _parts(report.checked_at),
        "note": f"version: {line(source.version)}",
    }
    if author:
        item["author"] = [{"literal": line(author)}]
    if url := web_url(source.url):
        item["URL"] = url
    return item


def key(source: Source) -> str:
    """The key of a source: "meridiancourier2026-3"."""
    plain = unicodedata.normalize("NFKD", source.publisher).encode("ascii", "ignore").decode().lower()
    words = [word for word in re.findall(r"[a-z0-9]+", plain) if word != "the"]
    return f"{''.join(words)[:24] or 'source'}{source.published_at.astimezone(UTC):%Y}-{source.number}"


def _author(source: Source, contexts: Contexts) -> str | None:
    article = contexts.get((source.article_id, source.version))
    return article.author if article and article.author and article.author.strip() else None


def _tex(text: str) -> str:
    return "".join(_TEX.get(letter, letter) for letter in line(text))


def _parts(when: datetime) -> JsonValue:
    utc = when.astimezone(UTC)
    return {"date-parts": [[utc.year, utc.month, utc.day]]}
