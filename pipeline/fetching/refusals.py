"""How a fetch says no: inside the package by raising, outside of it as a value."""

from dataclasses import dataclass


class Barred(Exception):
    """Why something is not fetched, in words for whoever gave the address. It never leaves this package."""

    def __init__(self, reason: str, *, retry_after_s: float | None = None) -> None:
        super().__init__(reason)
        self.retry_after_s = retry_after_s


@dataclass(frozen=True)
class Refused:
    """An address that gave nothing, and why. `retry_after_s`: for how long its server asks to be left alone."""

    url: str
    reason: str
    retry_after_s: float | None = None
