"""Dates as pages and feeds write them, brought into the one form that `fields` takes.

What could be two different days (03/04/2026) is no date, and neither is a day without its year.
"""

import re
from datetime import datetime
from email.utils import parsedate_to_datetime

from ..text.dates import find_dates

_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z")
_NAMED_ZONE = re.compile(r"\s+(?:UTC|GMT)$")
_UNKNOWN_ZONE = re.compile(r"\d\s+[A-Za-z]{2,5}$")
_MAX = 200  # characters of anything that is one date


def moment(value: object) -> str | None:
    """ISO 8601 for a date and time written in any usual way; None for what is not one for certain."""
    if not isinstance(value, str) or not value.strip() or len(value) > _MAX:
        return None
    plain = " ".join(value.split())
    return _iso(_NAMED_ZONE.sub("Z", _COMPACT.sub(r"\1-\2-\3T\4:\5:\6Z", plain))) or _rfc(plain) or _spelt(plain)


def _iso(value: str) -> str | None:
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return value if moment.year > 1 and "-" in value else None


def _rfc(value: str) -> str | None:
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    if moment.tzinfo is None and _UNKNOWN_ZONE.search(value):
        return moment.date().isoformat()  # the day is certain within hours, the hour is not
    return moment.isoformat()


def _spelt(value: str) -> str | None:
    """A day in words, if the text names exactly one: the hour beside it lacks its zone more often than not."""
    days = {mention.first for mention in find_dates(value) if mention.first == mention.last}
    return days.pop().isoformat() if len(days) == 1 else None
