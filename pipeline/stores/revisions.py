"""Revisions of the corpus, and what differs between any two of them."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Row, delete, func, insert, select

from ..errors import NotFound
from ..ids import revision_id
from ..types import ArticleChange, CorpusDelta, CorpusRevision, LogEntry
from .edits import silent
from .rows import chunks
from .tables import articles, changes, revisions, versions

Change = tuple[str, str | None, str | None, str | None]  # article id, version before, version after, reason


def current(connection: Connection) -> CorpusRevision:
    """The last revision that was closed."""
    row = connection.execute(select(revisions).order_by(revisions.c.number.desc()).limit(1)).one()
    return _revision(row)


def begin(connection: Connection, *, now: datetime) -> None:
    """Closes revision 0, the empty corpus."""
    connection.execute(insert(revisions).values(number=0, id=revision_id(()), created_at=now, articles=0))


def is_open(connection: Connection) -> bool:
    """Whether something was written that belongs to no revision yet."""
    return connection.execute(select(changes.c.number).where(changes.c.revision.is_(None)).limit(1)).first() is not None


def note(connection: Connection, noted: Iterable[Change]) -> None:
    """Notes changes for the revision that is open, in order."""
    rows = [{"article_id": name, "before": old, "after": new, "reason": reason} for name, old, new, reason in noted]
    if rows:
        connection.execute(insert(changes), rows)


def close(connection: Connection, *, now: datetime) -> CorpusRevision:
    """The revision that the open changes add up to; if they add up to nothing, the last one."""
    last = current(connection)
    if not is_open(connection):
        return last
    left = _composed(connection, changes.c.revision.is_(None))
    connection.execute(delete(changes).where(changes.c.revision.is_(None)))
    if not left:
        return last
    live = digest_of_live(connection)
    number = last.number + 1
    connection.execute(insert(revisions).values(number=number, id=live[0], created_at=now, articles=live[1]))
    rows = [
        {"revision": number, "article_id": name, "before": old, "after": new, "reason": reason}
        for name, old, new, reason in left
    ]
    connection.execute(insert(changes), rows)
    return current(connection)


def digest_of_live(connection: Connection) -> tuple[str, int]:
    """The revision id that the live versions give, and how many there are."""
    query = select(articles.c.id, versions.c.version).join(versions, versions.c.number == articles.c.live)
    live = [(row.id, row.version) for row in connection.execute(query)]
    return revision_id(live), len(live)


def delta(connection: Connection, from_revision: str | None, to_revision: str | None) -> CorpusDelta:
    """What differs between two revisions; changes that cancel out are not in it. Works in both directions of time."""
    start = 0 if from_revision is None else _number(connection, from_revision)
    last = current(connection)
    stop, name = (last.number, last.id) if to_revision is None else (_number(connection, to_revision), to_revision)
    low, high = sorted((start, stop))
    composed = _composed(connection, (changes.c.revision > low) & (changes.c.revision <= high))
    if stop < start:
        composed = [(article, new, old, None) for article, old, new, _ in composed]
    told = _told(connection, [(stop, change) for change in composed], since=low if start <= stop else 0)
    return CorpusDelta(from_revision=from_revision, to_revision=name, changes=tuple(told))


def log(connection: Connection) -> tuple[LogEntry, ...]:
    """Every revision with its changes, the newest first."""
    noted: dict[int, list[ArticleChange]] = {}
    closed = list(_closed(connection, changes.c.article_id))
    for (number, _), change in zip(closed, _told(connection, closed), strict=True):
        noted.setdefault(number, []).append(change)
    return tuple(
        LogEntry(
            revision=row.id,
            number=row.number,
            created_at=row.created_at,
            articles=row.articles,
            changes=tuple(noted.get(row.number, ())),
        )
        for row in connection.execute(select(revisions).order_by(revisions.c.number.desc()))
    )


def log_of(connection: Connection, article_id: str) -> list[tuple[CorpusRevision, ArticleChange]]:
    """What an article went through with each revision that touched it, first to last."""
    closed = list(_closed(connection, changes.c.number, changes.c.article_id == article_id))
    query = select(revisions).where(revisions.c.number.in_([number for number, _ in closed]))
    named = {row.number: _revision(row) for row in connection.execute(query)}
    return [(named[number], change) for (number, _), change in zip(closed, _told(connection, closed), strict=True)]


def _closed(
    connection: Connection, order: ColumnElement[Any], *conditions: ColumnElement[bool]
) -> Iterator[tuple[int, Change]]:
    """Changes of closed revisions, each with the number of its revision."""
    for row in connection.execute(select(changes).where(changes.c.revision.is_not(None), *conditions).order_by(order)):
        yield row.revision, (row.article_id, row.before, row.after, row.reason)


def _told(
    connection: Connection, numbered: Sequence[tuple[int, Change]], *, since: int | None = None
) -> Iterator[ArticleChange]:
    """The changes with what is known of each from elsewhere; `since`: the revision before all of them, if not each's own."""
    quiet = silent(connection, [change[:3] for _, change in numbered])
    new = [] if since == 0 else [change[0] for _, change in numbered if change[1] is None]
    first = _first_seen(connection, new)
    for number, change in numbered:
        name, before, after, reason = change
        back = before is None and first.get(name, number) <= (number - 1 if since is None else since)
        kind: Literal["added", "changed", "withdrawn"] = (
            "added" if before is None else "changed" if after else "withdrawn"
        )
        yield ArticleChange(
            article_id=name,
            kind=kind,
            before=before,
            after=after,
            reason=reason,
            silent=change[:3] in quiet,
            returned=back,
        )


def _first_seen(connection: Connection, names: Iterable[str]) -> dict[str, int]:
    """The number of the revision with which each of these articles first came."""
    seen: dict[str, int] = {}
    for chunk in chunks(sorted(set(names))):
        query = select(changes.c.article_id, func.min(changes.c.revision)).where(changes.c.article_id.in_(chunk))
        seen.update((name, number) for name, number in connection.execute(query.group_by(changes.c.article_id)))
    return seen


def _composed(connection: Connection, where: object) -> list[Change]:
    """Changes in order of article id, several of one article composed into one, and none that leads back."""
    composed: dict[str, Change] = {}
    for row in connection.execute(select(changes).where(where).order_by(changes.c.number)):  # type: ignore[arg-type]
        before = composed[row.article_id][1] if row.article_id in composed else row.before
        composed[row.article_id] = (row.article_id, before, row.after, row.reason)
    return sorted(change for change in composed.values() if change[1] != change[2])


def _number(connection: Connection, revision: str) -> int:
    """The number of a revision; of the latest one if the corpus was in that state more than once."""
    number = connection.scalar(select(func.max(revisions.c.number)).where(revisions.c.id == revision))
    if number is None:
        raise NotFound(
            f"revision {revision!r} is not one of this corpus, so what changed since cannot be told; "
            "'groundwire corpus log' lists the revisions. Was it made in another home?"
        )
    return int(number)


def _revision(row: Row[tuple[int, str, datetime, int]]) -> CorpusRevision:
    return CorpusRevision(id=row.id, number=row.number, created_at=row.created_at, articles=row.articles)
