import asyncio
from threading import Event

import pytest

from pipeline.errors import TooBusy
from pipeline.faces.http.turns import Turns


def test_few_work_at_a_time_a_few_wait_and_the_rest_is_told_to_come_again():
    go, began, at_work = Event(), Event(), []

    def work(name: str) -> str:
        at_work.append(name)
        began.set()
        assert go.wait(10)
        return name

    async def crowd() -> None:
        turns = Turns(at_once=1, waiting=1)
        first, second = (asyncio.create_task(turns.run(work, name)) for name in ("a", "b"))
        assert await asyncio.to_thread(began.wait, 10)
        with pytest.raises(TooBusy):
            await turns.run(work, "c")
        assert at_work == ["a"]
        go.set()
        assert [await first, await second] == ["a", "b"]
        assert not turns.busy
        assert await turns.run(work, "d") == "d"

    asyncio.run(crowd())


def test_a_turn_that_fails_is_given_back():
    async def fails() -> None:
        turns = Turns(at_once=1, waiting=0)
        with pytest.raises(ZeroDivisionError):
            await turns.run(lambda: 1 // 0)
        assert await turns.run(lambda: 1) == 1

    asyncio.run(fails())
