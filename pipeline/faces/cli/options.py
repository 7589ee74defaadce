"""The options that several commands share, each written once."""

from pathlib import Path
from typing import Annotated

import typer

from ...render import FileFormat

AsJson = Annotated[bool, typer.Option("--json", metavar="", help="Print one JSON document on stdout, nothing else.")]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="DATE",
        help="Only what was known by then: an ISO date (to its end, UTC), or a date and time.",
    ),
]
OutFile = Annotated[
    Path | None,
    typer.Option("--out", metavar="FILE", help="Write to this file; its suffix chooses the format."),
]
ReportFormat = Annotated[
    FileFormat | None,
    typer.Option(
        "--format", help="How the report is written; pdf, docx and bundle need --out FILE.", show_choices=True
    ),
]
