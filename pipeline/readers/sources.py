"""Sources as people name them: files, folders, addresses, the standard input; each opened and read in its format."""

import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, cast
from urllib.parse import urlsplit

from ..errors import BadInput, NotFound
from ..fetching import Fetched, Fetcher, Unchanged
from ..fetching import Refused as NotFetched
from ..types import Rejection
from .documents import Document, Reading, Record, rejection
from .formats import HEAD, LOOKED_INTO, NAMES, PARSERS, format_by_name, format_of, promising, refuse_window
from .packing import peekable, unpacked

STDIN = "-"
UNDERSTOOD = (
    f"{', '.join(PARSERS)} (files ending in {', '.join([*NAMES, *LOOKED_INTO])}, packed with .gz or not; folders of them; "
    f"addresses that begin with http:// or https://; {STDIN} for the standard input)"
)


def is_address(source: str) -> bool:
    return source.lower().startswith(("http://", "https://"))


class Sources:
    """Reads anything that can be read, one document after another."""

    def __init__(self, reading: Reading, format: str = "auto") -> None:  # noqa: A002 - the option's name
        """`format`: what everything is, whatever it looks like; `auto` looks."""
        self._reading, self._format = reading, format

    def read(self, source: str) -> Iterator[Record]:
        if is_address(source):
            yield from self.read_address(source)
            return
        path = Path(source)
        if source != STDIN and path.is_dir():
            yield from self._folder(path)
            return
        with _opened(source) as stream:
            yield from self._document(source if source == STDIN else path.name, stream)

    def read_address(self, url: str, *, robots: bool = True) -> Iterator[Record]:
        """The records that an address gives. `robots=False`: a service that the user asks by name."""
        fetcher = self._reading.fetcher
        if fetcher is None:
            raise BadInput(f"{url!r} is an address, and nothing is fetched here, so nothing was read; give a file")
        result = fetcher.get(url, robots=robots)
        if isinstance(result, NotFetched):
            yield rejection(url, result.reason)  # without an id: it may have been a list of many articles
        elif not isinstance(result, Unchanged):
            yield from self.read_fetched(result, fetcher)

    def read_fetched(self, result: Fetched, fetcher: Fetcher) -> Iterator[Record]:
        """The records in what an address gave; it is sent whole the next time if some of them could not be used."""
        name = urlsplit(result.url).path
        stream = cast("BinaryIO", BytesIO(result.content))
        for record in self._document(name, stream, url=result.url, charset=result.charset):
            if isinstance(record, Rejection):
                fetcher.forget(result.url)
            yield record

    def _folder(self, folder: Path) -> Iterator[Record]:
        files = self._within(folder)
        if not files:
            raise BadInput(
                f"{str(folder)!r} holds no file ending in {', '.join([*NAMES, *LOOKED_INTO])}; nothing was read"
            )
        for file in files:
            name = str(file.relative_to(folder))
            with _opened(str(file)) as stream:
                for record in self._document(name, stream):
                    yield _told(record, name) if len(files) > 1 else record

    def _within(self, folder: Path) -> list[Path]:
        """The files to read, sorted: those whose name promises a format; of a format that was named, its own or else all."""
        files = sorted(file for file in folder.rglob("*") if file.is_file() and not _hidden(file, folder))
        if self._format == "auto":
            return [file for file in files if promising(file.name)]
        return [file for file in files if format_by_name(file.name) == self._format] or files

    def _document(
        self, name: str, stream: BinaryIO, *, url: str | None = None, charset: str | None = None
    ) -> Iterator[Record]:
        begun = peekable(stream)
        kind = self._format if self._format != "auto" else format_of(name, begun.peek(HEAD)[:HEAD])
        if kind is None and (name == STDIN or not Path(name).suffix):
            kind = "html" if url else "jsonl" if name == STDIN else None
        if kind is None:
            yield rejection(url or name, f"it is in no format that is understood; understood: {UNDERSTOOD}")
            return
        if self._reading.complete:
            refuse_window(url or name, kind, fetched=url is not None)
        inner = cast("BinaryIO", begun) if kind == "warc" else unpacked(cast("BinaryIO", begun))
        yield from PARSERS[kind](Document(url or name, inner, url=url, charset=charset), self._reading)


def _told(record: Record, name: str) -> Record:
    """A rejection that gives a line, with the file beside it."""
    if isinstance(record, Rejection) and record.line is not None:
        return record.model_copy(update={"reason": f"{name}: {record.reason}"})
    return record


def _hidden(file: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in file.relative_to(folder).parts)


def _opened(source: str) -> AbstractContextManager[BinaryIO]:
    if source == STDIN:
        return nullcontext(sys.stdin.buffer)
    path = Path(source)
    if not path.exists():
        raise NotFound(f"there is no file or folder {source!r}, so nothing was read; check the path")
    try:
        return path.open("rb")
    except OSError as error:
        raise BadInput(f"{path.name!r} cannot be read ({error.strerror}); check its permissions") from error
