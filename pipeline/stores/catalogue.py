"""The catalogue: every version of every article, and the truth from which every index is derived.

Reading goes through `Corpus`, writing through `Ledger` (both in `ports`). Readers never wait; writers hold the home.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine, select

from ..errors import HomeBusy, NotFound
from ..ids import article_id as id_from_url
from ..ports import Edition, Placement
from ..types import Article, ArticleHistory, CorpusDelta, CorpusRevision, CorpusStatus, LogEntry, Passage
from ..types.outline import CorpusOutline
from . import engine as database
from . import mending, outbox, outline, overview, revisions, spoken, writing
from .rows import may_answer, read_articles, read_passages
from .tables import articles, passages, versions


class Catalogue:
    """A catalogue in one SQLite file. Safe to use from several threads.

    `as_known`: as of a moment, only what had been ingested by then may answer, for replays of what was known.
    """

    def __init__(self, engine: Engine, file: Path, *, as_known: bool = False) -> None:
        self.engine = engine
        self.file = file
        self.as_known = as_known

    @classmethod
    def open(cls, url_or_path: str | Path, *, as_known: bool = False) -> "Catalogue":
        """The catalogue in that file, which is made if it is not there.

        What a killed ingest left without a revision gets one now, unless another process is at work on it.

        Raises:
            BadInput: a URL of a database other than SQLite.
            StoreDamaged: the file is no catalogue, or one of another version.
        """
        file = database.file_of(url_or_path)
        catalogue = cls(database.open_engine(file), file, as_known=as_known)
        catalogue._close_what_was_left()
        return catalogue

    def close(self) -> None:
        self.engine.dispose()

    # Reading: ports.Corpus and what the commands show.

    def revision(self) -> CorpusRevision:
        with self.engine.begin() as connection:
            return revisions.current(connection)

    def article(self, article_id: str, version: str) -> Article:
        with self.engine.begin() as connection:
            where = (versions.c.article_id == article_id) & (versions.c.version == version)
            found = read_articles(connection, where)
            if not found:
                known = {
                    each.version for each in read_articles(connection, versions.c.article_id == article_id).values()
                }
                if not known:
                    raise NotFound(overview.unknown_article(connection, article_id))
                raise NotFound(
                    f"article {article_id!r} has no version {version!r}, so nothing can be read of it; "
                    f"it has {', '.join(sorted(known))}"
                )
            return next(iter(found.values()))

    def passages(
        self, ids: Iterable[str], *, as_of: datetime | None = None, publishers: Sequence[str] = ()
    ) -> dict[str, tuple[Passage, Article]]:
        with self.engine.begin() as connection:
            where = may_answer(as_of, publishers, known=self.as_known)
            found = read_passages(connection, passages.c.id, sorted(set(ids)), *where)
            return {stored.passage.id: (stored.passage, stored.article) for stored in found}

    def passages_of(self, article_id: str, version: str) -> tuple[Passage, ...]:
        """All passages of an article version, in the order of the text; none if there is no such version."""
        with self.engine.begin() as connection:
            where = versions.c.version == version
            found = read_passages(connection, versions.c.article_id, [article_id], where)
            return tuple(sorted((stored.passage for stored in found), key=lambda passage: passage.start))

    def is_withdrawn(self, article_id: str) -> bool:
        with self.engine.begin() as connection:
            row = connection.execute(select(articles.c.live).where(articles.c.id == article_id)).one_or_none()
            return row is not None and row.live is None

    def delta(self, from_revision: str | None, to_revision: str | None = None) -> CorpusDelta:
        """What differs between two revisions; from None: the empty corpus, to None: the current one.

        Raises:
            NotFound: the corpus was never in that state.
        """
        with self.engine.begin() as connection:
            return revisions.delta(connection, from_revision, to_revision)

    def spoken_delta(self, from_revision: str, *, after: datetime | None, by: datetime) -> CorpusDelta:
        """What differs, as the articles date themselves: as of `after`, known at that revision, and as of `by`."""
        with self.engine.begin() as connection:
            return spoken.spoken_delta(connection, from_revision, after=after, by=by, known=self.as_known)

    def log(self) -> tuple[LogEntry, ...]:
        """Every revision with its changes, the newest first."""
        with self.engine.begin() as connection:
            return revisions.log(connection)

    def status(self) -> CorpusStatus:
        with self.engine.begin() as connection:
            return overview.status(connection)

    def outline(self, *, latest: int = 20, shared: int = 10) -> CorpusOutline:
        with self.engine.begin() as connection:
            return outline.outline(connection, latest=latest, shared=shared)

    def newest(self, *, as_of: datetime | None = None) -> datetime | None:
        """When the newest article that may answer was published."""
        with self.engine.begin() as connection:
            return overview.newest(connection, as_of, known=self.as_known)

    def history(self, article_id: str) -> ArticleHistory:
        with self.engine.begin() as connection:
            return overview.history(connection, article_id)

    # Writing: ports.Ledger.

    def writing(self, *, wait_s: float = 0) -> AbstractContextManager[None]:
        return database.exclusive(self.file, wait_s=wait_s)

    def live_versions(self, ids: Iterable[str]) -> dict[str, str | None]:
        with self.engine.begin() as connection:
            state = writing.state_of(connection, ids)
        live = state.live_versions()
        return {name: live.get(name) for name in state.live}

    def live_ids(self) -> Iterator[str]:
        with self.engine.begin() as connection:
            live = select(articles.c.id).where(articles.c.live.is_not(None)).order_by(articles.c.id)
            yield from connection.scalars(live).all()

    def known_by_url(self, url: str) -> str | None:
        key = id_from_url(url)
        with self.engine.begin() as connection:
            latest = versions.c.arrival.desc()
            query = select(articles.c.id).join(versions).where(articles.c.url_key == key).order_by(latest).limit(1)
            return connection.scalar(query)

    def write(self, arrivals: Sequence[Edition], withdrawals: Mapping[str, str]) -> None:
        with database.writing(self.engine) as connection:
            writing.write(connection, arrivals, withdrawals)

    def close_revision(self, *, now: datetime) -> CorpusRevision:
        with database.writing(self.engine) as connection:
            return revisions.close(connection, now=now)

    def expect_index(self, embedder_digest: str) -> None:
        with database.writing(self.engine) as connection:
            outbox.expect(connection, embedder_digest)

    def pending(self, *, limit: int) -> tuple[Placement, ...]:
        with self.engine.begin() as connection:
            return outbox.pending(connection, limit=limit)

    def pending_count(self) -> int:
        with self.engine.begin() as connection:
            return outbox.count(connection)

    def settled(self, placements: Sequence[Placement]) -> None:
        with database.writing(self.engine) as connection:
            outbox.settle(connection, placements)

    def editions(self, article_ids: Iterable[str]) -> tuple[Edition, ...]:
        with self.engine.begin() as connection:
            return outbox.editions(connection, article_ids)

    def badly_cut(self) -> tuple[Article, ...]:
        with self.engine.begin() as connection:
            return mending.badly_cut(connection)

    def cut_again(self, editions: Sequence[Edition]) -> None:
        if editions:
            with database.writing(self.engine) as connection:
                mending.cut_again(connection, editions)

    def mend(self, *, live: set[str], past: set[str]) -> tuple[set[str], set[str]]:
        with database.writing(self.engine) as connection:
            return mending.mend(connection, live=live, past=past)

    def _close_what_was_left(self) -> None:
        with self.engine.begin() as connection:
            left = revisions.is_open(connection)
        if left:
            try:
                with self.writing():
                    self.close_revision(now=datetime.now(UTC))
            except HomeBusy:
                return  # the one who holds the home closes it
