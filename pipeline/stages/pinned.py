"""The sources that an editor pinned, put among the evidence whatever else was found."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from ..ids import evidence_key
from ..ports import Corpus, VectorIndex
from ..types import Article, Brief, Evidence, Passage
from .editing import Rules

# Passages of one pinned article or publisher that come first: as many as retrieval takes of any article.
_SHOWN = 4
_DEEPEST = 400  # nearest passages among which those of a pinned publisher are looked for


def pinned_evidence(
    question: NDArray[np.float32],
    evidence: Sequence[Evidence],
    *,
    brief: Brief,
    rules: Rules,
    corpus: Corpus,
    vectors: VectorIndex,
) -> list[Evidence]:
    """The evidence with the passages of pinned sources that come nearest to the question before it."""
    known = {item.passage.id: item for item in evidence}
    first: dict[str, Evidence] = {}
    for held in _held(question, brief, rules, corpus, vectors):
        stored = vectors.vectors([passage.id for passage, _ in held])
        near = sorted(held, key=lambda each: (-_near(question, stored.get(each[0].id)), each[0].start))
        for passage, article in near[:_SHOWN]:
            similarity = _near(question, stored.get(passage.id))
            first[passage.id] = known.get(passage.id) or _evidence(passage, article, brief, similarity)
    return [*first.values(), *(item for item in evidence if item.passage.id not in first)]


def _held(
    question: NDArray[np.float32], brief: Brief, rules: Rules, corpus: Corpus, vectors: VectorIndex
) -> Iterator[list[tuple[Passage, Article]]]:
    """The passages of each pinned article and publisher that may answer."""
    for name in rules.targets("pin", "article"):
        version = corpus.live_versions([name]).get(name)
        own = corpus.passages_of(name, version) if version else ()
        yield list(corpus.passages([passage.id for passage in own], as_of=brief.as_of).values())
    publishers = rules.targets("pin", "publisher")
    nearest = [name for name, _ in vectors.nearest(question, k=_DEEPEST)] if publishers else []
    for publisher in publishers:
        yield list(corpus.passages(nearest, as_of=brief.as_of, publishers=[publisher]).values())


def _near(question: NDArray[np.float32], vector: NDArray[np.float32] | None) -> float:
    return 0.0 if vector is None else float(question @ vector)


def _evidence(passage: Passage, article: Article, brief: Brief, similarity: float) -> Evidence:
    key = evidence_key(passage.id, question=brief.question)
    return Evidence(key=key, passage=passage, article=article, similarity=similarity, score=0.0)
