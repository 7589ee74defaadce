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
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path
from random import Random

from pipeline.assets import sample_corpus
from pipeline.fakes import HashingEmbedder, MemoryVectors
from pipeline.ids import digest
from pipeline.readers import reader_for
from pipeline.stages.ingest import ingest
from pipeline.stores.catalogue import Catalogue
from pipeline.stores.origins import SAME_JACCARD
from pipeline.stores.sketches import sketch
from pipeline.text.sentences import paragraph_spans, sentence_spans
from pipeline.types import RawArticle

from .gate import wilson

_NOW = datetime(2027, 1, 1, tzinfo=UTC)
_REPRINTER = "Sample Daily"  # whose articles in the sample are reprints already


@dataclass(frozen=True)
class Made:
    """An article of the measure: which story it tells, and by which edit it came out of the original."""

    article: RawArticle
    story: str
    topic: str
    edit: str


Edit = Callable[[RawArticle, RawArticle, Random], str]


def _cut(share: float) -> Edit:
    def cut(article: RawArticle, _neighbour: RawArticle, _random: Random) -> str:
        spans = sentence_spans(article.text)
        return article.text[: spans[max(1, round(len(spans) * share)) - 1][1]]

    return cut


def _without_lead(article: RawArticle, *_: object) -> str:
    return "\n\n".join(_paragraphs(article)[1:]) or article.text


def _with_paragraph(article: RawArticle, neighbour: RawArticle, random: Random) -> str:
    paragraphs = _paragraphs(article)
    paragraphs.insert(random.randint(1, len(paragraphs)), random.choice(_paragraphs(neighbour)))
    return "\n\n".join(paragraphs)


def _credited(article: RawArticle, _neighbour: RawArticle, random: Random) -> str:
    return random.choice(
        (
            f"PLACE ({article.publisher}) - {article.text}",
            f"{article.text} ({article.publisher})",
            f"{article.text}\n\n— {article.publisher}",
        )
    )


def _then(*edits: Edit) -> Edit:
    def all_of_them(article: RawArticle, neighbour: RawArticle, random: Random) -> str:
        for edit in edits:
            article = article.model_copy(update={"text": edit(article, neighbour, random)})
        return article.text

    return all_of_them


EDITS: Mapping[str, Edit] = {
    "new headline": lambda article, *_: article.text,
    "agency credit": _credited,
    "added paragraph": _with_paragraph,
    "without its lead": _without_lead,
    "cut to 70 %": _cut(0.7),
    "cut to 50 %": _cut(0.5),
    "cut to 30 %": _cut(0.3),
    "cut to 50 %, credit": _then(_cut(0.5), _credited),
    "cut to 30 %, credit": _then(_cut(0.3), _credited),
    "cut to 50 %, paragraph, credit": _then(_cut(0.5), _with_paragraph, _credited),
    "without its lead, paragraph, credit": _then(_without_lead, _with_paragraph, _credited),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    originals = list(_originals())
    made = [*originals, *_reprints(originals, seed=given.seed)]
    shuffled = Random(given.seed).sample(made, len(made))
    short = sum(sketch(each.article.text) is None for each in made)
    print(
        f"{len(originals)} originals, {len(made) - len(originals)} reprints ({short} articles too short to tell);",
        end=" ",
    )
    print(f"data {digest(*(each.article.text for each in made))[:16]}\n")
    for order, articles in (("originals first", made), ("in any order", shuffled)):
        _show(order, made, _origins(articles))
    _show("baseline: MinHash alone, originals first", made, _by_jaccard(made))


def _originals() -> Iterator[Made]:
    seen: set[str] = set()
    for state in ("r1", "r2"):
        file = str(sample_corpus(state))
        for record in reader_for(file, now=_NOW).read(file):
            if (
                isinstance(record, RawArticle)
                and record.id
                and record.id not in seen
                and record.publisher != _REPRINTER
            ):
                seen.add(record.id)
                yield Made(record, record.id, str(record.metadata.get("topic")), "original")


def _reprints(originals: Sequence[Made], *, seed: int) -> Iterator[Made]:
    on_topic: defaultdict[str, list[Made]] = defaultdict(list)
    for each in originals:
        on_topic[each.topic].append(each)
    for each in originals:
        others = [other for other in on_topic[each.topic] if other is not each]
        for number, (name, edit) in enumerate(EDITS.items()):
            random = Random(f"{seed} {each.story} {name}")
            neighbour = random.choice(others or originals).article
            changed = {
                "id": f"{each.story}--{number}",
                "url": f"https://reprints.example/{each.story}/{number}",
                "title": f"Reprint {number}: {neighbour.title}",
                "publisher": f"Reprinter {number}",
                "published_at": each.article.published_at + timedelta(hours=random.randint(1, 30)),
                "text": edit(each.article, neighbour, random),
            }
            yield Made(each.article.model_copy(update=changed), each.story, each.topic, name)


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


def _paragraphs(article: RawArticle) -> list[str]:
    return [article.text[start:end] for start, end in paragraph_spans(article.text)]


if __name__ == "__main__":
    main()
