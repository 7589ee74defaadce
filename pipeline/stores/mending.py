"""What is derived, compared with what it derives from: passages with their texts, full text and vectors with passages."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, delete, insert, select, true

from ..ids import passage_id
from ..ports import Edition
from ..types import Article
from . import postings
from .postings import Posting
from .rows import chunks, read_passages, unproven_articles
from .tables import articles, passages, versions
from .writing import mark, passage_rows

_SCAN = 500  # versions read at a time: bounds memory while everything is looked at


@dataclass(frozen=True)
class Belongs:
    """Where every passage belongs: its id and the number of its version, by the number of its row."""

    live: dict[int, tuple[str, int]]
    past: dict[int, tuple[str, int]]

    @property
    def live_ids(self) -> set[str]:
        return {name for name, _ in self.live.values()}

    @property
    def past_ids(self) -> set[str]:
        return {name for name, _ in self.past.values()}


def belongs(connection: Connection) -> Belongs:
    query = (
        select(passages.c.number, passages.c.id, passages.c.version_number, articles.c.live)
        .join(versions, versions.c.number == passages.c.version_number)
        .join(articles, articles.c.id == versions.c.article_id)
        .where(articles.c.live.is_not(None))
    )
    found = Belongs({}, {})
    for number, name, version, live in connection.execute(query):
        (found.live if live == version else found.past)[number] = (name, version)
    return found


def scan(connection: Connection) -> Iterator[tuple[int, Article, list[RowMapping]]]:
    """Every version as it stands on disk, with the rows of its passages in the order of the text."""
    numbers = connection.scalars(select(versions.c.number).order_by(versions.c.number)).all()
    for start in range(0, len(numbers), _SCAN):
        part = numbers[start : start + _SCAN]
        cut: dict[int, list[RowMapping]] = {}
        ordered = select(passages).where(passages.c.version_number.in_(part)).order_by(passages.c.start)
        for row in connection.execute(ordered).mappings():
            cut.setdefault(row["version_number"], []).append(row)
        for number, article in unproven_articles(connection, versions.c.number.in_(part)):
            yield number, article, cut.get(number, [])


def well_cut(article: Article, rows: Sequence[RowMapping]) -> bool:
    """Whether the passages stand where their ids say, and hold every character that is not white space, once."""
    stand = all(
        passage_id(article.id, article.version, start=row["start"], end=row["stop"]) == row["id"]
        and 0 <= row["start"] < row["stop"] <= len(article.text)
        for row in rows
    )
    held = "".join(article.text[row["start"] : row["stop"]] for row in rows)
    return stand and "".join(held.split()) == "".join(article.text.split())


def badly_cut(connection: Connection) -> tuple[Article, ...]:
    return tuple(article for _, article, rows in scan(connection) if not well_cut(article, rows))


def cut_again(connection: Connection, editions: Sequence[Edition]) -> None:
    """Replaces passages. Full text and vectors are wrong afterwards, until `mend`."""
    for edition in editions:
        where = (versions.c.article_id == edition.article.id) & (versions.c.version == edition.article.version)
        number = connection.execute(select(versions.c.number).where(where)).scalar_one()
        connection.execute(delete(passages).where(passages.c.version_number == number))
        connection.execute(insert(passages), passage_rows(number, edition))
    postings.clear(connection)


def mend(connection: Connection, *, live: set[str], past: set[str]) -> tuple[set[str], set[str]]:
    """See `ports.Ledger.mend`."""
    found = belongs(connection)
    if not words_agree(connection, found):
        _rebuild_words(connection, found)
    misplaced = {
        version
        for side, held, not_held in ((found.live, live, past), (found.past, past, live))
        for name, version in side.values()
        if name not in held or name in not_held
    }
    mark(connection, misplaced)
    known = found.live_ids | found.past_ids
    return live - known, past - known


def words_agree(connection: Connection, found: Belongs) -> bool:
    """Whether the full text holds exactly the passages that may answer, and knows which of them are past."""
    everything = postings.numbers(connection) == found.live.keys() | found.past.keys()
    return everything and postings.numbers(connection, past=True) == found.past.keys()


def _rebuild_words(connection: Connection, found: Belongs) -> None:
    postings.clear(connection)
    for side, tables in ((found.live, (False,)), (found.past, (False, True))):
        for chunk in chunks(sorted(side)):
            stored = read_passages(connection, passages.c.number, chunk, true())
            rows = [Posting(each.number, each.article.title, each.passage.text) for each in stored]
            for past in tables:
                postings.add(connection, rows, past=past)
