"""The board of jobs: a bounded queue, the threads that work it off, and what is known of every job."""

import logging
import os
import secrets
import sys
from collections import deque
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from threading import Condition, Event, Thread, get_native_id
from typing import Protocol

from ....errors import BadInput, GroundwireError, NotFound, TooBusy
from ....ports import Tell
from ....types import Event as Told
from .job import FINISHED, Job, JobState, Order, Problem
from .log import Entry, Log
from .shelf import Shelf
from .work import Outcome

KEPT = 500  # finished jobs that are remembered, on disk and with their keys
LOGGED = 100  # of them, those whose steps can still be read
_DURATIONS = 20  # finished jobs from which the wait is estimated
_NICE = 5  # of 19: pages come first, and a job alone is as fast as before
_GUESS_S = 2.0  # for the first job, of which nothing is known yet

_logger = logging.getLogger("groundwire.jobs")


class Worker(Protocol):
    """What does the work; called from several threads."""

    def known(self, order: Order) -> Outcome | None: ...

    def do(self, order: Order, tell: Tell) -> Outcome: ...


class Stopped(Exception):
    """A job was told to end; raised where it next tells of its progress."""


class Jobs:
    """Takes orders, works them off in their order, and remembers what came of them.

    At most `waiting` wait; `threads` work at a time. What a killed server left behind is `interrupted` from the start.
    """

    def __init__(self, worker: Worker, shelf: Shelf, *, threads: int = 1, waiting: int = 32) -> None:
        self._worker, self._shelf = worker, shelf
        self._threads, self._most = threads, waiting
        self._changed = Condition()
        self._jobs: dict[str, Job] = {}  # oldest first
        self._logs: dict[str, Log] = {}
        self._queue: deque[str] = deque()
        self._stops: dict[str, Event] = {}  # of the jobs that run
        self._seconds: deque[float] = deque(maxlen=_DURATIONS)
        self._ending = False
        for job in shelf.all():
            left = job.state not in FINISHED
            self._note(_ended(job, "interrupted") if left else job, new=left)

    def start(self) -> None:
        for number in range(self._threads):
            Thread(target=self._work, name=f"job-{number}", daemon=True).start()

    def submit(self, order: Order, *, key: str | None = None) -> Job:
        """The job for an order; the same key with the same order gives the same job, however often it is sent.

        Raises:
            BadInput: the key belongs to another order.
            TooBusy: as many wait as may; nothing was taken.
        """
        if (same := self._of_key(key, order)) is not None:
            return same
        outcome = self._worker.known(order)
        with self._changed:
            if (same := self._of_key(key, order)) is not None:
                return same
            if outcome is None and (len(self._queue) >= self._most or self._ending):
                raise TooBusy(
                    f"{len(self._queue)} jobs are waiting, and more would wait too long; nothing was taken. "
                    "Send it again later",
                    retry_after_s=self._wait_s(),
                )
            job = Job(id=secrets.token_hex(8), order=order, state="queued", created_at=datetime.now(UTC), key=key)
            self._logs[job.id] = Log()
            if outcome is not None:
                return self._finish(job, "done", outcome=outcome)
            self._note(job)
            self._queue.append(job.id)
            self._changed.notify()
            return job

    def get(self, job_id: str) -> Job:
        """That job as it stands.

        Raises:
            NotFound: there is none, or it was finished long ago and is forgotten.
        """
        with self._changed:
            if job_id not in self._jobs:
                raise NotFound(
                    f"there is no job {job_id!r}; the last {KEPT} finished ones are remembered. Reports are listed under "
                    "/api/reports"
                )
            return self._jobs[job_id]

    def recent(self) -> tuple[Job, ...]:
        """All jobs that are remembered, the newest first."""
        with self._changed:
            return tuple(reversed(self._jobs.values()))

    def cancel(self, job_id: str) -> Job:
        """The job, which ends now if it waits, else at its next step; one that has finished stays as it is."""
        with self._changed:
            job = self.get(job_id)
            if job.state == "queued":
                self._queue.remove(job_id)
                return self._finish(job, "cancelled")
            if job_id in self._stops:
                self._stops[job_id].set()
            return job

    async def events(self, job_id: str, *, after: int = 0) -> AsyncIterator[Entry]:
        """What happens in a job, from its beginning or after an entry, until it has ended or the server ends."""
        with self._changed:
            job, log = self.get(job_id), self._logs.get(job_id)
        if log is None:  # of long ago, or of a server before this one
            yield Entry(max(after, 0) + 1, job.state, job.model_dump_json())
            return
        async for entry in log.after(after):
            yield entry

    @property
    def busy(self) -> bool:
        """Whether a job runs, be it to its next step only."""
        with self._changed:
            return bool(self._stops)

    def stop(self) -> None:
        """Ends what runs at its next step, as `interrupted`, and every stream at once. Safe to call again."""
        with self._changed:
            self._ending = True
            for stop in self._stops.values():
                stop.set()
            for name in (*self._queue, *self._stops):
                self._note(_ended(self._jobs[name], "interrupted"))
            self._queue.clear()
            for log in self._logs.values():
                log.close()
            self._changed.notify_all()

    def _work(self) -> None:
        _step_back()
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._queue or self._ending)
                if self._ending:
                    return
                job = self._jobs[self._queue.popleft()].model_copy(
                    update={"state": "running", "started_at": datetime.now(UTC)}
                )
                stop = self._stops[job.id] = Event()
                self._note(job)
            self._do(job, stop)

    def _do(self, job: Job, stop: Event) -> None:
        log = self._logs[job.id]

        def tell(event: Told) -> None:
            if stop.is_set():
                raise Stopped
            log.append(event.kind, event.model_dump_json())

        state: JobState = "failed"
        outcome = problem = None
        try:
            outcome = self._worker.do(job.order, tell)
            state = "done"
        except Stopped:
            state = "interrupted" if self._ending else "cancelled"
        except GroundwireError as error:
            problem = Problem(type=type(error).__name__, message=str(error))
        except Exception as error:
            _logger.exception("job %s failed unexpectedly", job.id)
            message = f"unexpected {type(error).__name__}; this is a bug, and the server's log has the traceback"
            problem = Problem(type="Unexpected", message=message)
        with self._changed:
            self._finish(job, state, outcome=outcome, problem=problem)

    def _finish(
        self, job: Job, state: JobState, *, outcome: Outcome | None = None, problem: Problem | None = None
    ) -> Job:
        ended = _ended(job, state, outcome, problem)
        self._stops.pop(job.id, None)
        if ended.started_at and ended.finished_at:
            self._seconds.append((ended.finished_at - ended.started_at).total_seconds())
        self._note(ended)
        self._logs[job.id].append(ended.state, ended.model_dump_json(), last=True)
        self._forget()
        return ended

    def _note(self, job: Job, *, new: bool = True) -> None:
        self._jobs[job.id] = job
        if new:
            self._shelf.put(job)

    def _forget(self) -> None:
        finished = [job for job in self._jobs.values() if job.state in FINISHED]
        for job in finished[:-LOGGED]:
            self._logs.pop(job.id, None)
        for job in finished[:-KEPT]:
            del self._jobs[job.id]
            self._shelf.drop(job)

    def _of_key(self, key: str | None, order: Order) -> Job | None:
        with self._changed:
            same = next((job for job in self._jobs.values() if job.key == key), None) if key else None
        if same is not None and same.order != order:
            raise BadInput(f"the idempotency key {key!r} was sent with another request; use a new one for each request")
        return same

    def _wait_s(self) -> int:
        """Seconds after which a place should be free."""
        mean = sum(self._seconds) / len(self._seconds) if self._seconds else _GUESS_S
        return max(1, round(mean / self._threads))


def _step_back() -> None:
    """Lets this thread, and those it starts, run behind the ones that answer requests; Linux only, where threads differ."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, get_native_id(), _NICE)


def _ended(job: Job, state: JobState, outcome: Outcome | None = None, problem: Problem | None = None) -> Job:
    update: dict[str, object] = {"state": state, "finished_at": datetime.now(UTC), "error": problem}
    if outcome is not None:
        update |= {"cached": outcome.cached, "results": outcome.results}
    if outcome is not None and outcome.report is not None:
        update |= {"report_id": outcome.report.id, "version": outcome.report.version}
    return job.model_copy(update=update)
