"""A report as one self-contained HTML page: no network, no foreign script, readable and complete without JavaScript.

The page forbids itself everything but its own style and script (Content-Security-Policy by hash). Corpus text reaches
it through the template's escaping alone, and only http and https addresses become links.
"""

import base64
import hashlib

from markupsafe import Markup
from pydantic import JsonValue

from ..types import Report
from . import wording
from .cards import Contexts, Notes
from .claimreview import linked_data
from .inert import json_in_html, line
from .pages import asset, own

_DESCRIPTION_CHARACTERS = 160  # what search engines show


def html(report: Report, *, contexts: Contexts) -> str:
    """The page of a report. `contexts` gives the cited articles, so that quotes stand in the text around them."""
    style, script = asset("report.css"), asset("report.js")
    return (
        own()
        .get_template("report.html.j2")
        .render(
            **shown(report, contexts),
            policy=f"default-src 'none'; style-src {by_hash(style)}; script-src {by_hash(script)}; base-uri 'none'; form-action 'none'",
            style=Markup(style),  # noqa: S704  our own file
            script=Markup(script),  # noqa: S704  our own file
        )
    )


def shown(report: Report, contexts: Contexts) -> dict[str, object]:
    """What the template of a report tells, wherever the page stands."""
    return {
        "report": report,
        "notes": Notes(report, contexts),
        "cited": _times_cited(report),
        "description": _description(report),
        "linked_data": _embedded(linked_data(report)),
    }


def by_hash(source: str) -> str:
    """How a page's policy names the one style or script that it allows."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}'"


def _times_cited(report: Report) -> dict[int, int]:
    citations = [citation.source for claim in report.claims.values() for citation in claim.citations]
    return {source.number: citations.count(source.number) for source in report.sources}


def _description(report: Report) -> str:
    summary = wording.claims(report, report.executive_summary)
    words = line(summary[0].text if summary else wording.NOT_ENOUGH)
    return words if len(words) <= _DESCRIPTION_CHARACTERS else words[: _DESCRIPTION_CHARACTERS - 1].rstrip() + "…"


def _embedded(value: JsonValue) -> Markup:
    return Markup(json_in_html(value))  # noqa: S704  nothing in it can close the element
