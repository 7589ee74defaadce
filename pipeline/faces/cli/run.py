"""Running the command line: every way in which it can end, as an exit code and words on stderr."""

from __future__ import annotations

import json
import sys
import traceback
from typing import TYPE_CHECKING

import typer

from ...errors import GroundwireError
from ...render.inert import plain
from . import checks, corpus, edits, eval_checks, evals, mcp, refresh, reports, serve, watch  # noqa: F401  each brings its commands
from .app import app
from .output import BROKEN_PIPE
from .session import Session, errors
from .verbs import open_home

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .verbs import Opener

INTERRUPTED = 130
FAILED = 1


def main(args: Sequence[str] | None = None, *, opener: Opener = open_home) -> int:
    """The exit code of the command line with these arguments (none given: the program's own)."""
    given = list(sys.argv[1:] if args is None else args)
    run = Session(opener)
    try:
        code = typer.main.get_command(app).main(given, prog_name="groundwire", standalone_mode=False, obj=run)
    except typer.TyperException as error:
        return _say(error.format_message(), kind="UsageError", code=error.exit_code, given=given)
    except GroundwireError as error:
        return _say(str(error), kind=type(error).__name__, code=error.exit_code, given=given)
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except BrokenPipeError:
        return BROKEN_PIPE
    except Exception as error:  # noqa: BLE001  the last line of defence: nobody is shown a traceback unasked
        if run.debug:
            traceback.print_exc()
        words = f"unexpected {type(error).__name__}: {error}\nThis is a bug; run with --debug for the traceback."
        return _say(words, kind=type(error).__name__, code=FAILED, given=given)
    return code if isinstance(code, int) else 0


def _say(message: str, *, kind: str, code: int, given: Sequence[str]) -> int:
    """Tell on stderr what went wrong, as JSON where JSON was asked for; the exit code it means."""
    options = given[: given.index("--")] if "--" in given else given
    if "--json" in options:
        sys.stderr.write(json.dumps({"error": {"type": kind, "message": plain(message)}}) + "\n")
    else:
        errors().print(f"Error: {plain(message)}", style="red", soft_wrap=True)
    return code
