"""Nearest passages by vector: Chroma, embedded, in a folder of the home.

Vectors are always passed in; Chroma embeds nothing, downloads nothing and reports nothing. Collections hold ids and
vectors only: who may answer, and when, is the catalogue's to say.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

# Ids in one read. Chroma binds each in its own SQLite, which takes 32,766.
_READ = 5_000
_DIGEST_CHARS = 12  # of the embedder's digest in a collection's name


class ChromaVectors:
    """A VectorIndex in a folder. One embedder, one pair of collections: `live-…` and `past-…` with its digest."""

    def __init__(self, folder: Path, *, embedder_digest: str) -> None:
        self._folder = folder
        self._suffix = embedder_digest[:_DIGEST_CHARS]

    def upsert(self, passages: Sequence[str], vectors: NDArray[np.float32], *, past: bool = False) -> None:
        size = self._client.get_max_batch_size()
        for start in range(0, len(passages), size):
            part = slice(start, start + size)
            self._collection(past=past).upsert(ids=list(passages[part]), embeddings=vectors[part])

    def delete(self, passages: Sequence[str], *, past: bool = False) -> None:
        for part in _parts(passages, self._client.get_max_batch_size()):
            self._collection(past=past).delete(ids=part)

    def nearest(self, vector: NDArray[np.float32], *, k: int, past: bool = False) -> list[tuple[str, float]]:
        collection = self._collection(past=past)
        count = min(k, collection.count())
        if count == 0:
            return []
        found = collection.query(query_embeddings=[vector.tolist()], n_results=count, include=["distances"])
        distances = (found["distances"] or [[]])[0]
        hits = [(name, 1.0 - float(distance)) for name, distance in zip(found["ids"][0], distances, strict=True)]
        return sorted(hits, key=lambda hit: (-hit[1], hit[0]))

    def vectors(self, passages: Sequence[str], *, past: bool = False) -> dict[str, NDArray[np.float32]]:
        found: dict[str, NDArray[np.float32]] = {}
        for part in _parts(passages, _READ):
            rows = self._collection(past=past).get(ids=part, include=["embeddings"])
            stored = rows["embeddings"] if rows["embeddings"] is not None else ()
            found.update((name, np.asarray(row, np.float32)) for name, row in zip(rows["ids"], stored, strict=True))
        return found

    def ids(self, *, past: bool = False) -> set[str]:
        return set(self._collection(past=past).get(include=[])["ids"])

    def leftovers(self) -> list[str]:
        own = {self._name(past=past) for past in (False, True)}
        return sorted(each.name for each in self._client.list_collections() if each.name not in own)

    def drop_leftovers(self) -> None:
        for name in self.leftovers():
            self._client.delete_collection(name)

    @cached_property
    def _client(self) -> "ClientAPI":
        import chromadb
        from chromadb.config import Settings

        self._folder.mkdir(parents=True, exist_ok=True)
        return chromadb.PersistentClient(str(self._folder), Settings(anonymized_telemetry=False))

    @cached_property
    def _live(self) -> "Collection":
        return self._open(past=False)

    @cached_property
    def _past(self) -> "Collection":
        return self._open(past=True)

    def _collection(self, *, past: bool) -> "Collection":
        return self._past if past else self._live

    def _open(self, *, past: bool) -> "Collection":
        return self._client.get_or_create_collection(
            self._name(past=past), embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
        )

    def _name(self, *, past: bool) -> str:
        return f"{'past' if past else 'live'}-{self._suffix}"


def _parts(passages: Sequence[str], size: int) -> Iterator[list[str]]:
    for start in range(0, len(passages), size):
        yield list(passages[start : start + size])
