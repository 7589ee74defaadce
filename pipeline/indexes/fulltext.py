"""Best passages by words (BM25), from the full text inside the catalogue's own database.

Whether a passage may answer is decided in the same query by the same conditions as everywhere else, so a filter never
costs a hit. What a user types is searched for, and never read as query syntax.
"""

import re
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, select

from ..stores import postings
from ..stores.catalogue import Catalogue
from ..stores.rows import chunks, may_answer
from ..stores.tables import articles, passages, versions
from ..text.words import STOP_WORDS, words

MAX_TERMS = 64  # of a query; a question has about 15 words, and every term costs a list of passages to read
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}")  # "U.S.", which is searched for as a phrase
# Candidates ranked for each hit asked for. Filters refuse few of them; when they refuse too many, more are ranked.
_AHEAD = 4


class FullText:
    """The LexicalIndex over a catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._engine = catalogue.engine
        self._as_known = catalogue.as_known

    def matching(
        self, query: str, *, k: int, as_of: datetime | None = None, publishers: Sequence[str] = ()
    ) -> list[tuple[str, float]]:
        terms = query_terms(query)
        if not terms or k < 1:
            return []
        with self._engine.begin() as connection:
            limit = max(k * _AHEAD, 100)
            while True:
                ranked = postings.ranked(connection, terms, limit=limit)
                hits = _answering(connection, ranked, may_answer(as_of, publishers, known=self._as_known))
                if len(hits) >= k or len(ranked) < limit:
                    return hits[:k]
                limit *= 8

    def document_frequency(self, terms: Sequence[str]) -> dict[str, int]:
        with self._engine.begin() as connection:
            return {term: postings.frequency(connection, term) for term in dict.fromkeys(terms)}


def query_terms(query: str) -> list[str]:
    """The words of a query to search for, each once: its content words, or all words if it has no other."""
    dotted = [match.group().rstrip(".") for match in _DOTTED.finditer(query)]
    found = list(dict.fromkeys([*dotted, *words(_DOTTED.sub(" ", query))]))
    # A single letter is what is left of a possessive, and would match every other one.
    content = [
        word for word in found if word not in STOP_WORDS and (len(word) > 1 or not word.isascii() or word.isdigit())
    ]
    return (content or found)[:MAX_TERMS]


def _answering(
    connection: Connection, ranked: Sequence[tuple[int, float]], where: Sequence[ColumnElement[bool]]
) -> list[tuple[str, float]]:
    """Those of the ranked passages that may answer, best first, ties by id."""
    query = (
        select(passages.c.number, passages.c.id)
        .join(versions, versions.c.number == passages.c.version_number)
        .join(articles, articles.c.id == versions.c.article_id)
        .where(*where)
    )
    names: dict[int, str] = {}
    for chunk in chunks(number for number, _ in ranked):
        rows = connection.execute(query.where(passages.c.number.in_(chunk)))
        names.update({row.number: row.id for row in rows})
    hits = [(names[number], score) for number, score in ranked if number in names]
    return sorted(hits, key=lambda hit: (-hit[1], hit[0]))
