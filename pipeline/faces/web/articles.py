"""One article at one version, as its page shows it: which words are marked, and what became of it since."""

from collections.abc import Sequence
from dataclasses import dataclass

from ...errors import NotFound
from ...types import Article, ArticleHistory, HistoryEntry


@dataclass(frozen=True)
class ArticleView:
    """`before`, `words` and `after` are the text; without words to mark, all of it is `before`."""

    article: Article
    number: int
    versions: int
    current: bool
    withdrawn: bool
    reason: str | None
    before: str
    words: str
    after: str
    history: tuple[HistoryEntry, ...]


def article_view(history: ArticleHistory, *, version: str | None, start: int | None, end: int | None) -> ArticleView:
    """An article at a version (None: as it stands) with the words from `start` to `end` marked.

    Raises:
        NotFound: it has no such version.
    """
    article = _at(history.versions, version) if version else history.article
    if article is None:
        raise NotFound(
            f"article {history.article.id!r} has no version {version!r}, so it cannot be shown; "
            f"it has {len(history.versions)}, all of which stand under its history"
        )
    text = article.text
    if start is None or end is None or not 0 <= start < end <= len(text):
        start = end = len(text)
    return ArticleView(
        article=article,
        number=[each.version for each in history.versions].index(article.version) + 1,
        versions=len(history.versions),
        current=article.version == history.article.version,
        withdrawn=history.withdrawn,
        reason=history.reason,
        before=text[:start],
        words=text[start:end],
        after=text[end:],
        history=history.changes[::-1],
    )


def _at(versions: Sequence[Article], version: str) -> Article | None:
    return next((each for each in versions if each.version == version), None)
