"""Rows of the catalogue as articles and passages, each proven before it is believed.

An article's version is the hash of its content and a passage's id the hash of where it stands, so a row that was altered
on disk cannot pass for what was ingested.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, exists, or_, select

from ..errors import StoreDamaged
from ..ids import article_version, passage_id
from ..types import Article, Passage
from .tables import articles, passages, versions

T = TypeVar("T")

# Far below what SQLite (32,766) and PostgreSQL (65,535) bind at most, and large enough to make few round trips.
CHUNK = 2_000

_ARTICLE: Select[Any] = select(versions, articles.c.origin).join(articles, articles.c.id == versions.c.article_id)
_PASSAGE: Select[Any] = (
    select(passages, versions.c.article_id, versions.c.version)
    .join(versions, versions.c.number == passages.c.version_number)
    .join(articles, articles.c.id == versions.c.article_id)
)


@dataclass(frozen=True)
class Stored:
    """A passage with its article, and the numbers of their rows."""

    number: int
    version_number: int
    passage: Passage
    article: Article


def chunks(items: Iterable[T]) -> Iterator[list[T]]:
    """The items in lists small enough for one IN."""
    listed = list(items)
    for start in range(0, len(listed), CHUNK):
        yield listed[start : start + CHUNK]


def may_answer(
    as_of: datetime | None, publishers: Sequence[str] = (), *, known: bool = False
) -> list[ColumnElement[bool]]:
    """Conditions on versions joined with articles: current as of that moment, not withdrawn, by one of the publishers.

    Of the versions that had spoken by then, the one that spoke last is current; of two that spoke at the same moment,
    the one that arrived later. `known`: only what had been ingested by then counts as spoken.
    """
    conditions: list[ColumnElement[bool]]
    if as_of is None:
        conditions = [articles.c.live == versions.c.number]
    else:
        later = versions.alias("later")
        spoke_later = later.c.spoken_at > versions.c.spoken_at
        arrived_later = (later.c.spoken_at == versions.c.spoken_at) & (later.c.arrival > versions.c.arrival)
        by_then = [each.c.spoken_at <= as_of for each in (versions, later)]
        if known:
            by_then = [
                told & (each.c.fetched_at <= as_of) for told, each in zip(by_then, (versions, later), strict=True)
            ]
        superseded = exists().where(
            later.c.article_id == versions.c.article_id, by_then[1], or_(spoke_later, arrived_later)
        )
        conditions = [articles.c.live.is_not(None), by_then[0], ~superseded]
    return [*conditions, versions.c.publisher.in_(publishers)] if publishers else conditions


def read_articles(connection: Connection, where: ColumnElement[bool]) -> dict[int, Article]:
    """Article versions by number, oldest first."""
    return {number: _proven(article) for number, article in unproven_articles(connection, where)}


def unproven_articles(connection: Connection, where: ColumnElement[bool]) -> Iterator[tuple[int, Article]]:
    """Article versions with their numbers, oldest first, as they stand on disk: only for whoever looks for damage."""
    for row in connection.execute(_ARTICLE.where(where).order_by(versions.c.number)).mappings():
        yield row["number"], _article(row)


def articles_numbered(connection: Connection, numbers: Iterable[int]) -> dict[int, Article]:
    found: dict[int, Article] = {}
    for chunk in chunks(sorted(set(numbers))):
        found.update(read_articles(connection, versions.c.number.in_(chunk)))
    return found


def read_passages(
    connection: Connection, column: ColumnElement[Any], values: Iterable[Any], *conditions: ColumnElement[bool]
) -> list[Stored]:
    """Passages whose column has one of the values, in the order in which they were stored."""
    rows: list[RowMapping] = []
    for chunk in chunks(values):
        rows.extend(connection.execute(_PASSAGE.where(column.in_(chunk), *conditions)).mappings())
    rows.sort(key=lambda row: int(row["number"]))
    owners = articles_numbered(connection, (row["version_number"] for row in rows))
    return [_stored(row, owners[row["version_number"]]) for row in rows]


def _article(row: RowMapping) -> Article:
    return Article(
        id=row["article_id"],
        version=row["version"],
        url=row["url"],
        title=row["title"],
        publisher=row["publisher"],
        author=row["author"],
        published_at=row["published_at"],
        updated_at=row["updated_at"],
        fetched_at=row["fetched_at"],
        language=row["language"],
        text=row["text"],
        origin=row["origin"],
        metadata=row["metadata"],
    )


def _proven(article: Article) -> Article:
    if article_version(article) != article.version:
        raise StoreDamaged(
            f"article {article.id!r}, version {article.version}, is not what was ingested: its content hashes to "
            f"{article_version(article)}. Nothing can be cited from it; run 'groundwire doctor', and ingest it again "
            "into a new home or restore the catalogue from a copy"
        )
    return article


def _stored(row: RowMapping, article: Article) -> Stored:
    start, stop = row["start"], row["stop"]
    proven = passage_id(article.id, article.version, start=start, end=stop) == row["id"]
    if not proven or not 0 <= start < stop <= len(article.text):
        raise StoreDamaged(
            f"passage {row['id']} of article {article.id!r} no longer points where it did ([{start}, {stop})), so its words "
            "cannot be cited; run 'groundwire doctor --fix', which cuts the article again"
        )
    text = article.text[start:stop]
    passage = Passage(id=row["id"], article_id=article.id, version=article.version, start=start, end=stop, text=text)
    return Stored(row["number"], row["version_number"], passage, article)
