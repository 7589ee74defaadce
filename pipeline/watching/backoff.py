"""How long to leave alone what has failed."""

from datetime import datetime, timedelta

# A feed that is down is asked four times a day at the least; servers that say when to come back are believed for a week.
LONGEST_S = 6 * 3_600
LONGEST_ASKED_S = 7 * 86_400


def rest_until(now: datetime, failures: int, *, first_s: float, asked_s: float | None = None) -> datetime:
    """The moment to try again after so many failures in a row: the wait doubles from `first_s` to six hours.

    `asked_s`: for how long the other side asks to be left alone, which counts where it is longer.
    """
    wait_s = min(first_s * 2.0 ** min(failures - 1, 30), max(LONGEST_S, first_s))
    return now + timedelta(seconds=max(wait_s, min(asked_s or 0.0, LONGEST_ASKED_S)))
