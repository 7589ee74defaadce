"""The command that serves language-model clients: mcp."""

from typing import Annotated

import typer

from .app import app, installed_version
from .session import errors, session

_HOST = "127.0.0.1"


@app.command()
def mcp(
    ctx: typer.Context,
    http: Annotated[
        bool, typer.Option("--http", metavar="", help="Over HTTP on this machine, not over stdin and stdout.")
    ] = False,
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, metavar="PORT", help="The port of --http; 0 takes any.")
    ] = 8311,
    may_ingest: Annotated[
        bool, typer.Option("--ingest", metavar="", help="Also offer a tool that fetches articles into the corpus.")
    ] = False,
) -> None:
    """Serve clients of the Model Context Protocol.

    Tools: ask, search, verify, refresh, reports, report, diff, check, corpus; resources: reports and articles. A client
    starts it itself; its entry is {"command": "groundwire", "args": ["--home", "DIR", "mcp"]}. --http answers under /mcp.

    Example: groundwire mcp --http --port 8311
    """
    from ...service import Groundwire
    from ..mcp.server import make_server
    from ..mcp.transport import over_http, over_stdio

    home = session(ctx).home
    with Groundwire(home) as desk:
        server = make_server(desk, version=installed_version(), may_ingest=may_ingest)
        if not http:
            over_stdio(server)
            return
        from ..http.server import address, listen

        with listen(_HOST, port) as found:
            errors().print(f"Serving {home} at {address(found)}mcp  (Ctrl-C ends it)", soft_wrap=True)
            over_http(server, found)
