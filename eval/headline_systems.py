"""The systems of the headline comparison: ours three ways, and two that anybody builds, on one model, corpus and question.

Each gives its answer as a row in the form in which `groundwire eval run citations --answers` reads any system's answers.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipeline.assets import sample_corpus
from pipeline.flow import write_report
from pipeline.models.chat.connection import Connection
from pipeline.models.tokens import count_tokens
from pipeline.ports import Embedder, silent
from pipeline.readers import reader_for
from pipeline.service import Groundwire
from pipeline.types import Brief, Pair, RawArticle, Report, Verdict

LONGEST = 512  # tokens of an answer by the two systems that are not ours
EXTRACTIVE, MODEL, UNVERIFIED = "groundwire, no model", "groundwire, model", "groundwire, model, no verifier"
STOCK, PLAIN = "llama-index CitationQueryEngine", "plain 'cite your sources' prompt"

_ASKED = (
    "Answer the question from the numbered sources below and cite your sources: put the number of the source in square "
    "brackets after each sentence. If the sources do not answer it, say that you cannot answer.\n\n{sources}\n\n"
    "Question: {question}\nAnswer:"
)


@dataclass(frozen=True)
class Row:
    """An answer as a row, and the tokens that its model calls took."""

    row: Mapping[str, Any]
    tokens: int = 0


System = Callable[[str], Row]


@contextmanager
def systems(
    folder: Path, *, llm: str, settings: Mapping[str, object], sources: Sequence[str] = ()
) -> Iterator[dict[str, System]]:
    """Each system by name, over the sample corpus in its first state; without a model only ours that needs none.

    `sources`: other news than the sample's.
    """
    news = list(sources or (str(sample_corpus("r1")),))
    with Groundwire(folder / "home", progress=silent, llm="none", **settings) as plain:
        plain.ingest(news)
        made: dict[str, System] = {EXTRACTIVE: lambda question: _of_report(plain.ask(question))}
        if llm == "none":
            yield made
            return
        with Groundwire(folder / "home", progress=silent, llm=llm, llm_cache=False, **settings) as desk:
            told = Told(desk._adapters.staffing._connection)
            made[MODEL] = lambda question: _of_report(desk.ask(question))
            made[UNVERIFIED] = lambda question: _of_report(_unverified(question, desk))
            made[STOCK] = stock(told, desk._adapters.embedder, news)
            made[PLAIN] = lambda question: _plain(question, desk, told)
            yield made


class Told:
    """Plain questions to the model that also writes our reports, each counted."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.tokens = 0

    def reply(self, text: str) -> str:
        self.connection.open()
        options = {"max_tokens": LONGEST, "seed": 7, "stream_options": {"include_usage": True}, "temperature": 0.0}
        pieces = list(self.connection.start((("user", text),), options))
        said = "".join(piece.text for piece in pieces)
        counted = [(p.prompt_tokens or 0) + (p.completion_tokens or 0) for p in pieces]
        self.tokens += max(counted, default=0) or count_tokens(text) + count_tokens(said)
        return said


class Agreeable:
    """A judge that supports everything: the pass that a report goes without when it is taken away."""

    name = "agreeable"

    def judge(self, pairs: Sequence[Pair]) -> list[Verdict]:
        return [Verdict(label="supported", score=1.0, judge=self.name) for _ in pairs]


def _unverified(question: str, desk: Groundwire) -> Report:
    """A report by our writer, anchored in exact words and judged by nobody."""
    parts = desk._adapters
    return write_report(parts.brief(question), replace(parts.desk(), judge=Agreeable()), now=datetime.now(UTC))


def _of_report(report: Report) -> Row:
    return Row(report.model_dump(mode="json"), report.run.tokens.prompt + report.run.tokens.completion)


def _plain(question: str, desk: Groundwire, told: Told) -> Row:
    """What a model makes of our evidence when it is asked to cite it."""
    evidence = desk.retrieve(Brief(question=question, evidence_tokens=desk.settings.evidence_tokens)).evidence
    sources = [
        {"number": n, "text": item.passage.text, "title": item.article.title} for n, item in enumerate(evidence, 1)
    ]
    shown = "\n\n".join(f"[{each['number']}] {each['title']}\n{each['text']}" for each in sources)
    before = told.tokens
    said = told.reply(_ASKED.format(sources=shown, question=question))
    return Row({"question": question, "answer": said, "sources": sources}, told.tokens - before)


def stock(told: Told, embedder: Embedder, sources: Sequence[str]) -> System:
    """llama-index as its guide builds it: a vector index over the same articles, and the engine with its own defaults."""
    from llama_index.core import Document, VectorStoreIndex
    from llama_index.core.node_parser import SentenceSplitter
    from llama_index.core.query_engine import CitationQueryEngine

    from .bench_stock import CHUNK_TOKENS, OVERLAP_TOKENS, EmbedderForLlamaIndex

    embedding = EmbedderForLlamaIndex(embedder)
    documents = [
        Document(text=article.text, doc_id=article.id, metadata={"title": article.title})
        for article in _articles(sources)
    ]
    index = VectorStoreIndex.from_documents(
        documents,
        embed_model=embedding,
        transformations=[SentenceSplitter(chunk_size=CHUNK_TOKENS, chunk_overlap=OVERLAP_TOKENS)],
    )
    engine = CitationQueryEngine.from_args(index, llm=_for_llama_index(told))

    def ask(question: str) -> Row:
        before = told.tokens
        response = engine.query(question)
        nodes = [{"text": each.node.get_content(), **each.node.metadata} for each in response.source_nodes]
        row = {"question": question, "answer": str(response), "source_nodes": nodes}
        return Row(row, told.tokens - before)

    return ask


def _for_llama_index(told: Told) -> Any:
    """The model as llama-index asks one."""
    from llama_index.core.llms import CompletionResponse, CustomLLM, LLMMetadata

    class Counted(CustomLLM):
        @property
        def metadata(self) -> LLMMetadata:
            return LLMMetadata(
                context_window=told.connection.context_tokens, num_output=LONGEST, model_name=told.connection.name
            )

        def complete(self, prompt: str, *_told: Any, **_more: Any) -> CompletionResponse:
            return CompletionResponse(text=told.reply(prompt))

        def stream_complete(self, prompt: str, *_told: Any, **_more: Any) -> Any:
            yield CompletionResponse(text=told.reply(prompt))

    return Counted()


def _articles(sources: Sequence[str]) -> Iterator[RawArticle]:
    for source in sources:
        for record in reader_for(source, now=datetime.now(UTC)).read(source):
            if isinstance(record, RawArticle):
                yield record
