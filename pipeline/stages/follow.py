"""The vector index follows the catalogue: what was written there is put where it belongs, and only then ticked off.

Every step may be repeated, so a kill at any moment costs at most the embedding of one batch.
"""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from ..ports import Edition, Embedder, Ledger, Placement, Progress, VectorIndex
from .passages import embedding_text

# Editions at a time. Large enough for an encoder to sort passages by length, small enough to lose little to a kill.
BATCH = 256

Vector = NDArray[np.float32]


def follow(catalogue: Ledger, vectors: VectorIndex, embedder: Embedder, *, progress: Progress, leave: int = 0) -> None:
    """Brings the vector index up to the catalogue, batch by batch, until at most `leave` editions are pending."""
    done = 0
    while (waiting := catalogue.pending_count()) > leave:
        placements = catalogue.pending(limit=BATCH)
        _place(placements, catalogue=catalogue, vectors=vectors, embedder=embedder)
        catalogue.settled(placements)
        done += len(placements)
        progress("index", done, done + waiting - len(placements))


def _place(placements: Sequence[Placement], *, catalogue: Ledger, vectors: VectorIndex, embedder: Embedder) -> None:
    live, past, gone = (_texts(each.edition for each in placements if each.place == place) for place in _PLACES)
    texts = live | past
    in_live, in_past = (vectors.vectors([*texts, *gone], past=side) for side in (False, True))
    known = in_past | in_live
    articles = {each.edition.article.id for each in placements if each.place != "gone"}
    known |= _copied(_without(texts, known), articles, catalogue=catalogue, vectors=vectors)
    missing = _without(texts, known)
    if missing:
        known.update(zip(missing, embedder.embed(list(missing.values())), strict=True))
    _put(live, known, vectors, past=False)
    _put(past, known, vectors, past=True)
    vectors.delete([name for name in in_live if name not in live])
    vectors.delete([name for name in in_past if name not in past], past=True)


_PLACES = ("live", "past", "gone")


def _texts(editions: Iterable[Edition]) -> dict[str, str]:
    """What the retriever reads of each passage, by passage id."""
    return {passage.id: embedding_text(each.article, passage) for each in editions for passage in each.passages}


def _without(texts: Mapping[str, str], known: Mapping[str, Vector]) -> dict[str, str]:
    return {name: text for name, text in texts.items() if name not in known}


def _copied(
    wanted: Mapping[str, str], articles: Iterable[str], *, catalogue: Ledger, vectors: VectorIndex
) -> dict[str, Vector]:
    """Vectors of passages that read the same in another version of their article: those are not embedded again."""
    if not wanted:
        return {}
    others = {text: name for name, text in _texts(catalogue.editions(articles)).items() if name not in wanted}
    twins = {name: others[text] for name, text in wanted.items() if text in others}
    wanted_once = list(dict.fromkeys(twins.values()))  # several passages of one version may read the same
    found = vectors.vectors(wanted_once, past=True) | vectors.vectors(wanted_once) if twins else {}
    return {name: found[twin] for name, twin in twins.items() if twin in found}


def _put(texts: Mapping[str, str], known: Mapping[str, Vector], vectors: VectorIndex, *, past: bool) -> None:
    if texts:
        vectors.upsert(list(texts), np.stack([known[name] for name in texts]), past=past)
