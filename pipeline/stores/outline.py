"""The corpus at a glance: when its articles were published, which came last, and which stories were reprinted most."""

from collections.abc import Iterator

from sqlalchemy import Connection, RowMapping, Select, func, select

from ..types.outline import CorpusOutline, DayCount, Headline, SharedStory
from . import revisions
from .tables import articles, versions

_LIVE = versions.join(articles, articles.c.live == versions.c.number)


def outline(connection: Connection, *, latest: int, shared: int) -> CorpusOutline:
    """Live articles by day of publication, the `latest` of them, and the `shared` origins with most articles."""
    day = func.date(versions.c.published_at).label("day")
    days = select(day, func.count().label("articles")).select_from(_LIVE).group_by(day).order_by(day)
    newest = _headlines().order_by(versions.c.published_at.desc(), articles.c.id).limit(latest)
    return CorpusOutline(
        revision=revisions.current(connection),
        days=tuple(DayCount(day=row.day, articles=row.articles) for row in connection.execute(days)),
        latest=tuple(_headline(row) for row in connection.execute(newest).mappings()),
        shared=tuple(_shared(connection, most=shared)),
    )


def _shared(connection: Connection, *, most: int) -> Iterator[SharedStory]:
    number = func.count()
    origins = (
        select(articles.c.origin)
        .where(articles.c.live.is_not(None))
        .group_by(articles.c.origin)
        .having(number > 1)
        .order_by(number.desc(), articles.c.origin)
        .limit(most)
    )
    for origin in connection.scalars(origins).all():
        own = _headlines().where(articles.c.origin == origin).order_by(versions.c.published_at, articles.c.id)
        found = [_headline(row) for row in connection.execute(own).mappings()]
        yield SharedStory(origin=origin, articles=tuple(found))


def _headlines() -> Select[tuple[object, ...]]:
    columns = (versions.c.version, versions.c.title, versions.c.publisher, versions.c.published_at)
    return select(articles.c.id.label("article_id"), *columns).select_from(_LIVE)


def _headline(row: RowMapping) -> Headline:
    return Headline(**{str(name): value for name, value in row.items()})
