"""The results of the commands as people read them: short, and inert whatever the articles hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ...render.inert import line, web_url
from ...render.wording import count, moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from rich.console import RenderableType

    from ...types import (
        CheckResult,
        CorpusStatus,
        Health,
        IngestResult,
        ReportSummary,
        SearchHit,
    )

PUBLISHERS = 12  # as many as fit on a screen with the rest
_STATES = {"fresh": "green", "stale-minor": "yellow", "stale-major": "red"}


def ingested(result: IngestResult) -> RenderableType:
    """What an ingest or a withdrawal did, and what it refused."""
    done = f"{result.added:,} added, {result.updated:,} updated, {result.unchanged:,} unchanged, {result.withdrawn:,} withdrawn"
    rest = f"{count(result.passages, 'passage')} in revision {line(result.revision)}, {result.seconds:.1f} s"
    parts: list[RenderableType] = [Text(done, style="bold"), Text(rest)]
    if result.rejected:
        parts.append(Text(f"{count(len(result.rejected), 'record')} refused; the rest went in:", style="yellow"))
        rows = ((str(each.line or ""), each.id or "", each.reason) for each in result.rejected)
        parts.append(rows_table(("line", "id", "reason"), rows))
    return Group(*parts)


def corpus(status: CorpusStatus) -> RenderableType:
    """What the corpus holds."""
    if not status.articles and not status.withdrawn:
        return Text("The corpus is empty. Add articles with 'groundwire ingest FILE', or see 'groundwire demo'.")
    facts = [
        ("articles", f"{status.articles:,}"),
        ("withdrawn", f"{status.withdrawn:,}"),
        ("origins", f"{status.origins:,}"),
        ("passages", f"{status.passages:,}"),
        ("from", when_known(status.oldest)),
        ("to", when_known(status.newest)),
        ("revision", status.revision),
    ]
    most = sorted(status.publishers.items(), key=lambda item: (-item[1], item[0]))
    shown = rows_table(("publisher", "articles"), ((name, f"{number:,}") for name, number in most[:PUBLISHERS]))
    more = (
        [Text(f"and {count(len(most) - PUBLISHERS, 'more publisher')}", style="dim")] if len(most) > PUBLISHERS else []
    )
    return Group(facts_table(facts), Text(), shown, *more)


def hits(found: Sequence[SearchHit]) -> RenderableType:
    """Passages, best first, with where they stand."""
    if not found:
        return Text("Nothing in the corpus matches. 'groundwire corpus' tells what is there.")
    parts: list[RenderableType] = []
    for hit in found:
        parts.append(Text.assemble((f"{hit.rank}. {line(hit.title)}", "bold"), f"  {hit.score:.3f}"))
        place = f"{line(hit.publisher)}, {when_known(hit.published_at)}, {line(hit.article_id)} [{hit.start}:{hit.end}]"
        url = web_url(hit.url)
        about = Text(f"{place}\n{url}" if url else place, style="dim")
        parts.append(Padding(Group(about, Text(line(hit.text)), Text()), (0, 0, 0, 3)))
    return Group(*parts)


def reports(found: Sequence[ReportSummary], *, stale: bool) -> RenderableType:
    """The stored reports, each with how fresh it is."""
    if not found:
        return Text("No report is stale." if stale else "No report yet. Write one with 'groundwire ask QUESTION'.")
    table = rows_table(("id", "version", "checked", "state", "status", "question"), ())
    for each in found:
        state = Text(each.state, style=_STATES[each.state])
        cells = (line(each.id), str(each.version), f"{each.checked_at:%Y-%m-%d}")
        table.add_row(*map(Text, cells), state, Text(each.status.replace("_", " ")), Text(line(each.question)))
    return table


def checked(result: CheckResult) -> RenderableType:
    """Whether every citation re-reads word for word, and which do not."""
    if result.ok:
        return Text(
            f"{count(result.citations, 'citation')} read again: every quote stands, word for word.", style="green"
        )
    told = f"{len(result.failures):,} of {count(result.citations, 'citation')} cannot be proven:"
    if not result.citations:
        told = "Nothing is proven:"
    rows = ((each.claim, str(each.citation + 1), each.reason) for each in result.failures)
    return Group(Text(told, style="bold red"), rows_table(("claim", "citation", "reason"), rows))


def health(found: Health) -> RenderableType:
    """Every check of the home, and whether all is well."""
    table = rows_table(("", "check", "detail"), ())
    for check in found.checks:
        mark = Text("ok", style="green") if check.ok else Text("failed", style="bold red")
        table.add_row(mark, Text(line(check.name)), Text(line(check.detail)))
    verdict = "All is well." if found.ok else "Something is wrong; 'groundwire doctor --fix' rebuilds what is derived."
    return Group(table, Text(verdict, style="bold" if found.ok else "bold red"))


def when_known(when: datetime | None) -> str:
    return moment(when) if when else "not known"


def facts_table(facts: Iterable[tuple[str, str]]) -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    for name, value in facts:
        grid.add_row(Text(name), Text(line(value)))
    return grid


def rows_table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for head in heads:
        table.add_column(head, overflow="fold")
    for row in rows:
        table.add_row(*(Text(line(cell)) for cell in row))
    return table
