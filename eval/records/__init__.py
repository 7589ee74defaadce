"""What a run leaves behind: a folder with what was run, a row an item, the numbers, and a page."""

from .folder import RunFolder, list_runs, open_run
from .values import RUN_SCHEMA, Config, Score, Summary
from .verdicts import RememberingJudge

__all__ = ["RUN_SCHEMA", "Config", "RememberingJudge", "RunFolder", "Score", "Summary", "list_runs", "open_run"]
