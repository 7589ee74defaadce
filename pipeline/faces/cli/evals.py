"""The commands that measure: eval list, run, report, init."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from ...render.inert import line
from .app import app
from .options import AsJson
from .output import print_json, print_text, show
from .progress import Bars
from .session import errors, session

if TYPE_CHECKING:
    from collections.abc import Iterable

    from eval.records import RunFolder

    from ...types import StageUse

evals = typer.Typer(help="Measure citations, the judge, and every step.", rich_markup_mode=None, no_args_is_help=True)
app.add_typer(evals, name="eval")

Judge = Annotated[
    str,
    typer.Option(
        "--judge",
        metavar="NAME",
        help="Who judges: packaged, floor (shared words), hf:NAME (a Hugging Face model), or llm:SPEC.",
    ),
]


@evals.command("list")
def list_suites(as_json: AsJson = False) -> None:
    """List the suites, what each measures and on what.

    Example: groundwire eval list
    """
    from eval.suites import load, names

    suites = [load(name) for name in names()]
    if as_json:
        rows = [{"suite": s.name, "about": s.about, "data": s.data, "metrics": list(s.metrics)} for s in suites]
        print_json(json.dumps(rows))
        return
    table = Table("suite", "measures", "data", box=None, pad_edge=False)
    for suite in suites:
        table.add_row(Text(suite.name, style="bold"), Text(suite.about), Text(suite.data))
    show(table)


@evals.command()
def run(  # noqa: PLR0913, PLR0917  the options of the command
    ctx: typer.Context,
    suites: Annotated[
        list[str] | None, typer.Argument(metavar="[SUITE]...", help="See 'groundwire eval list'.")
    ] = None,
    answers: Annotated[
        Path | None,
        typer.Option(
            "--answers", metavar="FILE", help="Cited answers of any system: Markdown or JSON. Suite citations."
        ),
    ] = None,
    data: Annotated[
        Path | None, typer.Option("--data", metavar="PATH", help="Your own data in place of the suite's.")
    ] = None,
    judge: Judge = "packaged",
    limit: Annotated[int | None, typer.Option("--limit", min=1, metavar="N", help="At most so many cases.")] = None,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Draws the cases of --limit.")] = 7,
    llm: Annotated[
        str | None, typer.Option("--llm", metavar="SPEC", help="Who writes the reports that a suite asks for.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Write the run here, not in the home.")
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", metavar="", help="Finish a run that was interrupted.")] = False,
    as_json: AsJson = False,
) -> None:
    """Run suites; each writes a folder with all its rows and a page.

    With --answers and no suite, the suite citations is run.

    Example: groundwire eval run citations --answers answers.md

    Example: groundwire eval run retrieval answers --limit 20
    """
    from eval.run import Order, run_suites

    names = list(suites or (["citations"] if answers else ()))
    settings = {"llm": llm} if llm else {}
    order = Order(
        home=session(ctx).home, judge=judge, seed=seed, limit=limit, data=data, answers=answers, out=out, resume=resume,
        settings=settings,
    )  # fmt: skip
    with Bars(errors()) as bars:
        runs = run_suites(names, order, bars)
    if as_json:
        print_json(json.dumps([told(each) for each in runs]))
    else:
        show(Group(*(summary(each) for each in runs)))


@evals.command()
def report(
    ctx: typer.Context,
    runs: Annotated[list[str], typer.Argument(metavar="RUN...", help="Folders of runs, or their names in this home.")],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The page.")] = Path("evals.html"),
    as_json: AsJson = False,
) -> None:
    """Join several runs on one page.

    Example: groundwire eval report citations-20261125-184841 mutations-20261125-185002 --out evals.html
    """
    from eval.page import page
    from eval.records import open_run

    from .output import require_writable, written

    require_writable(out)
    folders = [open_run(name, home=session(ctx).home) for name in runs]
    with written(out) as file:
        file.write(page(folders))
    if as_json:
        print_json(json.dumps({"page": str(out), "runs": [told(each) for each in folders]}))
    else:
        print_text(f"{out}: {len(folders)} runs\n")


@evals.command()
def init(
    ctx: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new folder for your questions.")],
    propose: Annotated[
        int,
        typer.Option(
            "--propose", min=0, max=20, metavar="N", help="Propose so many questions from the newest articles."
        ),
    ] = 20,
    as_json: AsJson = False,
) -> None:
    """Start a set of questions of your own, with proposals from your corpus to review.

    Example: groundwire eval init my-questions
    """
    from eval.skeleton import begin

    made = begin(folder, home=session(ctx).home, propose=propose)
    if as_json:
        print_json(json.dumps({"folder": str(folder), "files": made.files, "proposed": made.proposed}))
    else:
        print_text(
            f"{folder}: {', '.join(made.files)}; {made.proposed} questions to review. Read {folder / 'README.md'}.\n"
        )


def told(run: "RunFolder") -> dict[str, object]:
    """A run as `--json` prints it."""
    found = run.summary
    return {
        "suite": found.suite,
        "run": found.run,
        "path": str(run.path),
        "metrics": {name: score.as_json() for name, score in found.metrics.items()},
        "errors": found.errors,
    }


def summary(run: "RunFolder") -> RenderableType:
    """A run as people read it: what came out, what to know, the numbers, where the page is."""
    from eval.page.shown import number

    found = run.summary
    table = Table("", "value", "95 % interval", "n", box=None, pad_edge=False)
    for name, score in found.metrics.items():
        shown = number(name, score)
        table.add_row(
            Text(name), Text(shown.value, style="bold"), Text(shown.interval or shown.why), Text(f"{shown.n:,}")
        )
    parts: list[RenderableType] = [Text(line(found.headline or found.suite), style="bold")]
    parts += [Text(f"Note: {line(note)}", style="yellow") for note in found.notes]
    errors_told = f", {found.errors:,} of them could not be measured" if found.errors else ""
    parts += [
        table,
        Text(f"{found.items:,} items{errors_told}, {found.seconds:.1f} s{_cost(found.use.values())}"),
        Text(f"Page: {run.page}"),
        Text(""),
    ]
    return Group(*parts)


def _cost(uses: "Iterable[StageUse]") -> str:
    """What a model that judges has cost, for the end of a line; "" where none was asked."""
    known = list(uses)
    if not known:
        return ""
    calls, cached = sum(use.calls for use in known), sum(use.cached for use in known)
    tokens = sum(use.prompt_tokens + use.completion_tokens for use in known)
    cost = sum(use.cost_usd for use in known)
    return f"; the judge's model: {calls:,} calls, {cached:,} from record, {tokens:,} tokens, {cost:.4f} USD"
