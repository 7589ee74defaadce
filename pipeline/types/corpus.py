"""Articles and what happens to them: versions, passages, revisions, deltas."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from pydantic import Field, JsonValue

from .base import Value


class RawArticle(Value):
    """One article as a reader understood it, before it has an id, a version or a place in the corpus."""

    url: str
    title: str
    text: str
    published_at: datetime
    publisher: str
    id: str | None = None
    author: str | None = None
    updated_at: datetime | None = None
    language: str = "en"
    metadata: Mapping[str, JsonValue] = Field(default_factory=dict)


class Withdrawal(Value):
    """A line that retracts an article, named by its id or its URL."""

    id: str | None = None
    url: str | None = None
    reason: str


class Rejection(Value):
    """Something that could not be taken in, where it stood, and why."""

    id: str | None = None
    line: int | None = None
    reason: str


class Article(Value):
    """One version of one article. `version` is the hash of everything its publisher wrote.

    `origin` names a cluster of near-identical articles (syndication); an article that nobody reprints is its own origin.
    """

    id: str
    version: str
    url: str
    title: str
    publisher: str
    author: str | None
    published_at: datetime
    updated_at: datetime | None
    fetched_at: datetime
    language: str
    text: str
    origin: str
    metadata: Mapping[str, JsonValue] = Field(default_factory=dict)

    @property
    def spoken_at(self) -> datetime:
        """The moment from which this version speaks: its update, else its publication."""
        return self.updated_at or self.published_at


class Reprint(Value):
    """An article of the same origin as another, which carries the same words."""

    article_id: str
    publisher: str


class Passage(Value):
    """A span of one article version: `text` is exactly `article.text[start:end]`."""

    id: str
    article_id: str
    version: str
    start: int
    end: int
    text: str


class CorpusRevision(Value):
    """A state of the corpus: `id` is a digest over the live (article id, version) pairs."""

    id: str
    number: int
    created_at: datetime
    articles: int


class ArticleChange(Value):
    """What one article went through between two revisions. `before` and `after` are versions.

    `silent`: it was changed under the same address without a word about it: the dates that it gives are the same.
    `returned`: it had been withdrawn, and is there again.
    """

    article_id: str
    kind: Literal["added", "changed", "withdrawn"]
    before: str | None = None
    after: str | None = None
    reason: str | None = None
    silent: bool = False
    returned: bool = False


class CorpusDelta(Value):
    """What differs between two revisions, in the order of article ids."""

    from_revision: str | None
    to_revision: str
    changes: tuple[ArticleChange, ...]

    @property
    def empty(self) -> bool:
        return not self.changes

    def of_kind(self, kind: Literal["added", "changed", "withdrawn"]) -> tuple[ArticleChange, ...]:
        return tuple(change for change in self.changes if change.kind == kind)
