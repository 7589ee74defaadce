"""How a fetch says no: inside the package by raising, outside of it as a value."""

from dataclasses import dataclass


class Barred(Exception):
    """Why something is not fetched, in words for whoever gave the address. It never leaves this package."""


@dataclass(frozen=True)
class Refused:
    """An address that gave nothing, and why."""

    url: str
    reason: str
