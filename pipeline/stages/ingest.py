"""Ingest: records become article versions, passages and a revision; a bad record comes back with its reason.

Records are read a batch at a time, and the home is held only while a batch is written: others can write to it while pages
are being fetched. A batch goes into the catalogue whole or not at all, and the vector index follows behind. Whatever a
kill leaves undone, the next run does: nothing is lost, doubled or orphaned.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from time import perf_counter

from ..ids import article_id, article_version
from ..ports import Edition, Embedder, Ledger, Progress, VectorIndex, silent
from ..types import Article, IngestResult, RawArticle, Rejection, Withdrawal
from .follow import BATCH, follow
from .passages import cut

Record = RawArticle | Withdrawal | Rejection

SYNC_REASON = "no longer in the source that the corpus is kept in step with"
WRITE = 256  # records in one transaction: a reader waits for none of them, and a kill undoes one of them
# How long a batch that was read waits for others to write theirs, which takes them seconds, or a rebuilt index minutes.
PATIENCE_S = 600


@dataclass
class _Tally:
    """What has happened in this run so far."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    withdrawn: int = 0
    passages: int = 0
    rejected: list[Rejection] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)


def ingest(  # noqa: PLR0913 - three adapters and the options of the command
    records: Iterable[Record],
    *,
    catalogue: Ledger,
    vectors: VectorIndex,
    embedder: Embedder,
    now: datetime,
    sync: bool = False,
    progress: Progress = silent,
) -> IngestResult:
    """What became of the records. `passages` counts those that this run cut and stored.

    With `sync`, articles that were there before and that the records do not name are withdrawn, provided that the
    records were read to their end and every one of them could be told.

    Raises:
        HomeBusy: another process is writing to this home. At the beginning: nothing was read or changed.
    """
    began, tally = perf_counter(), _Tally()
    with catalogue.writing():
        catalogue.expect_index(embedder.digest)
        before = list(catalogue.live_ids()) if sync else []
    try:
        for batch in _batches(records, catalogue, tally):
            with catalogue.writing(wait_s=PATIENCE_S):
                _write(batch, catalogue, tally, now=now)
                progress("read", len(tally.seen), None)
                follow(catalogue, vectors, embedder, progress=progress, leave=BATCH)
        if sync:
            _withdraw_the_rest(before, catalogue, tally)
    finally:  # what was written belongs to a revision, also when reading broke off
        with catalogue.writing(wait_s=PATIENCE_S):
            revision = catalogue.close_revision(now=now)
    with catalogue.writing(wait_s=PATIENCE_S):
        follow(catalogue, vectors, embedder, progress=progress)
    return IngestResult(
        added=tally.added,
        updated=tally.updated,
        unchanged=tally.unchanged,
        withdrawn=tally.withdrawn,
        rejected=tuple(tally.rejected),
        passages=tally.passages,
        revision=revision.id,
        seconds=perf_counter() - began,
    )


def withdraw(
    article_ids: Iterable[str],
    reason: str,
    *,
    catalogue: Ledger,
    vectors: VectorIndex,
    embedder: Embedder,
    now: datetime,
) -> IngestResult:
    """What became of articles that were to be retracted. Their versions stay readable for reports that cite them."""
    records = [Withdrawal(id=name, reason=reason) for name in article_ids]
    return ingest(records, catalogue=catalogue, vectors=vectors, embedder=embedder, now=now)


def _batches(
    records: Iterable[Record], catalogue: Ledger, tally: _Tally
) -> Iterator[dict[str, RawArticle | Withdrawal]]:
    """Records by article id, none of which occurs twice in a batch; rejections go to the tally."""
    batch: dict[str, RawArticle | Withdrawal] = {}
    for record in records:
        if isinstance(record, Rejection):
            tally.rejected.append(record)
            continue
        if isinstance(record, Withdrawal) and record.id is None and batch:
            yield batch  # so that the article whose URL it gives is in the catalogue
            batch = {}
        name = _name(record, catalogue)
        if name in batch or len(batch) == WRITE:
            yield batch
            batch = {}
        batch[name] = record
        tally.seen.add(name)
    if batch:
        yield batch


def _name(record: RawArticle | Withdrawal, catalogue: Ledger) -> str:
    if record.id is not None:
        return record.id
    url = record.url or ""
    known = catalogue.known_by_url(url) if isinstance(record, Withdrawal) else None
    return known or article_id(url)


def _write(batch: Mapping[str, RawArticle | Withdrawal], catalogue: Ledger, tally: _Tally, *, now: datetime) -> None:
    live = catalogue.live_versions(batch)
    arrivals: list[Edition] = []
    withdrawals: dict[str, str] = {}
    for name, record in batch.items():
        if isinstance(record, Withdrawal):
            _weigh_withdrawal(name, record, live, withdrawals, tally)
        elif live.get(name) == article_version(record):
            tally.unchanged += 1
        else:
            arrivals.append(_edition(name, record, now=now))
            tally.updated += live.get(name) is not None
            tally.added += live.get(name) is None
    if arrivals or withdrawals:
        catalogue.write(arrivals, withdrawals)
    tally.withdrawn += len(withdrawals)
    tally.passages += sum(len(edition.passages) for edition in arrivals)


def _weigh_withdrawal(
    name: str, record: Withdrawal, live: Mapping[str, str | None], withdrawals: dict[str, str], tally: _Tally
) -> None:
    if name not in live:
        given = f"id {record.id!r}" if record.id else f"url {record.url!r}"
        reason = f"no article with {given} is in the corpus, so there is nothing to withdraw; check it with 'groundwire search'"
        tally.rejected.append(Rejection(id=name, reason=reason))
    elif live[name] is None:
        tally.unchanged += 1
    else:
        withdrawals[name] = record.reason


def _edition(name: str, raw: RawArticle, *, now: datetime) -> Edition:
    fields = {key: getattr(raw, key) for key in type(raw).model_fields if key != "id"}
    article = Article(id=name, version=article_version(raw), fetched_at=now, origin=name, **fields)
    return Edition(article, cut(article))


def _withdraw_the_rest(before: Sequence[str], catalogue: Ledger, tally: _Tally) -> None:
    """Withdraws those of the articles that the records did not name, unless they cannot have named everything."""
    unread = [rejection for rejection in tally.rejected if rejection.id is None]
    if unread or not tally.seen:
        why = f"line {unread[0].line} could not be told" if unread else "the source held no article at all"
        reason = f"nothing was withdrawn by --sync, because {why}; repair the source and run it again"
        tally.rejected.append(Rejection(reason=reason))
        return
    named = tally.seen | {rejection.id for rejection in tally.rejected}
    with catalogue.writing(wait_s=PATIENCE_S):
        live = catalogue.live_versions(before)
        rest = [name for name in before if name not in named and live[name] is not None]
        for start in range(0, len(rest), WRITE):
            catalogue.write([], dict.fromkeys(rest[start : start + WRITE], SYNC_REASON))
    tally.withdrawn += len(rest)
