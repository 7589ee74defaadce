"""One round over the sources: who is due is asked, several at a time, and what each gives goes into the corpus."""

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from ..errors import BadInput, HomeBusy
from ..fetching import Fetched, Fetcher, Refused, Result, Unchanged
from ..readers.documents import Reading, Record
from ..readers.watched import Watched, records_of
from ..stores.standing import Rest, Standing
from ..types import IngestResult, Polled, Rejection, SourceFailed
from .backoff import rest_until

log = logging.getLogger("groundwire.watch")
TakeIn = Callable[[Iterable[Record], datetime], IngestResult]


@dataclass
class Polling:
    """One round, which began at `now`. The counts are complete when it is over."""

    fetcher: Fetcher | None
    take_in: TakeIn
    standing: Standing
    every_s: float
    now: datetime
    polled: int = 0
    failed: int = 0
    resting: int = 0
    _rests: dict[str, Rest] = field(default_factory=dict)

    def run(self, sources: Iterable[Watched]) -> Iterator[Polled | SourceFailed]:
        """What came of each source that is due: only what has news, or failed, is told of."""
        self._rests = dict(self.standing.resting())
        all_of_them = list(sources)
        due = [each for each in all_of_them if not self._rests_still(each)]
        self.resting = len(all_of_them) - len(due)
        addresses = [each.source for each in due if each.fetched]
        results = self.fetcher.get_all(addresses) if self.fetcher else iter(())
        for each in due:
            result = next(results) if each.fetched and self.fetcher else None
            self.polled += 1
            yield from self._settled(each, result)

    def _rests_still(self, watched: Watched) -> bool:
        rest = self._rests.get(watched.source)
        return rest is not None and rest.next_at > self.now

    def _settled(self, watched: Watched, result: Result | None) -> Iterator[Polled | SourceFailed]:
        if isinstance(result, Refused):
            yield self._failure(watched, result.reason, asked_s=result.retry_after_s)
            return
        if isinstance(result, Unchanged):
            self._works(watched)
            return
        try:
            taken = self.take_in(_guarded(watched, result, Reading(self.now, self.fetcher)), self.now)
        except HomeBusy as busy:  # not the fault of the source: it is asked again in the next round
            self._forget(watched, result)
            yield self._failure(watched, str(busy), rests=False)
            return
        whole = next((each for each in taken.rejected if each.id is None), None)
        if whole and not (taken.added or taken.updated or taken.unchanged or taken.withdrawn):
            self._forget(watched, result)
            yield self._failure(watched, whole.reason)
            return
        self._works(watched)
        if taken.added or taken.updated or taken.withdrawn:
            yield _polled(watched, taken, self.now)

    def _works(self, watched: Watched) -> None:
        if watched.source in self._rests:
            self.standing.rest(watched.source, None)

    def _failure(
        self, watched: Watched, reason: str, *, asked_s: float | None = None, rests: bool = True
    ) -> SourceFailed:
        self.failed += 1
        before = self._rests.get(watched.source)
        failures = (before.failures if before else 0) + rests
        until = rest_until(self.now, max(failures, 1), first_s=self.every_s, asked_s=asked_s)
        if rests:
            self.standing.rest(watched.source, Rest(failures, until))
        return SourceFailed(at=self.now, source=watched.source, reason=reason, failures=failures, next_at=until)

    def _forget(self, watched: Watched, result: Fetched | None) -> None:
        """What was sent is not in the corpus, so it has to be sent again."""
        if self.fetcher and result is not None:
            self.fetcher.forget(watched.source)
            self.fetcher.forget(result.url)


def _guarded(watched: Watched, result: Fetched | None, reading: Reading) -> Iterator[Record]:
    """The records of a source; one that cannot be read to its end stops nothing but itself."""
    try:
        yield from records_of(watched, result, reading)
    except BadInput as error:
        yield Rejection(reason=str(error))
    except Exception as error:  # what parsers of strangers' markup throw is nobody else's trouble
        log.exception("cannot read %s", watched.source)
        yield Rejection(reason=f"{watched.source}: it cannot be read ({type(error).__name__})")


def _polled(watched: Watched, taken: IngestResult, now: datetime) -> Polled:
    return Polled(
        at=now,
        source=watched.source,
        added=taken.added,
        updated=taken.updated,
        withdrawn=taken.withdrawn,
        rejected=len(taken.rejected),
        revision=taken.revision,
    )
