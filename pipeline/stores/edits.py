"""What an edit did to an article: which sentences it changed, and whether its publisher kept quiet about it."""

from collections.abc import Iterable
from difflib import SequenceMatcher

from sqlalchemy import Connection, or_, select

from ..addresses import canonical_url
from ..text.sentences import sentence_spans
from ..types import Article, SentenceChange
from .rows import chunks
from .tables import versions

Edit = tuple[str, str | None, str | None]  # article id, version before, version after


def sentence_changes(before: Article, after: Article) -> tuple[SentenceChange, ...]:
    """The places where two versions differ, in the order of the text; a headline counts as the first sentence."""
    old, new = _sentences(before), _sentences(after)
    return tuple(
        SentenceChange(removed=tuple(old[a:b]), added=tuple(new[c:d]))
        for kind, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes()
        if kind != "equal"
    )


def silent(connection: Connection, edits: Iterable[Edit]) -> set[Edit]:
    """Those of the edits that changed the words of an article and neither its address nor a date that it gives."""
    wanted = {edit for edit in edits if edit[1] and edit[2]}
    old, new = versions.alias("old"), versions.alias("new")
    query = (
        select(old.c.article_id, old.c.version, new.c.version, old.c.url, new.c.url)
        .join(new, (new.c.article_id == old.c.article_id) & (new.c.number != old.c.number))
        .where(
            new.c.published_at == old.c.published_at,
            new.c.updated_at.is_not_distinct_from(old.c.updated_at),
            or_(new.c.title != old.c.title, new.c.text != old.c.text),
        )
    )
    found: set[Edit] = set()
    for chunk in chunks(sorted({edit[0] for edit in wanted})):
        for name, before, after, old_url, new_url in connection.execute(query.where(old.c.article_id.in_(chunk))):
            if (name, before, after) in wanted and canonical_url(old_url) == canonical_url(new_url):
                found.add((name, before, after))
    return found


def _sentences(article: Article) -> list[str]:
    return [article.title, *(" ".join(article.text[a:b].split()) for a, b in sentence_spans(article.text))]
