"""An answer as it comes about: each step when it is taken, the report as the last."""

from collections.abc import Callable, Iterator
from queue import SimpleQueue
from threading import Event as Flag
from threading import Thread

from ..ports import Tell
from ..types import Event, Report

Step = Event | Report


class _Abandoned(Exception):
    """Whoever followed has gone; it ends the work, and nothing is stored."""


def stream(work: Callable[[Tell], Report]) -> Iterator[Step]:
    """The steps of some work and then its report. A consumer that stops early ends the work at its next step.

    What the work raises is raised where the iterator stands.
    """
    steps: SimpleQueue[Step | BaseException] = SimpleQueue()
    gone = Flag()

    def tell(event: Event) -> None:
        if gone.is_set():
            raise _Abandoned
        steps.put(event)

    def run() -> None:
        try:
            steps.put(work(tell))
        except BaseException as error:  # noqa: BLE001  it is raised in the thread that waits for it
            steps.put(error)

    thread = Thread(target=run, name="groundwire-answer")
    thread.start()
    try:
        while True:
            step = steps.get()
            if isinstance(step, BaseException):
                raise step
            yield step
            if isinstance(step, Report):
                return
    finally:
        gone.set()
        thread.join()
