"""The corpus at a glance, for pages that show it."""

from datetime import date, datetime

from .base import Value
from .corpus import CorpusRevision


class DayCount(Value):
    """How many articles were published on one day (UTC)."""

    day: date
    articles: int


class Headline(Value):
    """A live article without its text."""

    article_id: str
    version: str
    title: str
    publisher: str
    published_at: datetime


class SharedStory(Value):
    """Articles of one origin, the first published first."""

    origin: str
    articles: tuple[Headline, ...]


class CorpusOutline(Value):
    """The corpus at a glance: its revision, live articles by day, the newest first, and what was reprinted most."""

    revision: CorpusRevision
    days: tuple[DayCount, ...]
    latest: tuple[Headline, ...]
    shared: tuple[SharedStory, ...]
