"""Ask and refresh, which take their time: the answer is a job, whose steps can be followed and which can be cancelled."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Body, Depends, Header, Path, Query, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import BaseModel, ConfigDict, Field

from ....errors import BadInput
from ....service import Groundwire
from ....types import RefreshResult
from ...documents import document
from ...moments import moment
from ..answers import as_json
from ..jobs import Ask, Job, Jobs, Refresh
from ..turns import Turns
from .parameters import BUSY, FAILURES, Date

JobId = Annotated[str, Path(description="A job, as POST /api/ask names it.")]
Key = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        max_length=200,
        description="A name of your own for this request: sent again with it, it starts nothing twice.",
    ),
]
_AGAIN_MS = 1_000  # after which a browser that lost a stream asks for the rest
_STREAM = """Server-sent events. Each has the data of its kind as JSON: `stage`, `questions`, `passages`, `claim` (as it is
judged, `done` of `total`), `refreshed`; then `report` with the whole report, and last the job itself under the name of its
state: `done`, `failed`, `cancelled` or `interrupted`. After a lost connection send `Last-Event-ID`; a browser does."""


class Question(BaseModel):
    """`fresh`: write the report anew also where a stored one still answers. `gather`: look for news on it first, where the
    setting `gather_from` says."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"question": "Are Russia and Ukraine near agreement?"}]}
    )

    question: str = Field(max_length=10_000)
    as_of: Date | None = None
    publishers: list[str] = Field(default=[], max_length=1_000, description="Only what these have published.")
    fresh: bool = False
    gather: bool = False


class Refreshing(BaseModel):
    """`ids` or `all`. `check` only tells, at once and as the command does; `force` writes everything again."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"ids": ["are-russia-and-ukraine-near-agreement-255c90"]}]}
    )

    ids: list[str] = Field(default=[], max_length=10_000)
    all: bool = False
    check: bool = False
    force: bool = False


def router(desk: Groundwire, jobs: Jobs, turns: Turns) -> APIRouter:
    made = APIRouter(tags=["jobs"], responses=FAILURES)
    _asking(made, jobs)
    _refreshing(made, desk, jobs, turns)
    _following(made, desk, jobs)
    return made


def _asking(made: APIRouter, jobs: Jobs) -> None:
    @made.post("/ask", status_code=202, response_model=Job, responses=BUSY)
    def ask(wanted: Annotated[Question, Body()], key: Key = None) -> Response:
        """Has a question answered by a report: gives back a job, which is done at once where a report still answers."""
        when = moment(wanted.as_of) if wanted.as_of else None
        order = Ask(
            question=wanted.question,
            as_of=when,
            publishers=tuple(wanted.publishers),
            fresh=wanted.fresh,
            gather=wanted.gather,
        )
        return _accepted(jobs.submit(order, key=key))


def _refreshing(made: APIRouter, desk: Groundwire, jobs: Jobs, turns: Turns) -> None:
    @made.post(
        "/refresh",
        status_code=202,
        response_model=Job,
        responses={**BUSY, 200: {"model": list[RefreshResult], "description": "With `check`: what was found."}},
    )
    async def refresh(wanted: Annotated[Refreshing, Body()], key: Key = None) -> Response:
        """Finds out which reports are out of date, and writes what is shaken again."""
        if bool(wanted.ids) == wanted.all:
            raise BadInput("refresh needs ids, or all, and not both. GET /api/reports lists what is stored.")
        if wanted.check and wanted.force:
            raise BadInput("check writes nothing and force writes everything. Give one of them.")
        ids = None if wanted.all else tuple(wanted.ids)
        if wanted.check:
            return as_json(await turns.run(desk.refresh, ids, check=True))
        order = Refresh(ids=ids, force=wanted.force)
        return _accepted(await run_in_threadpool(jobs.submit, order, key=key))


def _following(made: APIRouter, desk: Groundwire, jobs: Jobs) -> None:
    def job_of(job_id: JobId) -> Job:
        return jobs.get(job_id)

    @made.get("/jobs", response_model=list[Job])
    def recent() -> Response:
        """The jobs that are remembered, the newest first."""
        return as_json(jobs.recent())

    @made.get("/jobs/{job_id}", response_model=Job)
    def show(job: Annotated[Job, Depends(job_of)]) -> Response:
        """A job as it stands; `report_id` and `version` name the report once it is done."""
        return as_json(job)

    @made.delete("/jobs/{job_id}", response_model=Job)
    def cancel(job_id: JobId) -> Response:
        """Ends a job, at its next step if it runs already; nothing of it is stored."""
        return as_json(jobs.cancel(job_id))

    @made.get("/jobs/{job_id}/events", response_class=EventSourceResponse, description=_STREAM)
    async def events(
        job: Annotated[Job, Depends(job_of)],
        last: Annotated[int, Header(alias="Last-Event-ID", ge=0, le=10_000_000)] = 0,
        after: Annotated[int, Query(ge=0, le=10_000_000, description="As Last-Event-ID.")] = 0,
    ) -> AsyncIterator[ServerSentEvent]:
        async for entry in jobs.events(job.id, after=max(last, after)):
            if entry.kind == "done" and isinstance(job.order, Ask):
                report = await run_in_threadpool(_report, desk, jobs.get(job.id))
                yield ServerSentEvent(event="report", raw_data=report)
            yield ServerSentEvent(event=entry.kind, raw_data=entry.data, id=str(entry.number), retry=_AGAIN_MS)


def _report(desk: Groundwire, job: Job) -> str:
    return document(desk.show(job.report_id or "", version=job.version))


def _accepted(job: Job) -> Response:
    answer = as_json(job, status=202)
    answer.headers["location"] = f"/api/jobs/{job.id}"
    return answer
