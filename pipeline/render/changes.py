"""What changed between two versions of a report, as a reader sees it: plain text, Markdown, or one page side by side."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

from .inert import json_text, line
from .wording import CAUSES, count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..types import Because, ChangeKind, ClaimChange, RefreshResult, StalenessReason

DiffFormat = Literal["text", "md", "html", "json"]
DIFF_FORMATS: tuple[DiffFormat, ...] = get_args(DiffFormat)
# What a reader should see first: what is no more true, then what is told otherwise, then what is new.
ORDER: tuple[ChangeKind, ...] = ("reversed", "withdrawn", "reworded", "weakened", "strengthened", "added", "kept")


class Compared(NamedTuple):
    """Two versions of a report and what became of the claims."""

    report_id: str
    question: str
    older: int
    newer: int
    changes: tuple[ClaimChange, ...]

    @property
    def title(self) -> str:
        return f"{line(self.question)} (version {self.older} to {self.newer})"


def render_changes(compared: Compared, format: DiffFormat) -> str:  # noqa: A002
    """The changes in that format."""
    match format:
        case "text":
            return "\n".join([compared.title, tally(compared.changes), *text_lines(compared.changes)]) + "\n"
        case "md":
            from .markdown import _escaped

            head = [
                f"# {_escaped(compared.question)}",
                f"Version {compared.older} to {compared.newer}: {tally(compared.changes)}",
            ]
            return "\n\n".join([*head, *_markdown(compared.changes)]) + "\n"
        case "html":
            from .changes_page import page

            return page(compared)
        case "json":
            documents = ",\n".join(change.model_dump_json(indent=2) for change in compared.changes)
            return json_text(f"[{documents}]") + "\n"


def tally(changes: Sequence[ClaimChange]) -> str:
    """How many claims of each kind: "21 claims kept, 2 added, 1 withdrawn"."""
    kinds = Counter(change.kind for change in changes)
    told = [f"{kinds[kind]:,} {kind}" for kind in reversed(ORDER) if kinds[kind]]
    return f"{count(len(changes), 'claim')}: {', '.join(told)}." if told else "No claims."


def ordered(changes: Sequence[ClaimChange]) -> list[ClaimChange]:
    """The changes, the gravest kind first, what was kept left out."""
    changed = [change for change in changes if change.kind != "kept"]
    return sorted(changed, key=lambda change: ORDER.index(change.kind))


def text_lines(changes: Sequence[ClaimChange]) -> Iterator[str]:
    """The changes line by line, as a terminal or a log shows them."""
    for change in ordered(changes):
        yield ""
        yield change.kind.capitalize()
        if change.before is not None:
            yield f"  - {line(change.before)}"
        if change.after is not None and change.after != change.before:
            yield f"  + {line(change.after)}"
        if change.because:
            yield f"    {cause(change)}"


def cause(change: ClaimChange) -> str:
    """Where a change comes from: for an added claim only the article, whose words it tells."""
    if change.because is None:
        return ""
    return f"from {line(change.because.article_id)}" if change.kind == "added" else because(change.because)


def because(words: Because) -> str:
    """The article and the words behind a change, in one sentence."""
    return f"because of {line(words.article_id)}" + (f": “{line(words.quote)}”" if words.quote else "")


def reason(found: StalenessReason) -> str:
    """Why a report is stale, in one sentence."""
    what = CAUSES.get(found.kind, found.kind.replace("_", " "))
    words = f": “{line(found.quote)}”" if found.quote else ""
    touches = f" (touches {count(len(found.claims), 'claim')})" if found.claims else ""
    return f"{line(found.article_id)}, {what}{words}{touches}"


def outcome(result: RefreshResult) -> str:
    """What a refresh found and did, in one line."""
    done = {
        "kept": "nothing was written" if result.state != "fresh" else "it stands as it is",
        "rechecked": f"the same words, cited anew, are version {result.to_version}",
        "regenerated": f"what was shaken is written again, as version {result.to_version}",
    }[result.action]
    return f"{line(result.id)}: {result.state}; {done}."


def _markdown(changes: Sequence[ClaimChange]) -> Iterator[str]:
    from .markdown import _escaped

    for change in ordered(changes):
        old = [f"- before: {_escaped(change.before)}"] if change.before is not None else []
        new = [f"- after: {_escaped(change.after)}"] if change.after not in {None, change.before} else []
        why = [f"- {_escaped(cause(change))}"] if change.because else []
        yield "\n".join([f"**{change.kind.capitalize()}**", "", *old, *new, *why])
