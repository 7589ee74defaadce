"""The seams of the pipeline: what a stage needs from the outside, each as small as it can be.

Stages know these protocols and never an adapter; `service` chooses the adapters; doubles for tests are in `fakes`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from .types import (
    Article,
    Brief,
    CorpusRevision,
    Draft,
    Evidence,
    Pair,
    Passage,
    RawArticle,
    Rejection,
    Verdict,
    Withdrawal,
)


class Embedder(Protocol):
    """Turns texts into unit vectors. `digest` names model, precision and tokenizer: equal digests, equal vectors."""

    name: str
    digest: str
    dim: int

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors for texts, in the order given: shape (len(texts), dim), L2 norm 1.

        The vector of a text does not depend on which other texts are in the call.
        A text longer than the model's window is cut at its token limit.

        Raises:
            ModelUnavailable: the weights are neither packaged, installed nor downloadable.
        """
        ...


class VectorIndex(Protocol):
    """Nearest passages by vector: two sets, `live` for the corpus as it stands, `past` for superseded versions."""

    def upsert(self, passages: Sequence[str], vectors: NDArray[np.float32], *, past: bool = False) -> None: ...

    def delete(self, passages: Sequence[str], *, past: bool = False) -> None: ...

    def nearest(self, vector: NDArray[np.float32], *, k: int, past: bool = False) -> list[tuple[str, float]]:
        """At most k (passage id, cosine similarity), best first, ties by id."""
        ...

    def vectors(self, passages: Sequence[str], *, past: bool = False) -> dict[str, NDArray[np.float32]]: ...

    def ids(self, *, past: bool = False) -> set[str]: ...


class LexicalIndex(Protocol):
    """Best passages by words (BM25), filtered exactly."""

    def matching(
        self, query: str, *, k: int, as_of: datetime | None = None, publishers: Sequence[str] = ()
    ) -> list[tuple[str, float]]:
        """At most k (passage id, BM25 score, higher is better), best first, ties by id."""
        ...

    def document_frequency(self, terms: Sequence[str]) -> dict[str, int]:
        """In how many live passages each term occurs, after the index's own stemming."""
        ...


class ArticleReader(Protocol):
    """Reads one kind of source. A bad record comes back as a Rejection; the rest goes on."""

    def read(self, source: str) -> Iterator[RawArticle | Withdrawal | Rejection]:
        """Records in the order of the source.

        Raises:
            BadInput: the source as a whole cannot be read.
        """
        ...


class Corpus(Protocol):
    """What the stages after ingest read of the catalogue. Reading a span asserts that it gives the same words."""

    def revision(self) -> CorpusRevision: ...

    def article(self, article_id: str, version: str) -> Article:
        """That version of that article, withdrawn or not.

        Raises:
            NotFound: no such version was ever ingested.
        """
        ...

    def passages(
        self, ids: Iterable[str], *, as_of: datetime | None = None, publishers: Sequence[str] = ()
    ) -> Mapping[str, tuple[Passage, Article]]:
        """Those of the passages that may answer as of that moment: of a version that was current then,
        of an article that was not withdrawn, by one of the publishers (none given: any)."""
        ...

    def is_withdrawn(self, article_id: str) -> bool: ...


class Writer(Protocol):
    """Drafts an answer from evidence. `name` goes into the run record."""

    name: str

    def compose(self, brief: Brief, evidence: Sequence[Evidence]) -> Draft: ...


class Judge(Protocol):
    """Says of (claim, passage) pairs whether the passage carries the claim. `name` goes into every verdict."""

    name: str

    def judge(self, pairs: Sequence[Pair]) -> list[Verdict]:
        """One verdict a pair, in order; a verdict does not depend on the other pairs. A pair that cannot
        be judged comes back as `unjudged` with its reason, never as an exception."""
        ...


class Progress(Protocol):
    """Told how far a long step has come. `total` None: not known."""

    def __call__(self, stage: str, done: int, total: int | None) -> None: ...


def silent(stage: str, done: int, total: int | None) -> None:
    """A Progress that tells nobody."""
