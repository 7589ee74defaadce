"""Progress bars on stderr: only on a terminal, and only for what takes longer than a second."""

from __future__ import annotations

from threading import Lock, Timer
from typing import TYPE_CHECKING, Self

from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import TaskID

PATIENCE_S = 1.0  # below that a bar is only a flicker


class Bars:
    """A `ports.Progress` that draws one bar, for the stage that runs."""

    def __init__(self, console: Console, *, patience_s: float = PATIENCE_S) -> None:
        columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), BarColumn(bar_width=30))
        self._bars = Progress(*columns, MofNCompleteColumn(), TimeElapsedColumn(), console=console, transient=True)
        self._tasks: dict[str, TaskID] = {}
        self._lock = Lock()
        self._closed = False
        self._timer = Timer(patience_s, self._show) if console.is_terminal else None

    def __call__(self, stage: str, done: int, total: int | None) -> None:
        if self._timer is None:
            return
        if stage not in self._tasks:
            for task in self._tasks.values():
                self._bars.update(task, visible=False)
            self._tasks[stage] = self._bars.add_task(stage, total=total)
        self._bars.update(self._tasks[stage], completed=done, total=total, visible=True)

    def __enter__(self) -> Self:
        if self._timer:
            self._timer.daemon = True
            self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._timer:
            self._timer.cancel()
        with self._lock:
            self._closed = True
            if self._bars.live.is_started:
                self._bars.stop()

    def _show(self) -> None:
        with self._lock:
            if not self._closed:
                self._bars.start()
