"""Getting things from the network, politely and without being led astray: the only way out that readers have.

An address comes from a stranger as often as from the user (a feed names pages, a page redirects), so every one is checked
before anything is sent, and the connection goes to the very address that was checked.
"""

from .fetcher import Fetched, Fetcher, Limits, Result, Unchanged
from .refusals import Refused
from .validators import JsonValidators, Validator, Validators

__all__ = [
    "Fetched",
    "Fetcher",
    "JsonValidators",
    "Limits",
    "Refused",
    "Result",
    "Unchanged",
    "Validator",
    "Validators",
]
