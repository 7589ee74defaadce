"""A home in a temporary folder, with the real catalogue and the real Chroma (or a double), and articles to put in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pipeline.fakes import HashingEmbedder, MemoryVectors
from pipeline.indexes.fulltext import FullText
from pipeline.indexes.vectors import ChromaVectors
from pipeline.ports import VectorIndex
from pipeline.stages.ingest import Record, ingest, withdraw
from pipeline.stores.catalogue import Catalogue
from pipeline.stores.health import examine
from pipeline.types import HealthCheck, IngestResult, RawArticle

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
MONDAY = datetime(2026, 2, 2, 8, tzinfo=UTC)
SAMPLE = Path(__file__).parents[2] / "corpus" / "sample"


def day(number: float) -> datetime:
    """A moment `number` days after the Monday on which the test articles begin."""
    return MONDAY + timedelta(days=number)


def raw(name: str, text: str = "The council agreed on fifteen points.", **fields: object) -> RawArticle:
    given = {"title": f"Title of {name}", "publisher": "Desk", "published_at": MONDAY, **fields}
    return RawArticle.model_validate({"id": name, "url": f"https://news.example/{name}", "text": text, **given})


@dataclass(frozen=True)
class Home:
    catalogue: Catalogue
    vectors: VectorIndex
    embedder: HashingEmbedder

    @classmethod
    def at(cls, folder: Path, *, chroma: bool = False) -> "Home":
        embedder = HashingEmbedder(16)
        vectors = ChromaVectors(folder / "vectors", embedder_digest=embedder.digest) if chroma else MemoryVectors()
        return cls(Catalogue.open(folder / "catalogue.sqlite"), vectors, embedder)

    @property
    def words(self) -> FullText:
        return FullText(self.catalogue)

    def ingest(self, *records: Record, sync: bool = False, now: datetime = NOW) -> IngestResult:
        return self.ingest_all(records, sync=sync, now=now)

    def ingest_all(self, records: Iterable[Record], *, sync: bool = False, now: datetime = NOW) -> IngestResult:
        return ingest(
            records, catalogue=self.catalogue, vectors=self.vectors, embedder=self.embedder, now=now, sync=sync
        )

    def withdraw(self, *names: str, reason: str = "It was wrong.") -> IngestResult:
        return withdraw(names, reason, catalogue=self.catalogue, vectors=self.vectors, embedder=self.embedder, now=NOW)

    def version(self, name: str) -> str:
        return self.catalogue.history(name).article.version

    def found(self, query: str, **filters: object) -> list[str]:
        """The articles that full text finds, best first."""
        hits = self.words.matching(query, k=20, **filters)  # type: ignore[arg-type]
        answering = self.catalogue.passages([name for name, _ in hits], **filters)  # type: ignore[arg-type]
        return [answering[name][1].id for name, _ in hits]

    def ailments(self) -> list[HealthCheck]:
        checks = examine(self.catalogue, self.vectors, embedder_digest=self.embedder.digest)
        return [check for check in checks if not check.ok]
