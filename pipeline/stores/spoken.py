"""What happened to the corpus from one moment to another, as its articles date themselves, however they were ingested."""

from datetime import datetime

from sqlalchemy import Connection, select

from ..types import ArticleChange, CorpusDelta
from .revisions import delta
from .rows import may_answer
from .tables import articles, versions


def spoken_delta(
    connection: Connection, from_revision: str, *, after: datetime | None, by: datetime, known: bool = False
) -> CorpusDelta:
    """What a report written from a revision, as of `after`, has to be told as of `by`.

    Withdrawals since the revision are in it, whatever their date: what is withdrawn answers no question. With `after`
    None, which is as the corpus then stood, only what was ingested since can be news.
    """
    since = delta(connection, from_revision, None)
    then = _current(connection, by, known=known)
    before = _current(connection, after, known=known) if after else {}
    before |= {each.article_id: each.before for each in since.changes if each.before is not None}
    new = {each.article_id for each in since.changes if each.kind == "added"}
    names = {each.article_id for each in since.changes} | (then.keys() if after else set())
    withdrawn = {each.article_id: each for each in since.of_kind("withdrawn")}
    changes = []
    for name in sorted(names):
        old = None if name in new and after is None else before.get(name)
        now = then.get(name)
        if name in withdrawn:
            changes.append(withdrawn[name])
        elif now is not None and now != old:
            change = ArticleChange(article_id=name, kind="changed", before=old, after=now)
            changes.append(change if old else change.model_copy(update={"kind": "added"}))
    return CorpusDelta(from_revision=from_revision, to_revision=since.to_revision, changes=tuple(changes))


def _current(connection: Connection, moment: datetime, *, known: bool) -> dict[str, str]:
    """The version of each article that answers as of a moment."""
    query = select(versions.c.article_id, versions.c.version).join(articles, articles.c.id == versions.c.article_id)
    return {row.article_id: row.version for row in connection.execute(query.where(*may_answer(moment, known=known)))}
