"""The suite *retrieval*: does the evidence hold the articles that answer, beside BM25 alone and vectors alone?

A ranking is of stories: reprints of one origin are one entry, for every system. What is asked of the sample corpus is also
held against the relevance floor, below which a report abstains.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from pipeline.errors import GroundwireError
from pipeline.fakes import MemoryVectors
from pipeline.ports import LexicalIndex, VectorIndex
from pipeline.service import Groundwire
from pipeline.stages.retrieve import candidates
from pipeline.types import Brief

from ..metrics.retrieval import average_precision, hits_at, ndcg_at, reciprocal_rank
from ..statistics import Metric, average
from ..suite import Bars, Context, Item, Measure, Plot
from .retrieval_queries import Query, articles_of, given_queries, own_queries

# Ours: the evidence that a report is written from. Fused: both rankings, before what varies the evidence.
SYSTEMS: Final = ("ours", "fused", "bm25", "dense")
_DEPTH = 100  # passages taken from each index, as `stages.retrieve` does
_SHOWN = 10

_SAYS: Final = {
    "hits@4": "queries for which an article that answers is among the first four stories",
    "hits@10": "queries for which an article that answers is among the first ten stories",
    "ndcg@10": "discounted gain of the first ten stories over the best possible one, gains linear",
    "map@10": "mean precision at each story that answers, over all that do, within the first ten",
    "mrr@10": "one over the rank of the first story that answers, 0 past the tenth",
}
METRICS: Final = {
    **{
        f"{name}.{system}": Measure(f"{says[0].upper()}{says[1:]} ({system}).")
        for name, says in _SAYS.items()
        for system in SYSTEMS
    },
    "refused": Measure("Of the queries that some article answers, those that the relevance floor declines.", "lower"),
    "accepted.near_miss": Measure("Of the near misses, those that the floor lets through.", "lower"),
    "accepted.far": Measure("Of the questions about something else, those that the floor lets through.", "lower"),
    "accepted.other": Measure("Of other queries that no article answers, those that the floor lets through.", "lower"),
}


class Retrieval:
    name = "retrieval"
    about = "Searches for what answers each query: our evidence, both rankings fused, BM25 alone, vectors alone."
    data = "eval/cases and eval/gold on the sample corpus; --data: queries in the form of MultiHop-RAG"
    metrics = METRICS

    def items(self, context: Context) -> Iterator[Item]:
        queries = context.limited(given_queries(context, context.data) if context.data else own_queries(context))
        context.total = len(queries)
        library = _Library(context)
        for query in queries:
            yield context.recorded(query.id) or _item(query, library)

    def summary(self, items: Sequence[Item]) -> dict[str, Metric]:
        return {name: _over(items, name) for name in METRICS}

    def plots(self, items: Sequence[Item]) -> Sequence[Plot]:
        names = ("ndcg@10", "hits@4")
        return [
            Bars(f"{name}: {_SAYS[name]}", tuple((s, _over(items, f"{name}.{s}")) for s in SYSTEMS)) for name in names
        ]

    def headline(self, items: Sequence[Item]) -> str:
        found = {system: _over(items, f"hits@4.{system}") for system in SYSTEMS}
        shares = {system: f"{metric.value:.0%}" for system, metric in found.items() if metric.value is not None}
        if not shares:
            return ""
        return (
            f"An article that answers is among our first four stories for {shares['ours']} of {found['ours'].n} queries "
            f"(BM25 alone {shares['bm25']}, vectors alone {shares['dense']})"
        )


def _over(items: Sequence[Item], name: str) -> Metric:
    scored = [(value, item.cluster) for item in items if (value := item.scores.get(name)) is not None]
    why = "no query of this run has such an answer" if name[0] != "a" else "no query of this run is of that kind"
    return average([value for value, _ in scored], [cluster for _, cluster in scored], why=why)


@dataclass
class _Library:
    """The homes that queries are put to, each filled once, and the origin of each article."""

    context: Context
    _filled: set[str] = field(default_factory=set)
    _origins: dict[tuple[str, str], str] = field(default_factory=dict)

    def home(self, query: Query) -> Groundwire:
        if isinstance(query.corpus, str):
            return self.context.sample(query.corpus)
        desk = self.context.open(self.context.work / f"corpus-{query.corpus.stem}")
        if query.corpus.stem not in self._filled:
            self._filled.add(query.corpus.stem)
            self.context.work.mkdir(parents=True, exist_ok=True)
            taken = self.context.work / f"{query.corpus.stem}.jsonl"
            lines = (json.dumps(article) for article in articles_of(self.context.use(query.corpus)))
            taken.write_text("\n".join(lines), encoding="utf-8")
            done = desk.ingest([str(taken)])
            if done.rejected:
                self.context.note(f"{len(done.rejected)} articles of {query.corpus.name} could not be taken in")
        return desk

    def story(self, desk: Groundwire, article: str) -> str:
        """The origin of an article; an article that is not there is a story of its own, which nothing finds."""
        key = (str(desk.home), article)
        if key not in self._origins:
            try:
                self._origins[key] = desk.corpus_article(article).article.origin
            except GroundwireError:
                self._origins[key] = article
        return self._origins[key]


def _item(query: Query, library: _Library) -> Item:
    try:
        desk = library.home(query)
        enough, rankings = _searched(query, desk)
    except GroundwireError as error:
        return _base(query, "error", _scores(query, [], {}, enough=None)).model_copy(update={"error": str(error)})
    stories = {name: _stories(ids, desk, library) for name, ids in rankings.items()}
    relevant = [library.story(desk, article) for article in query.relevant]
    first = {name: _rank(ranked, relevant) for name, ranked in stories.items()}
    item = _base(query, _verdict(query, first["ours"], enough=enough), _scores(query, relevant, stories, enough=enough))
    passed = (first["ours"] or _SHOWN + 1) <= _SHOWN if query.relevant else not enough
    reasons = [f"{name}: first at rank {rank}" if rank else f"{name}: not found" for name, rank in first.items()]
    inputs = {**item.inputs, "relevant": list(query.relevant), "found": stories["ours"][:_SHOWN]}
    return item.model_copy(update={"passed": passed, "reasons": tuple(reasons if relevant else ()), "inputs": inputs})


def _searched(query: Query, desk: Groundwire) -> tuple[bool, dict[str, list[str]]]:
    """Whether the floor lets the query through, and the ids of articles that each system ranks, best first."""
    brief = Brief(question=query.text, as_of=query.as_of)
    retrieved = desk.retrieve(brief)
    parts = desk._adapters
    vector = parts.embedder.embed([query.text])[0]
    indexes: dict[str, tuple[VectorIndex, LexicalIndex]] = {
        "fused": (parts.vectors, parts.lexical),
        "bm25": (MemoryVectors(), parts.lexical),
        "dense": (parts.vectors, _NoWords()),
    }
    rankings = {"ours": [item.article.id for item in retrieved.evidence]}
    for name, (vectors, lexical) in indexes.items():
        ranked, found = candidates(
            vector, brief=brief, corpus=parts.catalogue, vectors=vectors, lexical=lexical, depth=_DEPTH
        )
        rankings[name] = [found[passage][1].id for passage, _ in ranked]
    return retrieved.relevance.enough, rankings


class _NoWords:
    """A lexical index that finds nothing."""

    def matching(self, *_args: object, **_filters: object) -> list[tuple[str, float]]:
        return []

    def document_frequency(self, terms: Sequence[str]) -> dict[str, int]:
        return dict.fromkeys(terms, 0)


def _stories(articles: Sequence[str], desk: Groundwire, library: _Library) -> list[str]:
    return list(dict.fromkeys(library.story(desk, article) for article in dict.fromkeys(articles)))


def _rank(ranked: Sequence[str], relevant: Sequence[str]) -> int | None:
    return next((rank for rank, story in enumerate(ranked, 1) if story in relevant), None)


def _verdict(query: Query, rank: int | None, *, enough: bool) -> str:
    if not query.relevant:
        return "accepted" if enough else "declined"
    return f"in the first {4 if rank <= 4 else _SHOWN}" if rank and rank <= _SHOWN else "missed"


def _scores(
    query: Query, relevant: Sequence[str], stories: dict[str, list[str]], *, enough: bool | None
) -> dict[str, float | None]:
    """Every score of a query; what ended in an error found nothing, and the floor did not do its work."""
    if not query.relevant:
        kind = query.kind if query.kind in {"near_miss", "far"} else "other"
        return {f"accepted.{kind}": 1.0 if enough is None else float(enough)}
    own = set(relevant) or set(query.relevant)
    scores: dict[str, float | None] = {"refused": 1.0 if enough is None else float(not enough)}
    for system in SYSTEMS:
        ranked = stories.get(system, [])
        scores[f"hits@4.{system}"] = hits_at(ranked, own, k=4)
        scores[f"hits@10.{system}"] = hits_at(ranked, own, k=10)
        scores[f"ndcg@10.{system}"] = ndcg_at(ranked, dict.fromkeys(own, 1.0), k=10)
        scores[f"map@10.{system}"] = average_precision(ranked, own, k=10)
        scores[f"mrr@10.{system}"] = reciprocal_rank(ranked, own, k=10)
    return scores


def _base(query: Query, verdict: str, scores: dict[str, float | None]) -> Item:
    asked = {"corpus": str(query.corpus if isinstance(query.corpus, str) else query.corpus.name)}
    if query.as_of:
        asked["as_of"] = str(query.as_of.date())
    return Item(
        id=query.id,
        cluster=query.cluster,
        kind=query.kind,
        claim=query.text,
        inputs=asked,
        verdict=verdict,
        passed=False,
        scores=scores,
    )


SUITE = Retrieval()
