"""A report as a file to hand on: every format there is, as bytes."""

from collections.abc import Mapping
from typing import get_args

from ..errors import BadInput
from ..render import FORMATS, FileFormat, PrintFormat, print_out, render
from ..types import Article, Report

_OF_THE_REPORT_ALONE: frozenset[FileFormat] = frozenset({"text", "md", "json", "claimreview", "docx"})


def shows_articles(format: FileFormat) -> bool:  # noqa: A002
    """Whether a file of that format also tells what stands in the cited articles."""
    return format not in _OF_THE_REPORT_ALONE


def export(report: Report, format: FileFormat, contexts: Mapping[tuple[str, str], Article]) -> bytes:  # noqa: A002
    """The report in that format; text is UTF-8. `contexts`: the cited articles by (id, version).

    Raises:
        BadInput: there is no such format, or it needs an extra that is not installed.
    """
    if format == "bundle":
        from ..stages.bundle import bundle

        return bundle(report, contexts.values())
    if format in get_args(PrintFormat):
        return print_out(report, format, contexts=contexts)  # type: ignore[arg-type] # narrowed by the line above
    if format not in FORMATS:
        known = ", ".join(get_args(FileFormat))
        raise BadInput(f"there is no format {format!r}, so nothing was written; give one of {known}")
    return render(report, format, contexts=contexts).encode("utf-8", "replace")
