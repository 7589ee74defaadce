"""What a run leaves behind: a folder with what was run, a row an item, the numbers, and a page."""

from .folder import RunFolder, list_runs, open_run
from .measured import MeasuredError, known_error, remember_error
from .values import RUN_SCHEMA, Config, Score, Summary
from .verdicts import RememberingJudge

__all__ = [
    "RUN_SCHEMA",
    "Config",
    "MeasuredError",
    "RememberingJudge",
    "RunFolder",
    "Score",
    "Summary",
    "known_error",
    "list_runs",
    "open_run",
    "remember_error",
]
