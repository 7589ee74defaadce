"""What the corpus holds, and what goes into it: corpus, search, ingest, withdraw."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

from fastapi import APIRouter, Body, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from ....errors import BadInput
from ....service import Groundwire
from ....types import ArticleHistory, CorpusStatus, IngestResult, LogEntry, SearchHit
from ...moments import moment
from ..answers import as_json
from ..turns import Turns
from .parameters import BUSY, FAILURES, Date

_MOST_ADDRESSES = 50  # of one request; each may be fetched slowly
_LINES = '{"url": "https://example.org/talks", "title": "Talks go on", "text": "The talks went on for a third day.", '
_EXAMPLE = _LINES + '"published_at": "2026-03-14T09:30:00Z", "publisher": "Example Wire"}\n'


class Addresses(BaseModel):
    """Addresses to be fetched, politely and never from private networks: pages, feeds, sitemaps, archives."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"addresses": ["https://www.example.org/news/feed.xml"]}]}
    )

    addresses: list[str] = Field(min_length=1, max_length=_MOST_ADDRESSES)


class Wanted(BaseModel):
    """`from`: gdelt, or an address with {query} in it."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"query": "Ukraine peace talks"}]})

    query: str = Field(min_length=1, max_length=1_000)
    where: str = Field(default="gdelt", alias="from", max_length=2_000)


class Retraction(BaseModel):
    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"ids": ["a-3f1c09d2e4b7"], "reason": "retracted"}]}
    )

    ids: list[str] = Field(min_length=1, max_length=10_000)
    reason: str = Field(description="Why; reports that cite them will say so.")


def router(desk: Groundwire, turns: Turns) -> APIRouter:
    made = APIRouter(tags=["corpus"], responses=FAILURES)
    _reading(made, desk)
    _searching(made, desk, turns)
    _changing(made, desk, turns)
    return made


def _reading(made: APIRouter, desk: Groundwire) -> None:
    @made.get("/corpus", response_model=CorpusStatus)
    def corpus() -> Response:
        """What the corpus holds."""
        return as_json(desk.corpus())

    @made.get("/corpus/log", response_model=list[LogEntry])
    def log() -> Response:
        """The revisions of the corpus and what changed with each, the newest first."""
        return as_json(desk.corpus_log())

    @made.get("/corpus/{article_id:path}", response_model=ArticleHistory)
    def article(article_id: str) -> Response:
        """One article with all its versions and what changed between them."""
        return as_json(desk.corpus_article(article_id))


def _searching(made: APIRouter, desk: Groundwire, turns: Turns) -> None:
    @made.get("/search", response_model=list[SearchHit], responses=BUSY)
    async def search(
        q: Annotated[str, Query(max_length=10_000, examples=["security guarantees"])],
        k: Annotated[int, Query(ge=1, le=1000)] = 10,
        as_of: Date | None = None,
        publisher: Annotated[list[str] | None, Query(description="Only this publisher; may be given again.")] = None,
    ) -> Response:
        """The passages that bear on a query, from best to worst."""
        when = moment(as_of) if as_of else None
        return as_json(await turns.run(desk.search, q, k=k, as_of=when, publishers=publisher or ()))


def _changing(made: APIRouter, desk: Groundwire, turns: Turns) -> None:
    content = {
        "application/x-ndjson": {"schema": {"type": "string"}, "example": _EXAMPLE},
        "application/json": {"schema": Addresses.model_json_schema()},
    }

    @made.post(
        "/ingest",
        response_model=IngestResult,
        responses=BUSY,
        openapi_extra={"requestBody": {"required": True, "content": content}},
    )
    async def ingest(request: Request) -> Response:
        """Adds articles or updates them: JSON lines as the body, or addresses to fetch. No files of this machine."""
        body = await request.body()
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            return as_json(await turns.run(_take_in, desk, body))
        return as_json(await turns.run(desk.ingest, _addresses(body)))

    @made.post("/find", response_model=IngestResult, responses=BUSY)
    async def find(wanted: Annotated[Wanted, Body()]) -> Response:
        """Adds what a news search finds."""
        return as_json(await turns.run(desk.find, wanted.query, where=wanted.where))

    @made.post("/withdraw", response_model=IngestResult, responses=BUSY)
    async def withdraw(wanted: Annotated[Retraction, Body()]) -> Response:
        """Retracts articles; old reports stay checkable."""
        return as_json(await turns.run(desk.withdraw, wanted.ids, reason=wanted.reason))


def _take_in(desk: Groundwire, lines: bytes) -> IngestResult:
    """What became of JSON lines, which the reader of files reads like any others."""
    if not lines.strip():
        raise BadInput("the body is empty, so there is nothing to take in; send one JSON object a line")
    with TemporaryDirectory(prefix="groundwire-") as folder:
        file = Path(folder) / "body.jsonl"
        file.write_bytes(lines)
        return desk.ingest([str(file)], format="jsonl")


def _addresses(body: bytes) -> Sequence[str]:
    from pydantic import ValidationError

    try:
        wanted = Addresses.model_validate_json(body).addresses
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise BadInput(
            f'the body is no list of addresses: {first["msg"]}; send {{"addresses": ["https://…"]}}, or JSON lines '
            "as application/x-ndjson"
        ) from error
    for address in wanted:
        if not address.lower().startswith(("http://", "https://")):
            raise BadInput(f"{address!r} is no address of the web; files of this machine are not read over HTTP")
    return wanted
