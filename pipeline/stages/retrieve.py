"""Evidence for a brief: by meaning and by words, fused, each origin heard once, varied, within a token budget.

Filters are exact and applied in the catalogue; the vector index is asked for more until enough candidates pass them,
because a metadata filter there costs a scan of everything.
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from ..ids import evidence_key
from ..ports import Corpus, Embedder, LexicalIndex, VectorIndex
from ..text.words import content_words
from ..types import Article, Brief, Evidence, Passage, Reprint, Retrieved
from .editing import HeedingCorpus, Rules
from .pinned import pinned_evidence
from .relevance import assess, on_topic

# Reciprocal rank fusion with the constant of Cormack, Clarke and Büttcher (SIGIR 2009).
_RRF = 60
# Candidates taken from each index. Past about 100 the fused head no longer changes on the sample questions.
_DEPTH = 100
_DEEPEST = 3_200  # where asking the vector index for more stops, however narrow the filter
# Share of relevance against novelty in the choice of evidence (maximal marginal relevance).
_RELEVANCE_SHARE = 0.75
_PASSAGES_PER_ARTICLE = 4
_MOST_ARTICLES = 24
# What a rank under a further question counts, beside one under the question itself.
_FURTHER_WEIGHT = 0.5
# Two passages of one origin that share this many of their words carry the same words.
_SAME_WORDS = 0.6

Found = tuple[Passage, Article]


def retrieve(  # noqa: PLR0913 - what it reads from, each by its port
    brief: Brief,
    further: Sequence[str] = (),
    *,
    corpus: Corpus,
    vectors: VectorIndex,
    lexical: LexicalIndex,
    embedder: Embedder,
    count_tokens: Callable[[str], int],
) -> Retrieved:
    """Evidence from best to worst, and whether it is enough to answer from.

    `further` questions widen the search: what they find takes part, each of them at a lower weight than the question.
    """
    rules = Rules(brief.decisions)
    corpus = HeedingCorpus(corpus, rules) if brief.decisions else corpus
    queries = [brief.question, *further]
    embedded = embedder.embed(queries)
    question = embedded[0]
    scores: dict[str, float] = {}
    found: dict[str, Found] = {}
    for query, vector in zip(queries, embedded, strict=True):
        asked = brief.model_copy(update={"question": query})
        ranked, held = candidates(vector, brief=asked, corpus=corpus, vectors=vectors, lexical=lexical, depth=_DEPTH)
        found |= held
        for pid, score in ranked:
            scores[pid] = scores.get(pid, 0.0) + score * (1.0 if query == brief.question else _FURTHER_WEIGHT)
    scores = dict(sorted(scores.items(), key=lambda item: (-item[1], item[0])))
    passage_vectors = _vectors_of(found, vectors, past=brief.as_of is not None)
    kept, also_in = _one_per_origin(list(scores), found)
    heard = [
        Evidence(
            key=evidence_key(pid, question=brief.question),
            passage=found[pid][0],
            article=found[pid][1],
            similarity=float(question @ passage_vectors[pid]) if pid in passage_vectors else 0.0,
            score=scores[pid],
            also_in=also_in[pid],
        )
        for pid in kept
    ]
    evidence = _varied(on_topic(brief.question, heard), passage_vectors)
    if brief.decisions:
        evidence = pinned_evidence(question, evidence, brief=brief, rules=rules, corpus=corpus, vectors=vectors)
    return Retrieved(
        evidence=_within_budget(evidence, brief.evidence_tokens, count_tokens),
        relevance=assess(brief.question, evidence, lexical=lexical),
        searched=corpus.revision().articles,
    )


def candidates(
    vector: NDArray[np.float32],
    *,
    brief: Brief,
    corpus: Corpus,
    vectors: VectorIndex,
    lexical: LexicalIndex,
    depth: int,
) -> tuple[list[tuple[str, float]], dict[str, Found]]:
    """Passages that may answer the brief, whose vector is given: (id, fused score) from best to worst, and what they hold."""
    dense, found = _dense(vector, brief=brief, corpus=corpus, vectors=vectors, depth=depth)
    worded = lexical.matching(brief.question, k=depth, as_of=brief.as_of, publishers=brief.publishers)
    found |= corpus.passages([pid for pid, _ in worded], as_of=brief.as_of, publishers=brief.publishers)
    fused: dict[str, float] = {}
    for ranking in (dense, worded):
        for rank, (pid, _) in enumerate((hit for hit in ranking if hit[0] in found), start=1):
            fused[pid] = fused.get(pid, 0.0) + 1 / (_RRF + rank)
    return sorted(fused.items(), key=lambda item: (-item[1], item[0])), found


def _dense(
    vector: NDArray[np.float32], *, brief: Brief, corpus: Corpus, vectors: VectorIndex, depth: int
) -> tuple[list[tuple[str, float]], dict[str, Found]]:
    k = depth
    while True:
        hits = vectors.nearest(vector, k=k)
        if brief.as_of is not None:
            hits = sorted(hits + vectors.nearest(vector, k=k, past=True), key=lambda hit: (-hit[1], hit[0]))
        found = dict(corpus.passages([pid for pid, _ in hits], as_of=brief.as_of, publishers=brief.publishers))
        if len(found) >= depth or len(hits) < k or k >= _DEEPEST:
            return [hit for hit in hits if hit[0] in found][:depth], found
        k *= 4


def _vectors_of(found: Mapping[str, Found], vectors: VectorIndex, *, past: bool) -> dict[str, NDArray[np.float32]]:
    known = vectors.vectors(sorted(found))
    if past:
        known |= vectors.vectors(sorted(set(found) - set(known)), past=True)
    return known


def _one_per_origin(
    ranked: Sequence[str], found: Mapping[str, Found]
) -> tuple[list[str], dict[str, tuple[Reprint, ...]]]:
    """The passages without those that repeat another's words within one origin; the earliest article speaks."""
    groups: list[list[str]] = []
    by_origin: dict[str, list[int]] = {}
    bags = {pid: frozenset(content_words(found[pid][0].text)) for pid in ranked}
    for pid in ranked:
        origin = found[pid][1].origin
        for at in by_origin.get(origin, []):
            if _same_words(bags[pid], bags[groups[at][0]]):
                groups[at].append(pid)
                break
        else:
            by_origin.setdefault(origin, []).append(len(groups))
            groups.append([pid])
    kept: list[str] = []
    also_in: dict[str, tuple[Reprint, ...]] = {}
    for group in groups:
        first = min(group, key=lambda pid: (found[pid][1].published_at, pid))
        kept.append(first)
        others = {found[pid][1].id: found[pid][1].publisher for pid in group}
        others.pop(found[first][1].id)
        also_in[first] = tuple(Reprint(article_id=name, publisher=others[name]) for name in sorted(others))
    return kept, also_in


def _same_words(left: frozenset[str], right: frozenset[str]) -> bool:
    return len(left & right) >= _SAME_WORDS * max(1, min(len(left), len(right)))


def _varied(pool: Sequence[Evidence], vectors: Mapping[str, NDArray[np.float32]]) -> list[Evidence]:
    """The passages of the most telling articles, each article seen whole as far as its passages were found.

    Articles, not passages, compete (maximal marginal relevance on their best passage): what answers a question often
    stands beside the passage that resembles it.
    """
    by_article: dict[str, list[Evidence]] = {}
    for item in pool:
        if item.passage.id in vectors:
            by_article.setdefault(item.article.id, []).append(item)
    telling = _diverse([own[0] for own in by_article.values()], vectors)
    return [item for best in telling for item in by_article[best.article.id][:_PASSAGES_PER_ARTICLE]]


def _diverse(pool: Sequence[Evidence], vectors: Mapping[str, NDArray[np.float32]]) -> list[Evidence]:
    """At most `_MOST_ARTICLES` by maximal marginal relevance over scores scaled to [0, 1]."""
    if not pool:
        return []
    matrix = np.stack([vectors[item.passage.id] for item in pool])
    relevance = np.array([item.score for item in pool]) / max(item.score for item in pool)
    nearest, free = np.zeros(len(pool)), np.ones(len(pool), dtype=bool)
    chosen: list[Evidence] = []
    while free.any() and len(chosen) < _MOST_ARTICLES:
        value = np.where(free, _RELEVANCE_SHARE * relevance - (1 - _RELEVANCE_SHARE) * nearest, -np.inf)
        at = int(np.argmax(value))
        free[at] = False
        chosen.append(pool[at])
        nearest = np.maximum(nearest, matrix @ matrix[at])
    return chosen


def _within_budget(
    evidence: Sequence[Evidence], budget: int, count_tokens: Callable[[str], int]
) -> tuple[Evidence, ...]:
    kept: list[Evidence] = []
    spent = 0
    for item in evidence:
        spent += count_tokens(item.passage.text)
        if spent > budget and kept:
            break
        kept.append(item)
    return tuple(kept)
