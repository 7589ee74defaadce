"""Dates as people give them on the command line and in addresses."""

from contextlib import suppress
from datetime import UTC, date, datetime, time

from ..errors import BadInput


def moment(text: str) -> datetime:
    """The moment in UTC; a bare date means through the end of that day.

    Raises:
        BadInput: it is not an ISO date or an ISO date with time.
    """
    with suppress(ValueError):  # no bare date: then perhaps a date with time
        return datetime.combine(date.fromisoformat(text.strip()), time.max, tzinfo=UTC)
    try:
        parsed = datetime.fromisoformat(text.strip())
        return parsed.astimezone(UTC) if parsed.tzinfo else parsed.replace(tzinfo=UTC)
    except (ValueError, OverflowError) as error:
        raise BadInput(
            f"cannot read {text!r} as a date, so it is not known as of when to answer. "
            "Give an ISO date, for example 2025-12-16 or 2025-12-16T09:00Z."
        ) from error
