"""The command `groundwire` itself: its options, and how they may also stand after the command."""

from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from .session import DEFAULT_HOME, session, tell

# In the order in which a newcomer needs them.
_ORDER = "demo ingest withdraw corpus search ask show reports refresh diff edit watch policy check verify eval doctor serve mcp".split()
_ANYWHERE = ("--home", "--verbose", "-v", "-vv", "--debug")


class Commands(TyperGroup):
    """A group whose own options may also follow the command: `groundwire ask "…" --home DIR`.

    (`ctx` is a class that typer keeps to itself.)
    """

    def list_commands(self, ctx: Any) -> list[str]:
        known = super().list_commands(ctx)
        return sorted(known, key=lambda name: _ORDER.index(name) if name in _ORDER else len(_ORDER))

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        return super().parse_args(ctx, own_options_first(args))


def own_options_first(args: list[str]) -> list[str]:
    """The arguments with the options of `groundwire` itself in front; what follows "--" stays where it is."""
    end = args.index("--") if "--" in args else len(args)
    own: list[str] = []
    rest: list[str] = []
    given = iter(args[:end])
    for arg in given:
        if arg.split("=", 1)[0] not in _ANYWHERE:
            rest.append(arg)
            continue
        own.append(arg)
        if arg == "--home" and (value := next(given, None)) is not None:
            own.append(value)
    return own + rest + args[end:]


app = typer.Typer(
    name="groundwire",
    cls=Commands,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"groundwire {installed_version()}")
        raise typer.Exit


def installed_version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("groundwire")
    except PackageNotFoundError:  # a checkout that was never installed
        return "0 (not installed)"


@app.callback(invoke_without_command=True)
def groundwire(
    ctx: typer.Context,
    home: Annotated[
        Path,
        typer.Option(
            "--home",
            metavar="DIR",
            envvar="GROUNDWIRE_HOME",
            show_envvar=True,
            help="Where corpus and reports are kept.",
        ),
    ] = DEFAULT_HOME,
    verbose: Annotated[
        int,
        typer.Option(
            "--verbose", "-v", count=True, metavar="", help="Tell more on stderr; -vv tells all.", show_default=False
        ),
    ] = 0,
    debug: Annotated[
        bool, typer.Option("--debug", metavar="", help="Show the traceback of an unexpected error.")
    ] = False,
    version: Annotated[  # noqa: ARG001  its callback has answered
        bool,
        typer.Option("--version", callback=_version, is_eager=True, metavar="", help="Print the version and stop."),
    ] = False,
) -> None:
    """Answer questions about the news with reports that cite the exact words, and check them.

    Every command takes --json. The options here may also follow the command.

    Exit codes: 0 done; 1 failed; 2 usage or bad input; 3 refused by a gate or check; 4 insufficient evidence.
    """
    run = session(ctx)
    run.home, run.debug = home, debug
    tell(verbose)
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())
