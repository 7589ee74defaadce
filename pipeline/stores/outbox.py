"""What the vector index has yet to follow. Each entry says only which version; where its passages belong is read when
the index follows, so an entry may be followed twice, late, or after a kill, and the index still ends where it should."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, delete, func, insert, select

from ..ports import Edition, Placement
from ..types import Article, Passage
from .rows import chunks, read_passages
from .tables import articles, meta, outbox, passages, versions
from .writing import State, mark, state_of

_INDEX_KEY = "index"  # in meta: the digest of the embedder that the vector index was last filled with


def expect(connection: Connection, embedder_digest: str) -> None:
    """Notes every version whose passages may answer, if the index was last filled with another embedder."""
    if filled_with(connection) == embedder_digest:
        return
    connection.execute(delete(meta).where(meta.c.key == _INDEX_KEY))
    connection.execute(insert(meta).values(key=_INDEX_KEY, value=embedder_digest))
    may_answer = select(versions.c.number).join(articles).where(articles.c.live.is_not(None))
    mark(connection, connection.scalars(may_answer).all())


def filled_with(connection: Connection) -> str | None:
    """The digest of the embedder that the vector index was last filled with."""
    return connection.scalar(select(meta.c.value).where(meta.c.key == _INDEX_KEY))


def pending(connection: Connection, *, limit: int) -> tuple[Placement, ...]:
    oldest = select(outbox.c.version_number).order_by(outbox.c.version_number).limit(limit)
    numbers = connection.scalars(oldest).all()
    editions = _editions(connection, numbers)
    places = state_of(connection, sorted({edition.article.id for edition in editions.values()})).places()
    return tuple(Placement(edition, places[number]) for number, edition in editions.items())


def count(connection: Connection) -> int:
    return connection.scalar(select(func.count()).select_from(outbox)) or 0


def settle(connection: Connection, placements: Sequence[Placement]) -> None:
    """Takes off what the index now holds, unless it has moved on since."""
    names = sorted({placement.edition.article.id for placement in placements})
    state = state_of(connection, names)
    places = state.places()
    done = [
        number
        for number, place in ((_number(state, each), each.place) for each in placements)
        if places[number] == place
    ]
    for chunk in chunks(done):
        connection.execute(delete(outbox).where(outbox.c.version_number.in_(chunk)))


def editions(connection: Connection, article_ids: Iterable[str]) -> tuple[Edition, ...]:
    """Every version of those of these articles that have more than one."""
    numbers: list[int] = []
    for chunk in chunks(sorted(set(article_ids))):
        several = select(versions.c.article_id).where(versions.c.article_id.in_(chunk))
        several = several.group_by(versions.c.article_id).having(func.count() > 1)
        query = select(versions.c.number).where(versions.c.article_id.in_(several.scalar_subquery()))
        numbers.extend(connection.scalars(query))
    return tuple(_editions(connection, numbers).values())


def _editions(connection: Connection, numbers: Sequence[int]) -> dict[int, Edition]:
    """Versions with their passages, by number. Every version has at least one passage: text without words is refused."""
    found: dict[int, tuple[Article, list[Passage]]] = {}
    for stored in read_passages(connection, passages.c.version_number, numbers):
        found.setdefault(stored.version_number, (stored.article, []))[1].append(stored.passage)
    return {number: Edition(article, tuple(cut)) for number, (article, cut) in sorted(found.items())}


def _number(state: State, placement: Placement) -> int:
    article = placement.edition.article
    return state.numbers[article.id, article.version]
