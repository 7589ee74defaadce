"""The body of an answer, unpacked within bounds.

The cap counts bytes after unpacking and is kept while unpacking: a megabyte of zeros is a kilobyte on the wire, and a
library that unpacks first and counts later has been caught by then.
"""

import zlib
from collections.abc import Iterable, Iterator

from .refusals import Barred

ACCEPTED = "gzip, deflate"  # what is asked for; other packings, and packings within packings, are refused
_STEP = 1 << 20


def read_body(chunks: Iterable[bytes], encoding: str, *, limit: int) -> bytes:
    """The whole body.

    Raises:
        Barred: it is larger than the limit, packed in a way that was not asked for, or broken.
    """
    body = bytearray()
    for part in _unpacked(chunks, encoding.strip().lower()):
        body += part
        if len(body) > limit:
            raise Barred(f"it is larger than {limit:,} bytes when unpacked; at most that is read")
    return bytes(body)


def _unpacked(chunks: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    if encoding in {"", "identity"}:
        yield from chunks
    elif encoding in {"gzip", "x-gzip", "deflate"}:
        yield from inflate(chunks)
    else:
        raise Barred(f"it is packed as {encoding[:60]!r}, which was not asked for ({ACCEPTED})")


def inflate(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Parts of what gzip or zlib data hold, each of at most a megabyte.

    Raises:
        Barred: the data are broken or end too early.
    """
    unpack, begun = zlib.decompressobj(zlib.MAX_WBITS | 32), False
    for chunk in chunks:
        data = chunk
        while data and not unpack.eof:
            try:
                part = unpack.decompress(data, _STEP)
            except zlib.error:
                if begun:
                    raise Barred("it is packed, and broken") from None
                unpack, begun = (
                    zlib.decompressobj(-zlib.MAX_WBITS),
                    True,
                )  # "deflate" without zlib's frame, as some send it
                continue
            begun = True
            yield part
            data = unpack.unconsumed_tail
    if begun and not unpack.eof:
        raise Barred("it is packed, and breaks off")
