"""New passages that a question would now be answered from: nearer to it than what is cited, and from another origin."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..ports import Embedder, VectorIndex
from ..text.words import stem, words
from ..types import Article
from .editing import Rules
from .relevance import asked_words
from .staleness_news import News
from .staleness_thresholds import ASKED_SHARE, MOST_EVIDENCE


class Question(NamedTuple):
    """A standing question: what it was answered from, and which news may answer it."""

    report: str
    question: str
    passages: tuple[str, ...]
    origins: frozenset[str]
    publishers: frozenset[str]
    as_of: datetime | None
    rules: Rules


class Telling(NamedTuple):
    """A new passage (a place in `News.passages`) that bears on a question; `first`: more than anything cited does."""

    passage: int
    similarity: float
    first: bool


def new_evidence(
    questions: Sequence[Question], news: News, *, embedder: Embedder, vectors: VectorIndex
) -> dict[str, list[Telling]]:
    """For each report, the new passages that its question now finds above what it cites, the nearest first.

    Questions that share no words with any new article are not embedded.
    """
    bags = {name: _stems(f"{article.title}\n{article.text}") for name, article in news.live.items()}
    open_ = [(each, places) for each in questions if (places := _answering(each, news, bags))]
    if not open_:
        return {}
    embedded = embedder.embed([each.question for each, _ in open_])
    cited = _cited((name for each, _ in open_ for name in each.passages), vectors)
    found = {
        each.report: _telling(vector, places, [cited[name] for name in each.passages if name in cited], news)
        for (each, places), vector in zip(open_, embedded, strict=True)
    }
    return {report: telling for report, telling in found.items() if telling}


def _answering(question: Question, news: News, bags: Mapping[str, frozenset[str]]) -> list[int]:
    """The new passages that may answer, of articles that hold enough of the question's words."""
    asked = {stem(word) for word in asked_words(question.question)}
    named = {name for name, bag in bags.items() if len(asked & bag) >= max(1.0, ASKED_SHARE * len(asked))}
    return [
        place
        for place, (_, article) in enumerate(news.passages)
        if article.id in named and _may_answer(article, question)
    ]


def _may_answer(article: Article, question: Question) -> bool:
    return (
        article.origin not in question.origins
        and (question.as_of is None or article.spoken_at <= question.as_of)
        and (not question.publishers or article.publisher in question.publishers)
        and not question.rules.bans(article.id, article)
    )


def _telling(
    question: NDArray[np.float32], places: Sequence[int], cited: Sequence[NDArray[np.float32]], news: News
) -> list[Telling]:
    """The best passage of each origin that is nearer than the middle one of what is cited."""
    near = sorted(float(question @ vector) for vector in cited)
    floor, best = (near[len(near) // 2], near[-1]) if near else (0.0, 0.0)
    ranked = sorted(
        ((float(news.vectors[place] @ question), place) for place in places), key=lambda hit: (-hit[0], hit[1])
    )
    chosen: dict[str, Telling] = {}
    for similarity, place in ranked:
        if similarity > floor:
            chosen.setdefault(news.passages[place][1].origin, Telling(place, similarity, similarity > best))
    return list(chosen.values())[:MOST_EVIDENCE]


def _cited(names: Iterable[str], vectors: VectorIndex) -> dict[str, NDArray[np.float32]]:
    wanted = sorted(set(names))
    known = vectors.vectors(wanted)
    return known | vectors.vectors([name for name in wanted if name not in known], past=True)


def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words(text))
