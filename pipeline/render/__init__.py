"""A report as a reader sees it: terminal text, Markdown, one self-contained HTML page, JSON, ClaimReview.

Pure functions of the report; the page also takes the cited articles. Nothing here reads a store or decides anything.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:  # a command line that only helps loads no domain
    from collections.abc import Mapping

    from ..types import Article, Report

Format = Literal["text", "md", "html", "json", "claimreview"]
FORMATS: tuple[Format, ...] = get_args(Format)
NO_CONTEXTS: Mapping[tuple[str, str], Article] = MappingProxyType({})


def render(report: Report, format: Format, *, contexts: Mapping[tuple[str, str], Article] = NO_CONTEXTS) -> str:  # noqa: A002
    """The report in that format. `contexts`: cited articles by (id, version), which only the HTML page shows."""
    match format:
        case "text":
            from .text import text

            return text(report)
        case "md":
            from .markdown import markdown

            return markdown(report)
        case "html":
            from .html import html

            return html(report, contexts=contexts)
        case "json":
            from .inert import json_text

            return json_text(report.model_dump_json(indent=2)) + "\n"
        case "claimreview":
            from .claimreview import claimreview

            return claimreview(report)
