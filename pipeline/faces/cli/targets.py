"""Where a report goes and in which format: decided, and refused, before any work is done."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ...errors import BadInput
from ...render import Format, render
from ...render.inert import line
from .output import print_json, print_text, require_writable, show, written

if TYPE_CHECKING:
    from ...types import Report
    from .verbs import Service

_BY_SUFFIX: dict[str, Format] = {
    ".txt": "text",
    ".md": "md",
    ".markdown": "md",
    ".html": "html",
    ".htm": "html",
    ".json": "json",
    ".jsonld": "claimreview",
}
INSUFFICIENT_EVIDENCE = 4


@dataclass(frozen=True)
class Target:
    """A file in a format, or stdout in a format; `as_json` prints the report as JSON whatever goes to the file."""

    format: Format
    out: Path | None
    as_json: bool

    def deliver(self, report: Report, service: Service) -> None:
        """Write the report to its file if it has one, and print what belongs on stdout."""
        if self.out:
            write_report(report, service, out=self.out, format=self.format)
        if self.as_json:
            print_json(report.model_dump_json(indent=2))
        elif self.out:
            print_text(f"{self.out}: {line(report.question)} ({report.status.replace('_', ' ')}, {line(report.id)})\n")
        elif self.format == "text":
            show_report(report)
        else:
            print_text(_rendered(report, service, format=self.format))


def target(format: Format | None, out: Path | None, *, as_json: bool) -> Target:  # noqa: A002
    """The target that these options mean.

    Raises:
        BadInput: they contradict each other, or the file could not be written.
    """
    if out:
        require_writable(out)
        if format is None and out.suffix.lower() not in _BY_SUFFIX:
            raise BadInput(
                f"--out {out}: the suffix {out.suffix or '(none)'!r} names no format. "
                f"Use one of {', '.join(_BY_SUFFIX)}, or say --format."
            )
        return Target(format or _BY_SUFFIX[out.suffix.lower()], out, as_json)
    if as_json and format not in {None, "json"}:
        raise BadInput(
            f"--json and --format {format} both want stdout. Give one of them, or send the other to --out FILE."
        )
    return Target(format or "text", None, as_json)


def write_report(report: Report, service: Service, *, out: Path, format: Format) -> None:  # noqa: A002
    text = _rendered(report, service, format=format)
    with written(out) as file:
        file.write(text)


def show_report(report: Report) -> None:
    """Print the report for people, no wider than reads well."""
    from ...render.text import MEASURE, terminal

    show(terminal(report), measure=MEASURE)


def exit_code(report: Report) -> int:
    return INSUFFICIENT_EVIDENCE if report.status == "insufficient_evidence" else 0


def _rendered(report: Report, service: Service, *, format: Format) -> str:  # noqa: A002
    contexts = service.contexts(report) if format == "html" else {}
    return render(report, format, contexts=contexts)
