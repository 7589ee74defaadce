"""The fetcher: one address in, one result out, never an exception for what the network does."""

import ssl
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from functools import cached_property
from http.cookiejar import CookieJar, DefaultCookiePolicy
from importlib.metadata import version
from threading import Thread
from types import TracebackType
from typing import Self

import httpcore
import httpx

from .addresses import Opened, Target, target
from .answers import Answer, check_type, retry_after
from .body import ACCEPTED, read_body
from .connection import GuardedTransport, Resolver, system_resolver, time_limit
from .pace import Clock, Pace
from .refusals import Barred, Refused
from .robots import MAX_SIZE, Robots
from .validators import Validator, Validators

AGENT = "groundwire"
USER_AGENT = f"{AGENT}/{version('groundwire')}"
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_COME_BACK = frozenset({429, 503})
FAILED = (
    httpcore.TimeoutException,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpx.HTTPError,
    ssl.SSLError,
    OSError,
)


@dataclass(frozen=True)
class Limits:
    """How much of everything; guards and good manners, not tuning parameters."""

    size: int = 20_000_000  # bytes of a body, unpacked; the largest feeds and sitemaps of outlets stay below 10 MB
    connect_s: float = 10.0
    read_s: float = 20.0  # without a single byte
    total_s: float = 60.0  # for one answer, however its bytes arrive
    redirects: int = 5
    retries: int = 2  # after 429 or 503
    longest_wait_s: float = 60.0  # that a server may ask us to stay away and still get its retry
    interval_s: float = 1.0  # between requests to one host
    per_host: int = 2  # requests to one host at a time
    at_once: int = 8  # requests at a time


@dataclass(frozen=True)
class Fetched:
    """What an address gave. `url` is the last one of its redirects."""

    url: str
    content: bytes
    content_type: str
    charset: str | None


@dataclass(frozen=True)
class Unchanged:
    """The server has nothing newer than what it sent before."""

    url: str


Result = Fetched | Unchanged | Refused


class Fetcher:
    """Fetches public pages for an agent that has manners. Safe to use from several threads; close it when done."""

    def __init__(
        self,
        *,
        allowed_hosts: Iterable[str] = (),
        limits: Limits | None = None,
        validators: Validators | None = None,
        budget_s: float = float("inf"),
        resolve: Resolver = system_resolver,
        clock: Clock | None = None,
    ) -> None:
        """`allowed_hosts` (`HOST` or `HOST:PORT`) may be fetched although they are not public; with `validators`, only
        what changed since they were noted is sent again. After `budget_s` from now, nothing is fetched any more."""
        self._limits, self._validators, self._resolve = limits or Limits(), validators, resolve
        self._clock = clock or Clock()
        self._ends = self._clock.now() + budget_s
        self._opened = Opened(allowed_hosts)
        self._pace = Pace(self._limits.interval_s, self._limits.per_host, self._clock)
        self._robots = Robots(AGENT, self._robots_file, self._clock)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        if "_client" in self.__dict__:
            self._client.close()

    def get(self, url: str, *, robots: bool = True) -> Result:
        """What an address gives now. `robots=False` is for a service that the user calls by name, not for pages."""
        try:
            where = target(url, self._opened)
            for _ in range(self._limits.redirects + 1):
                delay_s = self._robots.delay(where.origin, str(where.url)) if robots else 0.0
                answer = self._patient(where, delay_s=delay_s, limit=self._limits.size)
                if answer.leads_to is None:
                    return self._result(where, answer)
                where = target(answer.leads_to, self._opened)
        except Barred as barred:
            return Refused(url, str(barred), barred.retry_after_s)
        return Refused(url, f"it redirects more than {self._limits.redirects} times")

    def get_all(self, urls: Iterable[str]) -> Iterator[Result]:
        """What each address gives, in their order; several hosts are asked at a time.

        A server that hangs holds up nobody who stops listening: the threads end with the program.
        """
        waiting: deque[Future[Result]] = deque()
        for url in urls:
            waiting.append(self._begun(url))
            if len(waiting) == self._limits.at_once:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()

    def _begun(self, url: str) -> Future[Result]:
        future: Future[Result] = Future()

        def run() -> None:
            try:
                future.set_result(self.get(url))
            except BaseException as error:  # noqa: BLE001 - whoever waits for the result is told
                future.set_exception(error)

        Thread(target=run, name="fetch", daemon=True).start()
        return future

    def forget(self, url: str) -> None:
        """Has an address sent whole the next time, because what it gave could not all be used."""
        if self._validators is not None:
            self._validators.drop(url)

    @cached_property
    def _client(self) -> httpx.Client:
        transport = GuardedTransport(self._resolve, self._opened, connections=2 * self._limits.at_once)
        timeout = httpx.Timeout(self._limits.read_s, connect=self._limits.connect_s)
        headers = {"User-Agent": USER_AGENT, "Accept-Encoding": ACCEPTED, "Accept": "*/*"}
        no_cookies = CookieJar(policy=DefaultCookiePolicy(allowed_domains=()))
        return httpx.Client(transport=transport, timeout=timeout, headers=headers, cookies=no_cookies, trust_env=False)

    def _patient(self, where: Target, *, delay_s: float, limit: int) -> Answer:
        """The answer to a request; a server that asks to come back later is asked again."""
        for attempt in range(self._limits.retries + 1):
            self._time_left()
            with self._pace.turn(where.host, interval_s=delay_s):
                answer = self._exchange(where, limit=limit)
            if answer.status not in _COME_BACK or attempt == self._limits.retries:
                return answer
            asked = retry_after(answer.headers)
            wait_s = 2.0 * 2**attempt if asked is None else asked
            if wait_s > min(self._limits.longest_wait_s, self._time_left()):
                what = f"it answered {answer.status} and asks not to come back for {wait_s:,.0f} seconds"
                raise Barred(what, retry_after_s=asked)
            self._clock.sleep(wait_s)
        raise AssertionError

    def _exchange(self, where: Target, *, limit: int) -> Answer:
        known = self._validators.get(str(where.url)) if self._validators else None
        request = self._client.build_request("GET", where.url, headers=known.headers if known else {})
        try:
            with time_limit(min(self._limits.total_s, self._time_left())):
                response = self._client.send(request, stream=True)
                try:
                    return self._read(where, response, limit=limit)
                finally:
                    response.close()
        except (httpcore.TimeoutException, TimeoutError):
            raise Barred("it did not answer in time") from None
        except FAILED as error:
            raise Barred(f"the connection failed ({type(error).__name__}: {str(error)[:120]})") from None

    def _time_left(self) -> float:
        left = self._ends - self._clock.now()
        if left <= 0:
            raise Barred("there was no time left for it")
        return left

    def _read(self, where: Target, response: httpx.Response, *, limit: int) -> Answer:
        status, headers = response.status_code, response.headers
        if status in _REDIRECTS:
            return Answer(status, headers, leads_to=_joined(where, headers.get("location", "")))
        if status != 200:
            return Answer(status, headers)
        if where.url.path != "/robots.txt":
            check_type(headers, where.url.path)
        return Answer(status, headers, read_body(response.iter_raw(), headers.get("content-encoding", ""), limit=limit))

    def _result(self, where: Target, answer: Answer) -> Result:
        url = str(where.url)
        if answer.status == 304 and self._validators and self._validators.get(url):
            return Unchanged(url)
        if answer.status != 200:
            raise Barred(f"it answered {answer.status}", retry_after_s=retry_after(answer.headers))
        if self._validators is not None:
            self._note(url, answer.headers)
        return Fetched(url, answer.body, answer.content_type, answer.charset)

    def _note(self, url: str, headers: httpx.Headers) -> None:
        assert self._validators is not None
        fresh = Validator(headers.get("etag"), headers.get("last-modified"))
        if fresh.headers:
            self._validators.put(url, fresh)
        else:
            self._validators.drop(url)

    def _robots_file(self, url: str) -> tuple[int, bytes]:
        where = target(url, self._opened)
        for _ in range(self._limits.redirects + 1):
            answer = self._patient(where, delay_s=0.0, limit=MAX_SIZE)
            if answer.leads_to is None:
                return answer.status, answer.body
            where = target(answer.leads_to, self._opened)
        raise Barred("it redirects too often")


def _joined(where: Target, location: str) -> str:
    try:
        return str(where.url.join(location))
    except (httpx.InvalidURL, ValueError):
        raise Barred(f"it redirects to {location[:80]!r}, which is no address") from None
