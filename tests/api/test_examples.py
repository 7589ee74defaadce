"""The examples in Python of the README and of the library's own description do what they show."""

import re
import shutil
from pathlib import Path
from textwrap import dedent

import pytest

import pipeline

ROOT = Path(__file__).resolve().parents[2]
_BLOCKS = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
_FACADE = dedent((pipeline.__doc__ or "").split("\n\n", 1)[1].rsplit("\n\n", 1)[0])


@pytest.mark.parametrize("example", [*_BLOCKS, _FACADE], ids=[*map(str, range(len(_BLOCKS))), "facade"])
def test_an_example_in_python_runs(example: str, home: Path, tmp_path: Path, monkeypatch, capsys) -> None:
    shutil.copytree(home, tmp_path / ".groundwire")
    shutil.copyfile(home.parent / "news.jsonl", tmp_path / "my-news.jsonl")
    monkeypatch.chdir(tmp_path)
    assert "import" in example
    exec(compile(example, "example", "exec"), {})
    assert "Error" not in capsys.readouterr().err


def test_the_readme_has_examples_in_python() -> None:
    assert len(_BLOCKS) >= 2
