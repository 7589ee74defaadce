"""Notices go out to each channel in their order; what was acknowledged is noted before anything else happens."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from ..stores.notices import Channel as State
from ..stores.notices import Notices, Pending
from ..types import Delivered, Undelivered
from .backoff import rest_until
from .channels import Channel, NotTaken
from .clock import Clock, Stop

FIRST_S = 30.0  # after the first failure; it doubles
# With doubling waits of at most six hours that is about a day, after which a receiver will not want the notice any more.
REFUSALS = 12
_BATCH = 100


def deliver(
    notices: Notices, channels: Sequence[Channel], *, clock: Clock, stop: Stop
) -> Iterator[Delivered | Undelivered]:
    """Tells each channel what it has not had yet. A channel that fails is left alone for a while; the others go on."""
    for channel in channels:
        resting = notices.channel(channel.name).next_at
        if resting is None or resting <= clock.now():
            yield from _told(notices, channel, clock=clock, stop=stop)


def next_delivery(notices: Notices, channels: Sequence[Channel]) -> datetime | None:
    """When a channel is next to be tried, if anything waits."""
    return min((moment for each in channels if (moment := notices.next_at(each.name))), default=None)


def _told(notices: Notices, channel: Channel, *, clock: Clock, stop: Stop) -> Iterator[Delivered | Undelivered]:
    while batch := notices.pending(channel.name, now=clock.now(), limit=_BATCH):
        for pending in batch:
            problem = channel.send(pending.notice, now=clock.now())
            if problem is None:
                with stop.shielded():
                    notices.acknowledged(channel.name, pending.number)
                yield Delivered(at=clock.now(), channel=channel.name, notice=pending.notice.id)
                continue
            next_at = _noted(notices, channel.name, pending, problem, now=clock.now())
            yield Undelivered(
                at=clock.now(),
                channel=channel.name,
                notice=pending.notice.id,
                reason=problem.reason,
                next_at=next_at,
            )
            if not problem.refused:
                return


def _noted(notices: Notices, name: str, pending: Pending, problem: NotTaken, *, now: datetime) -> datetime | None:
    """When the notice goes out again."""
    if problem.refused:
        refusals = pending.refusals + 1
        again = rest_until(now, refusals, first_s=FIRST_S) if refusals < REFUSALS else None
        notices.refused(name, pending.number, refusals=refusals, next_at=again)
        return again
    failures = notices.channel(name).failures + 1
    until = rest_until(now, failures, first_s=FIRST_S, asked_s=problem.retry_after_s)
    notices.failed(name, State(failures, until))
    return until
