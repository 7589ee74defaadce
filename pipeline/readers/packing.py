"""Files packed with gzip, unpacked as a stream."""

import gzip
import io
import zlib
from typing import BinaryIO, cast

MAGIC = b"\x1f\x8b"
BROKEN = (EOFError, OSError, zlib.error)  # what reading may raise, of a packed stream or of any


def unpacked(stream: BinaryIO) -> BinaryIO:
    """The stream itself, or what it holds if that is packed. Broken packing shows when it is read."""
    begun = peekable(stream)
    if begun.peek(2)[:2] != MAGIC:
        return cast("BinaryIO", begun)
    return cast("BinaryIO", io.BufferedReader(cast("io.RawIOBase", gzip.GzipFile(fileobj=begun))))


def peekable(stream: BinaryIO) -> io.BufferedReader:
    """The stream with a view of its first bytes that does not use them up."""
    return stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(cast("io.RawIOBase", stream))
