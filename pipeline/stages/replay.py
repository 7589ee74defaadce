"""Whether a report that was written again is the one that is stored."""

from ..errors import BadInput
from ..types import Brief, Report
from .assemble import identity

# What differs between two runs that came to the same: when, at what cost, and how many replies were recorded before.
_OF_THE_RUN = {"tokens", "cost_usd", "seconds", "stages"}
_OF_THE_MOMENT = {"version", "previous", "checked_at", "staleness"}


GATHERED = (
    "Gathered: "  # begins each note of what was fetched before the answer was written, which a replay does not do
)


def require_whole(brief: Brief, report: Report) -> None:
    """Refuses a brief that was read from a report and is not the one that the report answers.

    Raises:
        BadInput: the report was asked of some publishers only, which it does not name.
    """
    if report.publishers is None and identity(brief) != report.id:
        raise BadInput(
            f"report {report.id!r} was asked of some publishers only, and it does not say of which, so it cannot be "
            "written again; ask the question anew"
        )


def same_answer(one: Report, other: Report) -> bool:
    """Whether two reports are the same but for times, cost and version."""
    return _answer(one) == _answer(other)


def _answer(report: Report) -> dict[str, object]:
    notes = tuple(note for note in report.run.notes if not note.startswith(GATHERED))
    plain = report.model_copy(update={"run": report.run.model_copy(update={"notes": notes})})
    return plain.model_dump(exclude={**dict.fromkeys(_OF_THE_MOMENT, True), "run": _OF_THE_RUN})
