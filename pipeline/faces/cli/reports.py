"""The commands about reports: demo, ask, show, reports."""

import shlex
from typing import Annotated

import typer
from rich.text import Text

from ...errors import BadInput
from ...render.inert import line
from . import tables
from .app import app
from .corpus import require_words
from .moments import moment
from .options import AsJson, AsOf, OutFile, ReportFormat
from .output import emit, show
from .session import DEFAULT_HOME, errors, opened, session
from .targets import Target, exit_code, target, write_report

_NEXT_QUESTION = "What would security guarantees for Ukraine involve?"


@app.command()
def demo(ctx: typer.Context, as_json: AsJson = False) -> None:
    """Try it: answer a question from the sample corpus.

    Ingests the sample into the home if need be, prints the report and writes it as a page.

    Example: groundwire demo

    Exit codes: 4 when the corpus does not hold enough; the report is still written and printed.
    """
    home = session(ctx).home
    page = home / "demo.html"
    with opened(ctx) as service:
        report = service.demo()
        home.mkdir(parents=True, exist_ok=True)
        write_report(report, service, out=page, format="html")
        Target("text", None, as_json).deliver(report, service)
    if as_json:
        errors().print(f"Page: {page}")
    else:
        command = "groundwire" if home == DEFAULT_HOME else f"groundwire --home {shlex.quote(str(home))}"
        question = line(report.follow_ups[0]) if report.follow_ups else _NEXT_QUESTION
        show(Text(f"\nThe same with its evidence, as a page: {page}\nTry next:"))
        show(Text(f"  {command} ask {shlex.quote(question)}\n  {command} check {shlex.quote(line(report.id))}"))
    raise typer.Exit(exit_code(report))


@app.command()
def ask(  # noqa: PLR0913, PLR0917  the options of the command
    ctx: typer.Context,
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="What to answer, in quotation marks.")],
    as_of: AsOf = None,
    llm: Annotated[str, typer.Option("--llm", metavar="SPEC", help="Who writes: none (extractive).")] = "none",
    out: OutFile = None,
    format: ReportFormat = None,  # noqa: A002
    as_json: AsJson = False,
) -> None:
    """Write and store a report that answers a question.

    Example: groundwire ask "Are Russia and Ukraine near agreement?"

    Exit codes: 4 when the corpus does not hold enough; the report is still written and printed.
    """
    require_words(question, "question")
    if llm != "none":
        raise BadInput(
            f"--llm {llm}: only 'none' (the extractive writer) is available in this version. Leave --llm out."
        )
    when = moment(as_of) if as_of else None
    goal = target(format, out, as_json=as_json)
    with opened(ctx) as service:
        report = service.ask(question, as_of=when)
        goal.deliver(report, service)
    raise typer.Exit(exit_code(report))


@app.command("show")
def show_stored(
    ctx: typer.Context,
    report_id: Annotated[str, typer.Argument(metavar="ID", help="The report; 'groundwire reports' lists them.")],
    version: Annotated[
        int | None, typer.Option("--version", min=1, metavar="N", help="Not the newest version.")
    ] = None,
    out: OutFile = None,
    format: ReportFormat = None,  # noqa: A002
    as_json: AsJson = False,
) -> None:
    """Show a stored report.

    Example: groundwire show are-russia-and-ukraine-near-agreement-1a2b3c
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
