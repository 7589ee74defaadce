"""What keeps a home sound and tells how good it is: health, doctor, verify, evals."""

import json
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Body, Request, Response
from pydantic import BaseModel, ConfigDict

from ....service import Groundwire
from ....types import Health
from ...cli.app import installed_version
from ..answers import as_json
from ..turns import Turns
from .parameters import BUSY, FAILURES

_LINE = {"id": "1", "claim": "Nine envoys met.", "passage": "Nine envoys met in Oslo on Monday.", "date": "2026-03-14"}


class Alive(BaseModel):
    ok: bool = True
    version: str


class Repair(BaseModel):
    """`fix`: rebuild what is derived from the catalogue where it disagrees."""

    model_config = ConfigDict(extra="forbid")

    fix: bool = False


def router(desk: Groundwire, turns: Turns) -> APIRouter:
    made = APIRouter(tags=["upkeep"], responses=FAILURES)
    _health(made, desk, turns)
    _verify(made, desk, turns)
    _evals(made, desk)
    return made


def _health(made: APIRouter, desk: Groundwire, turns: Turns) -> None:
    @made.get("/health")
    def health() -> Alive:
        """That the server answers; cheap, for whoever watches it."""
        return Alive(version=installed_version())

    @made.get("/doctor", response_model=Health, responses=BUSY)
    async def doctor() -> Response:
        """Whether home, models and indexes are sound."""
        return as_json(await turns.run(desk.doctor))

    @made.post("/doctor", response_model=Health, responses=BUSY)
    async def repair(wanted: Annotated[Repair, Body()]) -> Response:
        """The same; with `fix`, what is derived is rebuilt."""
        return as_json(await turns.run(desk.doctor, fix=wanted.fix))


def _verify(made: APIRouter, desk: Groundwire, turns: Turns) -> None:
    line = json.dumps(_LINE)
    content = {"application/x-ndjson": {"schema": {"type": "string"}, "example": f"{line}\n"}}
    content["application/json"] = {"schema": {"type": "object"}, "example": _LINE}  # one line

    @made.post(
        "/verify",
        responses={**BUSY, 200: {"content": {"application/x-ndjson": {"schema": {"type": "string"}}}}},
        openapi_extra={"requestBody": {"required": True, "content": content}},
    )
    async def verify(request: Request) -> Response:
        """Judges claims against the passages they rest on: a JSON object a line in, one a line out."""
        body = await request.body()
        lines = body.decode("utf-8-sig", "replace").splitlines()
        judged = await turns.run(lambda: [each.model_dump_json() for each in desk.verify(lines)])
        return Response("".join(f"{each}\n" for each in judged), media_type="application/x-ndjson")


def _evals(made: APIRouter, desk: Groundwire) -> None:
    @made.get("/evals")
    def evals() -> Response:
        """The summaries of the evaluations that were run in this home, by the name of the run, newest last."""
        found = {file.parent.name: _summary(file) for file in sorted((desk.home / "evals").glob("*/summary.json"))}
        return Response(json.dumps(found), media_type="application/json")


def _summary(file: Path) -> object:
    """What stands in the file; None where it cannot be read, so that one broken run hides no other."""
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
