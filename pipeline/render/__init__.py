"""A report as a reader sees it: terminal text, Markdown, one self-contained page, JSON, ClaimReview, sources, PDF, DOCX.

Pure functions of the report; some also take the cited articles. Nothing here reads a store or decides anything.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:  # a command line that only helps loads no domain
    from collections.abc import Mapping

    from ..types import Article, Report

Format = Literal["text", "md", "html", "json", "claimreview", "bibtex", "csl"]
PrintFormat = Literal["pdf", "docx"]
# Every form in which a report can be handed on; the bundle, which proves it, is packed by `stages.bundle`.
FileFormat = Literal[Format, PrintFormat, "bundle"]
FORMATS: tuple[Format, ...] = get_args(Format)
NO_CONTEXTS: Mapping[tuple[str, str], Article] = MappingProxyType({})


def render(report: Report, format: Format, *, contexts: Mapping[tuple[str, str], Article] = NO_CONTEXTS) -> str:  # noqa: A002
    """The report in that format. `contexts`: cited articles by (id, version), for the HTML page and the sources' authors."""
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
        case "bibtex":
            from .bibliography import bibtex

            return bibtex(report, contexts)
        case "csl":
            from .bibliography import csl

            return csl(report, contexts)


def print_out(
    report: Report,
    format: PrintFormat,  # noqa: A002
    *,
    contexts: Mapping[tuple[str, str], Article] = NO_CONTEXTS,
) -> bytes:
    """The report as a document for paper or for a word processor.

    Raises:
        BadInput: the extra `export` is not installed.
    """
    match format:
        case "pdf":
            from .pdf import pdf

            return pdf(report, contexts)
        case "docx":
            from .word import docx

            return docx(report)
