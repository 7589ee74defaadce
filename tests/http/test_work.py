from threading import Barrier, Thread
from time import sleep

from pipeline.faces.http.jobs import Ask, Work
from tests.render.example import REPORT


class Desk:
    """Answers from a corpus that stands still: the second to ask finds what the first has stored."""

    def __init__(self) -> None:
        self.written: list[str] = []
        self.gathered: list[bool] = []

    def standing_answer(self, question, **_limits):
        return REPORT if question in self.written else None

    def ask(self, question, *, gather, **_limits):
        sleep(0.05)  # long enough for another to begin, were it let in
        self.written.append(question)
        self.gathered.append(gather)
        return REPORT


def test_one_question_asked_twice_at_a_time_is_written_once():
    desk, together, outcomes = Desk(), Barrier(2), []
    work = Work(desk)

    def asks() -> None:
        together.wait(5)
        outcomes.append(work.do(Ask(question="why"), lambda _event: None))

    threads = [Thread(target=asks) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(5)
    assert desk.written == ["why"]
    assert sorted(outcome.cached for outcome in outcomes) == [False, True]


def test_asked_afresh_it_is_written_although_it_stands():
    desk = Desk()
    for _ in range(2):
        assert not Work(desk).do(Ask(question="why", fresh=True), lambda _event: None).cached
    assert desk.written == ["why", "why"]


def test_what_is_to_be_gathered_for_is_written_although_it_stands():
    desk = Desk()
    for gather in (True, True, False):
        Work(desk).do(Ask(question="why", gather=gather), lambda _event: None)
    assert desk.written == ["why", "why"]
    assert desk.gathered == [True, True]
