"""Doubles that obey the ports: small, deterministic, without weights, files or network.

They ship with the package, so that whoever builds on it can test without a model. They are no stand-ins for quality.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .text.words import content_words
from .types import (
    Brief,
    Closing,
    Draft,
    DraftClaim,
    DraftSection,
    Evidence,
    FailedClaim,
    Label,
    Pair,
    Prompt,
    StageUse,
    Verdict,
)

_SCORES: Mapping[Label, float] = {
    "supported": 0.95,
    "partial": 0.5,
    "contradicted": 0.02,
    "unsupported": 0.05,
    "unjudged": 0.0,
}


class HashingEmbedder:
    """An embedder that adds up one fixed random direction a content word: equal words, near vectors."""

    def __init__(self, dim: int = 64) -> None:
        self.name = f"hashing-{dim}"
        self.digest = f"{dim:04x}" * 4
        self.dim = dim
        self.embedded = 0  # texts so far: tests prove with it that nothing was embedded twice
        self._direction = lru_cache(maxsize=100_000)(self._drawn)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.embedded += len(texts)
        rows = [self._embedded(text) for text in texts]
        return np.stack(rows) if rows else np.zeros((0, self.dim), np.float32)

    def _embedded(self, text: str) -> NDArray[np.float32]:
        words = content_words(text)[:256] or [""]
        total = np.add.reduce([self._direction(word) for word in words])
        norm = float(np.linalg.norm(total))
        return (total / norm if norm > 0 else self._direction("")).astype(np.float32)

    def _drawn(self, word: str) -> NDArray[np.float32]:
        seed = int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest())
        drawn = np.random.default_rng(seed).standard_normal(self.dim).astype(np.float32)
        return drawn / np.float32(np.linalg.norm(drawn))


class MemoryVectors:
    """A VectorIndex in two dictionaries, searched from end to end."""

    def __init__(self) -> None:
        self._sets: dict[bool, dict[str, NDArray[np.float32]]] = {False: {}, True: {}}

    def upsert(self, passages: Sequence[str], vectors: NDArray[np.float32], *, past: bool = False) -> None:
        self._sets[past].update(zip(passages, vectors, strict=True))

    def delete(self, passages: Sequence[str], *, past: bool = False) -> None:
        for name in passages:
            self._sets[past].pop(name, None)

    def nearest(self, vector: NDArray[np.float32], *, k: int, past: bool = False) -> list[tuple[str, float]]:
        scored = ((name, float(stored @ vector)) for name, stored in self._sets[past].items())
        return sorted(scored, key=lambda hit: (-hit[1], hit[0]))[:k]

    def vectors(self, passages: Sequence[str], *, past: bool = False) -> dict[str, NDArray[np.float32]]:
        stored = self._sets[past]
        return {name: stored[name] for name in passages if name in stored}

    def ids(self, *, past: bool = False) -> set[str]:
        return set(self._sets[past])

    def leftovers(self) -> list[str]:
        return []

    def drop_leftovers(self) -> None: ...


class ScriptedJudge:
    """A judge that says what it is told: a label for a claim, or for a (claim, passage) pair, else `otherwise`."""

    def __init__(
        self, script: Mapping[str | tuple[str, str], Label | Verdict] | None = None, *, otherwise: Label = "unsupported"
    ) -> None:
        self.name = "scripted"
        self.asked: list[Pair] = []
        self._script = dict(script or {})
        self._otherwise = otherwise

    def judge(self, pairs: Sequence[Pair]) -> list[Verdict]:
        self.asked.extend(pairs)
        return [self._verdict(pair) for pair in pairs]

    def _verdict(self, pair: Pair) -> Verdict:
        told = self._script.get((pair.claim, pair.passage), self._script.get(pair.claim, self._otherwise))
        if isinstance(told, Verdict):
            return told
        return Verdict(label=told, score=_SCORES[told], judge=self.name, reasons=("the script says so",))


class NothingToTell:
    """A writer's record of work that asked no model."""

    prompts: Mapping[str, str] = {}
    stages: Mapping[str, StageUse] = {}
    notes: Sequence[str] = ()


class ScriptedWriter:
    """A writer that hands out one draft, mends what `repairs` has a mended claim for (by its text), and one closing."""

    name = "scripted/1"

    def __init__(
        self, draft: Draft, *, repairs: Mapping[str, DraftClaim] | None = None, closing: Closing | None = None
    ) -> None:
        self._draft = draft
        self._repairs = dict(repairs or {})
        self._closing = closing or Closing()
        self.record = NothingToTell()
        self.standing: list[Sequence[DraftSection]] = []  # what it was told stands

    def plan(self, brief: Brief, evidence: Sequence[Evidence]) -> tuple[str, ...]:  # noqa: ARG002
        return ()

    def compose(self, brief: Brief, evidence: Sequence[Evidence]) -> Draft:  # noqa: ARG002
        return self._draft

    def repair(self, failed: Sequence[FailedClaim]) -> list[DraftClaim | None]:
        return [self._repairs.get(item.claim.text) for item in failed]

    def conclude(self, brief: Brief, standing: Sequence[DraftSection]) -> Closing:  # noqa: ARG002
        self.standing.append(standing)
        return self._closing


Reply = Mapping[str, Any] | Exception | Callable[[Prompt], Mapping[str, Any]]


class ScriptedChat:
    """A language model that replies by prompt name: a value, what a function makes of the prompt, or an error raised.

    A list is used up one reply a call, and its last one then goes on. Prompts are kept in `prompts`, in order of arrival.
    """

    def __init__(self, replies: Mapping[str, Reply | list[Reply]], *, context_tokens: int = 16_000) -> None:
        self.name = "scripted-chat/1"
        self.context_tokens = context_tokens
        self.prompts: list[Prompt] = []
        self._replies = {name: list(reply) if isinstance(reply, list) else [reply] for name, reply in replies.items()}
        self._lock = Lock()

    def ask(self, prompt: Prompt) -> Mapping[str, Any]:
        with self._lock:
            self.prompts.append(prompt)
            waiting = self._replies[prompt.name]
            reply = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        if isinstance(reply, Exception):
            raise reply
        return reply(prompt) if callable(reply) else reply

    def use(self) -> Mapping[str, StageUse]:
        names = [prompt.name for prompt in self.prompts]
        return {name: StageUse(calls=names.count(name)) for name in dict.fromkeys(names)}
