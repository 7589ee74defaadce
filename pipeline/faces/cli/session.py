"""One run of the command line: which home, how much to tell, and how the service over that home is opened and closed."""

from __future__ import annotations

import logging
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from .verbs import open_home

if TYPE_CHECKING:
    from collections.abc import Iterator

    import typer

    from .verbs import Opener, Service

DEFAULT_HOME = Path(".groundwire")


@dataclass
class Session:
    """What the options before the command said."""

    opener: Opener = open_home
    home: Path = DEFAULT_HOME
    debug: bool = False


def session(ctx: typer.Context) -> Session:
    return ctx.ensure_object(Session)


@contextmanager
def opened(ctx: typer.Context, **settings: object) -> Iterator[Service]:
    """The service over this run's home with these settings, with progress on stderr, closed at the end."""
    from .progress import Bars

    run = session(ctx)
    with Bars(errors()) as bars:
        service = run.opener(run.home, bars, **settings)
        try:
            yield service
        finally:
            service.close()


def errors() -> Console:
    """The console on stderr, where everything goes that is not the result."""
    return Console(file=sys.stderr, markup=False, highlight=False, emoji=False)


def tell(verbosity: int) -> None:
    """Send the log to stderr: warnings by default, -v a line per stage, -vv every id and digest."""
    from rich.logging import RichHandler

    level = {0: logging.WARNING, 1: logging.INFO}.get(verbosity, logging.DEBUG)
    handler = RichHandler(console=errors(), show_path=False, show_time=verbosity > 0, markup=False, highlighter=None)
    logger = logging.getLogger("groundwire")
    logger.handlers = [handler]
    logger.setLevel(level)
    logger.propagate = False
