"""Origins: which articles are the same story reprinted, found when they arrive.

Sets of five-word shingles, compared by MinHash. Only an article that is its own origin is remembered as one, and later
ones are compared with those: so a reprint of a reprint never drags a cluster from one story to another.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import blake2b
from itertools import islice
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, insert, select

from .rows import chunks
from .tables import articles, bands, sketches, versions

PERMUTATIONS = 64
SEED = 1  # of the permutations; stored signatures compare only with those made from the same seed
SHINGLE_WORDS = 5
# 21 bands of 3 rows: a pair with Jaccard 0.5 becomes a candidate with probability 0.94, one with 0.02 with 0.0002.
ROWS = 3
# On the sample corpus (both revisions) a reprint and its original have Jaccard >= 0.68 and containment >= 0.83, and two
# stories of different origin <= 0.04 and <= 0.11. On Reuters-21578, pairs from 0.5 on are corrections and repeated
# stories, apart from forms filled in weekly; forms fill the band from 0.3 to 0.5. tests/stores/test_origins.py holds the
# first; run it after a change.
SAME_JACCARD = 0.5
# A reprint may be cut: its words then stand in the original, though the original has many more.
SAME_CONTAINMENT = 0.8
# Fewer say too little: "Qtly div 10 cts vs 10 cts prior" is printed of many companies.
MIN_SHINGLES = 30
_WORD = re.compile(r"\w+")
_BATCH = 10_000  # shingles hashed at a time: bounds the matrix at 2.5 MB however long the text


@dataclass(frozen=True)
class Sketch:
    """What is remembered of a text: how many shingles it has, and their MinHash signature."""

    shingles: int
    signature: NDArray[np.uint32]

    @cached_property
    def keys(self) -> list[int]:
        """One key a band; two texts that share one are candidates."""
        rows = (self.signature[i : i + ROWS] for i in range(0, PERMUTATIONS - ROWS + 1, ROWS))
        hashes = (blake2b(bytes([band]) + row.tobytes(), digest_size=8) for band, row in enumerate(rows))
        return [int.from_bytes(each.digest(), signed=True) for each in hashes]

    def same_story(self, other: "Sketch") -> float:
        """The estimated Jaccard similarity if the two are one story, else 0."""
        jaccard = float(np.mean(self.signature == other.signature))
        both = jaccard * (self.shingles + other.shingles) / (1 + jaccard)
        contained = both / min(self.shingles, other.shingles)
        return jaccard if jaccard >= SAME_JACCARD or contained >= SAME_CONTAINMENT else 0.0


def sketch(text: str) -> Sketch | None:
    """The sketch of a text; None if it is too short to tell."""
    found = _WORD.findall(text.casefold())
    shingles = sorted({" ".join(found[i : i + SHINGLE_WORDS]) for i in range(len(found) - SHINGLE_WORDS + 1)})
    if len(shingles) < MIN_SHINGLES:
        return None
    minhash = _empty().copy()
    remaining = (shingle.encode("utf-8", "surrogatepass") for shingle in shingles)
    while batch := list(islice(remaining, _BATCH)):
        minhash.update_batch(batch)
    return Sketch(len(shingles), minhash.hashvalues.astype(np.uint32))


def find(connection: Connection, drawn: Sequence[tuple[str, Sketch | None]]) -> dict[str, str]:
    """The origin of each new article: that of the most similar story known, in the catalogue or before it in the list."""
    known = _candidates(connection, [key for _, each in drawn if each for key in each.keys])
    origins: dict[str, str] = {}
    for article, each in drawn:
        origins[article] = _origin(each, known) if each else article
        origins[article] = origins[article] or article
        if each and origins[article] == article:
            for key in each.keys:
                known[key].append((article, each))
    return origins


def remember(connection: Connection, drawn: Mapping[int, Sketch]) -> None:
    """Stores the sketches of these versions, so that later articles are compared with them."""
    if drawn:
        stored = [
            {"version_number": number, "shingles": each.shingles, "signature": each.signature.astype("<u4").tobytes()}
            for number, each in drawn.items()
        ]
        connection.execute(insert(sketches), stored)
        keys = sorted((key, number) for number, each in drawn.items() for key in each.keys)
        connection.execute(insert(bands), [{"key": key, "version_number": number} for key, number in keys])


def _origin(drawn: Sketch, known: Mapping[int, list[tuple[str, Sketch]]]) -> str:
    matches = {origin: drawn.same_story(other) for key in drawn.keys for origin, other in known.get(key, ())}
    best = max(sorted(matches), key=matches.__getitem__, default="")
    return best if matches.get(best) else ""


def _candidates(connection: Connection, keys: Iterable[int]) -> defaultdict[int, list[tuple[str, Sketch]]]:
    known: defaultdict[int, list[tuple[str, Sketch]]] = defaultdict(list)
    query = (
        select(bands.c.key, sketches.c.shingles, sketches.c.signature, articles.c.origin)
        .join(sketches, sketches.c.version_number == bands.c.version_number)
        .join(versions, versions.c.number == bands.c.version_number)
        .join(articles, articles.c.id == versions.c.article_id)
    )
    for chunk in chunks(sorted(set(keys))):
        for row in connection.execute(query.where(bands.c.key.in_(chunk)).order_by(bands.c.version_number)):
            known[row.key].append((row.origin, Sketch(row.shingles, np.frombuffer(row.signature, "<u4"))))
    return known


@cache
def _empty() -> Any:
    from datasketch import MinHash

    return MinHash(num_perm=PERMUTATIONS, seed=SEED, scheme="affine32", hashfunc=crc32)
