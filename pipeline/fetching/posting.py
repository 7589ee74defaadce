"""Sending something to an address that the user gave, within the same bounds as fetching: public hosts, or opened ones."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Self

import httpcore
import httpx

from .addresses import Opened, target
from .answers import retry_after
from .connection import GuardedTransport, Resolver, system_resolver, time_limit
from .fetcher import FAILED, USER_AGENT
from .refusals import Barred, Refused

TOTAL_S = 15.0  # for one answer; the receivers of webhooks are asked to answer first and work later


@dataclass(frozen=True)
class Answered:
    """What a server said of what it was sent: its status, and for how long it asks to be left alone."""

    status: int
    retry_after_s: float | None


class Poster:
    """Posts to addresses; follows no redirect, reads no body, keeps no cookie. Close it when done."""

    def __init__(
        self, *, allowed_hosts: Iterable[str] = (), resolve: Resolver = system_resolver, total_s: float = TOTAL_S
    ) -> None:
        """`allowed_hosts` (`HOST` or `HOST:PORT`) may be posted to although they are not public."""
        self._opened, self._total_s = Opened(allowed_hosts), total_s
        transport = GuardedTransport(resolve, self._opened, connections=1)
        self._client = httpx.Client(transport=transport, headers={"User-Agent": USER_AGENT}, trust_env=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._client.close()

    def refusal(self, url: str) -> str | None:
        """Why nothing may be posted to an address, as far as it shows without looking it up."""
        try:
            target(url, self._opened)
        except Barred as barred:
            return str(barred)
        return None

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answered | Refused:
        """What the server of an address says; `Refused` if it said nothing, or may not be asked."""
        try:
            where = target(url, self._opened)
            with time_limit(self._total_s):
                request = self._client.build_request(
                    "POST", where.url, content=body, headers=dict(headers), timeout=self._total_s
                )
                response = self._client.send(request, stream=True)
                response.close()
        except Barred as barred:
            return Refused(url, str(barred))
        except (httpcore.TimeoutException, TimeoutError):
            return Refused(url, "it did not answer in time")
        except FAILED as error:
            return Refused(url, f"the connection failed ({type(error).__name__}: {str(error)[:120]})")
        return Answered(response.status_code, retry_after(response.headers))
