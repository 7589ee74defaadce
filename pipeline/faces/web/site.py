"""Templates, styles and scripts of the pages, and answers made of them."""

from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from typing import NamedTuple
from urllib.parse import quote

from fastapi import Response
from fastapi.responses import HTMLResponse
from jinja2 import ChoiceLoader, Environment, FunctionLoader, PackageLoader

from ...render.pages import asset as shared_asset
from ...render.pages import environment
from .plots import bars, interval, share

# By name: the package that holds it. Pages of a report look the same here and as files, so they share these.
_SHARED = ("report.css", "report.js", "changes.css")
_OWN = ("site.css", "site.js", "icon.svg")
_TYPES = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml"}
# An asset's address names its content, so a browser never has to ask for it again.
_FOREVER = "public, max-age=31536000, immutable"


class Asset(NamedTuple):
    """A static file; `address` changes with its content."""

    address: str
    content: str
    media_type: str


@lru_cache
def assets() -> dict[str, Asset]:
    """Every static file by name."""
    contents = {name: shared_asset(name) for name in _SHARED}
    contents |= {name: files(__package__).joinpath("static", name).read_text(encoding="utf-8") for name in _OWN}
    return {
        name: Asset(
            f"/static/{sha256(content.encode()).hexdigest()[:12]}/{name}", content, _TYPES[name.rpartition(".")[2]]
        )
        for name, content in contents.items()
    }


def static(name: str) -> Response:
    """A static file, to be kept by the browser; 404 where there is none of that name."""
    found = assets().get(name)
    if found is None:
        return Response(status_code=404)
    return Response(found.content, media_type=found.media_type, headers={"cache-control": _FOREVER})


def page(name: str, status: int = 200, /, **values: object) -> HTMLResponse:
    """The page that a template makes of these values. It is made anew for each request and kept by nobody."""
    text = templates().get_template(f"{name}.html.j2").render(**values)
    return HTMLResponse(text, status_code=status, headers={"cache-control": "no-cache, private"})


@lru_cache
def templates() -> Environment:
    made = environment(ChoiceLoader([PackageLoader(__package__), FunctionLoader(shared_asset)]))
    made.globals.update(asset=lambda name: assets()[name].address, bars=bars, interval=interval, share=share)
    made.filters.update(in_path=in_path)
    return made


def in_path(name: str) -> str:
    """A name as one segment of an address, whatever characters it has."""
    return quote(name, safe="")
