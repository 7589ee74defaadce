"""Puts runs into the template. All that a run holds was written by others and reaches the page by escaping alone."""

import base64
import hashlib
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from pipeline.render.inert import line, visible

from ..records import RunFolder
from .shown import ShownRun, shown


def page(folders: Sequence[RunFolder]) -> str:
    """The page of these finished runs, in this order."""
    runs = [shown(folder) for folder in folders]
    style, script = _asset("page.css"), _asset("page.js")
    return _template().render(
        title=_title(runs),
        runs=runs,
        policy=f"default-src 'none'; img-src data:; style-src {_hash(style)}; script-src {_hash(script)}; "
        "base-uri 'none'; form-action 'none'",
        style=Markup(style),  # noqa: S704  our own file
        script=Markup(script),  # noqa: S704  our own file
    )


def _title(runs: Sequence[ShownRun]) -> str:
    names = list(dict.fromkeys(run.summary.suite for run in runs))
    return f"Evals: {', '.join(names)}"


def _hash(source: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}'"


@lru_cache
def _asset(name: str) -> str:
    return files(__package__).joinpath("templates", name).read_text(encoding="utf-8").replace("\r\n", "\n")


@lru_cache
def _template() -> Template:
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, finalize=_shown
    )
    environment.filters.update(one_line=line)
    return environment.from_string(_asset("page.html.j2"))


def _shown(value: object) -> object:
    return visible(value) if type(value) is str else value
