"""What RAGAS, DeepEval and SAFE compute once a judge has spoken. Their models and prompts are not part of it.

Differs from theirs where there is nothing to score: None, never 1 and never 0.
"""

from collections.abc import Sequence
from statistics import fmean
from typing import Literal

from .citation import f1

Opinion = Literal["yes", "no", "idk"]


def faithfulness(inferable: Sequence[bool]) -> float | None:
    """The share of an answer's statements that can be inferred from the joined context."""
    return fmean(inferable) if inferable else None


def context_precision(useful: Sequence[bool]) -> float | None:
    """Average precision over the retrieved ranks that a judge calls useful; 0 where none is.

    Not MAP: what was not retrieved is not seen.
    """
    if not useful:
        return None
    hits = [sum(useful[: rank + 1]) / (rank + 1) for rank, good in enumerate(useful) if good]
    return fmean(hits) if hits else 0.0


def context_recall(attributable: Sequence[bool]) -> float | None:
    """The share of gold statements that can be attributed to the context."""
    return fmean(attributable) if attributable else None


def factual_correctness(
    response_supported: Sequence[bool], reference_supported: Sequence[bool], *, beta: float = 1.0
) -> tuple[float | None, float | None, float | None]:
    """(precision, recall, F): claims of the response that the reference carries, and the other way round.

    Each side has its own count of what is right, which the original confuses.
    """
    precision = fmean(response_supported) if response_supported else None
    recall = fmean(reference_supported) if reference_supported else None
    return precision, recall, f1(precision, recall, beta=beta)


def deepeval_faithfulness(opinions: Sequence[Opinion], *, penalise_idk: bool = False) -> float | None:
    """The share of claims that no context contradicts; what the judge does not know counts as faithful unless told not to."""
    if not opinions:
        return None
    return fmean(opinion == "yes" or (opinion == "idk" and not penalise_idk) for opinion in opinions)


def deepeval_hallucination(contradicted: Sequence[bool]) -> float | None:
    """The share of *contexts* that the answer contradicts."""
    return fmean(contradicted) if contradicted else None


def safe_f1_at_k(*, supported: int, not_supported: int, k: int) -> float | None:
    """SAFE's F1@K: precision over facts that could be rated, recall against K supported ones; 0 without a supported one."""
    if supported + not_supported == 0:
        return None
    return f1(supported / (supported + not_supported), min(supported / k, 1.0)) if supported else 0.0
