"""The commands that judge measurements: eval compare, meta, gate."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Group, RenderableType
from rich.table import Column, Table
from rich.text import Text

from ...render.inert import line
from .evals import Judge, evals
from .options import AsJson
from .output import print_json, require_writable, show, written
from .progress import Bars
from .session import errors, session

if TYPE_CHECKING:
    from eval.compare import Comparison, Moved
    from eval.meta import JudgeReport

_MOST_ITEMS = 10  # shown of each list; --json has all


@evals.command()
def compare(
    ctx: typer.Context,
    first: Annotated[str, typer.Argument(metavar="A", help="The folder of a run, or its name in this home.")],
    second: Annotated[str, typer.Argument(metavar="B", help="The run to hold against it.")],
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Of the resampling.")] = 7,
    as_json: AsJson = False,
) -> None:
    """Tell what changed between two runs of one suite, how surely, and which items fell.

    Items are paired; p-values hold for all metrics together (Holm); the least change that would have been seen is told.

    Example: groundwire eval compare citations-20261125-184841 citations-20261126-090213
    """
    from eval.compare import compare as compared
    from eval.records import open_run

    home = session(ctx).home
    found = compared(open_run(first, home=home), open_run(second, home=home), seed=seed)
    if as_json:
        print_json(found.model_dump_json())
    else:
        show(_compared(found))


@evals.command()
def meta(
    ctx: typer.Context,
    data: Annotated[
        Path | None,
        typer.Option("--data", metavar="PATH", help="Labelled pairs: a JSON-lines file, or a folder of them."),
    ] = None,
    judge: Judge = "packaged",
    limit: Annotated[int | None, typer.Option("--limit", min=1, metavar="N", help="At most so many pairs.")] = None,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Draws the pairs of --limit.")] = 7,
    as_json: AsJson = False,
) -> None:
    """Measure a judge against human labels, and say whether a gate may stand on it.

    What is found is kept in the home: later runs by this judge are corrected by it.

    Example: groundwire eval meta --judge packaged

    Exit codes: 3 when the judge is not fit to gate.
    """
    from eval.meta import examine_judge

    with Bars(errors()) as bars:
        found = examine_judge(judge, home=session(ctx).home, data=data, limit=limit, seed=seed, progress=bars)
    if as_json:
        print_json(json.dumps(found.as_json()))
    else:
        show(_examined(found))
    raise typer.Exit(0 if found.fit else 3)


@evals.command()
def gate(  # noqa: PLR0913, PLR0917  the options of the command
    ctx: typer.Context,
    runs: Annotated[
        list[str] | None, typer.Argument(metavar="[RUN]...", help="Finished runs; none: groundwire itself.")
    ] = None,
    baseline: Annotated[
        Path | None, typer.Option("--baseline", metavar="FILE", help="The pinned floors; needed with RUN.")
    ] = None,
    update: Annotated[bool, typer.Option("--update", metavar="", help="Pin what is measured now.")] = False,
    allow_lower: Annotated[
        bool, typer.Option("--allow-lower", metavar="", help="With --update: also where that lowers a floor.")
    ] = False,
    markdown: Annotated[
        Path | None, typer.Option("--markdown", metavar="FILE", help="Also write a summary for a pull request.")
    ] = None,
    junit: Annotated[Path | None, typer.Option("--junit", metavar="FILE", help="Also write JUnit XML.")] = None,
    as_json: AsJson = False,
) -> None:
    """Hold measured numbers against pinned floors; name the items that fell.

    Example: groundwire eval gate citations-20261125-184841 --baseline floors.json --markdown summary.md

    Exit codes: 3 when a number surely fell.
    """
    from eval.gate import BASELINE, hold
    from eval.gate_told import as_table
    from eval.records import open_run

    for file in (markdown, junit):
        if file is not None:
            require_writable(file)
    folders = [open_run(name, home=session(ctx).home) for name in runs or ()]
    with Bars(errors()) as bars:
        found = hold(folders, baseline=baseline or BASELINE, update=update, allow_lower=allow_lower, progress=bars)
    for file, text in ((markdown, found.markdown), (junit, found.junit)):
        if file is not None:
            with written(file) as out:
                out.write(text())
    if as_json:
        print_json(json.dumps(found.json()))
    else:
        show(as_table(found.measured, found.floors, found.findings, title=found.title))
    raise typer.Exit(found.exit_code)


def _compared(found: "Comparison") -> RenderableType:
    table = Table(
        Column("", no_wrap=True),
        "first",
        "second",
        "change",
        "95 % interval",
        "p (Holm)",
        "least seen",
        "",
        box=None,
        pad_edge=False,
    )
    for name, change in found.metrics.items():
        least = f"{change.least:.3f}" if change.least is not None else ""
        table.add_row(
            name, f"{change.first:.3f}", f"{change.second:.3f}", f"{change.difference:+.3f}",
            f"{change.low:+.3f} to {change.high:+.3f}", f"{change.p_holm:.3f}", least, change.verdict,
        )  # fmt: skip
    alone = found.only_first + found.only_second
    head = f"{found.suite}: {found.first} and {found.second}, {found.common:,} items in both, {alone:,} in one alone"
    parts: list[RenderableType] = [Text(line(head), style="bold")]
    parts += [Text(f"Note: {line(note)}", style="yellow") for note in found.notes]
    return Group(*parts, table, *_moved("fell", found.fell), *_moved("rose", found.rose))


def _moved(word: str, items: "tuple[Moved, ...]") -> list[RenderableType]:
    if not items:
        return []
    rest = f", the first {_MOST_ITEMS}" if len(items) > _MOST_ITEMS else ""
    shown = (f"  {line(item.id)}: {line(item.before)} → {line(item.after)}. {line(item.claim)}" for item in items)
    head = Text(f"{len(items):,} {word}{rest}:", style="bold")
    return [head, *(Text(told) for told in list(shown)[:_MOST_ITEMS])]


def _examined(found: "JudgeReport") -> RenderableType:
    from eval.page.shown import number

    word = "fit to gate" if found.fit else "not fit to gate"
    table = Table("", "value", "95 % interval", "n", box=None, pad_edge=False)
    for name, score in {"sensitivity": found.sensitivity, "specificity": found.specificity, **found.metrics}.items():
        shown = number(name, score)
        table.add_row(
            Text(name), Text(shown.value, style="bold"), Text(shown.interval or shown.why), Text(f"{shown.n:,}")
        )
    kappa = "not defined" if found.kappa is None else f"{found.kappa:.2f}"
    return Group(
        Text(f"{line(found.judge)} on {line(found.data)} ({found.n:,} pairs): {word}", style="bold"),
        *(Text(f"  {line(reason)}") for reason in found.why),
        table,
        Text(
            f"agreement with the labels {found.agreement:.2f}, Cohen's kappa {kappa}; {len(found.wrong):,} pairs wrong"
        ),
    )
