"""What an editor decided about a report, and every later version of it has to keep."""

from datetime import datetime
from typing import Literal

from .base import Value

DecisionKind = Literal["pin", "ban", "accept", "reject"]
ACCEPTED = "Accepted by the editor"  # how the verdict of an accepted claim says so
REJECTED = "Rejected by the editor"

Subject = Literal["article", "publisher", "claim"]


class Decision(Value):
    """A source pinned or banned, or a claim accepted or rejected, for one report.

    `number` names the decision within its report. `target` is the article's id, the publisher's name or the claim's id;
    `text` the article's title, the same name, or the claim's words.
    """

    number: int
    kind: DecisionKind
    subject: Subject
    target: str
    text: str
    note: str | None = None
    decided_at: datetime


class Edit(Value):
    """What an editor wants: sources (article ids, publishers, or numbers in the report's list) and claims (ids or words).

    `undo`: numbers of decisions that hold no longer. `note` goes with each of the new ones, and is shown with it.
    """

    pin: tuple[str, ...] = ()
    ban: tuple[str, ...] = ()
    accept: tuple[str, ...] = ()
    reject: tuple[str, ...] = ()
    undo: tuple[int, ...] = ()
    note: str | None = None

    @property
    def empty(self) -> bool:
        return not (self.pin or self.ban or self.accept or self.reject or self.undo)
