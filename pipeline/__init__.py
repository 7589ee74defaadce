"""groundwire: questions about the news, answered with reports in which every checkable sentence cites exact words.

    import pipeline as gw

    with gw.open(".groundwire") as desk:
        desk.ingest(["my-news.jsonl"])
        report = desk.ask("Are Russia and Ukraine near agreement?")

Names are loaded when first used; `import pipeline` alone loads nothing heavy.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from .ports import Progress
    from .service import Groundwire

_HOME_OF = {
    "Groundwire": "service",
    "GroundwireError": "errors",
    "Article": "types",
    "Brief": "types",
    "Citation": "types",
    "Claim": "types",
    "Evidence": "types",
    "IngestResult": "types",
    "Pair": "types",
    "Report": "types",
    "Verdict": "types",
    "rendered": "render",
}
_OWN_NAMES = {"rendered": "render"}  # "render" itself is the package that the function stands in
__all__ = [
    "Article",
    "Brief",
    "Citation",
    "Claim",
    "Evidence",
    "Groundwire",
    "GroundwireError",
    "IngestResult",
    "Pair",
    "Report",
    "Verdict",
    "__version__",
    "open",
    "rendered",
]
__version__ = "0.1.0"


def open(  # noqa: A001  read as gw.open
    home: "Path | str" = ".groundwire", *, progress: "Progress | None" = None, **settings: object
) -> "Groundwire":
    """The home in that folder, to ask and to feed; made when something is first stored. `settings` as in `Groundwire`.

    In a notebook, reports, verdicts and changes show themselves from then on.
    """
    from .faces.notebook import show_in_notebooks
    from .ports import silent
    from .service import Groundwire

    show_in_notebooks()
    return Groundwire(home, progress=progress or silent, **settings)


def __getattr__(name: str) -> object:
    if name in _HOME_OF:
        globals()[name] = found = getattr(import_module(f".{_HOME_OF[name]}", __name__), _OWN_NAMES.get(name, name))
        return found
    raise AttributeError(f"module 'pipeline' has no attribute {name!r}")


def __dir__() -> list[str]:
    return list(__all__)
