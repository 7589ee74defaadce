"""Whether sources that a writer sets against each other do contradict each other."""

from collections.abc import Sequence
from itertools import permutations

from ..ports import Judge
from ..types import Pair
from .settle import SettledClaim
from .verify import verify_pairs


def contradictory(sides: Sequence[SettledClaim], *, judge: Judge) -> bool:
    """Whether the judge finds one side contradicted by a passage that another side cites."""
    pairs = [
        Pair(claim=one.text, passage=span.evidence.passage.text, date=span.evidence.article.published_at)
        for one, other in permutations(sides, 2)
        for span, _ in other.citations
    ]
    return any(verdict.label == "contradicted" for verdict in verify_pairs(judge, pairs))
