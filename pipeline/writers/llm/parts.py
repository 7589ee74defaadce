"""Work cut to fit the model, and done side by side, in an order that does not depend on who is ready first."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import TypeVar

from ...errors import ContextOverflow, ModelFailed, ModelUnavailable

Item = TypeVar("Item")
Result = TypeVar("Result")


def cut_to_fit(items: Sequence[Item], fits: Callable[[Sequence[Item]], bool]) -> list[Sequence[Item]]:
    """The items in parts that fit, by halves; a single item that does not fit is a part of its own."""
    if len(items) < 2 or fits(items):
        return [items] if items else []
    middle = len(items) // 2
    return [*cut_to_fit(items[:middle], fits), *cut_to_fit(items[middle:], fits)]


def in_halves(items: Sequence[Item], ask: Callable[[Sequence[Item]], Result]) -> list[Result]:
    """What `ask` makes of the items, asked in halves where the model says that they do not fit.

    A half that cannot be made to fit is left out.

    Raises:
        ContextOverflow: not even one item fits.
    """
    try:
        return [ask(items)]
    except ContextOverflow:
        if len(items) < 2:
            raise
    middle = len(items) // 2
    results: list[Result] = []
    overflow = ContextOverflow()
    for half in (items[:middle], items[middle:]):
        try:
            results += in_halves(half, ask)
        except ContextOverflow as error:
            overflow = error
    if not results:
        raise overflow
    return results


def side_by_side(
    jobs: Sequence[Callable[[], Result]], *, concurrency: int, told: Callable[[int], None] = lambda _: None
) -> list[Result | ModelFailed | ModelUnavailable]:
    """The result of each job in order; an error of the model stands in its place. `told` hears how many are done."""
    with ThreadPoolExecutor(max_workers=max(1, concurrency), thread_name_prefix="groundwire-llm") as pool:
        futures = [pool.submit(_result, job) for job in jobs]
        try:
            for done, future in enumerate(as_completed(futures), start=1):
                future.result()
                told(done)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
        return [future.result() for future in futures]


def _result(job: Callable[[], Result]) -> Result | ModelFailed | ModelUnavailable:
    try:
        return job()
    except (ModelFailed, ModelUnavailable) as error:
        return error
