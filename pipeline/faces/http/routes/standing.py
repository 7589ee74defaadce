"""What an editor decides about a report, and how a watch treats it."""

from typing import Annotated

from fastapi import APIRouter, Body, Response
from pydantic import BaseModel, ConfigDict

from ....errors import BadInput
from ....service import Groundwire
from ....types import Decision, Edit, Policy, StandingPolicy
from ..answers import as_json
from ..turns import Turns
from .parameters import BUSY, FAILURES, ReportId

_EDITS = [{"ban": ["Fontanka"], "note": "State media"}]


class Choice(BaseModel):
    """What is left out stays as it was; with nothing in it, the defaults hold again."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"policy": "only-major", "interval": "6h"}]}
    )

    policy: Policy | None = None
    interval: str | None = None


def router(desk: Groundwire, turns: Turns) -> APIRouter:
    made = APIRouter(tags=["standing questions"], responses=FAILURES)
    _deciding(made, desk, turns)
    _treating(made, desk)
    return made


def _deciding(made: APIRouter, desk: Groundwire, turns: Turns) -> None:
    @made.get("/reports/{report_id}/decisions", response_model=list[Decision])
    def decisions(report_id: ReportId) -> Response:
        """What an editor decided about a report."""
        return as_json(desk.decisions(report_id))

    @made.post("/reports/{report_id}/edit", response_model=list[Decision], responses=BUSY)
    async def edit(report_id: ReportId, wanted: Annotated[Edit, Body(examples=_EDITS)]) -> Response:
        """Pins or bans a source, accepts or rejects a claim; the next POST /api/refresh writes the report by it."""
        if wanted.empty:
            raise BadInput("nothing is decided by this; give one of pin, ban, accept, reject, undo")
        return as_json(await turns.run(desk.edit, report_id, wanted))


def _treating(made: APIRouter, desk: Groundwire) -> None:
    @made.get("/policies", response_model=list[StandingPolicy])
    def policies() -> Response:
        """How `groundwire watch` treats each report."""
        return as_json(desk.policies())

    @made.post("/reports/{report_id}/policy", response_model=list[StandingPolicy])
    def choose(report_id: ReportId, wanted: Annotated[Choice, Body()]) -> Response:
        """How `groundwire watch` treats a report from now on."""
        return as_json([desk.choose_policy(report_id, policy=wanted.policy, interval=wanted.interval)])
