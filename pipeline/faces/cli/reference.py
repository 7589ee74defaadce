"""The reference of the commands as Markdown, made from the application: `python -m pipeline.faces.cli.reference`."""

import sys
from collections.abc import Iterator
from inspect import cleandoc

import typer
from typer.core import TyperCommand, TyperGroup

from . import checks, corpus, mcp, refresh, reports, serve, watch  # noqa: F401  each brings its commands
from .app import app


def reference() -> str:
    """Every command with its summary, example, exit codes, arguments and options."""
    root = typer.main.get_command(app)
    assert isinstance(root, TyperGroup)
    return "\n\n".join(_command(root, "groundwire", parent=None)) + "\n"


def _command(command: TyperCommand | TyperGroup, path: str, *, parent: typer.Context | None) -> Iterator[str]:
    ctx = typer.Context(command, info_name=path.rsplit(" ", 1)[-1], parent=parent)
    usage = " ".join([path, *command.collect_usage_pieces(ctx)]).replace("{", "").replace("}", "")
    yield f"{'#' * (2 + path.count(' '))} `{path}`"
    yield f"```\n{usage}\n```"
    yield from (_paragraph(words) for words in cleandoc(command.help or "").split("\n\n"))
    yield "\n".join(["| | |", "|---|---|", *_parameters(command, ctx)])
    if isinstance(command, TyperGroup):
        for name in command.list_commands(ctx):
            found = command.get_command(ctx, name)
            assert isinstance(found, (TyperCommand, TyperGroup))
            yield from _command(found, f"{path} {name}", parent=ctx)


def _parameters(command: TyperCommand | TyperGroup, ctx: typer.Context) -> Iterator[str]:
    for parameter in command.get_params(ctx):
        if record := parameter.get_help_record(ctx):
            name, told = (" ".join(cell.split()).replace("|", "\\|") for cell in record)
            yield f"| `{name}` | {told} |"


def _paragraph(words: str) -> str:
    """A paragraph of help; its example becomes code."""
    text = " ".join(words.split())
    label, _, example = text.partition(": ")
    return f"```\n{example}\n```" if label == "Example" else text


if __name__ == "__main__":
    sys.stdout.write(reference())
