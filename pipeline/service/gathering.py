"""News taken into a home: from files, folders and addresses, from a news search, and from the sample corpus."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING

from ..errors import BadInput, HomeBusy
from ..types import Brief, IngestResult
from .adapters import Adapters

if TYPE_CHECKING:
    from ..assets import SampleRevision
    from ..fetching import Fetcher
    from ..flow import Desk
    from ..readers.documents import Record


# Bounds of gathering before an answer: whoever asked waits for it, and nobody's service is to be drained for one question.
MOST_QUERIES = 5
PAGES_A_QUERY = 40  # that are looked at, whether they can be used or not
GATHERING_S = 60.0
_SHOWN = 160  # characters of a reason in a note


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
    with _searching(home) as fetcher:
        return take_in(home, reader_for_query(where, now=now, fetcher=fetcher).read(query), now=now)


def gather(home: Adapters, brief: Brief, desk: "Desk") -> tuple[str, ...]:
    """Takes in what the service of the setting `gather_from` finds on a brief and on the writer's further questions.

    Gives a note on each search, for readers of the report: what came in, and what failed, which stops nothing.

    Raises:
        BadInput: the setting names no service, or fetching is off.
    """
    notes: list[str] = []
    desk.begin("gathering")
    with _searching(home, budget_s=GATHERING_S) as fetcher:
        notes.append(_gathered(home, brief.question, fetcher))
        for query in _further(home, brief, desk)[: MOST_QUERIES - 1]:
            desk.begin("gathering")  # between two searches the work can be given up
            notes.append(_gathered(home, query, fetcher))
    return tuple(notes)


def _gathered(home: Adapters, query: str, fetcher: "Fetcher") -> str:
    from ..readers import reader_for_query
    from ..stages.replay import GATHERED

    now = datetime.now(UTC)
    reader = reader_for_query(home.settings.gather_from, now=now, fetcher=fetcher)
    said = f"{GATHERED}on “{query}”"
    try:
        result = take_in(home, islice(reader.read(query), PAGES_A_QUERY), now=now)
    except (HomeBusy, BadInput) as error:  # the answer is written from what is there
        return f"{said} nothing, because {error}"
    counts = f"{result.added} new, {result.updated} changed, {result.unchanged} known"
    if not result.rejected:
        return f"{said} {counts}."
    # Without the address: that of the service may hold a key, and the report is for others to read.
    reason = result.rejected[0].reason.partition(": ")[2][:_SHOWN].strip()
    return f"{said} {counts}, {len(result.rejected)} not usable (the first because {reason})."


def _further(home: Adapters, brief: Brief, desk: "Desk") -> list[str]:
    """The questions with which the writer would widen the search; without any, the names in the question alone."""
    from ..text.names import find_names
    from .answering import retrieve

    planned = desk.writer.plan(brief, retrieve(home, brief).evidence)
    names = " ".join(dict.fromkeys(name.text for name in find_names(brief.question)))
    further = planned or ((names,) if names else ())
    return [query for query in further if query != brief.question]


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
def _searching(home: Adapters, *, budget_s: float = float("inf")) -> "Iterator[Fetcher]":
    with _fetching(home, budget_s=budget_s) as fetcher:
        if fetcher is None:
            raise BadInput("the setting 'fetch' is off, so no service can be asked; set it to true")
        yield fetcher


@contextmanager
def _fetching(home: Adapters, *, remember: bool = True, budget_s: float = float("inf")) -> "Iterator[Fetcher | None]":
    """What fetches, None where the settings forbid it; what was fetched is remembered once the corpus has it."""
    from ..fetching import Fetcher, JsonValidators

    if not home.settings.fetch:
        yield None
        return
    validators = JsonValidators(home.home / "fetched.json") if remember else None
    hosts = home.settings.fetch_hosts
    with Fetcher(allowed_hosts=hosts, validators=validators, budget_s=budget_s) as fetcher:
        yield fetcher
    if validators is not None:
        validators.save()
