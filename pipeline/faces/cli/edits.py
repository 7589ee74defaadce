"""The command with which an editor decides about a report: sources pinned or banned, claims accepted or rejected."""

from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Group
from rich.text import Text

from ...errors import BadInput
from ...render.inert import line
from ...render.wording import claims, decision
from .app import app
from .options import AsJson
from .output import emit
from .refresh import refreshed
from .session import opened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from ...types import Decision, Report


@app.command()
def edit(  # noqa: PLR0913, PLR0917  the options of the command
    ctx: typer.Context,
    report_id: Annotated[str, typer.Argument(metavar="ID", help="The report; 'groundwire reports' lists them.")],
    pin: Annotated[
        list[str] | None,
        typer.Option("--pin", metavar="SOURCE", help="Always look at this article (id or number) or publisher."),
    ] = None,
    ban: Annotated[
        list[str] | None, typer.Option("--ban", metavar="SOURCE", help="Never look at this article or publisher.")
    ] = None,
    accept: Annotated[
        list[str] | None,
        typer.Option("--accept", metavar="CLAIM", help="Keep this claim as long as the words it cites are there."),
    ] = None,
    reject: Annotated[
        list[str] | None, typer.Option("--reject", metavar="CLAIM", help="Never tell this claim, or nearly the same.")
    ] = None,
    note: Annotated[str | None, typer.Option("--note", metavar="TEXT", help="Why; shown with the decision.")] = None,
    undo: Annotated[
        list[int] | None, typer.Option("--undo", metavar="N", help="Take back the decision of this number.")
    ] = None,
    listed: Annotated[
        bool, typer.Option("--list", metavar="", help="Only show what was decided, and what can be.")
    ] = False,
    later: Annotated[
        bool, typer.Option("--later", metavar="", help="Only note it; the next refresh writes the report by it.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Pin or ban a source of a report, accept or reject a claim.

    The report is written again by it at once, as far as need be, and keeps to it in every later version. Without any of
    these options, shows what was decided.

    Example: groundwire edit are-russia-and-ukraine-near-agreement-255c90 --ban "Fontanka" --note "State media"
    """
    from ...types import Edit

    wanted = Edit(
        pin=_all(pin), ban=_all(ban), accept=_all(accept), reject=_all(reject), undo=tuple(undo or ()), note=note
    )
    if listed and not wanted.empty:
        raise BadInput("--list only shows what was decided. Leave it out, or leave the other options out.")
    if wanted.empty and (note is not None or later):
        raise BadInput("--note and --later go with a decision. Give one of --pin, --ban, --accept, --reject, --undo.")
    with opened(ctx) as service:
        if wanted.empty:
            held = service.decisions(report_id)
            emit(held, _offered(service.show(report_id), held), as_json=as_json)
            return
        held = service.edit(report_id, wanted)
        done = () if later else service.refresh([report_id])
    emit(held, _noted(held, refreshed(done) if done else None), as_json=as_json)


def _all(given: "Sequence[str] | None") -> tuple[str, ...]:
    return tuple(given or ())


def _noted(held: "Sequence[Decision]", done: "RenderableType | None") -> "RenderableType":
    waiting = Text("The next refresh writes the report by it.")
    return Group(*_decided(held), Text(), done if done is not None else waiting)


def _offered(report: "Report", held: "Sequence[Decision]") -> "RenderableType":
    """What was decided, and the names by which claims and sources can be decided about."""
    parts: list[RenderableType] = [*_decided(held), Text(), Text("Claims", style="bold")]
    parts.extend(Text(f"{each.id}  {line(each.text)}") for each in claims(report, report.claims))
    parts.extend([Text(), Text("Sources", style="bold")])
    parts.extend(Text(f"{each.number}  {line(each.publisher)}  {line(each.article_id)}") for each in report.sources)
    return Group(*parts)


def _decided(held: "Sequence[Decision]") -> "list[RenderableType]":
    if not held:
        return [Text("Nothing is decided about this report.")]
    return [Text(f"{each.number}. {line(decision(each))}") for each in held]
