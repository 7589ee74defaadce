"""The commands about reports: demo, ask, show, reports."""

import json
import shlex
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from ...errors import BadInput, CheckFailed
from ...render.inert import line
from ..moments import moment
from . import tables
from .app import app
from .corpus import require_words
from .options import AsJson, AsOf, OutFile, ReportFormat
from .output import emit, print_json, show
from .refresh import refreshed
from .session import DEFAULT_HOME, errors, opened, session
from .targets import Target, exit_code, target, write_report

_NEXT_QUESTION = "What would security guarantees for Ukraine involve?"


@app.command()
def demo(
    ctx: typer.Context,
    update: Annotated[
        bool, typer.Option("--update", metavar="", help="Ingest the sample's update and show what it changes.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Try it: answer a question from the sample corpus.

    Ingests the sample into the home if need be, prints the report and writes it as a page. With --update, ingests what
    was published later and shows why the report is stale and what becomes of each claim.

    Example: groundwire demo

    Exit codes: 4 when the corpus does not hold enough; the report is still written and printed.
    """
    home = session(ctx).home
    page = home / "demo.html"
    if update:
        _show_update(ctx, page, as_json=as_json)
        return
    with opened(ctx) as service:
        report = service.demo()
        home.mkdir(parents=True, exist_ok=True)
        write_report(report, service, out=page, format="html")
        Target("text", None, as_json).deliver(report, service)
    if as_json:
        errors().print(f"Page: {page}")
    else:
        command = _command(home)
        question = line(report.follow_ups[0]) if report.follow_ups else _NEXT_QUESTION
        show(Text(f"\nThe same with its evidence, as a page: {page}\nTry next:"))
        show(Text(f"  {command} ask {shlex.quote(question)}\n  {command} check {shlex.quote(line(report.id))}"))
    raise typer.Exit(exit_code(report))


def _show_update(ctx: typer.Context, page: Path, *, as_json: bool) -> None:
    """What the sample's update does to the report: as `refresh` tells it, and the next version as a page."""
    with opened(ctx) as service:
        result = service.demo_update()
        page.parent.mkdir(parents=True, exist_ok=True)
        write_report(service.show(result.id), service, out=page, format="html")
    emit((result,), refreshed((result,)), as_json=as_json)
    if as_json:
        errors().print(f"Page: {page}")
    else:
        show(Text(f"\nThe report as it is now, as a page: {page}\nTry next:"))
        show(Text(f"  {_command(page.parent)} diff {shlex.quote(line(result.id))} --out changes.html"))


def _command(home: Path) -> str:
    """How this program is called over that home."""
    return "groundwire" if home == DEFAULT_HOME else f"groundwire --home {shlex.quote(str(home))}"


@app.command()
def ask(  # noqa: PLR0913, PLR0917  the options of the command
    ctx: typer.Context,
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="What to answer, in quotation marks.")] = "",
    as_of: AsOf = None,
    gather: Annotated[
        bool, typer.Option("--gather", metavar="", help="First look for news on it with a search service.")
    ] = False,
    llm: Annotated[
        str | None,
        typer.Option(
            "--llm", metavar="SPEC", help="Who writes: none, openai:MODEL, http(s)://HOST/v1#MODEL, or local."
        ),
    ] = None,
    fallback: Annotated[
        bool, typer.Option("--fallback", metavar="", help="If the model fails, write without it, and say so.")
    ] = False,
    max_tokens: Annotated[
        int | None,
        typer.Option("--max-tokens", min=1, metavar="N", help="Stop the model before more tokens than this."),
    ] = None,
    max_cost: Annotated[
        float | None, typer.Option("--max-cost", metavar="USD", help="Stop the model before it costs more than this.")
    ] = None,
    replay: Annotated[
        str | None,
        typer.Option("--replay", metavar="ID", help="Write that report again from recorded replies; ask no model."),
    ] = None,
    out: OutFile = None,
    format: ReportFormat = None,  # noqa: A002
    as_json: AsJson = False,
) -> None:
    """Write and store a report that answers a question.

    Nothing is fetched unless --gather asks for it; the setting gather_from says where.

    Example: groundwire ask "Are Russia and Ukraine near agreement?"

    Exit codes: 4 when the corpus does not hold enough; the report is still written and printed. With --replay, which
    stores nothing: 3 when what comes out is not the stored report.
    """
    if replay is None or question:
        require_words(question, "question")
    if replay is not None and (question or as_of or gather):
        raise BadInput(
            "--replay ID takes question and news from that report. Leave QUESTION, --as-of and --gather out."
        )
    when = moment(as_of) if as_of else None
    goal = target(format, out, as_json=as_json)
    chosen = {"llm": llm, "fallback": fallback or None, "max_tokens": max_tokens, "max_cost": max_cost}
    with opened(ctx, **chosen) as service:
        if replay is not None:
            report, same = service.replay(replay)
            goal.deliver(report, service)
            errors().print("The same as what is stored." if same else "Not the same as what is stored.")
            raise typer.Exit(0 if same else CheckFailed.exit_code)
        report = service.ask(question, as_of=when, gather=gather)
        goal.deliver(report, service)
    raise typer.Exit(exit_code(report))


def _print_schema(wanted: bool) -> None:
    if wanted:
        from ...types import Report

        print_json(json.dumps(Report.model_json_schema(mode="serialization"), indent=2))
        raise typer.Exit


@app.command("show")
def show_stored(  # noqa: PLR0913, PLR0917  the options of the command
    ctx: typer.Context,
    report_id: Annotated[str, typer.Argument(metavar="ID", help="The report; 'groundwire reports' lists them.")],
    version: Annotated[
        int | None, typer.Option("--version", min=1, metavar="N", help="Not the newest version.")
    ] = None,
    out: OutFile = None,
    format: ReportFormat = None,  # noqa: A002
    schema: Annotated[  # noqa: ARG001  its callback has answered
        bool,
        typer.Option("--schema", callback=_print_schema, is_eager=True, metavar="", help="Print their JSON Schema."),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Show a stored report, or write it to a file.

    The suffix chooses the format: .txt .md .html .json .jsonld (ClaimReview), .bib for the sources, .pdf, .docx, or .zip
    for an evidence bundle, which 'groundwire check' proves on any machine.

    Example: groundwire show are-russia-and-ukraine-near-agreement-1a2b3c --out evidence.zip
    """
    goal = target(format, out, as_json=as_json)
    with opened(ctx) as service:
        goal.deliver(service.show(report_id, version=version), service)


@app.command("reports")
def list_reports(
    ctx: typer.Context,
    stale: Annotated[
        bool, typer.Option("--stale", metavar="", help="Only those that the corpus has overtaken.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """List the stored reports and how fresh each is.

    Example: groundwire reports --stale
    """
    with opened(ctx) as service:
        found = service.reports(stale=stale)
    emit(found, tables.reports(found, stale=stale), as_json=as_json)
