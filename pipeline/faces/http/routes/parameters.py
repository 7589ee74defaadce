"""Parameters that several routes share, each written once, with the bounds that the stores have."""

from typing import Annotated

from fastapi import Path, Query
from pydantic import AfterValidator

from ....errors import BadInput
from ...moments import moment
from ..answers import Failure

_NUMBER = 2**31 - 1

Failures = dict[int | str, dict[str, object]]
FAILURES: Failures = {
    404: {"model": Failure, "description": "There is no such thing in this home."},
    422: {"model": Failure, "description": "What was sent cannot be used; nothing was changed."},
    503: {"model": Failure, "description": "Another process writes to this home, or a model is not there."},
}
BUSY: Failures = {429: {"model": Failure, "description": "There is as much to do as is taken on; see Retry-After."}}


def _date(text: str) -> str:
    try:
        moment(text)
    except BadInput as error:
        raise ValueError(str(error)) from error
    return text


Date = Annotated[
    str, AfterValidator(_date), Query(description="An ISO date, through its end in UTC, or a date and time.")
]
ReportId = Annotated[str, Path(description="A report; GET /api/reports lists them.")]
Version = Annotated[int | None, Query(ge=1, le=_NUMBER, description="Not the newest version.")]
