"""The seams of the pipeline: what a stage needs from the outside, each as small as it can be.

Stages know these protocols and never an adapter; `service` chooses the adapters; doubles for tests are in `fakes`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from .types import (
    Article,
    Brief,
    Closing,
    CorpusDelta,
    CorpusRevision,
    Draft,
    DraftClaim,
    DraftSection,
    Event,
    Evidence,
    FailedClaim,
    Pair,
    Passage,
    Prompt,
    RawArticle,
    Rejection,
    StageUse,
    Verdict,
    Withdrawal,
)


class Embedder(Protocol):
    """Turns texts into unit vectors. `digest` names model, precision and tokenizer: equal digests, equal vectors."""

    @property
    def name(self) -> str: ...

    @property
    def digest(self) -> str: ...

    @property
    def dim(self) -> int: ...

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

    def leftovers(self) -> list[str]:
        """What another embedder filled and nothing reads any more."""
        ...

    def drop_leftovers(self) -> None: ...


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


class Articles(Protocol):
    """Where article versions are kept: a catalogue, or a bundle that carries those of one report."""

    def article(self, article_id: str, version: str) -> Article:
        """That version of that article, withdrawn or not.

        Raises:
            NotFound: no such version was ever ingested.
        """
        ...


class Corpus(Articles, Protocol):
    """What the stages after ingest read of the catalogue. Reading a span asserts that it gives the same words."""

    def revision(self) -> CorpusRevision: ...

    def passages(
        self, ids: Iterable[str], *, as_of: datetime | None = None, publishers: Sequence[str] = ()
    ) -> Mapping[str, tuple[Passage, Article]]:
        """Those of the passages that may answer as of that moment: of a version that was current then,
        of an article that was not withdrawn, by one of the publishers (none given: any)."""
        ...

    def live_versions(self, ids: Iterable[str]) -> Mapping[str, str | None]:
        """The live version of each of these articles; None for a withdrawn one; unknown ones are left out."""
        ...

    def passages_of(self, article_id: str, version: str) -> tuple[Passage, ...]:
        """All passages of an article version, in the order of the text; none if there is no such version."""
        ...

    def is_withdrawn(self, article_id: str) -> bool: ...

    def newest(self, *, as_of: datetime | None = None) -> datetime | None:
        """When the newest article that may answer was published; None when there is none."""
        ...


class Chronicle(Corpus, Protocol):
    """The corpus as refreshing reads it: what stands now, and what has come in since."""

    def delta(self, from_revision: str | None, to_revision: str | None = None) -> CorpusDelta:
        """What differs between two revisions; from None: the empty corpus, to None: the current one.

        Raises:
            NotFound: the corpus was never in that state.
        """
        ...

    def spoken_delta(self, from_revision: str, *, after: datetime | None, by: datetime) -> CorpusDelta:
        """What a report written from a revision, as of `after`, has to be told as of `by`, as the articles date themselves.

        `after` None: as the corpus stood at that revision; then only what was ingested since can be news.
        """
        ...


@dataclass(frozen=True)
class Edition:
    """One article version with its passages."""

    article: Article
    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class Placement:
    """Where the passages of an edition belong in the vector index: among the live, the past, or nowhere any more."""

    edition: Edition
    place: Literal["live", "past", "gone"]


class Ledger(Corpus, Protocol):
    """The catalogue as ingest writes it: every call is one transaction, so that a kill leaves all of it or nothing."""

    def writing(self, *, wait_s: float = 0) -> AbstractContextManager[None]:
        """Holds this home for writing, so that only one process writes at a time.

        Raises:
            HomeBusy: another process holds it, and has not let go of it within `wait_s`.
        """
        ...

    def live_ids(self) -> Iterator[str]: ...

    def known_by_url(self, url: str) -> str | None:
        """The id of the article that was last ingested under a URL, however it is written."""
        ...

    def write(self, arrivals: Sequence[Edition], withdrawals: Mapping[str, str]) -> None:
        """Makes each arrival the live version of its article and withdraws articles, each with its reason.

        The origin of an article that is new is found here; what the arrival says of it counts for nothing.
        No article may occur twice in a call. What the vector index has to follow is noted with it.

        Raises:
            NotFound: an article to withdraw was never ingested; nothing was changed.
        """
        ...

    def close_revision(self, *, now: datetime) -> CorpusRevision:
        """The revision that all that was written since the last one adds up to; the last one if that is nothing."""
        ...

    def expect_index(self, embedder_digest: str) -> None:
        """Notes every passage for the vector index anew if it was last filled with another embedder."""
        ...

    def pending(self, *, limit: int) -> tuple[Placement, ...]:
        """At most `limit` editions that the vector index has yet to follow, oldest first."""
        ...

    def pending_count(self) -> int: ...

    def settled(self, placements: Sequence[Placement]) -> None:
        """Notes that the vector index now holds these passages where they belong."""
        ...

    def badly_cut(self) -> tuple[Article, ...]:
        """Article versions whose passages do not stand in their text, or do not cover it."""
        ...

    def cut_again(self, editions: Sequence[Edition]) -> None:
        """Replaces the passages of these versions."""
        ...

    def mend(self, *, live: set[str], past: set[str]) -> tuple[set[str], set[str]]:
        """Rebuilds full text where it is wrong, and notes what a vector index that holds these passages has to follow.

        Gives back the passages, among the live and the past ones, that belong to no version at all.
        """
        ...

    def editions(self, article_ids: Iterable[str]) -> tuple[Edition, ...]:
        """Every version of those of these articles that have more than one."""
        ...


class Chat(Protocol):
    """A language model that replies in JSON. `name` goes into the run record. Calls may come from several threads."""

    @property
    def name(self) -> str: ...

    @property
    def context_tokens(self) -> int:
        """Room for prompt and reply together, in the model's tokens."""
        ...

    def ask(self, prompt: Prompt) -> Mapping[str, Any]:
        """The reply as parsed JSON that satisfies the prompt's schema, within a bounded time.

        Raises:
            ContextOverflow: the prompt does not fit the model; a shorter one may.
            ReplyUnusable: the model refused, or answered twice with nothing that satisfies the schema.
            ModelUnavailable: it cannot be reached, does not accept the key, or went on failing.
            LimitReached: a spending limit does not allow the call.
        """
        ...

    def use(self) -> Mapping[str, StageUse]:
        """What was spent so far, by prompt name."""
        ...


class WriterRecord(Protocol):
    """How a writer's work went, for the run record."""

    @property
    def prompts(self) -> Mapping[str, str]:
        """Digest of each prompt that was used, by name."""
        ...

    @property
    def stages(self) -> Mapping[str, StageUse]: ...

    @property
    def notes(self) -> Sequence[str]:
        """Sentences that a reader of the report should know: what failed, what was found in the evidence."""
        ...


class Writer(Protocol):
    """Drafts an answer from evidence, in steps. `name` goes into the run record. One writer serves one report."""

    name: str

    def plan(self, brief: Brief, evidence: Sequence[Evidence]) -> tuple[str, ...]:
        """Further questions to search the corpus with, in the words of what was found so far; may be none."""
        ...

    def compose(self, brief: Brief, evidence: Sequence[Evidence]) -> Draft: ...

    def repair(self, failed: Sequence[FailedClaim]) -> list[DraftClaim | None]:
        """For each claim, in order, another wording or other words to rest on; None where there is none."""
        ...

    def conclude(self, brief: Brief, standing: Sequence[DraftSection]) -> Closing:
        """Summary, bottom line and the rest from the claims that stand, which still point at the words they stand on."""
        ...

    @property
    def record(self) -> WriterRecord: ...


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


class Tell(Protocol):
    """Told what an answer has come to, while it is written. What it raises ends the work, and nothing is stored."""

    def __call__(self, event: Event) -> None: ...


def unheard(event: Event) -> None:
    """A Tell to which nobody listens."""
