"""Nugget recall, and TREC's weighted support of citations."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Literal

Match = Literal["support", "partial_support", "not_support"]
Support = Literal["full", "partial", "none"]

_LENIENT: dict[Match, float] = {"support": 1.0, "partial_support": 0.5, "not_support": 0.0}
_STRICT: dict[Match, float] = {"support": 1.0, "partial_support": 0.0, "not_support": 0.0}
_WEIGHT: dict[Support, float] = {"full": 1.0, "partial": 0.5, "none": 0.0}


@dataclass(frozen=True)
class NuggetScores:
    """Shares of nuggets in an answer: partly stated ones count nothing (strict) or half (lenient)."""

    strict_all: float | None
    lenient_all: float | None
    strict_vital: float | None
    lenient_vital: float | None


def nugget_scores(nuggets: Sequence[tuple[Match, bool]]) -> NuggetScores:
    """The scores of one answer from (match, vital) of each gold nugget. Source: TREC RAG 2024, AutoNuggetizer."""
    vital = [match for match, is_vital in nuggets if is_vital]
    every = [match for match, _ in nuggets]
    return NuggetScores(_mean(every, _STRICT), _mean(every, _LENIENT), _mean(vital, _STRICT), _mean(vital, _LENIENT))


def _mean(matches: Sequence[Match], worth: dict[Match, float]) -> float | None:
    return fmean(worth[match] for match in matches) if matches else None


def weighted_precision(citations: Sequence[Support]) -> float | None:
    """Mean support over all citations of an answer; partial support counts half."""
    return fmean(_WEIGHT[support] for support in citations) if citations else None


def weighted_recall(sentences: Sequence[Support]) -> float | None:
    """Mean support over all sentences of an answer, uncited ones being unsupported."""
    return fmean(_WEIGHT[support] for support in sentences) if sentences else None
