"""The changes of all reports as an Atom feed (RFC 4287): what changed, and the words that caused it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid5
from xml.etree import ElementTree as ET

from markupsafe import Markup, escape

from .changes import cause, ordered, reason, tally
from .inert import line
from .wording import count

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from ..types import ClaimChange, Notice

ATOM = "http://www.w3.org/2005/Atom"
AUTHOR = "groundwire"
_STATES = {"fresh": "stands", "stale-minor": "partly outdated", "stale-major": "outdated"}


def atom(notices: Sequence[Notice], *, home: str, began: datetime) -> str:
    """The feed of a home, whose name is a UUID; entries keep their ids from one writing to the next.

    `notices`: the newest first. `began`: when the home began, which is its last change before there is any notice.
    """
    ET.register_namespace("", ATOM)
    feed = ET.Element(f"{{{ATOM}}}feed")
    _add(feed, "id", f"urn:uuid:{home}")
    _add(feed, "title", "Changes of standing answers")
    _add(feed, "updated", max((notice.at for notice in notices), default=began).isoformat(timespec="seconds"))
    _add(_add(feed, "author"), "name", AUTHOR)
    _add(feed, "generator", AUTHOR)
    for notice in notices:
        _entry(feed, notice, UUID(home))
    ET.indent(feed)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(feed, encoding="unicode") + "\n"


def _entry(feed: ET.Element, notice: Notice, home: UUID) -> None:
    entry = _add(feed, "entry")
    _add(entry, "id", f"urn:uuid:{uuid5(home, notice.id)}")
    _add(entry, "title", f"{_line(notice.question)} ({headline(notice)})")
    _add(entry, "updated", notice.at.isoformat(timespec="seconds"))
    _add(entry, "published", notice.at.isoformat(timespec="seconds"))
    _add(entry, "category").set("term", notice.kind)
    _add(entry, "content", str(_content(notice))).set("type", "html")


def headline(notice: Notice) -> str:
    """What a notice is about, in a few words."""
    if notice.kind == "stale":
        return f"version {notice.version} is {_STATES[notice.state]}"
    return f"version {notice.version}: {count(len(notice.changes), 'claim')} changed"


def _content(notice: Notice) -> Markup:
    """The changes and causes as HTML; every word of it is escaped, as articles wrote some of them."""
    told = [_paragraph(f"Report {notice.report}: {headline(notice)}.")]
    if notice.reasons:
        told += [_paragraph("Why:"), _list([escape(_line(reason(each))) for each in notice.reasons])]
    if notice.changes:
        told += [_paragraph(tally(notice.changes)), _list([_change(each) for each in ordered(notice.changes)])]
    return Markup("\n").join(told)


def _change(change: ClaimChange) -> Markup:
    parts = [Markup("<b>{}</b>").format(change.kind.capitalize())]
    if change.before is not None:
        parts.append(Markup("<del>{}</del>").format(_line(change.before)))
    if change.after is not None and change.after != change.before:
        parts.append(Markup("<ins>{}</ins>").format(_line(change.after)))
    if change.because:
        parts.append(Markup("<i>{}</i>").format(_line(cause(change))))
    return Markup(" ").join(parts)


def _paragraph(text: str) -> Markup:
    return Markup("<p>{}</p>").format(text)


def _list(items: Sequence[Markup]) -> Markup:
    return Markup("<ul>{}</ul>").format(Markup().join(Markup("<li>{}</li>").format(item) for item in items))


def _add(parent: ET.Element, name: str, text: str | None = None) -> ET.Element:
    child = ET.SubElement(parent, f"{{{ATOM}}}{name}")
    child.text = text
    return child


def _line(text: str) -> str:
    """One line of characters that XML 1.0 allows."""
    return "".join(char for char in line(text) if char not in "\ufffe\uffff" and not 0xD800 <= ord(char) <= 0xDFFF)
