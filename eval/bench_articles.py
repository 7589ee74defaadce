"""The articles that a bench runs on: real ones from a file, else the sample corpus and variations of it."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from pipeline.assets import sample_corpus
from pipeline.ids import article_version
from pipeline.stages.passages import cut, embedding_text
from pipeline.types import Article, RawArticle

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


def load(files: Sequence[Path] | None, *, most: int, seed: int) -> Load:
    """At most `most` articles of files; without any, exactly so many of the sample corpus, varied where it runs out."""
    found = [complete(record, at) for at, record in enumerate(read(files or [sample_corpus("r1")]))]
    articles = found[:most] if files else _varied(found, most, Random(seed))
    every = max(1, len(articles) // max(1, round(len(articles) / 100)))
    updated = [_corrected(record) if i % every == every // 2 else record for i, record in enumerate(articles)]
    return Load(tuple(articles), tuple(updated))


def read(files: Iterable[Path]) -> list[Mapping[str, Any]]:
    lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    return [record for record in map(json.loads, lines) if "text" in record]


def complete(record: Mapping[str, Any], at: int) -> Record:
    """An article with what every article must have: collections of news leave out addresses, titles and dates."""
    title = record.get("title") or " ".join(record["text"].split()[:9])
    url = record.get("url") or f"https://news.groundwire.example/bench/real-{at}"
    published = record.get("published_at") or f"2025-01-{1 + at % 28:02}"
    own = {"id": record.get("id") or f"real-{at}", "url": url, "title": title, "published_at": published}
    return {**own, "text": record["text"], "publisher": record.get("publisher") or "Desk"}


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


def embedding_texts(record: Record) -> list[str]:
    """What is embedded of an article, passage by passage."""
    raw = RawArticle.model_validate(record)
    fields = {name: getattr(raw, name) for name in type(raw).model_fields}
    article = Article(**{**fields, "version": article_version(raw), "fetched_at": raw.published_at, "origin": raw.id})
    return [embedding_text(article, passage) for passage in cut(article)]
