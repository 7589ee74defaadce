"""The command that serves the pages and the HTTP API: serve."""

import logging
from typing import Annotated

import typer

from .app import app
from .session import errors, session


@app.command()
def serve(  # noqa: PLR0913, PLR0917  the options of the command
    ctx: typer.Context,
    host: Annotated[str, typer.Option("--host", metavar="HOST", help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, metavar="PORT", help="The port; 0 takes any that is free.")
    ] = 8310,
    names: Annotated[
        list[str] | None,
        typer.Option("--name", metavar="NAME", help="A host name under which it is reached; may be given again."),
    ] = None,
    token: Annotated[
        str | None,
        typer.Option(
            "--token",
            metavar="TOKEN",
            envvar="GROUNDWIRE_TOKEN",
            show_envvar=True,
            help="What requests must carry; needed beyond this machine. Better given in the environment.",
        ),
    ] = None,
    workers: Annotated[
        int, typer.Option("--workers", min=1, max=64, metavar="N", help="Reports written at one time.")
    ] = 1,
    waiting: Annotated[
        int, typer.Option("--queue", min=1, max=10_000, metavar="N", help="Jobs that may wait; more are refused.")
    ] = 32,
) -> None:
    """Serve the web pages and the HTTP API.

    Pages are at the address that is printed, the API under /api with its description in /api/openapi.json. Beyond this
    machine a token is needed, which browsers ask for as a password. Ctrl-C ends it; what is stored stays.

    Example: groundwire serve --port 8310
    """
    from ...service import Groundwire
    from ..http.access import access_for
    from ..http.app import Limits, create_app
    from ..http.server import Server, address, listen

    home = session(ctx).home
    access = access_for(host, token=token or None, names=frozenset(names or ()))
    with listen(host, port) as found:
        made = create_app(lambda: Groundwire(home), access=access, limits=Limits(workers=workers, waiting=waiting))
        logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
        errors().print(f"Serving {home} at {address(found)}  (Ctrl-C ends it)", soft_wrap=True)
        Server(made, host=host, port=port).serve_until_stopped(found)
