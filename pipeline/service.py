"""The service: one method a verb, and the only place that chooses adapters.

Nothing heavy is loaded before a verb needs it; every face calls these methods and shows what they give back.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from time import perf_counter
from types import TracebackType
from typing import TYPE_CHECKING, Self

from .errors import BadInput, GroundwireError
from .flow import Desk, refresh_report, write_report
from .ports import Embedder, Judge, Progress, silent
from .settings import Settings, load_settings
from .staff import Staffing
from .stages.assemble import identity
from .types import (
    Article,
    ArticleHistory,
    Brief,
    CheckResult,
    ClaimChange,
    CorpusStatus,
    Health,
    IngestResult,
    LogEntry,
    RefreshResult,
    Report,
    ReportSummary,
    Retrieved,
    SearchHit,
)

if TYPE_CHECKING:
    from .assets import SampleRevision
    from .fetching import Fetcher
    from .indexes.fulltext import FullText
    from .indexes.vectors import ChromaVectors
    from .readers.documents import Record
    from .stages.staleness import Diagnosis
    from .stages.verify_lines import VerifiedLine
    from .stores.catalogue import Catalogue
    from .stores.reports import Reports

SEED_QUESTION = "Are Russia and Ukraine near agreement?"
_LONGEST_QUESTION = 1_000  # characters; longer input is a text, not a question


class Groundwire:
    """A home of news and of answers to questions about it.

    `settings` are keyword arguments of `Settings`; what is not given comes from the environment, then from
    `groundwire.toml`, then from the defaults. `llm` may also be a llama-index LLM object. Use it as a context manager,
    or call `close`.

    Raises:
        UnknownSetting, BadInput: a setting does not exist or has a value that cannot be used.
    """

    def __init__(self, home: Path | str, *, progress: Progress = silent, **settings: object) -> None:
        self.home = Path(home)
        model = settings.get("llm")
        if model is not None and not isinstance(model, str):
            settings["llm"] = type(model).__name__  # an object has no spec; its model's name goes into the run record
        else:
            model = None
        self.settings: Settings = load_settings(self.home, **settings)
        self._progress = progress
        self._staffing = Staffing(
            self.settings, home=self.home, embedder=lambda: self._embedder, progress=progress, model=model
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of the files of this home and of its model; what is stored is stored already."""
        self._staffing.close()
        if "_catalogue" in self.__dict__:
            self._catalogue.close()

    # The corpus.

    def ingest(self, sources: Sequence[str], *, sync: bool = False, format: str = "auto") -> IngestResult:  # noqa: A002
        """Takes in articles from files, folders and addresses; with `sync`, withdraws what they no longer hold.

        Raises:
            BadInput: no reader understands a source, or with `sync` one does not list all that it has.
        """
        from .readers import reader_for

        now = datetime.now(UTC)
        with self._fetching(remember=not sync) as fetcher:  # with sync, "not changed" must not read as "gone"
            readers = [
                (reader_for(source, format, now=now, fetcher=fetcher, complete=sync), source) for source in sources
            ]
            records = (record for reader, source in readers for record in reader.read(source))
            return self._take_in(records, now=now, sync=sync)

    def find(self, query: str, *, where: str = "gdelt") -> IngestResult:
        """Takes in what a news search finds for a question: "gdelt", or any address with `{query}` in it.

        Raises:
            BadInput: fetching is turned off, or the service cannot be asked.
        """
        from .readers import reader_for_query

        now = datetime.now(UTC)
        with self._fetching() as fetcher:
            if fetcher is None:
                raise BadInput("the setting 'fetch' is off, so no service can be asked; set it to true")
            return self._take_in(reader_for_query(where, now=now, fetcher=fetcher).read(query), now=now)

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

    def replay(self, report_id: str) -> tuple[Report, bool]:
        """A stored report written again from recorded replies, with no model asked and nothing stored; and whether it is
        the same but for times and cost.

        Raises:
            BadInput: the corpus has changed since, or the report was asked with what this cannot know.
            NotFound: a reply was not recorded.
        """
        from .stages.replay import require_whole, same_answer

        stored = self._reports.load(report_id)
        brief = self._brief_of(stored)
        require_whole(brief, stored)
        if stored.corpus.revision != self._catalogue.revision().id:
            raise BadInput(
                f"report {report_id!r} was written from another state of the corpus ({stored.corpus.revision}), so its "
                "evidence cannot be found again; ask the question anew"
            )
        report = write_report(brief, self._desk(replay=True), now=stored.checked_at, previous=stored.previous)
        return report, same_answer(stored, report)

    def show(self, report_id: str, *, version: int | None = None) -> Report:
        """A stored version, with what was last found out about its freshness."""
        report = self._reports.load(report_id, version=version)
        return report.model_copy(update={"staleness": self._reports.staleness(report.id, report.version)})

    def reports(self, *, stale: bool = False) -> tuple[ReportSummary, ...]:
        return self._reports.summaries(stale_only=stale)

    def refresh(
        self, report_ids: Sequence[str] | None = None, *, check: bool = False, force: bool = False
    ) -> tuple[RefreshResult, ...]:
        """Whether reports (None: all of them) are out of date and why; what is stale gets its next version.

        With `check` nothing is written but what was found; with `force` everything is written again. A report that
        cannot be refreshed keeps its last version and stops no other; the first error is raised at the end.
        """
        names = [each.id for each in self._reports.summaries()] if report_ids is None else report_ids
        now, done, failed = datetime.now(UTC), list[RefreshResult](), list[tuple[str, GroundwireError]]()
        for found in self._diagnosed([self._reports.load(name) for name in dict.fromkeys(names)], now=now):
            try:
                done.append(self._refreshed(found, now=now, check=check, force=force))
            except GroundwireError as error:
                failed.append((found.report.id, error))
        for name, problem in failed[:1]:
            rest = (
                f"{len(failed)} of {len(failed) + len(done)} failed; the others are done, and running it again is safe"
            )
            message = f"report {name!r} could not be refreshed and keeps its version: {problem} ({rest})"
            raise type(problem)(message) from problem
        return tuple(done)

    def diff(self, report_id: str, *, older: int | None = None, newer: int | None = None) -> tuple[ClaimChange, ...]:
        """What became of each claim between two versions of a report; None: the last one, and the one before it."""
        from .stages.changes import changes

        after = self._reports.load(report_id, newer)
        first = after.previous if older is None else older
        if first is None:
            raise BadInput(
                f"report {report_id!r} has no version before {after.version}, so there is nothing to compare; "
                f"'groundwire refresh {report_id}' makes the next one when the news have moved on"
            )
        before = self._reports.load(report_id, first)
        between = range(before.version, after.version)
        reasons = [reason for number in between for reason in self._reports.staleness(report_id, number).reasons]
        return changes(before, after, reasons)

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

        return verify_lines(lines, self._staffing.staff().judge, self._progress)

    # Upkeep.

    def demo(self) -> Report:
        """The answer to the seed question from the sample corpus, which is taken in first where it is not there yet."""
        self._take_in_sample("r1")
        return self.ask(SEED_QUESTION)

    def demo_update(self) -> RefreshResult:
        """What the second state of the sample corpus does to the answer of `demo`, which is written first if need be."""
        name = identity(self._brief(SEED_QUESTION, as_of=None, publishers=()))
        if self._reports.latest(name) is None:
            self.demo()
        self._take_in_sample("r2")
        return self.refresh([name])[0]

    def doctor(self, *, fix: bool = False) -> Health:
        """Whether home, models and indexes are sound; with `fix`, what is derived is rebuilt from the catalogue."""
        from .stores.health import examine

        if fix:
            from .stages.repair import repair

            repair(self._catalogue, self._vectors, self._embedder, progress=self._progress)
        checks = examine(self._catalogue, self._vectors, embedder_digest=self._embedder.digest)
        if (model := self._staffing.probe()) is not None:
            checks = (*checks, model)
        return Health(ok=all(check.ok for check in checks), checks=checks)

    def _take_in_sample(self, revision: "SampleRevision") -> None:
        """Takes in a state of the sample corpus whose articles are not all known yet, so that no later one is undone."""
        from .assets import sample_corpus
        from .readers import reader_for

        source = str(sample_corpus(revision))
        records = reader_for(source, "auto", now=datetime.now(UTC)).read(source)
        names = {record.id for record in records if record.id}
        if names - set(self._catalogue.live_versions(names)):
            self.ingest([source])

    def _diagnosed(self, reports: Sequence[Report], *, now: datetime) -> "Iterator[Diagnosis]":
        """What the news mean for reports: those of one corpus revision are looked at together."""
        from .stages.staleness import brief_of, diagnose
        from .stages.staleness_news import gather

        by_revision: dict[str, list[Report]] = {}
        for report in reports:
            by_revision.setdefault(report.corpus.revision, []).append(report)
        for revision, own in by_revision.items():
            news = gather(self._catalogue, self._vectors, since=revision, dim=self._embedder.dim)
            found_of_all = diagnose(
                own,
                news,
                chronicle=self._catalogue,
                vectors=self._vectors,
                embedder=self._embedder,
                judge=self._staffing.judge,
                now=now,
            )
            for found in found_of_all:
                abstained = found.report.status == "insufficient_evidence" and bool(found.telling)
                still = abstained and not self.retrieve(brief_of(found.report)).relevance.enough
                yield replace(found, reasons=(), telling=()) if still else found

    def _refreshed(self, found: "Diagnosis", *, now: datetime, check: bool, force: bool) -> RefreshResult:
        """What was done about one report: its next version is stored whole, or not at all."""
        from .stages.changes import changes

        began, old = perf_counter(), found.report
        self._reports.note_staleness(old.id, old.version, found.staleness(now))
        kept = RefreshResult(
            id=old.id, state=found.state, reasons=found.reasons, from_version=old.version, to_version=old.version
        )
        if check or not (force or found.weighty or found.reanchored):
            return kept
        brief = self._brief_of(old)
        if force:
            new = write_report(brief, self._desk(), now=now, previous=old.version)
        else:
            new = refresh_report(found, brief, self._catalogue, self._desk(), now=now)
        run = new.run.model_copy(update={"seconds": round(perf_counter() - began, 3)})
        new = new.model_copy(update={"id": old.id, "run": run})
        self._reports.save(new)
        done = {
            "action": "regenerated" if force or found.weighty else "rechecked",
            "to_version": new.version,
            "changes": changes(old, new, found.weighty),
        }
        return kept.model_copy(update=done)

    def _take_in(self, records: "Iterable[Record]", *, now: datetime, sync: bool = False) -> IngestResult:
        from .stages.ingest import ingest

        return ingest(
            records,
            catalogue=self._catalogue,
            vectors=self._vectors,
            embedder=self._embedder,
            now=now,
            sync=sync,
            progress=self._progress,
        )

    @contextmanager
    def _fetching(self, *, remember: bool = True) -> "Iterator[Fetcher | None]":
        """What fetches, None where the settings forbid it; what was fetched is remembered once the corpus has it."""
        from .fetching import Fetcher, JsonValidators

        if not self.settings.fetch:
            yield None
            return
        validators = JsonValidators(self.home / "fetched.json") if remember else None
        with Fetcher(allowed_hosts=self.settings.fetch_hosts, validators=validators) as fetcher:
            yield fetcher
        if validators is not None:
            validators.save()

    def _brief_of(self, report: Report) -> Brief:
        """What a stored report was asked, within the limits of today's settings."""
        from .stages.staleness import brief_of

        limits = {"evidence_tokens": self.settings.evidence_tokens, "max_sections": self.settings.max_sections}
        return brief_of(report).model_copy(update=limits)

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

    @property
    def judge(self) -> Judge:
        """The judge of this home, without the opinions of a language model."""
        return self._staffing.judge

    @cached_property
    def _catalogue(self) -> "Catalogue":
        from .stores.catalogue import Catalogue

        self.home.mkdir(parents=True, exist_ok=True)
        return Catalogue.open(self.home / "catalogue.sqlite", as_known=self.settings.as_of_known)

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

    def _desk(self, *, replay: bool = False) -> Desk:
        from .models.tokens import count_tokens

        staff = self._staffing.staff(replay=replay)
        return Desk(
            corpus=self._catalogue,
            vectors=self._vectors,
            lexical=self.lexical,
            embedder=self._embedder,
            writer=staff.writer,
            judge=staff.judge,
            count_tokens=count_tokens,
            settings_digest=self.settings.digest,
            repair_rounds=self.settings.repair_rounds,
            judge_use=staff.judge_use,
            judge_notes=staff.judge_notes,
            progress=self._progress,
        )
