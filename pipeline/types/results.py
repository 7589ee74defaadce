"""What the commands give back, as their `--json` shows it."""

from collections.abc import Mapping
from datetime import datetime

from .base import Value
from .corpus import Article, ArticleChange, Rejection
from .report import StalenessState, Status


class IngestResult(Value):
    added: int
    updated: int
    unchanged: int
    withdrawn: int
    rejected: tuple[Rejection, ...]
    passages: int
    revision: str
    seconds: float


class CorpusStatus(Value):
    articles: int
    withdrawn: int
    passages: int
    origins: int
    publishers: Mapping[str, int]
    oldest: datetime | None
    newest: datetime | None
    revision: str


class SentenceChange(Value):
    """A place where two versions differ: the sentences that stood there and those that stand there now."""

    removed: tuple[str, ...]
    added: tuple[str, ...]


class HistoryEntry(Value):
    """What one article went through with one revision; a headline counts as the first sentence."""

    revision: str
    number: int
    created_at: datetime
    change: ArticleChange
    sentences: tuple[SentenceChange, ...] = ()


class ArticleHistory(Value):
    """An article as it stands, whether it was withdrawn, all its versions and what it went through, from first to last."""

    article: Article
    withdrawn: bool
    reason: str | None
    versions: tuple[Article, ...]
    changes: tuple[HistoryEntry, ...] = ()


class LogEntry(Value):
    """One revision of the corpus and what changed with it."""

    revision: str
    number: int
    created_at: datetime
    articles: int
    changes: tuple[ArticleChange, ...]


class SearchHit(Value):
    rank: int
    score: float
    article_id: str
    version: str
    passage_id: str
    start: int
    end: int
    text: str
    title: str
    publisher: str
    url: str
    published_at: datetime


class ReportSummary(Value):
    id: str
    version: int
    question: str
    status: Status
    checked_at: datetime
    state: StalenessState


class CheckFailure(Value):
    """A citation that could not be proven; `citation` is its index within the claim."""

    claim: str
    citation: int
    reason: str


class CheckResult(Value):
    ok: bool
    citations: int
    failures: tuple[CheckFailure, ...]


class HealthCheck(Value):
    name: str
    ok: bool
    detail: str


class Health(Value):
    ok: bool
    checks: tuple[HealthCheck, ...]
