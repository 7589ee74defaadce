import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from pipeline.faces.cli import main
from tests.faces.stub import Stub


@dataclass(frozen=True)
class Ran:
    """How a run ended: its exit code and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def words(self) -> str:
        return " ".join(self.out.split())


@pytest.fixture
def stub() -> Stub:
    return Stub()


@pytest.fixture
def run(stub, capsys, tmp_path, monkeypatch) -> Callable[..., Ran]:
    """Runs the command line over a stub service, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    for name in ("GROUNDWIRE_HOME", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)

    def runs(*args: str, service: Stub | None = None) -> Ran:
        code = main(args, opener=service or stub)
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return runs
