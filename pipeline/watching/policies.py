"""What is done about a report that was found stale, by the policy of its question."""

from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from ..types import StalenessState, StandingPolicy


class Decision(NamedTuple):
    """`write`: it is written again now. `tell`: subscribers are told that it is stale. `wait`: neither, until a moment
    (None: until its state gets worse). `leave`: there is nothing to do."""

    what: Literal["write", "tell", "wait", "leave"]
    until: datetime | None = None


def decide(
    policy: StandingPolicy, state: StalenessState, *, reanchored: bool, written_at: datetime, now: datetime
) -> Decision:
    """What the policy says of a report in this state.

    `reanchored`: its cited words stand elsewhere now, unchanged; it is cited anew without a word to anyone, whatever the
    interval, unless nobody is to write it at all. `written_at`: when its last version was written.
    """
    if policy.policy == "tell":
        return Decision("leave" if state == "fresh" else "tell")
    if state == "fresh":
        return Decision("write" if reanchored else "leave")
    if policy.policy == "only-major" and state != "stale-major":
        return Decision("wait")
    due = written_at + timedelta(seconds=policy.interval_s)
    return Decision("wait", due) if now < due else Decision("write")
