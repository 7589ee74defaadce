"""What a server said of the version that we have, so that it need not send it again (RFC 9110, section 13)."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Lock
from typing import Protocol

MAX_KEPT = 50_000  # addresses; the oldest go first. About 10 MB on disk.


@dataclass(frozen=True)
class Validator:
    etag: str | None = None
    last_modified: str | None = None

    @property
    def headers(self) -> dict[str, str]:
        given = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in given.items() if value}


class Validators(Protocol):
    """Remembers the validators of addresses. Calls may come from several threads."""

    def get(self, url: str) -> Validator | None: ...

    def put(self, url: str, validator: Validator) -> None: ...

    def drop(self, url: str) -> None:
        """Forgets an address, so that it is sent whole the next time."""
        ...


class JsonValidators:
    """Validators in a JSON file, which changes on `save` alone.

    Save it once what was fetched is in the catalogue: a version that the server need not send again must not be one that
    was lost on the way.
    """

    def __init__(self, file: Path) -> None:
        self._file, self._lock = file, Lock()
        self._known = _read(file)
        self._saved = dict(self._known)

    def get(self, url: str) -> Validator | None:
        with self._lock:
            return self._known.get(url)

    def put(self, url: str, validator: Validator) -> None:
        with self._lock:
            self._known.pop(url, None)
            self._known[url] = validator

    def drop(self, url: str) -> None:
        with self._lock:
            self._known.pop(url, None)

    def save(self) -> None:
        """Writes the file anew, whole or not at all, if anything has changed."""
        with self._lock:
            kept = dict(list(self._known.items())[-MAX_KEPT:])
            if kept == self._saved:
                return
            self._saved = kept
        self._file.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._file.with_name(self._file.name + ".new")
        fresh.write_text(json.dumps({url: asdict(validator) for url, validator in kept.items()}), encoding="utf-8")
        fresh.replace(self._file)


def _read(file: Path) -> dict[str, Validator]:
    """What the file holds; a file that cannot be read holds nothing, and everything is fetched once more."""
    try:
        return {url: Validator(**fields) for url, fields in json.loads(file.read_text(encoding="utf-8")).items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
