"""The routes of the pages: each reads with one or two verbs of the service and shows what they give back."""

from collections.abc import Callable, Coroutine
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse
from fastapi.routing import APIRoute

from ...errors import GroundwireError
from ...render import FileFormat
from ...render.changes import Compared
from ...render.changes_page import shown as shown_changes
from ...render.html import shown as shown_report
from ...service import Groundwire
from ..http.jobs import FINISHED, Job, Jobs
from ..http.turns import Turns
from .articles import article_view
from .evals import run_page, runs
from .listing import matching
from .site import in_path, page, static

Desk = Callable[[], Groundwire]
_LARGEST = 2**31 - 1  # what every database takes as a number
Number = Annotated[int | None, Query(ge=1, le=_LARGEST)]

_RECENT = 6  # reports on the first page
_HITS = 12
# A run's page carries its own style and may be made of what others wrote: it may show, and do nothing else.
_SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_ENDINGS: dict[FileFormat, tuple[str, str]] = {
    "html": ("html", "text/html"),
    "md": ("md", "text/markdown"),
    "text": ("txt", "text/plain"),
    "json": ("json", "application/json"),
    "claimreview": ("claimreview.json", "application/ld+json"),
    "bibtex": ("bib", "application/x-bibtex"),
    "csl": ("csl.json", "application/vnd.citationstyles.csl+json"),
    "pdf": ("pdf", "application/pdf"),
    "docx": ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "bundle": ("zip", "application/zip"),
}


class PageRoute(APIRoute):
    """A route whose errors are pages, with the message that the command line prints."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        answer = super().get_route_handler()

        async def shown(request: Request) -> Response:
            try:
                return await answer(request)
            except GroundwireError as error:
                return error_page(error.http_status, str(error))
            except RequestValidationError as error:
                wrong = "; ".join(f"{each['loc'][-1]}: {each['msg']}" for each in error.errors())
                return error_page(422, f"the address cannot be understood ({wrong}); follow a link from another page")

        return shown


def error_page(status: int, message: str) -> HTMLResponse:
    """The page that tells why there is nothing else to show."""
    return page("error", status, here="", code=status, message=message[:1].upper() + message[1:])


def outcome(job: Job) -> str:
    """The address at which is read what came of a job: its report, or what changed in the one that it wrote anew."""
    if job.report_id is not None:
        return f"/reports/{in_path(job.report_id)}"
    if job.results is None or len(job.results) != 1:
        return "/reports"
    only = job.results[0]
    return f"/reports/{in_path(only.id)}{'/changes' if only.action == 'regenerated' else ''}"


def router(desk: Desk) -> APIRouter:
    """The pages of a home. `desk` gives what reads it; pages are made in the server's pool of threads."""
    made = APIRouter(route_class=PageRoute, include_in_schema=False, default_response_class=HTMLResponse)
    for add in (_entry, _reports, _corpus, _evals):
        add(made, desk)

    @made.get("/static/{digest}/{name}")
    def static_file(name: str) -> Response:
        return static(name)

    return made


def _entry(made: APIRouter, desk: Desk) -> None:
    @made.get("/")
    def ask(ask: Annotated[str, Query(max_length=2_000)] = "") -> Response:
        outline = desk().corpus_outline()
        return page(
            "ask",
            here="ask",
            question=ask,
            outline=outline,
            articles=sum(day.articles for day in outline.days),
            recent=desk().reports()[:_RECENT],
        )

    @made.get("/jobs/{job_id}")
    def job(job_id: str, request: Request) -> Response:
        board: Jobs = request.app.state.jobs
        found = board.get(job_id)
        if found.state == "done":
            return RedirectResponse(outcome(found), status_code=303)
        return page("job", here="ask", job=found, ended=found.state in FINISHED)


def _reports(made: APIRouter, desk: Desk) -> None:
    @made.get("/reports")
    def listed(q: str = "", state: str = "") -> Response:
        everything = desk().reports()
        found = matching(everything, q)
        found = [each for each in found if each.state != "fresh"] if state == "stale" else found
        return page("reports", here="reports", reports=found, total=len(everything), q=q, state=state)

    @made.get("/reports/{report_id}")
    def report(report_id: str, version: Number = None) -> Response:
        last = desk().show(report_id)
        wanted = last if version in {None, last.version} else desk().show(report_id, version=version)
        revised = desk().corpus_revision().created_at
        return page(
            "report_page",
            here="reports",
            last=last.version,
            moved=wanted is last and revised > last.staleness.checked_at,
            **shown_report(wanted, desk().contexts(wanted)),
        )

    @made.get("/reports/{report_id}/history")
    def history(report_id: str) -> Response:
        last = desk().show(report_id)
        versions = [desk().show(report_id, version=number) for number in range(last.version - 1, 0, -1)]
        return page("history", here="reports", report=last, versions=[last, *versions])

    @made.get("/reports/{report_id}/changes")
    def changes(
        report_id: str,
        older: Annotated[int | None, Query(alias="from", ge=1, le=_LARGEST)] = None,
        newer: Number = None,
    ) -> Response:
        after = desk().show(report_id, version=newer)
        found = desk().diff(report_id, older=older, newer=newer)
        before = after.version - 1 if older is None else older
        compared = Compared(report_id, after.question, before, after.version, found)
        return page("changes_page", here="reports", report=after, **shown_changes(compared))

    @made.get("/reports/{report_id}/download/{format}")
    def download(report_id: str, format: FileFormat, version: Number = None) -> Response:  # noqa: A002
        found = desk().show(report_id, version=version)
        ending, kind = _ENDINGS[format]
        name = f"{found.id}-v{found.version}.{ending}"
        return Response(
            desk().export(found, format),
            media_type=kind,
            headers={"content-disposition": f'attachment; filename="{name}"'},
        )


def _corpus(made: APIRouter, desk: Desk) -> None:
    @made.get("/corpus")
    def corpus() -> Response:
        return page("corpus", here="corpus", corpus=desk().corpus(), outline=desk().corpus_outline())

    @made.get("/articles/{article_id:path}")
    def article(
        article_id: str, version: str | None = None, start: int | None = None, end: int | None = None
    ) -> Response:
        view = article_view(desk().corpus_article(article_id), version=version, start=start, end=end)
        return page("article", here="corpus", view=view)

    turns = Turns()

    @made.get("/search")
    async def search(q: str = "", publisher: str = "") -> Response:
        publishers = [publisher] if publisher else []
        hits = await turns.run(desk().search, q, k=_HITS, publishers=publishers) if q.strip() else None
        return page("search", here="corpus", q=q, publisher=publisher, hits=hits)


def _evals(made: APIRouter, desk: Desk) -> None:
    @made.get("/evals")
    def evals() -> Response:
        return page("evals", here="evals", runs=runs(desk().home))

    @made.get("/evals/{folder}")
    def eval_run(folder: str) -> Response:
        return HTMLResponse(run_page(desk().home, folder), headers={"content-security-policy": _SANDBOX})
