"""Two writers in a row: when the first cannot write at all, the second does, and the report says so."""

from collections.abc import Sequence

from ..errors import ModelFailed, ModelUnavailable
from ..ports import Writer
from ..types import Brief, Closing, Draft, DraftClaim, DraftSection, Evidence, FailedClaim
from .record import Record


class FallbackWriter:
    """Implements ports.Writer: `main` writes, or `spare` where `main` fails. Whoever composed also repairs and ends."""

    def __init__(self, main: Writer, spare: Writer) -> None:
        self.name = f"{main.name}, else {spare.name}"
        self._main, self._spare = main, spare
        self._author = main
        self._notes: list[str] = []

    @property
    def record(self) -> Record:
        main, spare = self._main.record, self._spare.record
        return Record(
            prompts={**main.prompts, **spare.prompts},
            stages={**main.stages, **spare.stages},
            notes=(*self._notes, *main.notes, *spare.notes),
        )

    def plan(self, brief: Brief, evidence: Sequence[Evidence]) -> tuple[str, ...]:
        return self._main.plan(brief, evidence)

    def compose(self, brief: Brief, evidence: Sequence[Evidence]) -> Draft:
        try:
            return self._main.compose(brief, evidence)
        except (ModelFailed, ModelUnavailable) as error:
            self._author = self._spare
            self._notes.append(
                f"{self._spare.name} wrote this report, because {self._main.name} could not ({_kind(error)}): {error}"
            )
            return self._spare.compose(brief, evidence)

    def repair(self, failed: Sequence[FailedClaim]) -> list[DraftClaim | None]:
        return self._author.repair(failed)

    def conclude(self, brief: Brief, standing: Sequence[DraftSection]) -> Closing:
        return self._author.conclude(brief, standing)


def _kind(error: Exception) -> str:
    """The error in words: "ReplyUnusable" gives "reply unusable"."""
    name = type(error).__name__
    return "".join(f" {char.lower()}" if char.isupper() else char for char in name).strip()
