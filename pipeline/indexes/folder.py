"""A folder of Chroma's, opened once a process, and opened again when another process has written to it.

Chroma keeps the graph it searches in memory and does not notice what another process adds to the files; without this, a
server would go on answering from the corpus it started with.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

_Stamp = tuple[int, int]  # size and time of the last change of Chroma's database file


# Neighbours that the graph keeps in sight while it searches. At its default it missed some of the 100 nearest, and not
# the same ones in every home; at 400 none up to k=200 on the sample corpus. Run `make gate` after a change.
_EF_SEARCH = 400


class Chroma:
    """An open client with the collections it has handed out."""

    def __init__(self, folder: Path) -> None:
        import chromadb
        from chromadb.config import Settings

        folder.mkdir(parents=True, exist_ok=True)
        self.client: ClientAPI = chromadb.PersistentClient(str(folder), Settings(anonymized_telemetry=False))
        self.collection = cache(self._collection)

    def _collection(self, name: str) -> "Collection":
        return self.client.get_or_create_collection(
            name, embedding_function=None, configuration={"hnsw": {"space": "cosine", "ef_search": _EF_SEARCH}}
        )


class Folder:
    """One at a time may use the folder within a process: calls take milliseconds, and reopening must meet none of them."""

    _known: ClassVar[dict[Path, "Folder"]] = {}
    _knowing: ClassVar[RLock] = RLock()

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = RLock()
        self._chroma: Chroma | None = None
        self._seen: _Stamp | None = None

    @classmethod
    def at(cls, path: Path) -> "Folder":
        """The one Folder of that path in this process."""
        with cls._knowing:
            return cls._known.setdefault(path.resolve(), cls(path.resolve()))

    @contextmanager
    def reading(self) -> Iterator[Chroma]:
        """The client, which knows all that was written to the folder until now, by whomever."""
        with self._lock:
            if self._chroma is not None and self._stamp() != self._seen:
                self.close()
            yield self._opened()

    @contextmanager
    def changing(self) -> Iterator[Chroma]:
        """The client, to write with. What it writes is its own and needs no reopening."""
        with self.reading() as chroma:
            try:
                yield chroma
            finally:
                self._seen = self._stamp()

    def close(self) -> None:
        with self._lock:
            if self._chroma is not None:
                self._chroma.client.close()  # type: ignore[attr-defined]
                self._chroma = None

    def _opened(self) -> Chroma:
        if self._chroma is None:
            self._chroma = Chroma(self._path)
            self._seen = self._stamp()
        return self._chroma

    def _stamp(self) -> _Stamp | None:
        try:
            found = (self._path / "chroma.sqlite3").stat()
        except FileNotFoundError:
            return None
        return found.st_size, found.st_mtime_ns
