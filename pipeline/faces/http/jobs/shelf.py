"""Jobs on disk: one small file each in the home, replaced whole, so that a kill leaves every job as it last was."""

import contextlib
import os
from pathlib import Path

from pydantic import ValidationError

from .job import Job


class Shelf:
    """The files of a folder, which is made when first written to."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, job: Job) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        part = self._folder / f".{job.id}.{os.getpid()}.part"
        part.write_text(job.model_dump_json(), encoding="utf-8")
        part.replace(self._folder / f"{job.id}.json")

    def drop(self, job: Job) -> None:
        (self._folder / f"{job.id}.json").unlink(missing_ok=True)

    def all(self) -> list[Job]:
        """Every job that can be read, oldest first."""
        found: list[Job] = []
        for file in sorted(self._folder.glob("*.json")):
            with contextlib.suppress(OSError, ValidationError):  # a file that is none of ours stands in nobody's way
                found.append(Job.model_validate_json(file.read_bytes()))
        return sorted(found, key=lambda job: (job.created_at, job.id))
