"""Which suites there are, by name; each is loaded only when it is asked for."""

from difflib import get_close_matches
from importlib import import_module

from pipeline.errors import BadInput

from ..suite import Suite

# Name → the module of this package that holds it as SUITE, in the order in which they are listed.
_MODULES: dict[str, str] = {}


def names() -> tuple[str, ...]:
    return tuple(_MODULES)


def load(name: str) -> Suite:
    """The suite of that name.

    Raises:
        BadInput: there is none.
    """
    if name not in _MODULES:
        close = get_close_matches(name, _MODULES, n=1)
        hint = f"did you mean {close[0]!r}? " if close else ""
        raise BadInput(f"there is no suite {name!r}; {hint}The suites are: {', '.join(_MODULES)}.")
    suite: Suite = import_module(f".{_MODULES[name]}", __name__).SUITE
    return suite
