"""Keeps replies on disk under a digest of what was asked, so that the same question to the same model is asked once.

A recorded reply is read like any other file: what is damaged counts as not there. The prompt itself is not kept, only its
digest; keys are in neither.
"""

import json
import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal

from ...errors import BadInput, NotFound
from ...ids import digest
from ...ports import Chat
from ...types import Prompt, StageUse
from .meter import Meter, added
from .replies import Unreadable, read_reply

Mode = Literal["on", "off", "replay"]
# The scheme of the files and of their digests; another number makes all that was recorded before unknown.
_FORMAT = 1


class RecordedChat:
    """A `ports.Chat` before another one. With "replay" the other one is never asked: what is not recorded is an error."""

    def __init__(self, inner: Chat, folder: Path | None, mode: Mode = "on", *, owned: bool = True) -> None:
        """
        Raises:
            BadInput: replies are to be replayed and there is no folder of them.
        """
        if folder is None and mode != "off":
            raise BadInput("there is no folder to record replies in; give one, or turn recording off")
        self.inner, self.mode = inner, mode
        self._folder = folder or Path()
        self._owned = owned
        self._hits = Meter()

    @property
    def name(self) -> str:
        return self.inner.name

    @property
    def context_tokens(self) -> int:
        """That of the model; when replaying, what it was when the replies were recorded: prompts are cut to it."""
        if self.mode != "replay":
            return self.inner.context_tokens
        found = self._read(self._about())
        context = found.get("context_tokens") if found else None
        if not isinstance(context, int):
            raise NotFound(
                f"nothing was recorded of {self.name} in this home, so it cannot be replayed; ask without --replay"
            )
        return context

    def ask(self, prompt: Prompt) -> Mapping[str, Any]:
        if self.mode == "off":
            return self.inner.ask(prompt)
        file = self._file(prompt)
        if (reply := self._recorded(file, prompt)) is not None:
            self._hits.cached(prompt.name)
            return reply
        if self.mode == "replay":
            raise NotFound(
                f"no recorded reply of {self.name} to '{prompt.name}': the corpus, the settings or the prompts changed "
                "since it was recorded; ask without --replay"
            )
        reply = self.inner.ask(prompt)
        self._record(file, prompt, reply)
        return reply

    def use(self) -> Mapping[str, StageUse]:
        spent, hits = self.inner.use(), self._hits.use()
        names = dict.fromkeys([*spent, *hits])
        return {name: added(spent.get(name, StageUse()), hits.get(name, StageUse())) for name in names}

    def close(self) -> None:
        """Ends the connection, if it is this chat's own."""
        close = getattr(self.inner, "close", None)
        if self._owned and close is not None:
            close()

    def _file(self, prompt: Prompt) -> Path:
        schema = json.dumps(prompt.reply_schema, sort_keys=True, ensure_ascii=False)
        texts = (prompt.name, prompt.system, prompt.user, schema, str(prompt.max_tokens))
        name = digest(f"reply {_FORMAT}", self._fingerprint(), *texts)
        return self._folder / name[:2] / f"{name}.json"

    def _about(self) -> Path:
        return self._folder / "models" / f"{digest(f'model {_FORMAT}', self._fingerprint())}.json"

    def _fingerprint(self) -> str:
        return str(getattr(self.inner, "fingerprint", self.inner.name))

    def _recorded(self, file: Path, prompt: Prompt) -> Mapping[str, Any] | None:
        found = self._read(file)
        if found is None or found.get("digest") != file.stem:
            return None
        with suppress(Unreadable, ValueError):
            return read_reply(json.dumps(found.get("reply")), prompt.reply_schema)
        return None

    def _record(self, file: Path, prompt: Prompt, reply: Mapping[str, Any]) -> None:
        about = {"model": self.name, "context_tokens": self.inner.context_tokens}
        if self._read(self._about()) != about:
            _write(self._about(), about)
        _write(file, {"digest": file.stem, "model": self.name, "prompt": prompt.name, "reply": reply})

    def _read(self, file: Path) -> dict[str, Any] | None:
        try:
            found = json.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return None
        return found if isinstance(found, dict) else None


def _write(file: Path, value: Mapping[str, Any]) -> None:
    """Writes a file whole or not at all. That it cannot be written costs another call one day, never the report."""
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=file.parent, suffix=".tmp")
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
                json.dump(value, stream, ensure_ascii=False, indent=1)
            Path(name).replace(file)
        except BaseException:
            with suppress(OSError):
                Path(name).unlink()
            raise
