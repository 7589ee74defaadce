"""The web application over one home: the API under /api, the pages, and what stands before both."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastapi import FastAPI
from fastapi.middleware.gzip import GZipMiddleware

from ...service import Groundwire
from ..cli.app import installed_version
from ..web import pages
from .access import Access
from .answers import tell_errors
from .guard import Guard
from .jobs import Jobs, Work
from .jobs.shelf import Shelf
from .routes import corpus, jobs, reports, standing, upkeep
from .turns import Turns

if TYPE_CHECKING:
    from .guard import App

_ABOUT = """Questions about the news, answered with reports in which every checkable sentence cites exact words.

Results are the JSON that the command line prints with `--json`. An error is `{"error": {"type", "message"}}`, its message
that of the command line. Asking and refreshing take their time, so they give back a job: follow `/api/jobs/{id}/events`."""

_PACKED_FROM = 1_000  # bytes; less fits into one packet as it is
_PACKED_AT = 5  # of 9: a report's page becomes a fifth in a millisecond or two, and hardly smaller above


@dataclass(frozen=True)
class Limits:
    """How much a server takes on: jobs at a time and waiting, bytes of one request."""

    workers: int = 1
    waiting: int = 32
    body_bytes: int = 20_000_000


def create_app(
    open_desk: Callable[[], Groundwire], *, access: Access | None = None, limits: Limits | None = None
) -> FastAPI:
    """The application; the desk that is opened serves every request, and is closed with it.

    `app.state` holds its `jobs` and its `turns`. Without `access` it answers on loopback names, to whoever asks there.
    """
    desk, most = open_desk(), limits or Limits()
    board = Jobs(Work(desk), Shelf(desk.home / "jobs"), threads=most.workers, waiting=most.waiting)

    @asynccontextmanager
    async def running(_app: FastAPI) -> AsyncIterator[None]:
        board.start()
        yield
        board.stop()
        desk.close()

    app = FastAPI(
        title="groundwire",
        version=installed_version(),
        description=_ABOUT,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=running,
    )
    app.state.jobs = board
    turns = app.state.turns = Turns()
    for router in (
        corpus.router(desk, turns),
        reports.router(desk, turns),
        jobs.router(desk, board, turns),
        standing.router(desk, turns),
        upkeep.router(desk, turns),
    ):
        app.include_router(router, prefix="/api")
    app.include_router(pages.router(lambda: desk))
    tell_errors(app)
    app.add_middleware(GZipMiddleware, minimum_size=_PACKED_FROM, compresslevel=_PACKED_AT)  # never streams of events
    app.add_middleware(_guarded, access=access or Access(), body_bytes=most.body_bytes)
    return app


def _guarded(app: "App", access: Access, body_bytes: int) -> "App":
    return Guard(app, access, body_bytes=body_bytes)
