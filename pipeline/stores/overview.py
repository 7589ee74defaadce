"""What is in the catalogue: how much, of whom, and one article with all its versions."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from difflib import get_close_matches

from sqlalchemy import Connection, func, select

from ..errors import NotFound
from ..types import Article, ArticleHistory, CorpusStatus, HistoryEntry
from . import revisions
from .edits import sentence_changes
from .rows import may_answer, read_articles
from .tables import articles, passages, versions

_LIVE = versions.join(articles, articles.c.live == versions.c.number)
_SUGGESTIONS_FROM = 2_000  # ids compared with an unknown one: bounds the time of an error message


def status(connection: Connection) -> CorpusStatus:
    """The corpus as it stands; all counts but `withdrawn` are of live articles."""
    totals = select(
        func.count(),
        func.min(versions.c.published_at),
        func.max(versions.c.published_at),
        func.count(articles.c.origin.distinct()),
    )
    count, oldest, newest, origins = connection.execute(totals.select_from(_LIVE)).one()
    publishers = (
        select(versions.c.publisher, func.count().label("number")).select_from(_LIVE).group_by(versions.c.publisher)
    )
    withdrawn = select(func.count()).select_from(articles).where(articles.c.live.is_(None))
    cut = select(func.count()).select_from(passages.join(articles, articles.c.live == passages.c.version_number))
    return CorpusStatus(
        articles=count,
        withdrawn=connection.scalar(withdrawn) or 0,
        passages=connection.scalar(cut) or 0,
        origins=origins,
        publishers={row.publisher: row.number for row in connection.execute(publishers.order_by(versions.c.publisher))},
        oldest=oldest,
        newest=newest,
        revision=revisions.current(connection).id,
    )


def newest(connection: Connection, as_of: datetime | None, *, known: bool = False) -> datetime | None:
    """When the newest article that may answer was published."""
    query = select(versions.c.published_at).join(articles, articles.c.id == versions.c.article_id)
    return connection.scalar(
        query.where(*may_answer(as_of, known=known)).order_by(versions.c.published_at.desc()).limit(1)
    )


def history(connection: Connection, article_id: str) -> ArticleHistory:
    """An article as it stands (as it last stood, if withdrawn) with all its versions, first to last."""
    row = connection.execute(select(articles).where(articles.c.id == article_id)).one_or_none()
    if row is None:
        raise NotFound(unknown_article(connection, article_id))
    found = read_articles(connection, versions.c.article_id == article_id)
    latest = select(versions.c.number).where(versions.c.article_id == article_id).order_by(versions.c.arrival.desc())
    number = row.live or connection.execute(latest.limit(1)).scalar_one()
    return ArticleHistory(
        article=found[number],
        withdrawn=row.live is None,
        reason=row.reason,
        versions=tuple(found.values()),
        changes=tuple(_entries(connection, article_id, {each.version: each for each in found.values()})),
    )


def _entries(connection: Connection, article_id: str, known: Mapping[str, Article]) -> Iterator[HistoryEntry]:
    """What an article went through, each change held against the version that last stood."""
    last: Article | None = None
    for revision, change in revisions.log_of(connection, article_id):
        now = known.get(change.after or "")
        yield HistoryEntry(
            revision=revision.id,
            number=revision.number,
            created_at=revision.created_at,
            change=change,
            sentences=sentence_changes(last, now) if last and now else (),
        )
        last = now or last


def unknown_article(connection: Connection, article_id: str) -> str:
    """The message for an id that no article has, with the ids that come closest."""
    start = article_id[:4]
    near = select(articles.c.id).where(articles.c.id >= start, articles.c.id < start + "\U0010ffff")
    ids = connection.scalars(near.order_by(articles.c.id).limit(_SUGGESTIONS_FROM)).all()
    ids = ids or connection.scalars(select(articles.c.id).order_by(articles.c.id).limit(_SUGGESTIONS_FROM)).all()
    close = get_close_matches(article_id, ids, n=3, cutoff=0.5)
    hint = f"did you mean {' or '.join(map(repr, close))}?" if close else "'groundwire search' finds articles by words."
    return f"article {article_id!r} is not in the corpus, so there is nothing to show of it; {hint}"
