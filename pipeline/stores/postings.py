"""Full text of passages, kept in the catalogue's own database and written in its transactions. SQLite FTS5.

Two tables without content of their own: `words` of every passage that may answer, now or as of an earlier moment, and
`past_words` of those among them whose version is superseded. Ranking reads one table, so scores compare; how many live
passages have a term is the difference of the two.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, text

# Porter stemming joins "talks" and "talk"; marks are dropped, so that "Erdogan" finds "Erdoğan".
_TOKENIZER = "porter unicode61 remove_diacritics 2"
# A word in the title says three times as much about what a passage is about as one in its text.
# Chosen on the sample corpus; run `groundwire eval run retrieval` after a change.
TITLE_WEIGHT = 3.0

_TABLES = ("words", "past_words")


@dataclass(frozen=True)
class Posting:
    """The words of one passage, under the number of its row."""

    number: int
    title: str
    text: str


def create(connection: Connection) -> None:
    """Makes the tables if they are not there."""
    for table in _TABLES:
        columns = f"title, text, content='', tokenize='{_TOKENIZER}'"
        connection.exec_driver_sql(f"CREATE VIRTUAL TABLE IF NOT EXISTS {table} USING fts5({columns})")


def add(connection: Connection, postings: Sequence[Posting], *, past: bool = False) -> None:
    if postings:
        sql = f"INSERT INTO {_TABLES[past]}(rowid, title, text) VALUES (:number, :title, :text)"  # noqa: S608
        connection.execute(text(sql), [vars(posting) for posting in postings])


def remove(connection: Connection, postings: Sequence[Posting], *, past: bool = False) -> None:
    """Takes out postings; they must hold the very words that were added."""
    if postings:
        table = _TABLES[past]
        sql = f"INSERT INTO {table}({table}, rowid, title, text) VALUES ('delete', :number, :title, :text)"  # noqa: S608
        connection.execute(text(sql), [vars(posting) for posting in postings])


def clear(connection: Connection) -> None:
    for table in _TABLES:
        connection.exec_driver_sql(f"INSERT INTO {table}({table}) VALUES ('delete-all')")  # noqa: S608


def numbers(connection: Connection, *, past: bool = False) -> set[int]:
    """The rows that are in the table."""
    return {row[0] for row in connection.exec_driver_sql(f"SELECT id FROM {_TABLES[past]}_docsize")}  # noqa: S608


def ranked(connection: Connection, terms: Iterable[str], *, limit: int) -> list[tuple[int, float]]:
    """The rows of at most `limit` passages with any of these terms, and their BM25 score, higher is better."""
    sql = text(
        f"SELECT rowid, bm25(words, {TITLE_WEIGHT}, 1.0) AS score FROM words WHERE words MATCH :query "  # noqa: S608
        "ORDER BY score, rowid LIMIT :limit"
    )
    found = connection.execute(sql, {"query": phrase_query(terms), "limit": limit})
    return [(row.rowid, -row.score) for row in found]


def phrase_query(words: Iterable[str]) -> str:
    """An FTS5 query for passages with any of these words. Quoted, so that nothing in them is read as syntax."""
    storable = (word.encode("utf-8", "ignore").decode().replace("\0", "") for word in words)
    return " OR ".join('"' + word.replace('"', '""') + '"' for word in storable)


def frequency(connection: Connection, word: str) -> int:
    """In how many live passages a word occurs, after stemming."""
    counts = []
    for table in _TABLES:
        sql = text(f"SELECT count(*) FROM {table} WHERE {table} MATCH :query")  # noqa: S608
        counts.append(connection.scalar(sql, {"query": phrase_query([word])}) or 0)
    return int(counts[0] - counts[1])
