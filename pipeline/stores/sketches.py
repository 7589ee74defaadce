"""What is remembered of a text so that its reprints are known: how many five-word shingles it has, their MinHash signature,
and marks, which are some of the shingles themselves, chosen so that texts which share a passage share one of them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import blake2b
from itertools import islice
from typing import Any
from zlib import crc32

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

PERMUTATIONS = 64
SEED = 1  # of the permutations; stored signatures compare only with those made from the same seed
SHINGLE_WORDS = 5
# 21 bands of 3 rows: a pair with Jaccard 0.5 becomes a candidate with probability 0.94, one with 0.02 with 0.0002.
ROWS = 3
# Winnowing (Schleimer, Wilkerson and Aiken, SIGMOD 2003): of so many shingles in a row the one with the least hash is a
# mark, so two texts with 44 words in a row in common share one, however long the rest; about 1 shingle in 20 is a mark.
WINDOW = 40
MOST_MARKS = 400  # of a text: 20 marks are a page, and a book has no reprints
# Fewer say too little: "Qtly div 10 cts vs 10 cts prior" is printed of many companies.
MIN_SHINGLES = 30
_WORD = re.compile(r"\w+")
_BATCH = 10_000  # shingles hashed at a time: bounds the matrix at 2.5 MB however long the text


@dataclass(frozen=True)
class Sketch:
    """What is remembered of a text. The marks are not stored with the signature, but as keys under which it is found."""

    shingles: int
    signature: NDArray[np.uint32]
    marks: tuple[int, ...] = ()

    @classmethod
    def stored(cls, shingles: int, signature: bytes) -> "Sketch":
        return cls(shingles, np.frombuffer(signature, "<u4"))

    @property
    def packed(self) -> bytes:
        return self.signature.astype("<u4").tobytes()

    @cached_property
    def keys(self) -> list[int]:
        """One key a band; two texts that share one are candidates."""
        rows = (self.signature[i : i + ROWS] for i in range(0, PERMUTATIONS - ROWS + 1, ROWS))
        return [_key(bytes([band]) + row.tobytes()) for band, row in enumerate(rows)]

    def jaccard(self, other: "Sketch") -> float:
        """The estimated share of the shingles of either that both have; its standard error is at most 0.06."""
        return float(np.mean(self.signature == other.signature))

    def containment(self, other: "Sketch") -> float:
        """The estimated share of the shorter text's shingles that the other has too."""
        jaccard = self.jaccard(other)
        return jaccard * (self.shingles + other.shingles) / (1 + jaccard) / min(self.shingles, other.shingles)


def sketch(text: str) -> Sketch | None:
    """The sketch of a text; None if it is too short to tell."""
    ordered = _shingles(text)
    distinct = len(set(ordered))
    if distinct < MIN_SHINGLES:
        return None
    hashes = np.array([crc32(shingle) for shingle in ordered], np.uint32)
    minhash = _empty().copy()
    remaining = iter(np.unique(hashes).tolist())
    while batch := list(islice(remaining, _BATCH)):
        minhash.update_batch(batch)
    return Sketch(distinct, minhash.hashvalues.astype(np.uint32), _marks(ordered, hashes))


def shared(one: str, other: str) -> tuple[float, float]:
    """Of two texts: the share of the shingles of either that both have, and the share of the shorter text's."""
    left, right = set(_shingles(one)), set(_shingles(other))
    both = len(left & right)
    return both / max(1, len(left | right)), both / max(1, min(len(left), len(right)))


def longest_run(one: str, other: str) -> int:
    """The most shingles in a row of one text that all stand in the other."""
    known, longest, run = set(_shingles(other)), 0, 0
    for shingle in _shingles(one):
        run = run + 1 if shingle in known else 0
        longest = max(longest, run)
    return longest


def _shingles(text: str) -> list[bytes]:
    found = " ".join(_WORD.findall(text.casefold())).encode("utf-8", "surrogatepass").split(b" ")
    return [b" ".join(found[i : i + SHINGLE_WORDS]) for i in range(len(found) - SHINGLE_WORDS + 1)]


def _marks(shingles: Sequence[bytes], hashes: NDArray[np.uint32]) -> tuple[int, ...]:
    window = min(WINDOW, len(hashes))
    least = sliding_window_view(hashes, window).argmin(axis=1) + np.arange(len(hashes) - window + 1)
    chosen = np.unique(least)[:MOST_MARKS]
    return tuple(dict.fromkeys(_key(b"mark" + shingles[place]) for place in chosen))


def _key(data: bytes) -> int:
    return int.from_bytes(blake2b(data, digest_size=8).digest(), signed=True)


@cache
def _empty() -> Any:
    from datasketch import MinHash

    return MinHash(num_perm=PERMUTATIONS, seed=SEED, scheme="affine32", hashfunc=int)  # of hashes
