"""A heading states what its section finds, so it is judged like a claim: against the text of the articles that the
section cites, without their titles, since a headline always agrees with itself."""

from collections.abc import Sequence

from ..ports import Judge
from ..types import Article, Pair
from .settle import SettledClaim
from .verify import may_show, verify_pairs


def supported_heading(heading: str, claims: Sequence[SettledClaim], *, judge: Judge, taken: set[str]) -> str:
    """The heading if a cited article's text carries it, else a cited headline that its own text carries, else the
    section's first claim, which was judged already. Headings in `taken` stand over another section."""
    articles = list(
        {span.evidence.article.id: span.evidence.article for claim in claims for span, _ in claim.citations}.values()
    )
    offered = [heading, *(article.title for article in articles if "?" not in article.title)]
    pairs = [_pair(text, article) for text in offered for article in articles]
    judged = zip(pairs, verify_pairs(judge, pairs), strict=True)
    carried = {pair.claim for pair, verdict in judged if may_show(verdict)}
    return next((text for text in offered if text in carried - taken), claims[0].text.rstrip("."))


def _pair(heading: str, article: Article) -> Pair:
    return Pair(claim=heading, passage=article.text, date=article.published_at)
