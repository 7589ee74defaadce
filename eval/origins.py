"""Measures origins: `python -m eval.origins [--seed N]`.

Makes reprints of the sample's articles by code (cuts, a new headline, an added paragraph out of another article on the same
topic, a credit of the original's publisher, and mixtures of these), ingests originals and reprints in two orders, and asks whether every
reprint shares the origin of its original, and nothing else on the topic does. The baseline beside it is MinHash alone at
the same Jaccard floor. Different stories are the sample's own on one topic, and the reprints made of them: those of the
mixtures credit what is often one publisher, and hold a paragraph of a neighbour. No model, no network.
"""

import argparse
import tempfile
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path
from random import Random

from pipeline.fakes import HashingEmbedder, MemoryVectors
from pipeline.ids import digest
from pipeline.stages.ingest import ingest
from pipeline.stores.catalogue import Catalogue
from pipeline.stores.origins import SAME_JACCARD
from pipeline.stores.sketches import sketch

from .origins_cases import EDITS, Made, originals, reprints
from .statistics import wilson

_NOW = datetime(2027, 1, 1, tzinfo=UTC)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    own = list(originals(now=_NOW))
    made = [*own, *reprints(own, seed=given.seed)]
    shuffled = Random(given.seed).sample(made, len(made))
    short = sum(sketch(each.article.text) is None for each in made)
    print(
        f"{len(own)} originals, {len(made) - len(own)} reprints ({short} articles too short to tell);",
        end=" ",
    )
    print(f"data {digest(*(each.article.text for each in made))[:16]}\n")
    for order, articles in (("originals first", made), ("in any order", shuffled)):
        _show(order, made, _origins(articles))
    _show("baseline: MinHash alone, originals first", made, _by_jaccard(made))


def _origins(made: Sequence[Made]) -> Mapping[str, str]:
    """The origin that ingest finds for each article, when they arrive in this order."""
    with tempfile.TemporaryDirectory() as folder:
        catalogue = Catalogue.open(Path(folder) / "catalogue.sqlite")
        try:
            ingest(
                (each.article for each in made),
                catalogue=catalogue,
                vectors=MemoryVectors(),
                embedder=HashingEmbedder(4),
                now=_NOW,
            )
            names = [str(each.article.id) for each in made]
            return {name: catalogue.history(name).article.origin for name in names}
        finally:
            catalogue.close()


def _by_jaccard(made: Sequence[Made]) -> Mapping[str, str]:
    """Each article under the first one before it whose estimated Jaccard similarity reaches the floor."""
    known: list[tuple[str, object]] = []
    origins: dict[str, str] = {}
    for each in made:
        name, own = str(each.article.id), sketch(each.article.text)
        alike = (other for other, drawn in known if own and (own.signature == drawn.signature).mean() >= SAME_JACCARD)  # type: ignore[attr-defined]
        origins[name] = next(alike, name)
        if own and origins[name] == name:
            known.append((name, own))
    return origins


def _show(order: str, made: Sequence[Made], origins: Mapping[str, str]) -> None:
    of_story = {each.story: each for each in made if each.edit == "original"}
    found, total = Counter[str](), Counter[str]()
    for each in made:
        if each.edit != "original":
            total[each.edit] += 1
            found[each.edit] += origins[str(each.article.id)] == origins[str(of_story[each.story].article.id)]
    right, wrong = _pairs(made, origins)
    print(order)
    _rate("recall (reprints beside their original)", found.total(), total.total())
    _rate("precision (pairs of one origin that are one story)", right, right + wrong)
    for name in EDITS:
        _rate(f"  recall, {name}", found[name], total[name])
    print()


def _pairs(made: Sequence[Made], origins: Mapping[str, str]) -> tuple[int, int]:
    """Pairs of articles under one origin that tell one story, and those that do not."""
    together: defaultdict[str, list[Made]] = defaultdict(list)
    for each in made:
        together[origins[str(each.article.id)]].append(each)
    same = Counter(one.story == other.story for own in together.values() for one, other in combinations(own, 2))
    return same[True], same[False]


def _rate(name: str, hits: int, n: int) -> None:
    low, high = wilson(hits, n)
    print(f"{name:<52} {hits / max(n, 1):.3f} [{low:.3f}, {high:.3f}] n={n}")


if __name__ == "__main__":
    main()
