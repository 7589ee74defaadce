"""A job as it is stored and shown: what was asked for, how far it is, what came of it."""

from datetime import datetime
from typing import Annotated, Final, Literal

from pydantic import Field

from ....types import RefreshResult, Value

JobState = Literal["queued", "running", "done", "failed", "cancelled", "interrupted"]
FINISHED: Final[frozenset[JobState]] = frozenset({"done", "failed", "cancelled", "interrupted"})


class Ask(Value):
    """A question to be answered by a report; `fresh`: also where a stored report still answers it.

    `gather`: news on it are first looked for, and no stored report answers instead.
    """

    kind: Literal["ask"] = "ask"
    question: str
    as_of: datetime | None = None
    publishers: tuple[str, ...] = ()
    fresh: bool = False
    gather: bool = False


class Refresh(Value):
    """Reports to be held against the news, None for all of them, and written again where they are shaken."""

    kind: Literal["refresh"] = "refresh"
    ids: tuple[str, ...] | None = None
    force: bool = False


Order = Annotated[Ask | Refresh, Field(discriminator="kind")]


class Problem(Value):
    """Why a job failed, as the command line would tell it."""

    type: str
    message: str


class Job(Value):
    """`report_id` and `version` name the report of an answered question; `results` tell what a refresh did.

    `cached`: a stored report already answered the question. `interrupted`: the server ended before the job did.
    """

    id: str
    order: Order
    state: JobState
    created_at: datetime
    started_at: datetime | None = None
    finished_at: datetime | None = None
    key: str | None = None
    cached: bool = False
    report_id: str | None = None
    version: int | None = None
    results: tuple[RefreshResult, ...] | None = None
    error: Problem | None = None
