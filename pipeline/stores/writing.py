"""One transaction of ingest: arrivals become live, articles are withdrawn, and everything derived is noted with it.

The work is told as a comparison. Where each version of the touched articles stood before (live, superseded, or gone with
its withdrawn article) is held against where it stands after; full text, outbox and changes follow from the difference.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, bindparam, delete, func, insert, select, update

from ..errors import NotFound
from ..ids import article_id
from ..ports import Edition
from ..types import Article
from . import origins, postings, revisions
from .postings import Posting
from .rows import chunks, read_passages
from .tables import articles, outbox, passages, versions

Place = Literal["live", "past", "gone"]
Key = tuple[str, str]  # article id, version


@dataclass(frozen=True)
class State:
    """Articles at one moment: the number of the live version of each (None: withdrawn), and of every version it has."""

    live: dict[str, int | None] = field(default_factory=dict)
    numbers: dict[Key, int] = field(default_factory=dict)

    def places(self) -> dict[int, Place]:
        return {number: self._place(number, self.live[article]) for (article, _), number in self.numbers.items()}

    def live_versions(self) -> dict[str, str]:
        return {article: version for (article, version), number in self.numbers.items() if self.live[article] == number}

    @staticmethod
    def _place(number: int, live: int | None) -> Place:
        return "gone" if live is None else "live" if live == number else "past"


def state_of(connection: Connection, names: Iterable[str]) -> State:
    """How these articles stand; unknown ones are not in it."""
    state = State()
    for chunk in chunks(names):
        standing = select(articles.c.id, articles.c.live).where(articles.c.id.in_(chunk))
        state.live.update({row.id: row.live for row in connection.execute(standing)})
        owned = select(versions.c.article_id, versions.c.version, versions.c.number)
        rows = connection.execute(owned.where(versions.c.article_id.in_(chunk)))
        state.numbers.update({(row.article_id, row.version): row.number for row in rows})
    return state


def write(connection: Connection, arrivals: Sequence[Edition], withdrawals: Mapping[str, str]) -> None:
    """Makes arrivals live and withdraws articles, each of which occurs once; see `ports.Ledger.write`."""
    touched = [edition.article.id for edition in arrivals] + list(withdrawals)
    before = state_of(connection, touched)
    _refuse_unknown(withdrawals, before)
    _store(
        [each for each in arrivals if (each.article.id, each.article.version) not in before.numbers], before, connection
    )
    _point_live(connection, [edition.article for edition in arrivals])
    _point_nowhere(connection, withdrawals)
    after = state_of(connection, touched)
    _follow(connection, before.places(), after.places())
    was, now_is = before.live_versions(), after.live_versions()
    noted = [(name, was.get(name), now_is.get(name), withdrawals.get(name)) for name in touched]
    revisions.note(connection, (change for change in noted if change[1] != change[2]))


def _refuse_unknown(withdrawals: Mapping[str, str], before: State) -> None:
    unknown = sorted(set(withdrawals) - set(before.live))
    if unknown:
        raise NotFound(f"article {unknown[0]!r} is not in the corpus, so it cannot be withdrawn; nothing was changed")


def _store(unseen: Sequence[Edition], before: State, connection: Connection) -> None:
    """Inserts articles and versions that were never seen, with their passages and sketches."""
    if not unseen:
        return
    standing = _origins(connection, [each.article.id for each in unseen if each.article.id in before.live])
    found = origins.find(connection, [each.article for each in unseen], standing)
    new = [each.article for each in unseen if each.article.id not in before.live]
    if new:
        rows = [{"id": each.id, "url_key": article_id(each.url), "origin": found[each.id].origin} for each in new]
        connection.execute(insert(articles), rows)
    numbered = dict(enumerate(unseen, start=_next(connection, versions.c.number)))
    connection.execute(insert(versions), [_version_row(number, each.article) for number, each in numbered.items()])
    connection.execute(
        insert(passages), [row for number, each in numbered.items() for row in passage_rows(number, each)]
    )
    origins.remember(connection, {number: found[each.article.id] for number, each in numbered.items()})


def _version_row(number: int, article: Article) -> dict[str, object]:
    columns = {name: getattr(article, name) for name in type(article).model_fields if name not in {"id", "origin"}}
    return {**columns, "number": number, "article_id": article.id, "spoken_at": article.spoken_at, "arrival": 0}


def passage_rows(number: int, edition: Edition) -> list[dict[str, object]]:
    return [
        {"id": passage.id, "version_number": number, "start": passage.start, "stop": passage.end}
        for passage in edition.passages
    ]


def _origins(connection: Connection, names: Iterable[str]) -> dict[str, str]:
    """The origins of articles that are in the catalogue."""
    found: dict[str, str] = {}
    for chunk in chunks(names):
        query = select(articles.c.id, articles.c.origin).where(articles.c.id.in_(chunk))
        found.update((row.id, row.origin) for row in connection.execute(query))
    return found


def _point_live(connection: Connection, arrived: Sequence[Article]) -> None:
    if not arrived:
        return
    numbers = state_of(connection, [article.id for article in arrived]).numbers
    count = _next(connection, versions.c.arrival)
    rows = [
        {
            "b_id": each.id,
            "b_number": numbers[each.id, each.version],
            "b_key": article_id(each.url),
            "b_count": count + i,
        }
        for i, each in enumerate(arrived)
    ]
    stamp = update(versions).where(versions.c.number == bindparam("b_number")).values(arrival=bindparam("b_count"))
    connection.execute(stamp, rows)
    point = update(articles).where(articles.c.id == bindparam("b_id"))
    connection.execute(point.values(live=bindparam("b_number"), url_key=bindparam("b_key"), reason=None), rows)


def _point_nowhere(connection: Connection, withdrawals: Mapping[str, str]) -> None:
    if withdrawals:
        point = (
            update(articles).where(articles.c.id == bindparam("b_id")).values(live=None, reason=bindparam("b_reason"))
        )
        connection.execute(point, [{"b_id": name, "b_reason": reason} for name, reason in withdrawals.items()])


def _follow(connection: Connection, before: Mapping[int, Place], after: Mapping[int, Place]) -> None:
    """Brings full text and outbox from where versions stood to where they stand."""
    moves = {number: (before.get(number, "gone"), place) for number, place in after.items()}
    moved = {number: move for number, move in moves.items() if move[0] != move[1]}
    lists: defaultdict[tuple[bool, bool], list[Posting]] = defaultdict(list)
    for stored in read_passages(connection, passages.c.version_number, sorted(moved)):
        posting = Posting(stored.number, stored.article.title, stored.passage.text)
        for past in (False, True):
            held, holds = (_belongs(place, past=past) for place in moved[stored.version_number])
            if held != holds:
                lists[past, holds].append(posting)
    for (past, holds), listed in sorted(lists.items()):
        change = postings.add if holds else postings.remove
        change(connection, listed, past=past)
    mark(connection, moved)


def mark(connection: Connection, numbers: Iterable[int]) -> None:
    """Notes versions for the vector index to follow."""
    for chunk in chunks(sorted(numbers)):
        connection.execute(delete(outbox).where(outbox.c.version_number.in_(chunk)))
        connection.execute(insert(outbox), [{"version_number": number} for number in chunk])


def _belongs(place: Place, *, past: bool) -> bool:
    """Whether the words of a version in this place are in the table of all that may answer, or in that of the past."""
    return place == "past" if past else place != "gone"


def _next(connection: Connection, column: ColumnElement[Any]) -> int:
    return (connection.scalar(select(func.max(column))) or 0) + 1
