"""Finds the files that ship with the package: models, the sample corpus, prompts.

An installed package carries all of them under `pipeline/assets`. In a checkout, `corpus/sample` and `prompts` stand at
the root of the repository, where people edit them, and are read from there. Nothing is ever downloaded.
"""

from pathlib import Path
from typing import Literal

from .errors import NotFound

_PACKAGE = Path(__file__).resolve().parent

SampleRevision = Literal["r1", "r2"]


def sample_corpus(revision: SampleRevision) -> Path:
    """The articles of the sample corpus as JSON lines: "r1" is the first state, "r2" the update.

    Raises:
        NotFound: the installation is incomplete.
    """
    return _existing(asset_folder("corpus/sample") / f"{revision}.jsonl")


def prompts_folder() -> Path:
    """The folder with one file per prompt and its JSON Schema beside it.

    Raises:
        NotFound: the installation is incomplete.
    """
    return asset_folder("prompts")


def model_folder(name: str) -> Path:
    """The folder of a packaged model, such as "minilm".

    Raises:
        NotFound: this package ships no model of that name.
    """
    return asset_folder(name)


def asset_folder(name: str, *, package: Path = _PACKAGE) -> Path:
    """A folder of packaged files by its path under `assets`.

    Raises:
        NotFound: the installation is incomplete.
    """
    packaged, in_checkout = package / "assets" / name, package.parent / name
    return in_checkout if not packaged.exists() and in_checkout.exists() else _existing(packaged)


def _existing(path: Path) -> Path:
    if path.exists():
        return path
    message = (
        f"packaged files are missing: '{path}' does not exist, so this installation is incomplete; "
        f"install groundwire again ('pip install --force-reinstall --no-deps groundwire')"
    )
    raise NotFound(message)
