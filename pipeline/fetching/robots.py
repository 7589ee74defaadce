"""What a site asks of robots (RFC 9309), read once a day."""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from .pace import Clock
from .refusals import Barred

DAY_S = 86_400.0  # RFC 9309, 2.4: not to be used for longer
FAILED_S = 600.0  # until a site that could not say is asked again
MAX_SIZE = 500 * 1024  # RFC 9309, 2.5: as much must be read
LONGEST_DELAY_S = 30.0  # a site that asks for more is asked for nothing more often than this
_NOT_FOUND = range(400, 500)


@dataclass(frozen=True)
class Rules:
    """What one site allows; `refusal` says why nothing is fetched there for now."""

    allows: Callable[[str], bool]
    delay_s: float
    until: float
    refusal: str | None = None


class Robots:
    """The rules of each site for one agent."""

    def __init__(self, agent: str, read: Callable[[str], tuple[int, bytes]], clock: Clock) -> None:
        """`read` gives status and body of a robots.txt, and raises Barred if there is no getting at it."""
        self._agent, self._read, self._clock = agent, read, clock
        self._rules: dict[str, Rules] = {}
        self._lock = Lock()

    def delay(self, origin: str, url: str) -> float:
        """The seconds between requests that the site asks for.

        Raises:
            Barred: the site does not want the address to be fetched, or cannot say.
        """
        with self._lock:
            rules = self._rules.get(origin)
        if rules is None or self._clock.now() > rules.until:
            rules = self._fetched(f"{origin}/robots.txt")
            with self._lock:
                self._rules[origin] = rules
        if rules.refusal:
            raise Barred(rules.refusal)
        if not rules.allows(url):
            raise Barred(f"{origin}/robots.txt asks robots not to fetch it")
        return rules.delay_s

    def _fetched(self, url: str) -> Rules:
        now = self._clock.now()
        try:
            status, body = self._read(url)
        except Barred as barred:
            return Rules(_nothing, 0.0, now + FAILED_S, f"{barred} (when asked for {url}, which comes first)")
        if status in _NOT_FOUND:
            return Rules(_everything, 0.0, now + DAY_S)
        if status != 200:
            return Rules(_nothing, 0.0, now + FAILED_S, f"{url} answered {status}, so nothing is fetched there for now")
        return self._parsed(body, until=now + DAY_S)

    def _parsed(self, body: bytes, *, until: float) -> Rules:
        from protego import Protego

        rules = Protego.parse(body.decode("utf-8", "replace"))
        delay_s = min(max(rules.crawl_delay(self._agent) or 0.0, 0.0), LONGEST_DELAY_S)
        return Rules(lambda url: rules.can_fetch(url, self._agent), delay_s, until)


def _everything(_url: str) -> bool:
    return True


def _nothing(_url: str) -> bool:
    return False
