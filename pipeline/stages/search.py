"""Retrieval alone, as the `search` command shows it."""

from ..ports import Corpus, Embedder, LexicalIndex, VectorIndex
from ..types import Brief, SearchHit
from .retrieve import candidates

_DEEPER = 3  # candidates asked of each index for every hit shown, so that both have a say


def search(
    brief: Brief, *, k: int, corpus: Corpus, vectors: VectorIndex, lexical: LexicalIndex, embedder: Embedder
) -> tuple[SearchHit, ...]:
    """The k best passages for the brief's question, by meaning and by words, from best to worst."""
    ranked, found = candidates(
        embedder.embed([brief.question])[0],
        brief=brief,
        corpus=corpus,
        vectors=vectors,
        lexical=lexical,
        depth=k * _DEEPER,
    )
    hits = [(score, *found[passage_id]) for passage_id, score in ranked[:k]]
    return tuple(
        SearchHit(
            rank=rank,
            score=round(score, 6),
            article_id=article.id,
            version=article.version,
            passage_id=passage.id,
            start=passage.start,
            end=passage.end,
            text=passage.text,
            title=article.title,
            publisher=article.publisher,
            url=article.url,
            published_at=article.published_at,
        )
        for rank, (score, passage, article) in enumerate(hits, start=1)
    )
