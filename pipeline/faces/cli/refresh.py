"""The commands that keep reports true: refresh, diff."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Group
from rich.text import Text

from ...errors import BadInput
from ...render.changes import Compared, DiffFormat, outcome, reason, render_changes, tally, text_lines
from ..moments import moment
from .app import app
from .options import AsJson, AsOf
from .output import emit, print_json, print_text, require_writable, show, written
from .session import opened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from ...types import RefreshResult

_TONES = {"fresh": "green", "stale-minor": "yellow", "stale-major": "red"}
_BY_SUFFIX: dict[str, DiffFormat] = {".txt": "text", ".md": "md", ".html": "html", ".htm": "html", ".json": "json"}
_MEASURE = 92


@app.command()
def refresh(  # noqa: PLR0913, PLR0917  the options of the command
    ctx: typer.Context,
    report_ids: Annotated[
        list[str] | None, typer.Argument(metavar="[ID]...", help="Reports; 'groundwire reports' lists them.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", metavar="", help="All stored reports.")] = False,
    check: Annotated[
        bool, typer.Option("--check", metavar="", help="Only tell what is stale and why; write nothing.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", metavar="", help="Write everything again, stale or not.")] = False,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Find out which reports are out of date, and write what is shaken again.

    What stands keeps its words; a report that nothing touches costs no model call. Run again, it changes nothing. With
    --as-of, the reports move on to that day, as if what was published later were not there.

    Example: groundwire refresh --all --check
    """
    names = list(report_ids or ())
    if bool(names) == everything:
        raise BadInput(
            "refresh needs the ids of reports, or --all, and not both. 'groundwire reports' lists what is stored."
        )
    if check and force:
        raise BadInput("--check writes nothing and --force writes everything. Give one of them.")
    when = moment(as_of) if as_of else None
    with opened(ctx) as service:
        found = service.refresh(None if everything else names, check=check, force=force, as_of=when)
    emit(found, refreshed(found), as_json=as_json)


@app.command()
def diff(  # noqa: PLR0913, PLR0917  the options of the command
    ctx: typer.Context,
    report_id: Annotated[str, typer.Argument(metavar="ID", help="The report; 'groundwire reports' lists them.")],
    older: Annotated[
        int | None, typer.Option("--from", min=1, metavar="N", help="The older version, if not the one before.")
    ] = None,
    newer: Annotated[
        int | None, typer.Option("--to", min=1, metavar="N", help="The newer version, if not the newest.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write to this file; its suffix chooses the format.")
    ] = None,
    format: Annotated[DiffFormat | None, typer.Option("--format", help="How it is written.")] = None,  # noqa: A002
    as_json: AsJson = False,
) -> None:
    """Show what became of each claim between two versions.

    Claims are kept, reworded, added, withdrawn, reversed, weakened or strengthened, each with the words that caused it.

    Example: groundwire diff are-russia-and-ukraine-near-agreement-255c90 --out changes.html
    """
    chosen = _format(format, out)
    if as_json and out is None and chosen not in {None, "json"}:
        raise BadInput(f"--json and --format {chosen} both want stdout. Give one of them, or send the other to --out.")
    with opened(ctx) as service:
        changes = service.diff(report_id, older=older, newer=newer)
        report = service.show(report_id, version=newer)
    before = older if older is not None else report.previous or report.version
    compared = Compared(report.id, report.question, before, report.version, changes)
    if out:
        with written(out) as file:
            file.write(render_changes(compared, chosen or "text"))
    if as_json:
        print_json(render_changes(compared, "json").strip())
    elif out:
        print_text(f"{out}: {tally(changes)}\n")
    elif chosen is None or chosen == "text":
        show(
            Group(Text(compared.title, style="bold"), Text(tally(changes)), *map(Text, text_lines(changes))),
            measure=_MEASURE,
        )
    else:
        print_text(render_changes(compared, chosen))


def refreshed(found: "Sequence[RefreshResult]") -> "RenderableType":
    """Each report with its state, the reasons, what was done, and what changed with it."""
    if not found:
        return Text("No report yet. Write one with 'groundwire ask QUESTION'.")
    parts: list[RenderableType] = []
    for result in found:
        parts.append(Text(outcome(result), style=_TONES[result.state]))
        parts.extend(Text(f"  {reason(each)}") for each in result.reasons)
        if result.changes:
            parts.append(Text(f"  {tally(result.changes)}", style="dim"))
            parts.extend(Text(f"  {row}" if row else "") for row in text_lines(result.changes))
    return Group(*parts)


def _format(format: DiffFormat | None, out: Path | None) -> DiffFormat | None:  # noqa: A002
    if out is None:
        return format
    require_writable(out)
    if format is None and out.suffix.lower() not in _BY_SUFFIX:
        raise BadInput(
            f"--out {out}: the suffix {out.suffix or '(none)'!r} names no format. "
            f"Use one of {', '.join(_BY_SUFFIX)}, or say --format."
        )
    return format or _BY_SUFFIX[out.suffix.lower()]
