"""News taken into a home: from files, folders and addresses, from a news search, and from the sample corpus."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ..errors import BadInput
from ..types import IngestResult
from .adapters import Adapters

if TYPE_CHECKING:
    from ..assets import SampleRevision
    from ..fetching import Fetcher
    from ..readers.documents import Record


def ingest(home: Adapters, sources: Sequence[str], *, sync: bool = False, format: str = "auto") -> IngestResult:  # noqa: A002
    from ..readers import reader_for

    now = datetime.now(UTC)
    with _fetching(home, remember=not sync) as fetcher:  # with sync, "not changed" must not read as "gone"
        readers = [(reader_for(source, format, now=now, fetcher=fetcher, complete=sync), source) for source in sources]
        records = (record for reader, source in readers for record in reader.read(source))
        return take_in(home, records, now=now, sync=sync)


def find(home: Adapters, query: str, *, where: str) -> IngestResult:
    from ..readers import reader_for_query

    now = datetime.now(UTC)
    with _fetching(home) as fetcher:
        if fetcher is None:
            raise BadInput("the setting 'fetch' is off, so no service can be asked; set it to true")
        return take_in(home, reader_for_query(where, now=now, fetcher=fetcher).read(query), now=now)


def withdraw(home: Adapters, article_ids: Sequence[str], *, reason: str) -> IngestResult:
    from ..stages.ingest import withdraw

    if not reason.strip():
        raise BadInput("the reason of a withdrawal is empty, and readers of old reports are shown it; give one")
    return withdraw(
        article_ids,
        reason,
        catalogue=home.catalogue,
        vectors=home.vectors,
        embedder=home.embedder,
        now=datetime.now(UTC),
    )


def take_in_sample(home: Adapters, revision: "SampleRevision") -> None:
    """Takes in a state of the sample corpus whose articles are not all known yet, so that no later one is undone."""
    from ..assets import sample_corpus
    from ..readers import reader_for

    source = str(sample_corpus(revision))
    records = reader_for(source, "auto", now=datetime.now(UTC)).read(source)
    names = {record.id for record in records if record.id}
    if names - set(home.catalogue.live_versions(names)):
        ingest(home, [source])


def take_in(home: Adapters, records: "Iterable[Record]", *, now: datetime, sync: bool = False) -> IngestResult:
    from ..stages.ingest import ingest

    return ingest(
        records,
        catalogue=home.catalogue,
        vectors=home.vectors,
        embedder=home.embedder,
        now=now,
        sync=sync,
        progress=home.progress,
    )


@contextmanager
def _fetching(home: Adapters, *, remember: bool = True) -> "Iterator[Fetcher | None]":
    """What fetches, None where the settings forbid it; what was fetched is remembered once the corpus has it."""
    from ..fetching import Fetcher, JsonValidators

    if not home.settings.fetch:
        yield None
        return
    validators = JsonValidators(home.home / "fetched.json") if remember else None
    with Fetcher(allowed_hosts=home.settings.fetch_hosts, validators=validators) as fetcher:
        yield fetcher
    if validators is not None:
        validators.save()
