"""The stock pipeline that groundwire is measured beside: llama-index as its guide builds it, with the same embedder.

`IngestionPipeline` with a `SentenceSplitter`, a document store that recognises what changed, and the Chroma vector store
where its package is installed, else the simple one. Chunks are cut to the window of the embedding model.
"""

from collections.abc import Iterable, Mapping
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from llama_index.core import Document
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.ingestion import DocstoreStrategy, IngestionPipeline
from llama_index.core.node_parser import SentenceSplitter
from llama_index.core.storage.docstore import SimpleDocumentStore
from llama_index.core.vector_stores import SimpleVectorStore
from llama_index.core.vector_stores.types import BasePydanticVectorStore, VectorStoreQuery
from pydantic import PrivateAttr

from pipeline.ports import Embedder

# The packaged encoder reads 256 word pieces; 200 tiktoken tokens of news with the metadata stay below it.
CHUNK_TOKENS, OVERLAP_TOKENS = 200, 20


class EmbedderForLlamaIndex(BaseEmbedding):
    """Our embedder behind the interface of llama-index."""

    _embedder: Embedder = PrivateAttr()

    def __init__(self, embedder: Embedder) -> None:
        super().__init__(model_name=embedder.name)
        self._embedder = embedder

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        rows: list[list[float]] = self._embedder.embed(texts).tolist()
        return rows

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)


class Stock:
    """A stock pipeline in a folder."""

    def __init__(self, folder: Path, embedder: Embedder) -> None:
        self._folder = folder
        self._embedding = EmbedderForLlamaIndex(embedder)
        self._store = _vector_store(folder)
        self._pipeline = IngestionPipeline(
            transformations=[
                SentenceSplitter(chunk_size=CHUNK_TOKENS, chunk_overlap=OVERLAP_TOKENS),
                self._embedding,
            ],
            vector_store=self._store,
            docstore=SimpleDocumentStore(),
            docstore_strategy=DocstoreStrategy.UPSERTS,
        )

    def ingest(self, records: Iterable[Mapping[str, Any]]) -> int:
        """Takes in articles and writes everything to the folder; how many chunks were embedded."""
        documents = [
            Document(text=r["text"], doc_id=r["id"], metadata={"title": r["title"], "published_at": r["published_at"]})
            for r in records
        ]
        nodes = self._pipeline.run(documents=documents)
        self._pipeline.persist(str(self._folder / "pipeline"))
        if isinstance(self._store, SimpleVectorStore):
            self._store.persist(str(self._folder / "vectors.json"))
        return len(nodes)

    def search(self, query: str, *, k: int) -> int:
        """How many hits a query has, asked of the vector store itself, which is the least that a stock search does."""
        vector = self._embedding.get_query_embedding(query)
        found = self._store.query(VectorStoreQuery(query_embedding=vector, similarity_top_k=k))
        return len(found.ids or ())


def store_name() -> str:
    return "Chroma" if _chroma_installed() else "SimpleVectorStore"


def _chroma_installed() -> bool:
    return (
        find_spec("llama_index.vector_stores") is not None and find_spec("llama_index.vector_stores.chroma") is not None
    )


def _vector_store(folder: Path) -> BasePydanticVectorStore:
    if not _chroma_installed():
        return SimpleVectorStore()
    import chromadb

    collection = chromadb.PersistentClient(str(folder / "chroma")).get_or_create_collection("articles")
    # By name, since the package is optional.
    module = import_module("llama_index.vector_stores.chroma")
    store: BasePydanticVectorStore = module.ChromaVectorStore(chroma_collection=collection)
    return store
