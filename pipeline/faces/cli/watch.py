"""The commands for standing questions: watch, policy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer
from rich.console import Group
from rich.text import Text

from ...errors import BadInput
from ...render.inert import line
from ...render.wording import count
from .app import app
from .options import AsJson
from .output import emit, print_json, print_text
from .session import opened, session
from .tables import rows_table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from rich.console import RenderableType

    from ...types import Polled, Round, StandingPolicy, WatchEvent
    from .verbs import Service

PolicyName = Literal["always", "only-major", "tell"]
_MEANS = {
    "always": "written again whenever it is stale",
    "only-major": "written again when its summary or bottom line is touched",
    "tell": "never written again; subscribers are told that it is stale",
}


@app.command()
def watch(  # noqa: PLR0913, PLR0917  the options of the command
    ctx: typer.Context,
    feeds: Annotated[
        str | None,
        typer.Option("--feeds", metavar="FILE", help="OPML, or a list of addresses; it may be edited meanwhile."),
    ] = None,
    sources: Annotated[
        list[str] | None,
        typer.Option("--source", metavar="PATH_OR_URL", help="Whatever 'ingest' takes; may be given again."),
    ] = None,
    every: Annotated[str, typer.Option("--every", metavar="TIME", help="How often to ask: 30s, 15m, 2h, 1d.")] = "15m",
    once: Annotated[bool, typer.Option("--once", metavar="", help="One round, then stop: for cron.")] = False,
    webhook: Annotated[
        str | None,
        typer.Option("--webhook", metavar="URL", help="Post each change there, signed with GROUNDWIRE_WEBHOOK_SECRET."),
    ] = None,
    hook: Annotated[
        str | None,
        typer.Option("--hook", metavar="COMMAND", help="Run this for each change, with JSON on its standard input."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", metavar="", help="Print JSON lines, one for each event.")] = False,
) -> None:
    """Keep answers true: ask the feeds again and again, refresh what is stale, and tell who wants to know.

    Each report is treated by its policy ('groundwire policy'). Changes also go to the Atom feed changes.atom in the home.
    A feed that fails is left alone for longer and longer, and the others go on. Ctrl-C or SIGTERM ends it; killed, it goes
    on where it was and tells nothing twice that was acknowledged.

    Example: groundwire watch --feeds feeds.opml --every 15m

    Exit codes: 0 when it is stopped.
    """
    from ...watching import Stop

    wanted = [*([feeds] if feeds else []), *(sources or ())]
    if not wanted:
        raise BadInput("watch needs --feeds FILE or --source PATH_OR_URL: where the news come from.")
    stop, run = Stop(), session(ctx)
    try:
        with stop.listening():
            service = run.opener(run.home, _no_progress, webhook=webhook, hook=hook)
            try:
                for event in service.watch(wanted, every=every, once=once, stop=stop):
                    _print(event, as_json=as_json)
            finally:
                service.close()
    except KeyboardInterrupt:
        if not stop.requested:
            raise


@app.command()
def policy(
    ctx: typer.Context,
    report_id: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="The report; 'groundwire reports' lists them.")
    ] = None,
    name: Annotated[
        PolicyName | None,
        typer.Argument(metavar="[always|only-major|tell]", help="What is done when it is stale."),
    ] = None,
    interval: Annotated[
        str | None,
        typer.Option("--interval", metavar="TIME", help="The least time between two versions: 30m, 6h, 1d."),
    ] = None,
    default: Annotated[bool, typer.Option("--default", metavar="", help="Treat it by the settings again.")] = False,
    as_json: AsJson = False,
) -> None:
    """Tell or choose how 'groundwire watch' treats reports when they are stale.

    always: written again. only-major: written again only when its summary or bottom line is touched. tell: never written
    again; subscribers are told. The settings policy and policy_interval hold for reports without a choice of their own.

    Example: groundwire policy are-russia-and-ukraine-near-agreement-255c90 only-major --interval 6h
    """
    chosen = name is not None or interval is not None
    if (chosen or default) and report_id is None:
        raise BadInput("policy needs the ID of a report to choose for; the setting 'policy' holds for all others.")
    if chosen and default:
        raise BadInput("--default takes a choice back, so no other can be given with it. Give one of them.")
    with opened(ctx) as service:
        if report_id is None or not (chosen or default):
            found = [each for each in service.policies() if report_id in {None, each.id}] or _unknown(
                service, report_id
            )
        else:
            found = [service.choose_policy(report_id, policy=name, interval=interval)]
    emit(found, policies(found), as_json=as_json)


def policies(found: Sequence[StandingPolicy]) -> RenderableType:
    """The policies as people read them."""
    if not found:
        return Text("No report yet. Write one with 'groundwire ask QUESTION'.")
    rows = (
        (each.id, each.policy, _interval(each.interval_s), "chosen" if each.chosen else "by default") for each in found
    )
    legend = [Text(f"{name}: {_MEANS[name]}.", style="dim") for name in dict.fromkeys(each.policy for each in found)]
    return Group(rows_table(("report", "policy", "interval", ""), rows), *legend)


def told(event: WatchEvent) -> str:
    """An event as one line that cannot act on a terminal."""
    return f"{_clock(event.at)} {line(_words(event))}"


def _words(event: WatchEvent) -> str:  # each kind of event once
    match event.event:
        case "polled":
            return f"{event.source}: {_news(event)}"
        case "source-failed":
            again = f"{event.failures} in a row, " if event.failures > 1 else ""
            return f"{event.source} failed ({again}again at {_clock(event.next_at)}): {event.reason}"
        case "round":
            return _round(event)
        case "changed":
            changed = count(len(event.notice.changes), "claim")
            return (
                f"{event.notice.report} is version {event.notice.version} now: {changed} changed ({event.notice.state})"
            )
        case "stale":
            return f"{event.notice.report} is {event.notice.state} and is left as it is"
        case "waiting":
            until = f"not before {_clock(event.until)}" if event.until else "not for so little"
            return f"{event.report} is {event.state} and is not written again ({until}; policy {event.policy})"
        case "report-failed":
            return f"{event.report} could not be refreshed and keeps its version: {event.reason}"
        case "delivered":
            return f"{event.channel} took notice {event.notice}"
        case "undelivered":
            again = f"again at {_clock(event.next_at)}" if event.next_at else "given up"
            return f"{event.channel} did not take notice {event.notice} ({again}): {event.reason}"


def _news(event: Polled) -> str:
    numbers = {"added": event.added, "updated": event.updated, "withdrawn": event.withdrawn, "refused": event.rejected}
    return ", ".join(f"{number:,} {name}" for name, number in numbers.items() if number)


def _round(event: Round) -> str:
    failed = f", {event.failed:,} failed" if event.failed else ""
    resting = f", {event.resting:,} left alone" if event.resting else ""
    stale = f"{event.stale:,} of {count(event.reports, 'report')} stale" if event.reports else "no report yet"
    return f"{count(event.polled, 'source')} asked{failed}{resting}; {stale}"


def _print(event: WatchEvent, *, as_json: bool) -> None:
    if as_json:
        print_json(event.model_dump_json())
    else:
        print_text(told(event) + "\n")


def _unknown(service: Service, report_id: str | None) -> list[StandingPolicy]:
    """No policy: there is no report, or none of that name, which the service says better."""
    if report_id is not None:
        service.show(report_id)
    return []


def _clock(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}"


def _interval(seconds: int) -> str:
    for size, unit in ((86_400, "d"), (3_600, "h"), (60, "m")):
        if seconds and seconds % size == 0:
            return f"{seconds // size}{unit}"
    return f"{seconds}s" if seconds else "none"


def _no_progress(stage: str, done: int, total: int | None) -> None:
    """A watch has its events; a bar that never ends tells nothing."""
