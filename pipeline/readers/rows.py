"""Rows of tables as articles: what CSV and Parquet have in common."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

from pydantic import JsonValue

from ..types import Rejection
from .documents import Reading, Record
from .fields import Refused, article_from, is_withdrawal, named, withdrawal_from

_TRUE, _FALSE = frozenset({"true", "1", "yes"}), frozenset({"false", "0", "no"})


def row_record(row: Mapping[str, JsonValue], reading: Reading, *, number: int) -> Record:
    """The article or withdrawal of one row; empty cells are fields that are not there."""
    fields: dict[str, JsonValue] = {name: value for name, value in row.items() if value is not None and value != ""}
    if "withdrawn" in fields:
        fields["withdrawn"] = _truth(fields["withdrawn"])
    try:
        if is_withdrawal(fields):
            return withdrawal_from(fields)
        return article_from(fields, now=reading.now)
    except Refused as refused:
        return Rejection(id=named(fields), line=number, reason=str(refused))


def plain_value(value: object) -> JsonValue:
    """A cell as JSON has it: moments as text in UTC, what JSON has no word for as text."""
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return value if value == value and abs(value) != float("inf") else None  # noqa: PLR0124 - NaN is no JSON
    if isinstance(value, list | tuple):
        return [plain_value(item) for item in value]
    if isinstance(value, dict):
        return {str(name): plain_value(item) for name, item in value.items()}
    return str(value)


def _truth(value: JsonValue) -> JsonValue:
    word = value.strip().lower() if isinstance(value, str) else None
    return True if word in _TRUE else False if word in _FALSE else value
