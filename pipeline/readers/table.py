"""Tables of text (CSV, semicolons, tabs) with a head of field names, read row by row.

The names are those of JSON lines: url, title, text, published_at, publisher, and what else there is.
"""

import csv
from collections.abc import Iterator
from typing import BinaryIO

from ..types import Rejection
from .documents import Document, Reading, Record, rejection
from .fields import MAX_TEXT, REQUIRED
from .packing import BROKEN
from .rows import row_record

_SEPARATORS = ",;\t|"
_BOMS_16 = (b"\xff\xfe", b"\xfe\xff")
MAX_CELL = 2 * MAX_TEXT  # characters; longer ones are an unclosed quotation mark
MAX_LINE = 16_000_000  # bytes, as for JSON lines
_NOT_UTF8 = range(0xDC80, 0xDD00)  # what "surrogateescape" makes of bytes that are not UTF-8


def table_records(document: Document, reading: Reading) -> Iterator[Record]:
    """The article of each row. A row that cannot be used is refused with the number of its last line."""
    lines = _lines(document.stream)
    try:
        head = next(lines, "")
    except BROKEN as error:
        yield rejection(document.name, f"it cannot be read to its end ({error})")
        return
    if head.encode("utf-8", "surrogateescape").startswith(_BOMS_16):
        yield rejection(document.name, "the table is UTF-16; save it as UTF-8")
        return
    head = head.removeprefix("\ufeff")
    separator = max(_SEPARATORS, key=lambda sign: sum(name in REQUIRED for name in _names(head, sign)))
    names = _names(head, separator)
    missing = [name for name in REQUIRED if name not in names]
    if missing and "withdrawn" not in names:
        reason = f"the first line has no column {missing[0]!r}; it must name the columns: {', '.join(REQUIRED)}"
        yield rejection(document.name, reason)
        return
    yield from _rows(lines, names, separator, reading)


def _rows(lines: Iterator[str], names: list[str], separator: str, reading: Reading) -> Iterator[Record]:
    csv.field_size_limit(max(csv.field_size_limit(), MAX_CELL))  # the library keeps one limit for the whole process
    rows = csv.reader(lines, delimiter=separator)
    while True:
        try:
            cells = next(rows, None)
        except csv.Error as error:
            yield Rejection(
                line=rows.line_num + 1, reason=f"the row cannot be told apart ({error}); check its quotation marks"
            )
            continue
        except BROKEN as error:
            yield Rejection(line=rows.line_num + 1, reason=f"the table cannot be read to its end ({error})")
            return
        if cells is None:
            return
        if any(cells):
            yield _row(cells, names, reading, number=rows.line_num + 1)


def _row(cells: list[str], names: list[str], reading: Reading, *, number: int) -> Record:
    if len(cells) > len(names):
        reason = f"the row has {len(cells)} cells and the head {len(names)}; check its quotation marks"
        return Rejection(line=number, reason=reason)
    if any(ord(char) in _NOT_UTF8 for cell in cells for char in cell if char > "\ud7ff"):
        return Rejection(line=number, reason="the row is not UTF-8; save the file as UTF-8")
    return row_record(dict(zip(names, cells, strict=False)), reading, number=number)


def _names(head: str, separator: str) -> list[str]:
    try:
        return [name.strip().lower() for name in next(csv.reader([head], delimiter=separator), [])]
    except csv.Error:
        return []


def _lines(stream: BinaryIO) -> Iterator[str]:
    while line := stream.readline(MAX_LINE):
        yield line.decode("utf-8", "surrogateescape")
