"""Everything that a user can cause, as one tree.

    GroundwireError
    ├── BadInput            what was given cannot be used; nothing was changed
    │   ├── UnknownSetting  a setting that does not exist
    │   └── NotFound        an article, report or file that is not there
    ├── CheckFailed         a gate or a check says no
    ├── HomeBusy            another process is writing to this home
    ├── TooBusy             a server has as much to do as it takes on
    ├── StoreDamaged        what is on disk contradicts itself
    ├── ModelUnavailable    a model is neither packaged, cached nor reachable
    └── ModelFailed         a language model was reached, and what came of it cannot be used
        ├── ContextOverflow what it was asked does not fit into its context
        ├── ReplyUnusable   it refused, or what it replied has not the form asked for
        └── LimitReached    the spending limit that was set does not allow another call

A message says what happened (with the value), why it matters, and what to do.
"""

from typing import ClassVar


class GroundwireError(Exception):
    """An error that is shown to the user as its message, never as a traceback."""

    exit_code: ClassVar[int] = 1
    http_status: ClassVar[int] = 500
    retryable: ClassVar[bool] = False


class BadInput(GroundwireError):
    """What was given cannot be used; nothing was changed."""

    exit_code = 2
    http_status = 422


class UnknownSetting(BadInput):
    """A setting that does not exist."""


class NotFound(BadInput):
    """An article, report or file that is not there."""

    http_status = 404


class CheckFailed(GroundwireError):
    """A gate or a check says no."""

    exit_code = 3
    http_status = 409


class HomeBusy(GroundwireError):
    """Another process is writing to this home."""

    http_status = 503
    retryable = True


class TooBusy(GroundwireError):
    """A server has as much to do as it takes on; `retry_after_s` tells when to ask again."""

    http_status = 429
    retryable = True

    def __init__(self, message: str, *, retry_after_s: int = 1) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class StoreDamaged(GroundwireError):
    """What is on disk contradicts itself; `groundwire doctor --fix` rebuilds what is derived."""


class ModelUnavailable(GroundwireError):
    """A model is neither packaged, cached nor reachable."""

    http_status = 503


class ModelFailed(GroundwireError):
    """A language model was reached, and what came of it cannot be used."""

    http_status = 502


class ContextOverflow(ModelFailed):
    """What the model was asked does not fit into its context."""


class ReplyUnusable(ModelFailed):
    """The model refused, or what it replied has not the form asked for."""


class LimitReached(ModelFailed):
    """The spending limit that was set does not allow another call."""
