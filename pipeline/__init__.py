"""groundwire: questions about the news, answered with reports in which every checkable sentence cites exact words.

    from pipeline import Groundwire

    with Groundwire(".groundwire") as desk:
        desk.ingest(["my-news.jsonl"])
        report = desk.ask("Are Russia and Ukraine near agreement?")

Names are loaded when first used; `import pipeline` alone loads nothing heavy.
"""

from importlib import import_module

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
    "render": "render",
}
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
    "render",
]
__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    if name in _HOME_OF:
        return getattr(import_module(f".{_HOME_OF[name]}", __name__), name)
    raise AttributeError(f"module 'pipeline' has no attribute {name!r}")


def __dir__() -> list[str]:
    return list(__all__)
