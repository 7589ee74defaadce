"""How clients reach the server: over the standard streams of a process of their own, or over HTTP on this machine."""

import contextlib
import os
import signal
import socket
import sys
import threading
from typing import Any

import anyio
import uvicorn
from mcp.server.mcpserver import MCPServer
from mcp.server.transport_security import TransportSecuritySettings

_GRACE_S = 1  # after which open streams are cut


def over_stdio(server: MCPServer[Any]) -> None:
    """Answers on stdin and stdout until stdin ends or Ctrl-C. Nothing but the protocol reaches stdout."""
    signal.signal(signal.SIGINT, _end)  # whoever reads stdin is in a thread, which no interrupt wakes
    anyio.run(server.run_stdio_async)
    leave()


def over_http(server: MCPServer[Any], found: socket.socket) -> None:
    """Answers under /mcp on a socket of this machine until Ctrl-C or a signal.

    A page in a browser can reach it neither under another name (Host) nor from another site (Origin).
    """
    host, port = found.getsockname()[:2]
    own = [f"{name}:{port}" for name in (f"[{host}]" if ":" in host else host, "localhost")]
    allowed = TransportSecuritySettings(allowed_hosts=own, allowed_origins=[f"http://{name}" for name in own])
    app = server.streamable_http_app(streamable_http_path="/mcp", host=host, transport_security=allowed)
    config = uvicorn.Config(
        app, log_config=None, access_log=False, server_header=False, ws="none", timeout_graceful_shutdown=_GRACE_S
    )
    with contextlib.suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[found])
    leave()


def leave() -> None:
    """Ends the process where a thread is still within a step: what it does is stored whole at its end, or not at all."""
    workers = [thread for thread in threading.enumerate() if thread.name == "AnyIO worker thread"]
    for thread in workers:
        thread.join(_GRACE_S / len(workers))
    if any(thread.is_alive() for thread in workers):
        _end()


def _end(*_signal: object) -> None:
    sys.stderr.flush()
    os._exit(0)
