"""From quoted words to exact spans.

A quote is found in its passage up to case, white space and the shape of quotation marks, nothing else. What is not
found loses its citation; nothing is ever matched "almost".
"""

from collections.abc import Mapping

from ..text.locate import locate
from ..types import DraftClaim, Evidence, Value

__all__ = ["AnchoredClaim", "AnchoredSpan", "anchor", "locate"]


class AnchoredSpan(Value):
    """The words of a passage that a claim rests on, as offsets into the article's text."""

    evidence: Evidence
    start: int
    end: int

    @property
    def quote(self) -> str:
        return self.evidence.article.text[self.start : self.end]


class AnchoredClaim(Value):
    """A drafted claim with the spans that were found for it, and why others were not."""

    text: str
    attributed_to: str | None
    spans: tuple[AnchoredSpan, ...]
    lost: tuple[str, ...] = ()


def anchor(claim: DraftClaim, evidence: Mapping[str, Evidence]) -> AnchoredClaim:
    """The claim with an exact span for each pointer; pointers that lead nowhere are listed in `lost`."""
    spans: dict[tuple[str, int, int], AnchoredSpan] = {}
    lost: list[str] = []
    for pointer in claim.pointers:
        item = evidence.get(pointer.key)
        if item is None:
            lost.append(f"no passage has the key '{pointer.key}'")
            continue
        place = locate(pointer.quote, item.passage.text)
        if place is None:
            lost.append(f"the passage does not hold the words “{_short(pointer.quote)}”")
            continue
        start, end = item.passage.start + place[0], item.passage.start + place[1]
        spans.setdefault((item.article.id, start, end), AnchoredSpan(evidence=item, start=start, end=end))
    return AnchoredClaim(
        text=claim.text, attributed_to=claim.attributed_to, spans=tuple(spans.values()), lost=tuple(lost)
    )


def _short(quote: str) -> str:
    return quote if len(quote) <= 80 else quote[:77] + "…"
