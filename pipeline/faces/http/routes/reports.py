"""Stored reports: list, read, compare, how fresh each is, prove."""

from typing import Annotated

from fastapi import APIRouter, Body, Query, Request, Response

from ....service import Groundwire
from ....types import CheckResult, ClaimChange, Report, ReportSummary, Staleness
from ..answers import as_json
from ..turns import Turns
from .parameters import BUSY, FAILURES, ReportId, Version

_NUMBER = 2**31 - 1


def router(desk: Groundwire, turns: Turns) -> APIRouter:
    made = APIRouter(tags=["reports"], responses=FAILURES)
    _listing(made, desk)
    _reading(made, desk)
    _proving(made, desk, turns)
    return made


def _listing(made: APIRouter, desk: Groundwire) -> None:
    @made.get("/reports", response_model=list[ReportSummary])
    def reports(
        stale: Annotated[bool, Query(description="Only those that the corpus has overtaken.")] = False,
    ) -> Response:
        """The stored reports and how fresh each was found."""
        return as_json(desk.reports(stale=stale))

    @made.get("/schema/report")
    def schema() -> dict[str, object]:
        """The JSON Schema of a report."""
        return Report.model_json_schema()


def _reading(made: APIRouter, desk: Groundwire) -> None:
    @made.get("/reports/{report_id}", response_model=Report)
    def report(report_id: ReportId, version: Version = None) -> Response:
        """A stored report."""
        return as_json(desk.show(report_id, version=version))

    @made.get("/reports/{report_id}/staleness", response_model=Staleness)
    def staleness(report_id: ReportId, version: Version = None) -> Response:
        """What was last found out about its freshness; POST /api/refresh with `check` finds out anew."""
        return as_json(desk.show(report_id, version=version).staleness)

    @made.get("/reports/{report_id}/diff", response_model=list[ClaimChange])
    def diff(
        report_id: ReportId,
        older: Annotated[int | None, Query(alias="from", ge=1, le=_NUMBER)] = None,
        newer: Annotated[int | None, Query(alias="to", ge=1, le=_NUMBER)] = None,
    ) -> Response:
        """What became of each claim between two versions: by default the newest and the one before it."""
        return as_json(desk.diff(report_id, older=older, newer=newer))


def _proving(made: APIRouter, desk: Groundwire, turns: Turns) -> None:
    @made.get("/reports/{report_id}/check", response_model=CheckResult, responses=BUSY)
    async def check(report_id: ReportId, version: Version = None) -> Response:
        """Proves every quote of a stored report again, without a model."""
        return as_json(await turns.run(lambda: desk.check(desk.show(report_id, version=version))))

    @made.post("/check", response_model=CheckResult, responses=BUSY)
    async def check_report(report: Annotated[Report, Body()]) -> Response:
        """Proves every quote of the report that is sent against the articles of this home."""
        return as_json(await turns.run(desk.check, report))

    content = {"application/zip": {"schema": {"type": "string", "format": "binary"}}}

    @made.post(
        "/check/bundle",
        response_model=CheckResult,
        responses=BUSY,
        openapi_extra={"requestBody": {"required": True, "content": content}},
    )
    async def check_bundle(request: Request) -> Response:
        """Proves an evidence bundle from its own bytes: nothing of this home is read."""
        return as_json(await turns.run(desk.check_bundle, await request.body()))
