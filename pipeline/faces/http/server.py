"""Serving the application until it is told to stop."""

import contextlib
import os
import socket
import sys

import uvicorn
from fastapi import FastAPI

from ...errors import BadInput

# After which open connections are cut; streams are ended before, so this is for what hangs.
_GRACE_S = 1
# How long a thread that works on an answer may keep a page view waiting at each step: a tenth of Python's default.
_SWITCH_S = 0.0005


class Server(uvicorn.Server):
    """A server that ends its streams and its jobs before it waits for connections to close."""

    def __init__(self, app: FastAPI, *, host: str, port: int) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                host=host,
                port=port,
                log_config=None,
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=_GRACE_S,
                ws="none",
            )
        )
        self._app = app
        self._alone = False

    def serve_until_stopped(self, found: socket.socket) -> None:
        """Answers on the socket until Ctrl-C or a signal, in a process that has nothing else to do."""
        self._alone = True
        sys.setswitchinterval(_SWITCH_S)
        with contextlib.suppress(KeyboardInterrupt):
            self.run(sockets=[found])

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Ends streams, connections and jobs.

        A thread within a step, such as a call to a model or the fetching of a page, is not waited for: what it would
        store it stores whole or not at all.
        """
        state = self._app.state
        state.jobs.stop()
        await super().shutdown(sockets)
        if self._alone and (state.jobs.busy or state.turns.busy):
            sys.stderr.flush()
            os._exit(0)


def listen(host: str, port: int) -> socket.socket:
    """A socket on that address, so that what is wrong with it is told before anything is opened.

    Raises:
        BadInput: the address is taken, or not ours.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    found = socket.socket(family, socket.SOCK_STREAM)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((host, port))
    except OSError as error:
        found.close()
        reason = os.strerror(error.errno) if error.errno else str(error)
        raise BadInput(
            f"cannot serve on {host} port {port}: {reason}; choose another with --host and --port"
        ) from error
    return found


def address(found: socket.socket) -> str:
    """Where people find it."""
    host, port = found.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"
