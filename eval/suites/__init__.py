"""Which suites there are, by name; each is loaded only when it is asked for."""

from difflib import get_close_matches
from importlib import import_module
from importlib.util import find_spec

from pipeline.errors import BadInput

from ..suite import Suite

# In the order in which they are listed. Each is a module of this package that holds its suite as SUITE.
NAMES = ("citations", "verifier", "mutations", "faults", "answers", "retrieval", "refresh", "robustness")
loaded: dict[str, Suite] = {}


def names() -> tuple[str, ...]:
    """The names of all suites, none of which is loaded for it."""
    there = [name for name in NAMES if find_spec(f".{name}", __name__) is not None]
    return tuple(dict.fromkeys([*there, *loaded]))


def load(name: str) -> Suite:
    """The suite of that name.

    Raises:
        BadInput: there is none.
    """
    if name not in names():
        close = get_close_matches(name, names(), n=1)
        hint = f"did you mean {close[0]!r}? " if close else ""
        raise BadInput(f"there is no suite {name!r}; {hint}the suites are {', '.join(names())}")
    if name not in loaded:
        loaded[name] = import_module(f".{name}", __name__).SUITE
    return loaded[name]
