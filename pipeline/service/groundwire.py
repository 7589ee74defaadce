"""One method a verb: what a face asks of a home, and all that it has to know of it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from ..ports import Judge, Progress, Tell, silent, unheard
from ..render import FileFormat
from ..settings import Settings, load_settings
from ..stages.assemble import identity
from ..types import (
    Article,
    ArticleHistory,
    Brief,
    CheckResult,
    ClaimChange,
    CorpusRevision,
    CorpusStatus,
    Decision,
    Edit,
    Event,
    Health,
    IngestResult,
    LogEntry,
    Policy,
    RefreshResult,
    Report,
    ReportSummary,
    Retrieved,
    SearchHit,
    StandingPolicy,
    WatchEvent,
)
from ..types.outline import CorpusOutline
from . import answering, editing, gathering, refreshing, upkeep
from .adapters import Adapters

if TYPE_CHECKING:
    from ..indexes.fulltext import FullText
    from ..render.changes import Compared
    from ..stages.verify_lines import VerifiedLine
    from ..watching import Clock, Stop

SEED_QUESTION = "Are Russia and Ukraine near agreement?"


class Groundwire:
    """A home of news and of answers to questions about it.

    `settings` are keyword arguments of `Settings`; what is not given comes from the environment, then from
    `groundwire.toml`, then from the defaults. `llm` may also be a llama-index LLM object, and `embedder` a llama-index
    embedding. Use it as a context manager, or call `close`.

    Raises:
        UnknownSetting, BadInput: a setting does not exist or has a value that cannot be used.
    """

    def __init__(self, home: Path | str, *, progress: Progress = silent, **settings: object) -> None:
        self.home = Path(home)
        # An object has no spec; the name of its kind stands for it among the settings, its model's in the run record.
        given = {name: settings.get(name) for name in ("llm", "embedder") if not isinstance(settings.get(name), str)}
        named = {name: type(model).__name__ for name, model in given.items() if model is not None}
        self.settings: Settings = load_settings(self.home, **{**settings, **named})
        self._adapters = Adapters(
            self.home, self.settings, progress=progress, model=given.get("llm"), embedding=given.get("embedder")
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of the files of this home and of its model; what is stored is stored already."""
        self._adapters.close()

    # The corpus.

    def ingest(self, sources: Sequence[str], *, sync: bool = False, format: str = "auto") -> IngestResult:  # noqa: A002
        """Takes in articles from files, folders and addresses; with `sync`, withdraws what they no longer hold.

        Raises:
            BadInput: no reader understands a source, or with `sync` one does not list all that it has.
        """
        return gathering.ingest(self._adapters, sources, sync=sync, format=format)

    def find(self, query: str, *, where: str = "gdelt") -> IngestResult:
        """Takes in what a news search finds for a question: "gdelt", or any address with `{query}` in it.

        Raises:
            BadInput: fetching is turned off, or the service cannot be asked.
        """
        return gathering.find(self._adapters, query, where=where)

    def withdraw(self, article_ids: Sequence[str], *, reason: str) -> IngestResult:
        """Retracts articles: they answer no more, and their versions stay readable for the reports that cite them."""
        return gathering.withdraw(self._adapters, article_ids, reason=reason)

    def corpus(self) -> CorpusStatus:
        return self._adapters.catalogue.status()

    def corpus_revision(self) -> CorpusRevision:
        """The state of the corpus that answers are written from now."""
        return self._adapters.catalogue.revision()

    def corpus_outline(self) -> CorpusOutline:
        """The corpus at a glance: articles by day, the newest, the most reprinted."""
        return self._adapters.catalogue.outline()

    def corpus_article(self, article_id: str) -> ArticleHistory:
        return self._adapters.catalogue.history(article_id)

    def corpus_log(self) -> tuple[LogEntry, ...]:
        return self._adapters.catalogue.log()

    def search(
        self, query: str, *, k: int = 10, as_of: datetime | None = None, publishers: Sequence[str] = ()
    ) -> tuple[SearchHit, ...]:
        """The k best passages for a query, by meaning and by words, from best to worst."""
        brief = self._adapters.brief(query, as_of=as_of, publishers=publishers)
        return answering.search(self._adapters, brief, k=k)

    def retrieve(self, brief: Brief) -> Retrieved:
        """The evidence from which a report on this brief would be written, and whether it is enough."""
        return answering.retrieve(self._adapters, brief)

    # Answers.

    def ask(
        self,
        question: str,
        *,
        as_of: datetime | None = None,
        publishers: Sequence[str] = (),
        gather: bool = False,
        tell: Tell = unheard,
    ) -> Report:
        """Writes and stores an answer. Asked again, a question gets the next version of its report.

        With `gather`, news on the question and on the writer's further questions are first looked for where the setting
        `gather_from` says, within a minute; the run's notes tell what came of it. `tell` hears of each step, and of each
        claim as it is judged.

        Raises:
            BadInput: the question cannot be one; or news are to be gathered, and fetching is off or `gather_from` no service.
        """
        brief = self._adapters.brief(question, as_of=as_of, publishers=publishers)
        return answering.ask(self._adapters, brief, gather=gather, tell=tell)

    def stream(
        self, question: str, *, as_of: datetime | None = None, publishers: Sequence[str] = ()
    ) -> Iterator[Event | Report]:
        """As `ask`, but each step as it is taken, and the report as the last; who stops early ends it, unstored."""
        from .streaming import stream

        brief = self._adapters.brief(question, as_of=as_of, publishers=publishers)
        return stream(lambda tell: answering.ask(self._adapters, brief, tell=tell))

    def standing_answer(
        self, question: str, *, as_of: datetime | None = None, publishers: Sequence[str] = ()
    ) -> Report | None:
        """The stored report that `ask` would only write again: of the same corpus and settings. None if there is none."""
        return answering.standing_answer(
            self._adapters, self._adapters.brief(question, as_of=as_of, publishers=publishers)
        )

    def replay(self, report_id: str) -> tuple[Report, bool]:
        """A stored report written again from recorded replies, with no model asked and nothing stored; and whether it is
        the same but for times and cost.

        Raises:
            BadInput: the corpus has changed since, or the report was asked with what this cannot know.
            NotFound: a reply was not recorded.
        """
        return answering.replay(self._adapters, report_id)

    def show(self, report_id: str, *, version: int | None = None) -> Report:
        """A stored version, with what was last found out about its freshness."""
        report = self._adapters.reports.load(report_id, version=version)
        return report.model_copy(update={"staleness": self._adapters.reports.staleness(report.id, report.version)})

    def reports(self, *, stale: bool = False) -> tuple[ReportSummary, ...]:
        return self._adapters.reports.summaries(stale_only=stale)

    def decisions(self, report_id: str) -> tuple[Decision, ...]:
        """What an editor decided about a report, and still holds."""
        return editing.decided(self._adapters, report_id)

    def edit(self, report_id: str, edit: Edit) -> tuple[Decision, ...]:
        """Notes an editor's decisions about a report, which its next version and all later ones keep; all that hold.

        A banned source is not looked at, a pinned one always is; a rejected claim does not come back, an accepted one
        stays as long as its words are there. Nothing is written before `refresh`.

        Raises:
            NotFound: no such report, source, claim or decision; nothing was noted.
        """
        return editing.edit(self._adapters, report_id, edit)

    def refresh(
        self,
        report_ids: Sequence[str] | None = None,
        *,
        check: bool = False,
        force: bool = False,
        as_of: datetime | None = None,
        tell: Tell = unheard,
    ) -> tuple[RefreshResult, ...]:
        """Whether reports (None: all of them) are out of date and why; what is stale gets its next version.

        `as_of`: the reports move on to that moment, and only what had been published by then is news.

        With `check` nothing is written but what was found; with `force` everything is written again. A report that
        cannot be refreshed keeps its last version and stops no other; the first error is raised at the end.
        """
        return refreshing.refresh(self._adapters, report_ids, check=check, force=force, as_of=as_of, tell=tell)

    def diff(self, report_id: str, *, older: int | None = None, newer: int | None = None) -> tuple[ClaimChange, ...]:
        """What became of each claim between two versions of a report; None: the last one, and the one before it."""
        return refreshing.diff(self._adapters, report_id, older=older, newer=newer)

    def compare(self, report_id: str, *, older: int | None = None, newer: int | None = None) -> "Compared":
        """The changes of `diff` with what they are about, as renderings and notebooks show them."""
        from ..render.changes import Compared

        found = self.diff(report_id, older=older, newer=newer)
        report = self._adapters.reports.load(report_id, newer)
        before = older if older is not None else report.previous or report.version
        return Compared(report.id, report.question, before, report.version, found)

    def check(self, report: Report) -> CheckResult:
        """Proves again, from what is stored and without a model, that every citation gives its quoted words."""
        from ..stages.check import check

        return check(report, self._adapters.catalogue)

    def check_bundle(self, data: bytes) -> CheckResult:
        """Proves an evidence bundle from its own bytes: nothing of this home is read."""
        from ..stages.bundle_check import check_bundle

        return check_bundle(data)

    def export(self, report: Report, format: FileFormat) -> bytes:  # noqa: A002
        """A report as a file: text, md, html, json, claimreview, bibtex, csl, pdf, docx, or a bundle that proves it.

        Raises:
            BadInput: there is no such format, or it needs an extra that is not installed.
        """
        from .exporting import export, shows_articles

        return export(report, format, self.contexts(report) if shows_articles(format) else {})

    def contexts(self, report: Report) -> Mapping[tuple[str, str], Article]:
        """The cited articles at the versions that the report cites, by (id, version)."""
        keys = [(source.article_id, source.version) for source in report.sources]
        return {key: self._adapters.catalogue.article(*key) for key in keys}

    def verify(self, lines: Iterable[str]) -> Iterator["VerifiedLine"]:
        """Judges `{claim, passage}` lines with the judge that also judges reports."""
        from ..stages.verify_lines import verify_lines

        return verify_lines(lines, self._adapters.staffing.staff().judge, self._adapters.progress)

    # Standing questions.

    def watch(
        self,
        sources: Sequence[str],
        *,
        every: str = "15m",
        once: bool = False,
        clock: "Clock | None" = None,
        stop: "Stop | None" = None,
    ) -> Iterator[WatchEvent]:
        """Polls sources, takes in what is new, keeps reports true by their policies and tells subscribers, until stopped.

        A source is whatever `ingest` takes, or a list of feeds or addresses. What happens is given as it happens.

        Raises:
            BadInput: a source or a setting cannot be used.
            HomeBusy: another process watches for this home.
        """
        from . import watching

        return watching.begin(self._adapters, sources, every=every, once=once, clock=clock, stop=stop)

    def policies(self) -> tuple[StandingPolicy, ...]:
        """How `watch` treats each report, by choice or by default."""
        from . import watching

        return watching.policies(self._adapters)

    def choose_policy(
        self, report_id: str, *, policy: Policy | None = None, interval: str | None = None
    ) -> StandingPolicy:
        """How `watch` treats a report from now on: what is not given stays; with nothing given, the defaults hold again."""
        from . import watching

        if policy is None and interval is None:
            return watching.forget(self._adapters, report_id)
        return watching.choose(self._adapters, report_id, policy=policy, interval=interval)

    # Upkeep.

    def demo(self) -> Report:
        """The answer to the seed question from the sample corpus, which is taken in first where it is not there yet."""
        gathering.take_in_sample(self._adapters, "r1")
        return self.ask(SEED_QUESTION)

    def demo_update(self) -> RefreshResult:
        """What the second state of the sample corpus does to the answer of `demo`, which is written first if need be."""
        name = identity(self._adapters.brief(SEED_QUESTION, as_of=None, publishers=()))
        if self._adapters.reports.latest(name) is None:
            self.demo()
        gathering.take_in_sample(self._adapters, "r2")
        return self.refresh([name])[0]

    def doctor(self, *, fix: bool = False) -> Health:
        """Whether home, models and indexes are sound; with `fix`, what is derived is rebuilt from the catalogue."""
        return upkeep.doctor(self._adapters, fix=fix)

    # What others build upon.

    @property
    def judge(self) -> Judge:
        """The judge of this home, without the opinions of a language model."""
        return self._adapters.staffing.judge

    @property
    def lexical(self) -> "FullText":
        """The full-text index of this home."""
        return self._adapters.lexical
