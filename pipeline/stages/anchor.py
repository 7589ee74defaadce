"""From quoted words to exact spans.

A quote is found in its passage up to case, white space and the shape of quotation marks, nothing else. What is not
found loses its citation; nothing is ever matched "almost".
"""

from collections.abc import Iterable, Mapping

from ..types import DraftClaim, Evidence, Value

# Typographic quotation marks and apostrophes, read as the plain ones.
_MARKS = str.maketrans(dict.fromkeys("“”„«»", '"') | dict.fromkeys("‘’‚‹›´`", "'"))


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


def locate(quote: str, text: str) -> tuple[int, int] | None:
    """Where the quote stands in the text, `[start, end)`; None when it does not."""
    needle = "".join(char for char, _ in _plain(quote)).strip()
    if not needle:
        return None
    haystack = list(_plain(text))
    at = "".join(char for char, _ in haystack).find(needle)
    if at < 0:
        return None
    return haystack[at][1], haystack[at + len(needle) - 1][1] + 1


def _plain(text: str) -> Iterable[tuple[str, int]]:
    """The characters that count, each with the offset it comes from; every pair holds exactly one character."""
    space = False
    for offset, char in enumerate(text):
        if char.isspace():
            if not space:
                yield " ", offset
            space = True
            continue
        space = False
        lower = char.translate(_MARKS).lower()
        yield (lower if len(lower) == 1 else char), offset


def _short(quote: str) -> str:
    return quote if len(quote) <= 80 else quote[:77] + "…"
