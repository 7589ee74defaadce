"""Getting things from the network, politely and without being led astray: the only way out that readers have.

An address comes from a stranger as often as from the user (a feed names pages, a page redirects), so every one is checked
before anything is sent, and the connection goes to the very address that was checked.
"""

from .fetcher import Fetched, Fetcher, Limits, Result, Unchanged
from .pace import Clock
from .posting import Answered, Poster
from .refusals import Refused
from .validators import JsonValidators, Validator, Validators

__all__ = [
    "Answered",
    "Clock",
    "Fetched",
    "Fetcher",
    "JsonValidators",
    "Limits",
    "Poster",
    "Refused",
    "Result",
    "Unchanged",
    "Validator",
    "Validators",
]
