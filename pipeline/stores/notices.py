"""The outbox of what subscribers are to be told, and what became of each notice on each channel.

A notice is written in the transaction of the report version that it tells of, so neither can be there without the other.
It leaves the outbox of a channel only when the channel has acknowledged it, and that is noted at once: what is killed
before the note tells the channel again, under the same id.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import uuid4

from sqlalchemy import Connection, delete, func, insert, select, update

from ..types import Notice
from . import engine as database
from .catalogue import Catalogue
from .tables import channels, deliveries, meta, notices

_HOME_KEY = "home"  # in meta: a name for this home that no other home has


class Pending(NamedTuple):
    """A notice that a channel has not had yet, and how often the channel has refused it."""

    number: int
    notice: Notice
    refusals: int


class Channel(NamedTuple):
    """How a channel does: failures in a row, and the moment until which it is left alone."""

    failures: int
    next_at: datetime | None


class Notices:
    """The notices of one home."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._engine = catalogue.engine

    def home(self) -> str:
        """A name for this home that stays, and that no other home has: a UUID."""
        with self._engine.begin() as connection:
            known = _home(connection)
        if known is None:
            with database.writing(self._engine) as connection:
                known = _home(connection) or str(uuid4())
                connection.execute(delete(meta).where(meta.c.key == _HOME_KEY))
                connection.execute(insert(meta).values(key=_HOME_KEY, value=known))
        return known

    def has(self, name: str) -> bool:
        """Whether subscribers are told of a notice already."""
        with self._engine.begin() as connection:
            return connection.execute(select(notices.c.number).where(notices.c.id == name)).first() is not None

    def latest(self, *, limit: int) -> tuple[Notice, ...]:
        """The last notices, the newest first."""
        newest = select(notices.c.json).order_by(notices.c.number.desc()).limit(limit)
        with self._engine.begin() as connection:
            return tuple(map(Notice.model_validate_json, connection.scalars(newest)))

    def subscribe(self, name: str) -> None:
        """From now on the channel is told what comes; a channel that is known goes on where it was."""
        with database.writing(self._engine) as connection:
            if connection.execute(select(channels.c.name).where(channels.c.name == name)).first() is None:
                last = connection.scalar(select(func.max(notices.c.number))) or 0
                connection.execute(insert(channels).values(name=name, since=last, failures=0, next_at=None))

    def channel(self, name: str) -> Channel:
        with self._engine.begin() as connection:
            query = select(channels.c.failures, channels.c.next_at).where(channels.c.name == name)
            return Channel(*connection.execute(query).one())

    def pending(self, name: str, *, now: datetime, limit: int) -> tuple[Pending, ...]:
        """What a channel is to be told now, the oldest first."""
        own = (deliveries.c.channel == name) & (deliveries.c.notice == notices.c.number)
        since = select(channels.c.since).where(channels.c.name == name).scalar_subquery()
        open_again = deliveries.c.channel.is_(None) | (~deliveries.c.done & (deliveries.c.next_at <= now))
        query = (
            select(notices.c.number, notices.c.json, func.coalesce(deliveries.c.refusals, 0))
            .join_from(notices, deliveries, own, isouter=True)
            .where(notices.c.number > since, open_again)
            .order_by(notices.c.number)
            .limit(limit)
        )
        with self._engine.begin() as connection:
            rows = connection.execute(query).all()
        return tuple(Pending(number, Notice.model_validate_json(json), refusals) for number, json, refusals in rows)

    def next_at(self, name: str) -> datetime | None:
        """When a channel, or a notice that it refused, is next to be tried; None: nothing waits."""
        waits = (deliveries.c.channel == name) & ~deliveries.c.done
        with self._engine.begin() as connection:
            refused = connection.scalar(select(func.min(deliveries.c.next_at)).where(waits))
            rests = connection.scalar(select(channels.c.next_at).where(channels.c.name == name))
        return max(filter(None, (refused, rests)), default=None)

    def acknowledged(self, name: str, number: int) -> None:
        """The channel has had the notice, and works."""
        with database.writing(self._engine) as connection:
            _note(connection, name, number, refusals=0, next_at=None)
            _state(connection, name, Channel(0, None))

    def refused(self, name: str, number: int, *, refusals: int, next_at: datetime | None) -> None:
        """The channel works and did not want this notice, for so many times; None: it is not offered again."""
        with database.writing(self._engine) as connection:
            _note(connection, name, number, refusals=refusals, next_at=next_at)
            _state(connection, name, Channel(0, None))

    def failed(self, name: str, state: Channel) -> None:
        """The channel could not be reached, and is left alone for a while."""
        with database.writing(self._engine) as connection:
            _state(connection, name, state)


def add(connection: Connection, told: Sequence[Notice]) -> None:
    """Puts notices into the outbox, in the transaction of what they tell of; one that is there already stays as it is."""
    for notice in told:
        if connection.execute(select(notices.c.number).where(notices.c.id == notice.id)).first() is None:
            connection.execute(insert(notices).values(id=notice.id, json=notice.model_dump_json()))


def _home(connection: Connection) -> str | None:
    known: str | None = connection.scalar(select(meta.c.value).where(meta.c.key == _HOME_KEY))
    return known


def _note(connection: Connection, name: str, number: int, *, refusals: int, next_at: datetime | None) -> None:
    connection.execute(delete(deliveries).where(deliveries.c.channel == name, deliveries.c.notice == number))
    row = {"channel": name, "notice": number, "refusals": refusals, "done": next_at is None, "next_at": next_at}
    connection.execute(insert(deliveries).values(**row))


def _state(connection: Connection, name: str, state: Channel) -> None:
    connection.execute(update(channels).where(channels.c.name == name).values(**state._asdict()))
