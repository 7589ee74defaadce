"""Parquet tables, a few hundred rows in memory at a time. Needs the extra `groundwire[parquet]`."""

from collections.abc import Iterator
from typing import Any

from ..errors import BadInput
from ..types import Rejection
from .documents import Document, Reading, Record, rejection
from .rows import plain_value, row_record

ROWS = 256


def parquet_records(document: Document, reading: Reading) -> Iterator[Record]:
    """The article of each row.

    Raises:
        BadInput: the library that reads Parquet is not installed.
    """
    try:
        from pyarrow.lib import ArrowException
        from pyarrow.parquet import ParquetFile
    except ImportError:
        raise BadInput(
            f"{document.name!r} is Parquet, which needs an extra: pip install 'groundwire[parquet]'"
        ) from None
    number = 0
    try:
        for batch in ParquetFile(_seekable(document)).iter_batches(batch_size=ROWS):
            for row in batch.to_pylist():
                number += 1
                yield row_record({name: plain_value(value) for name, value in row.items()}, reading, number=number)
    except (ArrowException, OSError, ValueError, OverflowError) as error:
        why = f"the table cannot be read {'' if number == 0 else f'after row {number} '}({type(error).__name__})"
        yield rejection(document.name, why) if number == 0 else Rejection(line=number + 1, reason=why)


def _seekable(document: Document) -> Any:
    """The stream, or a copy in memory of one that only goes forward: Parquet is read from its end."""
    from io import BytesIO

    if document.stream.seekable():
        return document.stream
    return BytesIO(document.stream.read())
