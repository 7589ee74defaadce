"""Nearest passages by vector: Chroma, embedded, in a folder of the home.

Vectors are always passed in; Chroma embeds nothing, downloads nothing and reports nothing. Collections hold ids and
vectors only: who may answer, and when, is the catalogue's to say.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from .folder import Folder

# Ids in one read. Chroma binds each in its own SQLite, which takes 32,766.
_READ = 5_000
_DIGEST_CHARS = 12  # of the embedder's digest in a collection's name


class ChromaVectors:
    """A VectorIndex in a folder. One embedder, one pair of collections: `live-…` and `past-…` with its digest.

    Safe to use from several threads, and while one other process writes to the folder.
    """

    def __init__(self, folder: Path, *, embedder_digest: str) -> None:
        self._folder = Folder.at(folder)
        self._suffix = embedder_digest[:_DIGEST_CHARS]

    def upsert(self, passages: Sequence[str], vectors: NDArray[np.float32], *, past: bool = False) -> None:
        with self._folder.changing() as chroma:
            size = chroma.client.get_max_batch_size()
            for start in range(0, len(passages), size):
                part = slice(start, start + size)
                chroma.collection(self._name(past=past)).upsert(ids=list(passages[part]), embeddings=vectors[part])

    def delete(self, passages: Sequence[str], *, past: bool = False) -> None:
        with self._folder.changing() as chroma:
            for part in _parts(passages, chroma.client.get_max_batch_size()):
                chroma.collection(self._name(past=past)).delete(ids=part)

    def nearest(self, vector: NDArray[np.float32], *, k: int, past: bool = False) -> list[tuple[str, float]]:
        with self._folder.reading() as chroma:
            collection = chroma.collection(self._name(past=past))
            count = min(k, collection.count())
            if count < 1:
                return []
            found = collection.query(query_embeddings=[vector.tolist()], n_results=count, include=["distances"])
        distances = (found["distances"] or [[]])[0]
        hits = [(name, 1.0 - float(distance)) for name, distance in zip(found["ids"][0], distances, strict=True)]
        return sorted(hits, key=lambda hit: (-hit[1], hit[0]))

    def vectors(self, passages: Sequence[str], *, past: bool = False) -> dict[str, NDArray[np.float32]]:
        found: dict[str, NDArray[np.float32]] = {}
        with self._folder.reading() as chroma:
            for part in _parts(passages, _READ):
                rows = chroma.collection(self._name(past=past)).get(ids=part, include=["embeddings"])
                stored = rows["embeddings"] if rows["embeddings"] is not None else ()
                found.update((name, np.asarray(row, np.float32)) for name, row in zip(rows["ids"], stored, strict=True))
        return found

    def ids(self, *, past: bool = False) -> set[str]:
        with self._folder.reading() as chroma:
            return set(chroma.collection(self._name(past=past)).get(include=[])["ids"])

    def leftovers(self) -> list[str]:
        own = {self._name(past=past) for past in (False, True)}
        with self._folder.reading() as chroma:
            return sorted(each.name for each in chroma.client.list_collections() if each.name not in own)

    def drop_leftovers(self) -> None:
        for name in self.leftovers():
            with self._folder.changing() as chroma:
                chroma.client.delete_collection(name)

    def close(self) -> None:
        """Lets go of the folder's files; a later call opens them again."""
        self._folder.close()

    def _name(self, *, past: bool) -> str:
        return f"{'past' if past else 'live'}-{self._suffix}"


def _parts(passages: Sequence[str], size: int) -> Iterator[list[str]]:
    for start in range(0, len(passages), size):
        yield list(passages[start : start + size])
