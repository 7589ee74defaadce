"""What a refresh found and did: why a report was stale, and what became of each of its claims."""

from typing import Literal

from .base import Value
from .report import StalenessReason, StalenessState

ChangeKind = Literal["kept", "reworded", "added", "withdrawn", "reversed", "weakened", "strengthened"]
Action = Literal["kept", "rechecked", "regenerated"]


class Because(Value):
    """The words behind a change, and the article version that holds them."""

    article_id: str
    version: str | None
    quote: str | None


class ClaimChange(Value):
    """What became of one claim from one version of a report to another: its words before and after.

    `because` is what caused the change; of a claim that was kept or added, the words that it stands on. It is None for
    a claim that was written no more although nothing stood against it.
    """

    kind: ChangeKind
    before: str | None = None
    after: str | None = None
    because: Because | None = None


class RefreshResult(Value):
    """The state in which a report was found, and what was done: nothing, the same words on moved spans, or new words.

    `to_version` is the version that now answers; it equals `from_version` where nothing had to be stored.
    """

    id: str
    state: StalenessState
    reasons: tuple[StalenessReason, ...] = ()
    action: Action = "kept"
    from_version: int
    to_version: int
    changes: tuple[ClaimChange, ...] = ()
