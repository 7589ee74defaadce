"""What a watch remembers from one run to the next: the policy of each report, the sources that rest, and who watches."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import NamedTuple

from filelock import FileLock, Timeout
from sqlalchemy import delete, insert, select

from ..errors import HomeBusy
from ..types import StandingPolicy
from . import engine as database
from .catalogue import Catalogue
from .tables import policies, resting


class Rest(NamedTuple):
    """A source that failed so many times in a row, and the moment until which it is left alone."""

    failures: int
    next_at: datetime


class Standing:
    """The standing questions of one home."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._engine, self._file = catalogue.engine, catalogue.file

    @contextmanager
    def sole_watcher(self) -> Iterator[None]:
        """Holds the home against a second watch; readers and writers go on.

        Raises:
            HomeBusy: another process is watching it.
        """
        lock = FileLock(self._file.with_name("watch.lock"), timeout=0)
        try:
            lock.acquire()
        except Timeout as error:
            raise HomeBusy(
                f"another process is watching for the home '{self._file.parent.name}', and two would tell everything "
                "twice; stop that one first, or give this one a home of its own"
            ) from error
        try:
            yield
        finally:
            lock.release()

    def policies(self) -> dict[str, StandingPolicy]:
        """The policies that were chosen, by report."""
        with self._engine.begin() as connection:
            rows = connection.execute(select(policies)).mappings().all()
        return {row["id"]: StandingPolicy(**row, chosen=True) for row in rows}

    def choose(self, policy: StandingPolicy) -> None:
        """Notes a policy; one that is not `chosen` takes the choice back."""
        with database.writing(self._engine) as connection:
            connection.execute(delete(policies).where(policies.c.id == policy.id))
            if policy.chosen:
                connection.execute(insert(policies).values(**policy.model_dump(exclude={"chosen"})))

    def resting(self) -> Mapping[str, Rest]:
        """The sources that failed when they were last asked."""
        with self._engine.begin() as connection:
            rows = connection.execute(select(resting.c.source, resting.c.failures, resting.c.next_at)).all()
        return {source: Rest(failures, next_at) for source, failures, next_at in rows}

    def rest(self, source: str, state: Rest | None) -> None:
        """Notes that a source failed, or (None) that it works again."""
        with database.writing(self._engine) as connection:
            connection.execute(delete(resting).where(resting.c.source == source))
            if state is not None:
                connection.execute(insert(resting).values(source=source, **state._asdict()))
