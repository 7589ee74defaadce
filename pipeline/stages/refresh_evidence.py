"""What a writer is shown when a report is refreshed: what is new first, and the rest only where something has to be found."""

from collections.abc import Mapping, Sequence

from ..types import Evidence, Omission
from .refresh import Offers
from .refresh_standing import Reader, Standing
from .settle import Settled, SettledClaim
from .staleness import Diagnosis

# Passages in all: a fraction of what a whole report is written from.
_SHOWN = 16


def new_evidence(
    diagnosis: Diagnosis,
    standing: Standing,
    mended: Mapping[str, Settled],
    reader: Reader,
    found: Sequence[Evidence],
) -> tuple[Evidence, ...]:
    """The passages that shook claims or tell more, then of what the question finds the new and the newly
    pinned ones; where a claim is lost
    without anything in its place, the best of the others too."""
    news = diagnosis.news
    telling = [news.passages[each.passage][0] for each in diagnosis.telling]
    causes = [each.cause for each in standing.shaken if each.cause]
    spans = [(passage.article_id, passage.version, passage.start, passage.end) for passage in telling]
    told = [span.evidence for span in [*causes, *standing.beside, *(reader.span(*span) for span in spans)]]
    new = {passage.id for passage, _ in news.passages}
    pins = diagnosis.decided.new
    fresh = [item for item in found if item.passage.id in new or pins.pins(item.article.id, item.article)]
    lost = any(isinstance(result, Omission) for result in mended.values())
    retrieved = {item.key: item for item in found}
    chosen = {item.key: retrieved.get(item.key, item) for item in [*told, *fresh, *(found if lost else ())]}
    return tuple(chosen.values())[:_SHOWN]


def more_to_tell(diagnosis: Diagnosis, standing: Standing, mended: Mapping[str, Settled]) -> bool:
    """Whether anything but the mended claims has to be written: new evidence, or something in the place of a lost claim.

    Otherwise a refresh costs a writer one call for each shaken claim, and no more.
    """
    lost = any(isinstance(result, Omission) for result in mended.values())
    pins = any(decision.kind == "pin" for decision in diagnosis.decided.new.decisions)
    return bool(lost or standing.beside or diagnosis.telling or diagnosis.tells_more or pins)


def adding(diagnosis: Diagnosis, evidence: Sequence[Evidence]) -> frozenset[str]:
    """The articles from which something may be added: those that tell more, and those that the editor newly pinned."""
    pins = diagnosis.decided.new
    return diagnosis.new_articles | {each.article.id for each in evidence if pins.pins(each.article.id, each.article)}


def outranking(diagnosis: Diagnosis, offered: Sequence[SettledClaim], offers: Offers) -> tuple[SettledClaim, ...]:
    """A bottom line from news that bear more on the question than all that is cited; none otherwise."""
    first = {diagnosis.news.passages[each.passage][1].id for each in diagnosis.telling if each.first}
    for claim in offered:
        if any(span.evidence.article.id in first for span, _ in claim.citations) and offers.take(claim):
            return (claim,)
    return ()
