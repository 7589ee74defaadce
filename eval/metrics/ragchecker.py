"""RAGChecker's numbers for one answer, from who entails what. Source: its computation.py (Ru et al., NeurIPS 2024).

Differs where there is nothing to score: None, where the original gives 0. Two identities hold wherever all are scored:
faithfulness + hallucination + self-knowledge = 1, and both noise sensitivities + hallucination = 1 - precision.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from .citation import f1


@dataclass(frozen=True)
class Entailments:
    """What entails what, for one answer.

    `response_by_gold`: for each claim of the response, whether the gold answer entails it. `gold_by_response`: the other
    way round. `response_by_chunk`, `gold_by_chunk`: for each claim, whether each retrieved chunk entails it, in rank order.
    """

    response_by_gold: Sequence[bool]
    gold_by_response: Sequence[bool]
    response_by_chunk: Sequence[Sequence[bool]]
    gold_by_chunk: Sequence[Sequence[bool]]


@dataclass(frozen=True)
class RagScores:
    """Each as defined in the paper; None: nothing to score."""

    precision: float | None
    recall: float | None
    f1: float | None
    claim_recall: float | None
    context_precision: float | None
    context_utilisation: float | None
    faithfulness: float | None
    hallucination: float | None
    self_knowledge: float | None
    noise_sensitivity_relevant: float | None
    noise_sensitivity_irrelevant: float | None


def rag_scores(given: Entailments) -> RagScores:
    """All numbers of one answer."""
    useful = [any(column) for column in zip(*given.gold_by_chunk, strict=True)]
    right = given.response_by_gold
    held = [any(row) for row in given.response_by_chunk]
    reached = [any(row) for row in given.gold_by_chunk]
    used = [said for said, there in zip(given.gold_by_response, reached, strict=True) if there]
    by_useful = [any(e and u for e, u in zip(row, useful, strict=True)) for row in _rows(given, useful)]
    precision, recall = _share(right), _share(given.gold_by_response)
    rows = list(zip(right, held, by_useful, strict=True))
    return RagScores(
        precision=precision,
        recall=recall,
        f1=f1(precision, recall),
        claim_recall=_share(reached),
        context_precision=_share(useful),
        context_utilisation=_share(used),
        faithfulness=_share(held),
        hallucination=_share([not ok and not found for ok, found, _ in rows]),
        self_knowledge=_share([ok and not found for ok, found, _ in rows]),
        noise_sensitivity_relevant=_share([not ok and near for ok, _, near in rows]),
        noise_sensitivity_irrelevant=_share([not ok and found and not near for ok, found, near in rows]),
    )


def _rows(given: Entailments, useful: Sequence[bool]) -> Sequence[Sequence[bool]]:
    """The response's rows; without gold claims no chunk is known to be useful."""
    return given.response_by_chunk if useful else [()] * len(given.response_by_chunk)


def _share(hits: Sequence[bool]) -> float | None:
    return fmean(hits) if hits else None
