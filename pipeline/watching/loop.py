"""The loop: ask the sources that are due, look after the reports, tell subscribers, sleep; again and again, or once."""

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from ..errors import BadInput
from ..fetching import Fetcher
from ..readers.watched import Watched
from ..stores.notices import Notices
from ..stores.standing import Standing
from ..types import Noticed, Polled, ReportFailed, Round, SourceFailed, Waiting, WatchEvent
from .backoff import rest_until
from .channels import Channel
from .clock import Clock, Stop
from .delivery import deliver, next_delivery
from .polling import Polling, TakeIn

_LEAST_SLEEP_S = 0.2  # so that a moment that is due but a rounding away does not make the loop spin


@dataclass(frozen=True)
class Plan:
    """What is watched. `sources` is asked before every round, since the list may have been edited."""

    sources: Callable[[], tuple[Watched, ...]]
    every_s: int
    once: bool = False


@dataclass(frozen=True)
class Newsroom:
    """What a watch has to do with a home.

    `tend` looks after all reports, each by its policy. `situation` differs whenever there may be something to tend:
    another corpus, report or policy. `counts`: how many reports there are, and how many are stale. `remember`: what was
    fetched is in the corpus now. `publish` writes the feed of changes.
    """

    take_in: TakeIn
    tend: Callable[[datetime], Iterator[Noticed | Waiting | ReportFailed]]
    situation: Callable[[], Hashable]
    counts: Callable[[], tuple[int, int]]
    remember: Callable[[], None]
    publish: Callable[[], None]
    standing: Standing
    notices: Notices
    fetcher: Fetcher | None = None
    channels: tuple[Channel, ...] = ()


def watch(plan: Plan, room: Newsroom, *, clock: Clock, stop: Stop) -> Iterator[WatchEvent]:
    """What happens, as it happens, until the process is stopped; with `once`, in one round.

    Raises:
        BadInput: the list of sources cannot be read at the beginning. Later the last that could be read holds.
        HomeBusy: another process watches for this home.
    """
    with room.standing.sole_watcher():
        for channel in room.channels:
            room.notices.subscribe(channel.name)
        sources, tending = plan.sources(), _Tending(room, plan.every_s)
        next_round = clock.now()
        while True:
            if (now := clock.now()) >= next_round:
                sources, problem = _read_again(plan, sources, now)
                yield from problem
                yield from _round(plan, room, sources, now)
                next_round = max(now + timedelta(seconds=plan.every_s), clock.now())
            yield from tending.run(clock.now())
            room.publish()
            yield from deliver(room.notices, room.channels, clock=clock, stop=stop)
            if plan.once:
                return
            moments = [next_round, tending.due, next_delivery(room.notices, room.channels)]
            first = min(moment for moment in moments if moment is not None)
            clock.sleep(max(_LEAST_SLEEP_S, (first - clock.now()).total_seconds()))


class _Tending:
    """Looks after the reports when there may be something to do, and knows when that is next."""

    def __init__(self, room: Newsroom, every_s: int) -> None:
        self._room, self._every = room, timedelta(seconds=every_s)
        self._seen: Hashable = None
        self._waiting: dict[str, Waiting] = {}
        self.due: datetime | None = None

    def run(self, now: datetime) -> Iterator[WatchEvent]:
        if self._room.situation() == self._seen and not (self.due and self.due <= now):
            return
        moments: list[datetime | None] = []
        waits: dict[str, Waiting] = {}
        for event in self._room.tend(now):
            if isinstance(event, Waiting):
                moments.append(event.until)
                waits[event.report] = event
                if self._knows(event):
                    continue
            if isinstance(event, ReportFailed):
                moments.append(now + self._every)
            yield event
        self.due = min((moment for moment in moments if moment), default=None)
        self._seen, self._waiting = self._room.situation(), waits

    def _knows(self, event: Waiting) -> bool:
        """Whether it was told before that the report waits like this."""
        told = self._waiting.get(event.report)
        return told is not None and told.model_copy(update={"at": event.at}) == event


def _round(plan: Plan, room: Newsroom, sources: tuple[Watched, ...], now: datetime) -> Iterator[WatchEvent]:
    polling = Polling(room.fetcher, room.take_in, room.standing, plan.every_s, now)
    yield from polling.run(sources)
    room.remember()
    reports, stale = room.counts()
    yield Round(
        at=now,
        polled=polling.polled,
        failed=polling.failed,
        resting=polling.resting,
        reports=reports,
        stale=stale,
    )


def _read_again(
    plan: Plan, known: tuple[Watched, ...], now: datetime
) -> tuple[tuple[Watched, ...], tuple[Polled | SourceFailed, ...]]:
    """The sources as they are listed now; while the list cannot be read, those that are known."""
    try:
        return plan.sources(), ()
    except BadInput as error:
        until = rest_until(now, 1, first_s=plan.every_s)
        return known, (
            SourceFailed(at=now, source="the list of sources", reason=str(error), failures=1, next_at=until),
        )
