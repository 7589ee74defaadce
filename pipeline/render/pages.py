"""What all pages are made with: one environment, whose templates escape whatever the corpus says, and their assets."""

from functools import lru_cache
from importlib.resources import files

from jinja2 import BaseLoader, Environment, FunctionLoader, StrictUndefined

from . import wording
from .inert import line, visible, web_url


@lru_cache
def asset(name: str) -> str:
    """A packaged template, style or script."""
    return files(__package__).joinpath("templates", name).read_text(encoding="utf-8").replace("\r\n", "\n")


def environment(loader: BaseLoader) -> Environment:
    """Templates that escape everything, refuse names that do not exist, and show no character that HTML forbids."""
    made = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
        loader=loader,
        auto_reload=False,
    )
    made.filters.update(one_line=line, web_url=web_url)
    made.globals.update(say=wording)
    return made


@lru_cache
def own() -> Environment:
    """The environment of the pages that stand alone."""
    return environment(FunctionLoader(asset))


def _shown(value: object) -> object:
    return visible(value) if type(value) is str else value
