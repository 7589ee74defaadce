"""The answer when the corpus does not hold one: that it does not, what was searched, and what came nearest."""

from datetime import datetime

from ..text.sentences import sentence_spans
from ..types import Brief, CorpusStamp, Evidence, Omission, Report, Retrieved, RunRecord, Staleness
from .assemble import identity

_NEAREST = 3


def abstain(
    brief: Brief, found: Retrieved, *, corpus: CorpusStamp, run: RunRecord, now: datetime, previous: int | None
) -> Report:
    """A report without claims. What came nearest is listed under what was left out, with the reason."""
    return Report(
        id=identity(brief),
        version=(previous or 0) + 1,
        previous=previous,
        question=brief.question,
        title=brief.question,
        status="insufficient_evidence",
        checked_at=now,
        as_of=brief.as_of,
        corpus=corpus,
        executive_summary=(),
        sections=(),
        bottom_line=(),
        follow_ups=(),
        claims={},
        sources=(),
        omissions=tuple(_near_miss(item, found) for item in _distinct(found)),
        disagreements=(),
        staleness=Staleness(checked_at=now),
        run=run,
        publishers=brief.publishers,
        decisions=brief.decisions,
    )


def _distinct(found: Retrieved) -> list[Evidence]:
    ranked = sorted(found.evidence, key=lambda item: (-item.similarity, item.key))
    return list({item.article.id: item for item in reversed(ranked)}.values())[::-1][:_NEAREST]


def _near_miss(item: Evidence, found: Retrieved) -> Omission:
    start, end = next(iter(sentence_spans(item.passage.text)), (0, len(item.passage.text)))
    missing = ", ".join(f"'{word}'" for word in found.relevance.missing)
    reason = f"nearest passage found ({item.article.publisher}, {item.article.published_at:%-d %B %Y}), " + (
        f"but it and its neighbours say nothing of {missing}" if missing else "but it does not answer the question"
    )
    return Omission(text=item.passage.text[start:end], verdict="unsupported", reason=reason)
