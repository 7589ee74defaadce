"""Where a report goes and in which format: decided, and refused, before any work is done."""

from __future__ import annotations

import hashlib
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ...errors import BadInput
from ...render import FORMATS, FileFormat
from ...render.inert import line
from .output import print_json, print_text, require_writable, show, write_bytes

if TYPE_CHECKING:
    from ...types import Report
    from .verbs import Service

_BY_SUFFIX: dict[str, FileFormat] = {
    ".txt": "text",
    ".md": "md",
    ".markdown": "md",
    ".html": "html",
    ".htm": "html",
    ".json": "json",
    ".jsonld": "claimreview",
    ".bib": "bibtex",
    ".pdf": "pdf",
    ".docx": "docx",
    ".zip": "bundle",
}
INSUFFICIENT_EVIDENCE = 4


@dataclass(frozen=True)
class Target:
    """A file in a format, or stdout in a format; `as_json` prints the report as JSON whatever goes to the file."""

    format: FileFormat
    out: Path | None
    as_json: bool

    def deliver(self, report: Report, service: Service) -> None:
        """Write the report to its file if it has one, and print what belongs on stdout."""
        digest = write_report(report, service, out=self.out, format=self.format) if self.out else ""
        if self.as_json:
            print_json(report.model_dump_json(indent=2))
        elif self.out:
            print_text(f"{self.out}: {line(report.question)} ({report.status.replace('_', ' ')}, {line(report.id)})\n")
            if self.format == "bundle":
                print_text(f"SHA-256 {digest}\nProve it anywhere: groundwire check {shlex.quote(self.out.name)}\n")
        elif self.format == "text":
            show_report(report)
        else:
            print_text(service.export(report, self.format).decode())


def target(format: FileFormat | None, out: Path | None, *, as_json: bool) -> Target:  # noqa: A002
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
    if format is not None and format not in FORMATS:
        raise BadInput(f"--format {format} is no text for a terminal. Send it to a file with --out FILE.")
    if as_json and format not in {None, "json"}:
        raise BadInput(
            f"--json and --format {format} both want stdout. Give one of them, or send the other to --out FILE."
        )
    return Target(format or "text", None, as_json)


def write_report(report: Report, service: Service, *, out: Path, format: FileFormat) -> str:  # noqa: A002
    """Write the report to that file; the SHA-256 of what was written."""
    data = service.export(report, format)
    write_bytes(out, data)
    return hashlib.sha256(data).hexdigest()


def show_report(report: Report) -> None:
    """Print the report for people, no wider than reads well."""
    from ...render.text import MEASURE, terminal

    show(terminal(report), measure=MEASURE)


def exit_code(report: Report) -> int:
    return INSUFFICIENT_EVIDENCE if report.status == "insufficient_evidence" else 0
