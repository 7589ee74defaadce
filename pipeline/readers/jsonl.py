"""Articles from JSON lines: one object a line, read as a stream, in constant memory.

A line that cannot be used comes back as a Rejection with its number; it never stops the lines after it.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from math import isfinite
from typing import BinaryIO

from pydantic import JsonValue

from ..types import RawArticle, Rejection, Withdrawal
from .fields import Refused, article_from, is_withdrawal, named, withdrawal_from
from .packing import BROKEN

Record = RawArticle | Withdrawal | Rejection

# Six bytes a character is JSON at its most wasteful; a longer line cannot hold an article that would be taken in.
MAX_LINE = 16_000_000
_BOM = b"\xef\xbb\xbf"


class JsonLines:
    """Reads lines of JSON from a stream."""

    def __init__(self, *, now: datetime) -> None:
        """`now` decides which dates lie in the future."""
        self._now = now

    def lines(self, stream: BinaryIO) -> Iterator[Record]:
        number = 0
        try:
            for number, line in enumerate(_bounded(stream), start=1):
                data = line.removeprefix(_BOM) if number == 1 else line
                if data.strip():
                    yield self._record(data, number)
        except BROKEN as error:
            yield Rejection(line=number + 1, reason=f"the lines cannot be read to their end ({error}); repair the file")

    def _record(self, data: bytes, number: int) -> Record:
        fields: dict[str, JsonValue] = {}
        try:
            fields = _object(data)
            if is_withdrawal(fields):
                return withdrawal_from(fields)
            return article_from(fields, now=self._now)
        except Refused as refused:
            return Rejection(id=named(fields), line=number, reason=str(refused))


def _object(data: bytes) -> dict[str, JsonValue]:
    if len(data) > MAX_LINE:
        raise Refused(f"the line is longer than {MAX_LINE:,} bytes; split the article")
    try:
        fields = json.loads(data.rstrip().decode("utf-8"), parse_constant=_no_constant, parse_float=_finite)
    except UnicodeDecodeError as error:
        raise Refused(f"byte {error.start + 1} of the line is not UTF-8; save the file as UTF-8") from None
    except (ValueError, RecursionError) as error:
        where = f" (column {error.colno})" if isinstance(error, json.JSONDecodeError) else ""
        raise Refused(f"the line is not JSON{where}; write one JSON object a line") from None
    if not isinstance(fields, dict):
        raise Refused(f"the line holds {type(fields).__name__}, not an object; write one JSON object a line")
    return fields


def _no_constant(name: str) -> None:
    raise ValueError(name)  # NaN and Infinity are not JSON, and would not come back out of the store


def _finite(number: str) -> float:
    value = float(number)
    if not isfinite(value):
        raise ValueError(number)
    return value


def _bounded(stream: BinaryIO) -> Iterator[bytes]:
    """Lines, of which an overlong one is cut (and then refused) instead of being read into memory."""
    while line := stream.readline(MAX_LINE + 1):
        yield line
        while len(line) > MAX_LINE and not line.endswith(b"\n"):
            line = stream.readline(MAX_LINE + 1)
