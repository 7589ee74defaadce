"""Runs of evals in a home, as they were written down: read, never trusted, and shown by suite."""

from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, JsonValue, ValidationError

from ...errors import NotFound


class Figure(BaseModel):
    """One metric of a run, with its interval and the number of things that it was measured on."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    value: float | None = None
    low: float | None = None
    high: float | None = None
    n: int | None = None


class EvalRun(BaseModel):
    """What a run found; `folder` is its name within the home."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    suite: str
    run: str
    metrics: Mapping[str, Figure] = {}
    errors: JsonValue = 0
    folder: str = ""
    has_page: bool = False

    @property
    def failures(self) -> int:
        """How many things could not be measured."""
        return len(self.errors) if isinstance(self.errors, list) else int(self.errors or 0)  # type: ignore[arg-type]


def runs(home: Path) -> list[EvalRun]:
    """All runs of a home that can be read, the newest first."""
    files = [file for file in (home / "evals").glob("*/summary.json") if file.is_file()]
    found = (_read(file) for file in sorted(files, key=lambda file: (-file.stat().st_mtime, file)))
    return [run for run in found if run is not None]


def run_page(home: Path, folder: str) -> str:
    """The page that a run wrote about itself.

    Raises:
        NotFound: there is none.
    """
    known = {run.folder for run in runs(home) if run.has_page}
    if folder not in known:
        raise NotFound(f"there is no page of an eval run {folder!r} in this home; /evals lists all runs")
    return (home / "evals" / folder / "index.html").read_text(encoding="utf-8")


def _read(file: Path) -> EvalRun | None:
    try:
        run = EvalRun.model_validate_json(file.read_bytes())
    except (OSError, ValidationError):
        return None
    page = file.parent / "index.html"
    return run.model_copy(update={"folder": file.parent.name, "has_page": page.is_file()})
