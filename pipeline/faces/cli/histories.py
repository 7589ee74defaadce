"""What became of articles and of the corpus, as people read it: versions, what changed between them, revisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.padding import Padding
from rich.text import Text

from ...render.inert import line, plain
from .tables import facts_table, rows_table, when_known

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from ...types import Article, ArticleChange, ArticleHistory, HistoryEntry, LogEntry, SentenceChange

_SILENT = "changed silently: other words under the same address and dates"


def history(found: ArticleHistory) -> RenderableType:
    """One article as it stands, its versions, what changed from one to the next, its text."""
    article = found.article
    facts = [("id", article.id), ("publisher", article.publisher), ("published", when_known(article.published_at))]
    facts += [("author", article.author)] if article.author else []
    facts += [("updated", when_known(article.updated_at))] if article.updated_at else []
    facts += [("origin", article.origin), ("url", article.url)]
    parts: list[RenderableType] = [Text(line(article.title), style="bold"), facts_table(facts)]
    if found.withdrawn:
        parts.append(Text(f"Withdrawn: {line(found.reason or 'no reason given')}", style="red"))
    elif any(entry.change.returned for entry in found.changes):
        parts.append(Text("Was withdrawn, and is there again.", style="yellow"))
    versions = rows_table(("version", "fetched", "speaks as of"), (_version(each) for each in found.versions))
    told = [*_changes(found.changes)] if len(found.changes) > 1 else []
    return Group(*parts, Text(), versions, Text(), *told, Text(plain(article.text)))


def log(entries: Sequence[LogEntry]) -> RenderableType:
    """The revisions of the corpus, with the number of changes of each kind."""
    if not entries:
        return Text("The corpus has no revision yet. Add articles with 'groundwire ingest FILE'.")
    heads = ("number", "revision", "created", "articles", "added", "changed", "withdrawn")
    return rows_table(heads, (_revision(each) for each in entries))


def _changes(entries: Sequence[HistoryEntry]) -> Iterator[RenderableType]:
    for entry in entries:
        yield Text(f"revision {entry.number}, {when_known(entry.created_at)}: {_what(entry.change)}", style="bold")
        for change in entry.sentences:
            yield Padding(_sentences(change), (0, 0, 0, 2))
        yield Text()


def _what(change: ArticleChange) -> str:
    if change.kind == "withdrawn":
        return f"withdrawn ({line(change.reason or 'no reason given')})"
    if change.kind == "added":
        return "there again after it was withdrawn" if change.returned else "added"
    return _SILENT if change.silent else "changed"


def _sentences(change: SentenceChange) -> RenderableType:
    removed = (Text(f"- {line(sentence)}", style="red") for sentence in change.removed)
    added = (Text(f"+ {line(sentence)}", style="green") for sentence in change.added)
    return Group(*removed, *added)


def _version(article: Article) -> tuple[str, str, str]:
    return article.version, when_known(article.fetched_at), when_known(article.spoken_at)


def _revision(entry: LogEntry) -> tuple[str, ...]:
    added, changed, withdrawn = (
        [change for change in entry.changes if change.kind == kind] for kind in ("added", "changed", "withdrawn")
    )
    return (
        str(entry.number),
        entry.revision,
        when_known(entry.created_at),
        f"{entry.articles:,}",
        _count(len(added), sum(change.returned for change in added), "returned"),
        _count(len(changed), sum(change.silent for change in changed), "silent"),
        f"{len(withdrawn):,}",
    )


def _count(number: int, of_them: int, word: str) -> str:
    return f"{number:,} ({of_them:,} {word})" if of_them else f"{number:,}"
