"""A heading states what its section finds, so it is judged like a claim, against the articles that the section cites."""

from collections.abc import Sequence

from ..ports import Judge
from ..types import Pair
from .settle import SettledClaim
from .verify import verify_pairs

_REFUSED = ("contradicted", "unsupported", "unjudged")


def supported_heading(heading: str, claims: Sequence[SettledClaim], *, judge: Judge) -> str:
    """The heading if the cited articles carry it, else the section's own first claim."""
    articles = {span.evidence.article.id: span.evidence.article for claim in claims for span, _ in claim.citations}
    pairs = [
        Pair(claim=heading, passage=f"{article.title}.\n\n{article.text}"[:20_000], date=article.spoken_at)
        for article in articles.values()
    ]
    if any(verdict.label not in _REFUSED for verdict in verify_pairs(judge, pairs)):
        return heading
    return claims[0].text.rstrip(".")
