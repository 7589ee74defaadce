"""The articles that a bench runs on: real ones from a file, else the sample corpus and variations of it."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from pipeline.assets import sample_corpus

Record = dict[str, str]


@dataclass(frozen=True)
class Load:
    """What is ingested: the articles, and the same with one in a hundred (at least one) corrected."""

    articles: tuple[Record, ...]
    updated: tuple[Record, ...]

    @property
    def changed(self) -> int:
        return sum(a != b for a, b in zip(self.articles, self.updated, strict=True))

    def write(self, folder: Path) -> tuple[Path, Path]:
        """Both states as files that `ingest` reads."""
        files = folder / "articles.jsonl", folder / "updated.jsonl"
        for file, records in zip(files, (self.articles, self.updated), strict=True):
            file.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
        return files


def load(file: Path | None, *, most: int, seed: int) -> Load:
    """At most `most` articles of a file; without one, exactly so many of the sample corpus, varied where it runs out."""
    articles = _read(file)[:most] if file else _varied(_read(sample_corpus("r1")), most, Random(seed))
    every = max(1, len(articles) // max(1, round(len(articles) / 100)))
    updated = [_corrected(record) if i % every == every // 2 else record for i, record in enumerate(articles)]
    return Load(tuple(articles), tuple(updated))


def _read(file: Path) -> list[Record]:
    lines = file.read_text(encoding="utf-8").splitlines()
    return [record for record in map(json.loads, lines) if "text" in record]


def _varied(sample: Sequence[Record], n: int, rng: Random) -> list[Record]:
    """The sample, then articles whose paragraphs are taken from it in another mixture and with other numbers."""
    paragraphs = [part for record in sample for part in record["text"].split("\n\n")]
    articles = list(sample[:n])
    while len(articles) < n:
        model, at = rng.choice(sample), len(articles)
        text = "\n\n".join(_renumbered(part, rng) for part in rng.sample(paragraphs, 5))
        title = _renumbered(model["title"], rng)
        url = f"https://news.groundwire.example/bench/{at}"
        articles.append({**model, "id": f"bench-{at}", "url": url, "title": title, "text": text})
    return articles


def _renumbered(text: str, rng: Random) -> str:
    return re.sub(r"(?<![\d,.])[1-9]\d(?![\d,.]| [A-Z])", lambda _: str(rng.randint(10, 99)), text)


def _corrected(record: Record) -> Record:
    return {
        **record,
        "text": record["text"] + "\n\nThis article was corrected: an earlier version gave another figure.",
    }


def texts(records: Iterable[Record]) -> int:
    """Characters in all articles together."""
    return sum(len(record["text"]) for record in records)
