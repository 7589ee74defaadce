"""Where notices go: a webhook, signed as Standard Webhooks has it (standardwebhooks.com), and a command of the user's.

Both are told a notice at least once, always under the same id, by which a receiver knows what it has had before.
"""

import base64
import binascii
import hmac
import json
import shlex
import subprocess
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from ..errors import BadInput
from ..fetching import Poster, Refused
from ..types import Notice

SECRET_PREFIX = "whsec_"  # noqa: S105 - how Standard Webhooks marks a secret in base64, not one of ours
LEAST_SECRET = 16  # characters; Standard Webhooks asks for 24 random bytes, shorter ones can be tried out
HOOK_TIMEOUT_S = 60.0
# The answers by which a server says that it is the request, and not the moment, that it does not want; but 408, 409, 425
# and 429 are about the moment (RFC 9110, RFC 8470, RFC 6585).
_REFUSALS = frozenset(range(400, 500)) - {408, 409, 425, 429}


@dataclass(frozen=True)
class NotTaken:
    """Why a channel did not acknowledge a notice. `refused`: it works, and does not want this one."""

    reason: str
    refused: bool = False
    retry_after_s: float | None = None


class Channel(Protocol):
    """One way of telling subscribers. Its name stays when its address changes, so that what waits for it still goes out."""

    @property
    def name(self) -> str: ...

    def send(self, notice: Notice, *, now: datetime) -> NotTaken | None:
        """None once the other side has acknowledged the notice."""
        ...


@dataclass(frozen=True)
class Webhook:
    """Posts each notice as JSON, with its id, a timestamp and a signature over both and the body (HMAC-SHA256)."""

    url: str
    key: bytes = field(repr=False)
    poster: Poster
    name: str = "webhook"

    @classmethod
    def to(cls, url: str, secret: str | None, poster: Poster) -> "Webhook":
        """The webhook at an address.

        Raises:
            BadInput: nothing may be posted there, or there is no secret to sign with.
        """
        if reason := poster.refusal(url):
            raise BadInput(f"the webhook {url!r} cannot be used: {reason}")
        if not secret or len(secret) < LEAST_SECRET:
            what = f"a secret of fewer than {LEAST_SECRET} characters" if secret else "no secret"
            raise BadInput(
                f"there is {what} to sign the webhook with, so a receiver could not know who calls; "
                "put a long random one into GROUNDWIRE_WEBHOOK_SECRET"
            )
        return cls(url, _key(secret), poster)

    def send(self, notice: Notice, *, now: datetime) -> NotTaken | None:
        body = json.dumps(
            {
                "type": f"report.{notice.kind}",
                "timestamp": notice.at.isoformat(),
                "data": notice.model_dump(mode="json"),
            }
        ).encode()
        stamp = str(int(now.timestamp()))
        headers = {
            "Content-Type": "application/json",
            "webhook-id": notice.id,
            "webhook-timestamp": stamp,
            "webhook-signature": signature(self.key, notice.id, stamp, body),
        }
        said = self.poster.post(self.url, body, headers)
        if isinstance(said, Refused):
            return NotTaken(said.reason)
        if 200 <= said.status < 300:
            return None
        return NotTaken(f"it answered {said.status}", said.status in _REFUSALS, said.retry_after_s)


@dataclass(frozen=True)
class Hook:
    """Runs a command for each notice, with the notice as JSON on its standard input; no shell reads anything of it."""

    command: tuple[str, ...]
    timeout_s: float = HOOK_TIMEOUT_S
    name: str = "hook"

    @classmethod
    def of(cls, command: str) -> "Hook":
        """The command that a line names, its words parted as a shell parts them.

        Raises:
            BadInput: it cannot be read, or names no command.
        """
        try:
            words = tuple(shlex.split(command))
        except ValueError as error:
            raise BadInput(
                f"the hook {command!r} cannot be read ({error}), so nothing was run; close its quotes"
            ) from None
        if not words:
            raise BadInput("the hook is empty, so there is nothing to run; give a command, or leave it out")
        return cls(words)

    def send(self, notice: Notice, *, now: datetime) -> NotTaken | None:  # noqa: ARG002 - a command is not signed
        told = notice.model_dump_json().encode() + b"\n"
        try:
            done = subprocess.run(  # noqa: S603 - the user's own command, its words as they were given
                self.command, input=told, stdout=subprocess.DEVNULL, timeout=self.timeout_s, check=False
            )
        except subprocess.TimeoutExpired:
            return NotTaken(f"it had not ended after {self.timeout_s:,.0f} seconds, and was ended")
        except OSError as error:
            return NotTaken(f"it cannot be run ({error.strerror or error})")
        return NotTaken(f"it ended with {done.returncode}", refused=True) if done.returncode else None


def signature(key: bytes, name: str, stamp: str, body: bytes) -> str:
    """The signature of a message, version 1 of Standard Webhooks."""
    signed = b".".join((name.encode(), stamp.encode(), body))
    return "v1," + base64.b64encode(hmac.digest(key, signed, "sha256")).decode()


def _key(secret: str) -> bytes:
    if not secret.startswith(SECRET_PREFIX):
        return secret.encode()
    try:
        return base64.b64decode(secret.removeprefix(SECRET_PREFIX), validate=True)
    except binascii.Error:
        raise BadInput(
            f"the secret of the webhook begins with {SECRET_PREFIX!r} and does not go on in base64, so receivers would "
            "compute another signature; correct it, or give a secret without that beginning"
        ) from None
