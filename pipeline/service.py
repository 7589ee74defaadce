"""The service: one method a verb, and the only place that chooses adapters.

Nothing heavy is loaded before a verb needs it; every face calls these methods and shows what they give back.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from time import perf_counter
from types import TracebackType
from typing import TYPE_CHECKING, Self

from .errors import BadInput
from .flow import Desk, write_report
from .ports import Embedder, Judge, Progress, Writer, silent
from .settings import Settings, load_settings
from .stages.assemble import identity
from .types import (
    Article,
    ArticleHistory,
    Brief,
    CheckResult,
    CorpusStatus,
    Health,
    IngestResult,
    LogEntry,
    Report,
    ReportSummary,
    Retrieved,
    SearchHit,
)

if TYPE_CHECKING:
    from .indexes.fulltext import FullText
    from .indexes.vectors import ChromaVectors
    from .stages.verify_lines import VerifiedLine
    from .stores.catalogue import Catalogue
    from .stores.reports import Reports

SEED_QUESTION = "Are Russia and Ukraine near agreement?"
_LONGEST_QUESTION = 1_000  # characters; longer input is a text, not a question


class Groundwire:
    """A home of news and of answers to questions about it.

    `settings` are keyword arguments of `Settings`; what is not given comes from the environment, then from
    `groundwire.toml`, then from the defaults. Use it as a context manager, or call `close`.

    Raises:
        UnknownSetting, BadInput: a setting does not exist or has a value that cannot be used.
    """

    def __init__(self, home: Path | str, *, progress: Progress = silent, **settings: object) -> None:
        self.home = Path(home)
        self.settings: Settings = load_settings(self.home, **settings)
        self._progress = progress

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of the files of this home; what is stored is stored already."""
        if "_catalogue" in self.__dict__:
            self._catalogue.close()

    # The corpus.

    def ingest(self, sources: Sequence[str], *, sync: bool = False, format: str = "auto") -> IngestResult:  # noqa: A002
        """Takes in articles from files or folders; with `sync`, withdraws what they no longer hold."""
        from .readers import reader_for
        from .stages.ingest import ingest

        now = datetime.now(UTC)
        readers = [(reader_for(source, format, now=now), source) for source in sources]
        return ingest(
            (record for reader, source in readers for record in reader.read(source)),
            catalogue=self._catalogue,
            vectors=self._vectors,
            embedder=self._embedder,
            now=now,
            sync=sync,
            progress=self._progress,
        )

    def withdraw(self, article_ids: Sequence[str], *, reason: str) -> IngestResult:
        """Retracts articles: they answer no more, and their versions stay readable for the reports that cite them."""
        from .stages.ingest import withdraw

        if not reason.strip():
            raise BadInput("the reason of a withdrawal is empty, and readers of old reports are shown it; give one")
        return withdraw(
            article_ids,
            reason,
            catalogue=self._catalogue,
            vectors=self._vectors,
            embedder=self._embedder,
            now=datetime.now(UTC),
        )

    def corpus(self) -> CorpusStatus:
        return self._catalogue.status()

    def corpus_article(self, article_id: str) -> ArticleHistory:
        return self._catalogue.history(article_id)

    def corpus_log(self) -> tuple[LogEntry, ...]:
        return self._catalogue.log()

    def search(
        self, query: str, *, k: int = 10, as_of: datetime | None = None, publishers: Sequence[str] = ()
    ) -> tuple[SearchHit, ...]:
        """The k best passages for a query, by meaning and by words, from best to worst."""
        from .stages.search import search

        brief = self._brief(query, as_of=as_of, publishers=publishers)
        return search(
            brief, k=k, corpus=self._catalogue, vectors=self._vectors, lexical=self.lexical, embedder=self._embedder
        )

    def retrieve(self, brief: Brief) -> Retrieved:
        """The evidence from which a report on this brief would be written, and whether it is enough."""
        from .models.tokens import count_tokens
        from .stages.retrieve import retrieve

        return retrieve(
            brief,
            corpus=self._catalogue,
            vectors=self._vectors,
            lexical=self.lexical,
            embedder=self._embedder,
            count_tokens=count_tokens,
        )

    # Answers.

    def ask(self, question: str, *, as_of: datetime | None = None, publishers: Sequence[str] = ()) -> Report:
        """Writes and stores an answer. Asked again, a question gets the next version of its report."""
        began = perf_counter()
        brief = self._brief(question, as_of=as_of, publishers=publishers)
        previous = max(self._reports.versions(identity(brief)), default=None)
        report = write_report(brief, self._desk(), now=datetime.now(UTC), previous=previous)
        run = report.run.model_copy(update={"seconds": round(perf_counter() - began, 3)})
        report = report.model_copy(update={"run": run})
        self._reports.save(report)
        return report

    def show(self, report_id: str, *, version: int | None = None) -> Report:
        return self._reports.load(report_id, version=version)

    def reports(self, *, stale: bool = False) -> tuple[ReportSummary, ...]:
        return self._reports.summaries(stale_only=stale)

    def check(self, report: Report) -> CheckResult:
        """Proves again, from what is stored and without a model, that every citation gives its quoted words."""
        from .stages.check import check

        return check(report, self._catalogue)

    def contexts(self, report: Report) -> Mapping[tuple[str, str], Article]:
        """The cited articles at the versions that the report cites, by (id, version)."""
        keys = [(source.article_id, source.version) for source in report.sources]
        return {key: self._catalogue.article(*key) for key in keys}

    def verify(self, lines: Iterable[str]) -> Iterator["VerifiedLine"]:
        """Judges `{claim, passage}` lines with the judge that also judges reports."""
        from .stages.verify_lines import verify_lines

        return verify_lines(lines, self._judge, self._progress)

    # Upkeep.

    def demo(self) -> Report:
        """The answer to the seed question from the sample corpus, which is taken in first where it is not there yet."""
        from .assets import sample_corpus

        self.ingest([str(sample_corpus("r1"))])
        return self.ask(SEED_QUESTION)

    def doctor(self, *, fix: bool = False) -> Health:
        """Whether home, models and indexes are sound; with `fix`, what is derived is rebuilt from the catalogue."""
        from .stores.health import examine

        if fix:
            from .stages.repair import repair

            repair(self._catalogue, self._vectors, self._embedder, progress=self._progress)
        checks = examine(self._catalogue, self._vectors, embedder_digest=self._embedder.digest)
        return Health(ok=all(check.ok for check in checks), checks=checks)

    def _brief(self, question: str, *, as_of: datetime | None, publishers: Sequence[str]) -> Brief:
        plain = " ".join(question.split())
        if not any(char.isalnum() for char in plain):
            raise BadInput(f"the question {question!r} has no words, so there is nothing to look for; ask in words")
        if len(plain) > _LONGEST_QUESTION:
            raise BadInput(
                f"the question has {len(plain)} characters; more than {_LONGEST_QUESTION} blur what is asked; shorten it"
            )
        return Brief(
            question=plain,
            as_of=as_of,
            publishers=tuple(publishers),
            evidence_tokens=self.settings.evidence_tokens,
            max_sections=self.settings.max_sections,
        )

    # Adapters, each made when first needed.

    @cached_property
    def _catalogue(self) -> "Catalogue":
        from .stores.catalogue import Catalogue

        self.home.mkdir(parents=True, exist_ok=True)
        return Catalogue.open(self.home / "catalogue.sqlite")

    @cached_property
    def _reports(self) -> "Reports":
        from .stores.reports import Reports

        return Reports(self._catalogue)

    @cached_property
    def lexical(self) -> "FullText":
        from .indexes.fulltext import FullText

        return FullText(self._catalogue)

    @cached_property
    def _vectors(self) -> "ChromaVectors":
        from .indexes.vectors import ChromaVectors

        return ChromaVectors(self.home / "vectors", embedder_digest=self._embedder.digest)

    @cached_property
    def _embedder(self) -> Embedder:
        from .models.embedder import load_embedder

        return load_embedder(self.settings.embedder)

    @cached_property
    def _judge(self) -> Judge:
        from .verifier.judge import CodeJudge

        return CodeJudge(self._embedder)

    def _writer(self) -> Writer:
        """A writer for one report."""
        from .writers.extractive import ExtractiveWriter

        return ExtractiveWriter(self._embedder)

    def _desk(self) -> Desk:
        from .models.tokens import count_tokens

        return Desk(
            corpus=self._catalogue,
            vectors=self._vectors,
            lexical=self.lexical,
            embedder=self._embedder,
            writer=self._writer(),
            judge=self._judge,
            count_tokens=count_tokens,
            settings_digest=self.settings.digest,
            progress=self._progress,
        )
