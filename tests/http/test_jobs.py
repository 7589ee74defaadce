"""The board of jobs over a worker that does what it is told, without a home."""

import asyncio
from threading import Event
from time import monotonic, sleep

import pytest

from pipeline.errors import BadInput, NotFound, TooBusy
from pipeline.faces.http.jobs import FINISHED, Ask, Job, Jobs, Outcome
from pipeline.faces.http.jobs.shelf import Shelf
from pipeline.types import StageBegun
from tests.render.example import REPORT

READING, WRITING = StageBegun(stage="reading"), StageBegun(stage="writing")


class Worker:
    """Tells of one stage, waits for `go`, tells of another; what is asked "twice" is known already."""

    def __init__(self) -> None:
        self.go = Event()
        self.began = Event()
        self.done: list[str] = []

    def known(self, order):
        return Outcome(REPORT, cached=True) if order.question == "twice" else None

    def do(self, order, tell):
        tell(READING)
        self.began.set()
        if order.question == "busy":
            raise TooBusy("the model has no time")
        if order.question == "bug":
            raise KeyError("x")
        assert self.go.wait(10)
        tell(WRITING)
        self.done.append(order.question)
        return Outcome(REPORT)


@pytest.fixture
def worker():
    return Worker()


@pytest.fixture
def board(worker, tmp_path):
    made = Jobs(worker, Shelf(tmp_path), waiting=2)
    made.start()
    yield made
    worker.go.set()
    made.stop()


def ask(question: str) -> Ask:
    return Ask(question=question)


def ended(board: Jobs, job: Job) -> Job:
    until = monotonic() + 10
    while board.get(job.id).state not in FINISHED and monotonic() < until:
        sleep(0.005)
    return board.get(job.id)


def heard(board: Jobs, job: Job, *, after: int = 0) -> list[tuple[int, str]]:
    async def listen():
        return [(entry.number, entry.kind) async for entry in board.events(job.id, after=after)]

    return asyncio.run(asyncio.wait_for(listen(), 10))


def test_a_job_is_told_of_from_its_first_step_to_its_end(board, worker):
    job = board.submit(ask("why"))
    worker.go.set()
    assert heard(board, job) == [(1, "stage"), (2, "stage"), (3, "done")]
    found = board.get(job.id)
    assert (found.state, found.report_id, found.version) == ("done", REPORT.id, REPORT.version)


def test_a_reader_who_lost_the_connection_gets_the_rest(board, worker):
    job = board.submit(ask("why"))
    worker.go.set()
    ended(board, job)
    assert heard(board, job, after=2) == [(3, "done")]


def test_a_reader_who_has_seen_more_than_there_is_still_gets_the_end(board, worker):
    job = board.submit(ask("why"))
    worker.go.set()
    ended(board, job)
    assert heard(board, job, after=99) == [(3, "done")]


def test_what_waits_is_bounded_and_the_rest_is_told_when_to_come_again(board, worker):
    first = board.submit(ask("0"))
    assert worker.began.wait(5)
    rest = [board.submit(ask("1")), board.submit(ask("2"))]
    with pytest.raises(TooBusy) as refused:
        board.submit(ask("3"))
    assert refused.value.retry_after_s >= 1
    worker.go.set()
    assert [ended(board, job).state for job in (first, *rest)] == ["done"] * 3
    assert worker.done == ["0", "1", "2"]


def test_what_is_known_is_answered_at_once_also_when_nobody_else_is_let_in(board, worker):
    board.submit(ask("0"))
    assert worker.began.wait(5)
    board.submit(ask("1"))
    board.submit(ask("2"))
    job = board.submit(ask("twice"))
    assert (job.state, job.cached, job.report_id) == ("done", True, REPORT.id)
    assert heard(board, job) == [(1, "done")]


def test_the_same_key_starts_nothing_twice(board, worker):
    first = board.submit(ask("why"), key="k-1")
    assert board.submit(ask("why"), key="k-1").id == first.id
    worker.go.set()
    ended(board, first)
    assert board.submit(ask("why"), key="k-1").state == "done"
    assert worker.done == ["why"]
    with pytest.raises(BadInput, match="'k-1'"):
        board.submit(ask("how"), key="k-1")


def test_a_job_that_waits_is_cancelled_at_once_and_never_done(board, worker):
    first = board.submit(ask("0"))
    assert worker.began.wait(5)
    waiting = board.submit(ask("1"))
    assert board.cancel(waiting.id).state == "cancelled"
    worker.go.set()
    ended(board, first)
    assert worker.done == ["0"]


def test_a_job_that_runs_is_cancelled_at_its_next_step(board, worker):
    job = board.submit(ask("0"))
    assert worker.began.wait(5)
    assert board.cancel(job.id).state == "running"
    worker.go.set()
    assert ended(board, job).state == "cancelled"
    assert worker.done == []
    assert heard(board, job)[-1] == (2, "cancelled")


def test_cancelling_what_is_done_changes_nothing(board, worker):
    worker.go.set()
    job = board.submit(ask("0"))
    ended(board, job)
    assert board.cancel(job.id).state == "done"


def test_a_job_that_fails_says_why_and_the_next_one_is_done(board, worker):
    worker.go.set()
    job = board.submit(ask("busy"))
    failed = ended(board, job)
    assert (failed.state, failed.error.type, failed.error.message) == ("failed", "TooBusy", "the model has no time")
    assert ended(board, board.submit(ask("0"))).state == "done"


def test_a_bug_is_told_without_its_traceback(board, caplog):
    failed = ended(board, board.submit(ask("bug")))
    assert failed.error.type == "Unexpected"
    assert "KeyError" in failed.error.message
    assert "Traceback" not in failed.error.message
    assert "KeyError" in caplog.text


def test_an_unknown_job_is_not_found(board):
    with pytest.raises(NotFound, match="'nothing'"):
        board.get("nothing")


def test_after_a_kill_finished_jobs_are_known_and_the_others_interrupted(board, worker, tmp_path):
    done = board.submit(ask("twice"), key="k-1")
    runs, waits = board.submit(ask("0")), board.submit(ask("1"))
    assert worker.began.wait(5)
    again = Jobs(Worker(), Shelf(tmp_path))  # what a server finds that starts over the same home
    assert [again.get(job.id).state for job in (done, runs, waits)] == ["done", "interrupted", "interrupted"]
    assert again.submit(ask("twice"), key="k-1").id == done.id
    assert heard(again, runs, after=1) == [(2, "interrupted")]
    assert Shelf(tmp_path).all()[1].state == "interrupted"


def test_a_broken_file_hides_no_job(board, worker, tmp_path):
    job = board.submit(ask("twice"))
    (tmp_path / "broken.json").write_text("{")
    assert [each.id for each in Jobs(worker, Shelf(tmp_path)).recent()] == [job.id]


def test_stopping_ends_streams_and_takes_nothing_more(board, worker):
    job = board.submit(ask("0"))
    assert worker.began.wait(5)

    async def listens():
        seen = []
        async for entry in board.events(job.id):
            seen.append(entry.kind)
            await asyncio.to_thread(board.stop)
        return seen

    assert asyncio.run(asyncio.wait_for(listens(), 5)) == ["stage"]
    assert board.get(job.id).state == "interrupted"
    with pytest.raises(TooBusy):
        board.submit(ask("1"))
