from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from pipeline.errors import NotFound
from pipeline.faces.http.jobs import Ask, Job
from pipeline.faces.http.jobs.job import Problem
from pipeline.faces.web.pages import router
from pipeline.types import (
    Article,
    ArticleChange,
    ArticleHistory,
    CorpusRevision,
    HistoryEntry,
    Report,
    ReportSummary,
    SentenceChange,
)
from pipeline.types.outline import CorpusOutline, DayCount, Headline, SharedStory
from tests.faces.stub import HOSTILE as HOSTILE_LINE
from tests.faces.stub import Stub
from tests.render.example import ABSTAINED, CONTEXTS, HARBOUR, HOSTILE, HOSTILE_ARTICLE, HOSTILE_CONTEXTS, REPORT, STALE

WHEN = datetime(2026, 3, 15, 9, 30, tzinfo=UTC)
FIRST = REPORT.model_copy(update={"id": "harbour", "version": 1, "previous": None})
SECOND = STALE.model_copy(update={"id": "harbour", "version": 2, "previous": 1})
CORRECTED = HARBOUR.model_copy(update={"version": "harbour-v2", "text": HARBOUR.text.replace("9 of", "8 of")})


class Home(Stub):
    """A service with two versions of one report, one that abstains and one that is hostile from end to end."""

    def __init__(self, home: Path) -> None:
        super().__init__()
        self.home = home
        self.revised = datetime(2026, 1, 1, tzinfo=UTC)

    def show(self, report_id: str, *, version: int | None = None) -> Report:
        known = {
            "harbour": (FIRST, SECOND),
            "evil": (HOSTILE.model_copy(update={"id": "evil"}),),
            "nothing": (ABSTAINED,),
        }
        if report_id not in known:
            raise NotFound(f"there is no report {report_id!r}; did you mean 'harbour'?")
        return known[report_id][-1 if version is None else version - 1]

    def contexts(self, report: Report) -> Mapping[tuple[str, str], Article]:
        return CONTEXTS if report.id != "evil" else HOSTILE_CONTEXTS

    def reports(self, *, stale: bool = False) -> tuple[ReportSummary, ...]:  # noqa: ARG002
        told = {"harbour": "Is a treaty near?", "evil": HOSTILE.question, "nothing": "Who won the marathon?"}
        return tuple(
            ReportSummary(
                id=name,
                version=self.show(name).version,
                question=question,
                status=self.show(name).status,
                checked_at=WHEN,
                state="stale-minor" if name == "harbour" else "fresh",
            )
            for name, question in told.items()
        )

    def corpus_revision(self) -> CorpusRevision:
        return CorpusRevision(id="gw1:abc", number=2, created_at=self.revised, articles=4)

    def corpus_outline(self) -> CorpusOutline:
        days = (DayCount(day=date(2026, 3, 12), articles=1), DayCount(day=date(2026, 3, 14), articles=2))
        told = tuple(_headline(each) for each in (HARBOUR, HOSTILE_ARTICLE))
        shared = (SharedStory(origin="o", articles=told),)
        return CorpusOutline(revision=self.corpus_revision(), days=days, latest=told, shared=shared)

    def corpus_article(self, article_id: str) -> ArticleHistory:
        known = {"harbour": (HARBOUR, CORRECTED), "evil": (HOSTILE_ARTICLE,)}
        if article_id not in known:
            raise NotFound(f"article {article_id!r} is not in the corpus")
        changes = (
            HistoryEntry(
                revision="gw1:a",
                number=1,
                created_at=WHEN,
                change=ArticleChange(article_id=article_id, kind="added", after=known[article_id][0].version),
            ),
            HistoryEntry(
                revision="gw1:b",
                number=2,
                created_at=WHEN,
                change=ArticleChange(article_id=article_id, kind="changed", after=known[article_id][-1].version),
                sentences=(SentenceChange(removed=("9 of the 12",), added=(f"8 of the 12 {HOSTILE_LINE}",)),),
            ),
        )
        return ArticleHistory(
            article=known[article_id][-1],
            withdrawn=article_id == "evil",
            reason=HOSTILE_LINE if article_id == "evil" else None,
            versions=known[article_id],
            changes=changes,
        )


def _headline(article: Article) -> Headline:
    return Headline(
        article_id=article.id,
        version=article.version,
        title=article.title,
        publisher=article.publisher,
        published_at=article.published_at,
    )


@pytest.fixture
def home(tmp_path) -> Home:
    return Home(tmp_path)


class Board:
    """The jobs that pages ask for, by the state that names them."""

    def get(self, job_id: str) -> Job:
        states = ("queued", "running", "done", "failed", "cancelled", "interrupted")
        if job_id not in states:
            raise NotFound(f"there is no job {job_id!r}")
        problem = Problem(type="BadInput", message=f"no words {HOSTILE_LINE}") if job_id == "failed" else None
        question = Ask(question=HOSTILE.question)
        return Job(id=job_id, order=question, state=job_id, created_at=WHEN, report_id="harbour", error=problem)


@pytest.fixture
def site(home) -> TestClient:
    app = FastAPI()
    app.state.jobs = Board()
    app.include_router(router(lambda: home))
    return TestClient(app)
