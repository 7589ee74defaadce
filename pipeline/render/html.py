"""A report as one self-contained HTML page: no network, no foreign script, readable and complete without JavaScript.

The page forbids itself everything but its own style and script (Content-Security-Policy by hash). Corpus text reaches
it through the template's escaping alone, and only http and https addresses become links.
"""

import base64
import hashlib
from functools import lru_cache
from importlib.resources import files

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup
from pydantic import JsonValue

from ..types import Report
from . import wording
from .cards import Contexts, Notes
from .claimreview import linked_data
from .inert import json_in_html, line, visible, web_url

_DESCRIPTION_CHARACTERS = 160  # what search engines show


def html(report: Report, *, contexts: Contexts) -> str:
    """The page of a report. `contexts` gives the cited articles, so that quotes stand in the text around them."""
    style, script = _asset("report.css"), _asset("report.js")
    return _template().render(
        report=report,
        notes=Notes(report, contexts),
        cited=_times_cited(report),
        description=_description(report),
        policy=f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; base-uri 'none'; form-action 'none'",
        style=Markup(style),  # noqa: S704  our own file
        script=Markup(script),  # noqa: S704  our own file
        linked_data=_embedded(linked_data(report)),
    )


def _times_cited(report: Report) -> dict[int, int]:
    citations = [citation.source for claim in report.claims.values() for citation in claim.citations]
    return {source.number: citations.count(source.number) for source in report.sources}


def _description(report: Report) -> str:
    summary = wording.claims(report, report.executive_summary)
    words = line(summary[0].text if summary else wording.NOT_ENOUGH)
    return words if len(words) <= _DESCRIPTION_CHARACTERS else words[: _DESCRIPTION_CHARACTERS - 1].rstrip() + "…"


def _embedded(value: JsonValue) -> Markup:
    return Markup(json_in_html(value))  # noqa: S704  nothing in it can close the element


def _hash(source: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}'"


@lru_cache
def _asset(name: str) -> str:
    return files(__package__).joinpath("templates", name).read_text(encoding="utf-8").replace("\r\n", "\n")


@lru_cache
def _template() -> Template:
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, finalize=_shown
    )
    environment.filters.update(one_line=line, web_url=web_url)
    environment.globals.update(say=wording)
    return environment.from_string(_asset("report.html.j2"))


def _shown(value: object) -> object:
    return visible(value) if type(value) is str else value
