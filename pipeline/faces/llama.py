"""A home within llama-index: a retriever over its corpus, and a query engine that answers with verified reports.

    from pipeline.faces.llama import GroundwireQueryEngine, GroundwireRetriever

Both drop into anything that takes a llama-index retriever or query engine. A node is exact words of one article version:
its metadata says which, and from where to where.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from llama_index.core.base.base_query_engine import BaseQueryEngine
from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.base.response.schema import Response
from llama_index.core.prompts.mixin import PromptMixinType
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from ..render import render
from ..service import Groundwire
from ..types import Citation, Report, SearchHit, Source

# Shown to whoever reads a node, not to the models that embed or read it: these are for programs.
_FOR_PROGRAMS = ["article_id", "version", "passage_id", "start", "end", "url"]


class GroundwireRetriever(BaseRetriever):
    """The k best passages of a home's corpus for a query, by meaning and by words."""

    def __init__(
        self, desk: Groundwire, *, k: int = 10, as_of: datetime | None = None, publishers: Sequence[str] = ()
    ) -> None:
        super().__init__()
        self._desk = desk
        self._k = k
        self._as_of = as_of
        self._publishers = tuple(publishers)

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        found = self._desk.search(query_bundle.query_str, k=self._k, as_of=self._as_of, publishers=self._publishers)
        return [_of_hit(hit) for hit in found]


class GroundwireQueryEngine(BaseQueryEngine):
    """Answers a query with a report, which is stored in the home.

    The response is the report in Markdown; `source_nodes` are the words that it cites, each with its verdict;
    `metadata["report"]` is the report as JSON, `metadata["status"]` says whether the corpus held enough.
    """

    def __init__(self, desk: Groundwire, *, as_of: datetime | None = None, publishers: Sequence[str] = ()) -> None:
        super().__init__(callback_manager=None)
        self._desk = desk
        self._as_of = as_of
        self._publishers = tuple(publishers)

    def _query(self, query_bundle: QueryBundle) -> Response:
        report = self._desk.ask(query_bundle.query_str, as_of=self._as_of, publishers=self._publishers)
        return Response(
            response=render(report, "md"),
            source_nodes=_cited(report),
            metadata={"report": report.model_dump(mode="json"), "status": report.status},
        )

    async def _aquery(self, query_bundle: QueryBundle) -> Response:
        from asyncio import to_thread

        return await to_thread(self._query, query_bundle)

    def _get_prompt_modules(self) -> PromptMixinType:
        return {}


def _of_hit(hit: SearchHit) -> NodeWithScore:
    about = {"title": hit.title, "publisher": hit.publisher, "published_at": hit.published_at.isoformat()}
    span = {"article_id": hit.article_id, "version": hit.version, "start": hit.start, "end": hit.end}
    node = _node(hit.passage_id, hit.text, {**about, **span, "passage_id": hit.passage_id, "url": hit.url})
    return NodeWithScore(node=node, score=hit.score)


def _cited(report: Report) -> list[NodeWithScore]:
    """The words that the report cites, each span once, in the order of its claims."""
    sources = {source.number: source for source in report.sources}
    nodes: dict[tuple[str, str, int, int], NodeWithScore] = {}
    for claim in report.claims.values():
        for citation in claim.citations:
            span = (citation.article_id, citation.version, citation.start, citation.end)
            nodes.setdefault(span, _of_citation(citation, sources[citation.source], claim_id=claim.id))
    return list(nodes.values())


def _of_citation(citation: Citation, source: Source, *, claim_id: str) -> NodeWithScore:
    metadata = {
        "title": source.title,
        "publisher": source.publisher,
        "published_at": source.published_at.isoformat(),
        "article_id": citation.article_id,
        "version": citation.version,
        "passage_id": citation.passage_id,
        "start": citation.start,
        "end": citation.end,
        "url": source.url,
        "claim": claim_id,
        "verdict": citation.verdict.label,
    }
    name = f"{citation.passage_id}[{citation.start}:{citation.end}]"
    return NodeWithScore(node=_node(name, citation.quote, metadata), score=citation.verdict.score)


def _node(name: str, text: str, metadata: dict[str, Any]) -> TextNode:
    return TextNode(
        id_=name,
        text=text,
        metadata=metadata,
        start_char_idx=metadata["start"],
        end_char_idx=metadata["end"],
        excluded_embed_metadata_keys=_FOR_PROGRAMS,
        excluded_llm_metadata_keys=_FOR_PROGRAMS,
    )
