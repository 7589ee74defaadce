"""Vectors of texts that are asked for again and again, as those of claims are: kept in the home, by content."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import insert, select

from ..ids import digest
from ..ports import Embedder
from . import engine as database
from .catalogue import Catalogue
from .rows import chunks
from .tables import remembered


class RememberingEmbedder:
    """An embedder that embeds no text twice in the life of a home. What it keeps can be thrown away at any time."""

    def __init__(self, embedder: Embedder, catalogue: Catalogue) -> None:
        self.name = embedder.name
        self.digest = embedder.digest
        self.dim = embedder.dim
        self._embedder = embedder
        self._engine = catalogue.engine
        self._read: dict[str, NDArray[np.float32]] = {}

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        keys = [digest(self.digest, text) for text in texts]
        self._recall({key for key in keys if key not in self._read})
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._read}
        if new:
            self._keep(dict(zip(new, self._embedder.embed(list(new.values())), strict=True)))
        return np.stack([self._read[key] for key in keys]) if keys else np.zeros((0, self.dim), np.float32)

    def _recall(self, keys: set[str]) -> None:
        with self._engine.begin() as connection:
            for chunk in chunks(sorted(keys)):
                query = select(remembered.c.key, remembered.c.vector).where(remembered.c.key.in_(chunk))
                for key, stored in connection.execute(query):
                    self._read[key] = np.frombuffer(stored, np.float32)

    def _keep(self, vectors: dict[str, NDArray[np.float32]]) -> None:
        self._read |= vectors
        rows = [{"key": key, "vector": vector.astype(np.float32).tobytes()} for key, vector in vectors.items()]
        with database.writing(self._engine) as connection:
            connection.execute(insert(remembered).prefix_with("OR IGNORE"), rows)
