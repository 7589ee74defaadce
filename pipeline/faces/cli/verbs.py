"""The verbs of the service as the command line calls them, and the one place that opens the real one.

The types are imported for the checker alone: a command line that only helps loads no domain and no library behind it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from ...ports import Progress
    from ...render import FileFormat
    from ...types import (
        ArticleHistory,
        CheckResult,
        ClaimChange,
        CorpusStatus,
        Decision,
        Edit,
        Health,
        IngestResult,
        Label,
        LogEntry,
        Policy,
        RefreshResult,
        Report,
        ReportSummary,
        SearchHit,
        StandingPolicy,
        WatchEvent,
    )
    from ...watching import Stop


class JudgedLine(Protocol):
    """One judged line of `verify`, which knows its own JSON."""

    @property
    def label(self) -> Label: ...

    def model_dump_json(self) -> str: ...


class Service(Protocol):
    """What the commands ask of `pipeline.service.Groundwire`."""

    def ingest(self, sources: Sequence[str], *, sync: bool = False, format: str = "auto") -> IngestResult: ...  # noqa: A002

    def find(self, query: str, *, where: str = "gdelt") -> IngestResult: ...

    def withdraw(self, article_ids: Sequence[str], *, reason: str) -> IngestResult: ...

    def corpus(self) -> CorpusStatus: ...

    def corpus_article(self, article_id: str) -> ArticleHistory: ...

    def corpus_log(self) -> tuple[LogEntry, ...]: ...

    def search(
        self, query: str, *, k: int = 10, as_of: datetime | None = None, publishers: Sequence[str] = ()
    ) -> tuple[SearchHit, ...]: ...

    def ask(self, question: str, *, as_of: datetime | None = None, gather: bool = False) -> Report: ...

    def replay(self, report_id: str) -> tuple[Report, bool]: ...

    def show(self, report_id: str, *, version: int | None = None) -> Report: ...

    def reports(self, *, stale: bool = False) -> tuple[ReportSummary, ...]: ...

    def refresh(
        self,
        report_ids: Sequence[str] | None = None,
        *,
        check: bool = False,
        force: bool = False,
        as_of: datetime | None = None,
    ) -> tuple[RefreshResult, ...]: ...

    def diff(
        self, report_id: str, *, older: int | None = None, newer: int | None = None
    ) -> tuple[ClaimChange, ...]: ...

    def decisions(self, report_id: str) -> tuple[Decision, ...]: ...

    def edit(self, report_id: str, edit: Edit) -> tuple[Decision, ...]: ...

    def check(self, report: Report) -> CheckResult: ...

    def verify(self, lines: Iterable[str]) -> Iterator[JudgedLine]: ...

    def watch(
        self, sources: Sequence[str], *, every: str = "15m", once: bool = False, stop: Stop | None = None
    ) -> Iterator[WatchEvent]: ...

    def policies(self) -> tuple[StandingPolicy, ...]: ...

    def choose_policy(
        self, report_id: str, *, policy: Policy | None = None, interval: str | None = None
    ) -> StandingPolicy: ...

    def doctor(self, *, fix: bool = False) -> Health: ...

    def demo(self) -> Report: ...

    def demo_update(self) -> RefreshResult: ...

    def check_bundle(self, data: bytes) -> CheckResult: ...

    def export(self, report: Report, format: FileFormat) -> bytes: ...  # noqa: A002

    def close(self) -> None: ...


class Opener(Protocol):
    """Opens the service over a home; a setting of None counts as not given."""

    def __call__(self, home: Path, progress: Progress, **settings: object) -> Service: ...


def open_home(home: Path, progress: Progress, **settings: object) -> Service:
    """The service over that home."""
    from ...service import Groundwire

    return Groundwire(home, progress=progress, **settings)
