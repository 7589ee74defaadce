"""What a reader is handed: a stream of bytes with a name, and what is known of it from outside."""

from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from pydantic import JsonValue

from ..fetching import Fetcher
from ..types import RawArticle, Rejection, Withdrawal
from .fields import Refused, named
from .packing import BROKEN

Record = RawArticle | Withdrawal | Rejection

# Bytes of a page, feed or list, unpacked: as many as the fetcher lets through. Lines, tables and archives are streamed.
MAX_WHOLE = 20_000_000


@dataclass(frozen=True)
class Document:
    """`name` is what people are told: a file's name or an address. `url`: where it was fetched."""

    name: str
    stream: BinaryIO
    url: str | None = None
    charset: str | None = None

    def whole(self) -> bytes:
        """All of its bytes.

        Raises:
            Refused: they are too many to be one page or one list, or packed and broken.
        """
        try:
            data = self.stream.read(MAX_WHOLE + 1)
        except BROKEN as error:
            raise Refused(f"it cannot be read to its end ({error})") from None
        if len(data) > MAX_WHOLE:
            raise Refused(f"it is larger than {MAX_WHOLE:,} bytes; at most that is read of a page or a list")
        return data


@dataclass(frozen=True)
class Reading:
    """One run of reading: `now` decides which dates lie in the future; without a fetcher nothing is fetched.

    `complete`: only what lists all that it has is read, since what it does not list will be taken for gone.
    """

    now: datetime
    fetcher: Fetcher | None = None
    complete: bool = False


def rejection(name: str, reason: str, *, url: JsonValue = None) -> Rejection:
    """Why something was not taken in. `url`: the article's, so that it counts as one that the source names."""
    return Rejection(id=named({"url": url}), reason=f"{name}: {reason}")
