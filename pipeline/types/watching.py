"""Standing questions: how each is treated, what is told of changes to its answer, and what a watch reports line by line."""

from datetime import datetime
from typing import Literal

from .base import Value
from .changes import ClaimChange
from .report import StalenessReason, StalenessState

Policy = Literal["always", "only-major", "tell"]


class StandingPolicy(Value):
    """What a watch does when an answer goes stale: write it again, write it again only where that is grave, or only tell.

    `interval_s`: the least seconds between two versions. `chosen`: whether it was chosen for this report, or is the default.
    """

    id: str
    policy: Policy
    interval_s: int
    chosen: bool


class Notice(Value):
    """What subscribers are told of one report: it was written again, or it is stale and nobody writes it again.

    `id` is the key by which a receiver knows a notice that it has had before. `changes` leaves out what was kept.
    """

    id: str
    kind: Literal["changed", "stale"]
    at: datetime
    report: str
    question: str
    version: int
    previous: int | None
    state: StalenessState
    reasons: tuple[StalenessReason, ...]
    changes: tuple[ClaimChange, ...] = ()


class Polled(Value):
    """A source had news, or some that could not be used."""

    event: Literal["polled"] = "polled"
    at: datetime
    source: str
    added: int
    updated: int
    withdrawn: int
    rejected: int
    revision: str


class SourceFailed(Value):
    """A source gave nothing; it is left alone until `next_at`. `failures` in a row."""

    event: Literal["source-failed"] = "source-failed"
    at: datetime
    source: str
    reason: str
    failures: int
    next_at: datetime


class Round(Value):
    """All sources that were due have been asked."""

    event: Literal["round"] = "round"
    at: datetime
    polled: int
    failed: int
    resting: int
    reports: int
    stale: int


class Noticed(Value):
    """A report changed, or was found stale."""

    event: Literal["changed", "stale"]
    at: datetime
    notice: Notice


class Waiting(Value):
    """A stale report is not written again now: its policy says not yet (`until`), or not for so little (None)."""

    event: Literal["waiting"] = "waiting"
    at: datetime
    report: str
    state: StalenessState
    policy: Policy
    until: datetime | None


class ReportFailed(Value):
    """A report could not be looked at or written again; it keeps its version."""

    event: Literal["report-failed"] = "report-failed"
    at: datetime
    report: str
    reason: str


class Delivered(Value):
    """A channel acknowledged a notice."""

    event: Literal["delivered"] = "delivered"
    at: datetime
    channel: str
    notice: str


class Undelivered(Value):
    """A channel did not take a notice; it is tried again at `next_at`, or never (None) once it was refused too often."""

    event: Literal["undelivered"] = "undelivered"
    at: datetime
    channel: str
    notice: str
    reason: str
    next_at: datetime | None


WatchEvent = Polled | SourceFailed | Round | Noticed | Waiting | ReportFailed | Delivered | Undelivered
