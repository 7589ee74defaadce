import gzip
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.fetching import Fetched, Fetcher, JsonValidators, Limits, Refused, Result, Unchanged
from pipeline.fetching.pace import Clock
from tests.fetching.site import Site

QUICK = Limits(interval_s=0.0, read_s=2.0, connect_s=2.0, total_s=5.0)


class Watch:
    """A clock that moves when somebody waits."""

    def __init__(self) -> None:
        self.at, self.waits = 0.0, []

    @property
    def clock(self) -> Clock:
        return Clock(lambda: self.at, self.wait)

    def wait(self, seconds: float) -> None:
        self.waits.append(round(seconds, 3))
        self.at += seconds


def get(site: Site, url: str, *, robots: bool = False, limits: Limits = QUICK, **options: object) -> Result:
    with Fetcher(allowed_hosts=[site.host], limits=limits, **options) as fetcher:
        return fetcher.get(url, robots=robots)


def reason(result: Result) -> str:
    assert isinstance(result, Refused), result
    return result.reason


def test_a_page_comes_with_its_type_and_charset(site: Site) -> None:
    url = site.serve("/a", "Grüße".encode("latin-1"), "text/html; charset=ISO-8859-1")
    assert get(site, url) == Fetched(url, "Grüße".encode("latin-1"), "text/html", "ISO-8859-1")
    assert site.requests[0].headers["user-agent"].startswith("groundwire/")
    assert site.requests[0].headers["accept-encoding"] == "gzip, deflate"


def test_redirects_are_followed_to_the_end_and_no_further_than_five(site: Site) -> None:
    for step in range(5):
        site.serve(f"/{step}", status=302, Location=f"/{step + 1}")
    site.serve("/5", b"here")
    assert get(site, f"{site.url}/0") == Fetched(f"{site.url}/5", b"here", "text/html", None)
    site.serve("/loop", status=301, Location="/loop")
    assert reason(get(site, f"{site.url}/loop")) == "it redirects more than 5 times"


@pytest.mark.parametrize(
    ("to", "said"),
    [
        ("http://127.0.0.1:1/", "port 1 is not"),
        ("http://127.0.0.1/", "loopback"),
        ("http://localhost/", "loopback"),
        ("http://[::1]/", "loopback"),
        ("http://2130706433/", "number in disguise"),
        ("http://169.254.169.254/latest", "link-local"),
        ("//10.0.0.1/", "private"),
        ("file:///etc/passwd", "only http and https"),
        ("http://user@news.example/", "user name or password"),
        ("http://[", "cannot be a name"),
        ("http://inside.example/", "leads to 192.168.0.7, which is private"),
    ],
)
def test_a_redirect_is_checked_like_any_other_address(site: Site, to: str, said: str) -> None:
    def resolve(host: str, port: int) -> list[str]:
        return {"inside.example": ["192.168.0.7"], "localhost": ["127.0.0.1"]}[host]

    url = site.serve("/a", status=302, Location=to)
    assert said in reason(get(site, url, resolve=resolve))


@pytest.mark.parametrize(
    ("pack", "encoding"),
    [(gzip.compress, "gzip"), (zlib.compress, "deflate"), (lambda data: zlib.compress(data)[2:-4], "deflate")],
)
def test_a_packed_body_is_unpacked(site: Site, pack: Callable[[bytes], bytes], encoding: str) -> None:
    url = site.serve("/a", pack(b"hello " * 1000), Content_Encoding=encoding)
    result = get(site, url)
    assert isinstance(result, Fetched)
    assert result.content == b"hello " * 1000


def test_a_bomb_is_left_alone_before_it_goes_off(site: Site) -> None:
    bomb = gzip.compress(b"\0" * 50_000_000)
    assert len(bomb) < 60_000
    small = replace(QUICK, size=1_000_000)
    for packed, encoding, said in (
        (bomb, "gzip", "larger than 1,000,000 bytes when unpacked"),
        (gzip.compress(bomb), "gzip, gzip", "packed as 'gzip, gzip'"),
        (bomb, "br", "packed as 'br'"),
        (b"\0" * 1_000_001, "identity", "larger than 1,000,000"),
    ):
        path = f"/{encoding}".replace(", ", "-") + str(len(packed))
        assert said in reason(get(site, site.serve(path, packed, Content_Encoding=encoding), limits=small))


@pytest.mark.parametrize(
    ("body", "said"), [(b"not packed at all", "packed, and broken"), (gzip.compress(b"x" * 5000)[:-9], "breaks off")]
)
def test_a_broken_packing_is_told(site: Site, body: bytes, said: str) -> None:
    assert said in reason(get(site, site.serve("/a", body, Content_Encoding="gzip")))


def test_bytes_that_trickle_in_are_given_up_after_the_whole_time(site: Site) -> None:
    url = site.serve("/slow", b"x" * 100, pause_s=0.05)
    assert reason(get(site, url, limits=replace(QUICK, total_s=0.4))) == "it did not answer in time"
    url = site.serve("/slower", b"x" * 100, pause_s=1.0)
    assert reason(get(site, url, limits=replace(QUICK, read_s=0.2))) == "it did not answer in time"


def test_a_type_that_holds_no_article_is_refused_and_an_unknown_one_goes_by_its_name(site: Site) -> None:
    assert "of type 'image/png'" in reason(get(site, site.serve("/a.png", b"x", "image/png")))
    assert "application/octet-stream" in reason(get(site, site.serve("/a.bin", b"x", "application/octet-stream")))
    assert isinstance(get(site, site.serve("/map.xml.gz", b"x", "application/octet-stream")), Fetched)
    assert isinstance(get(site, site.serve("/untyped", b"x", "")), Fetched)


def test_other_answers_and_dead_ends_are_told(site: Site) -> None:
    assert reason(get(site, f"{site.url}/missing")) == "it answered 404"
    assert reason(get(site, site.serve("/304", status=304))) == "it answered 304"
    with Fetcher(allowed_hosts=["127.0.0.1:1"], limits=QUICK) as fetcher:
        assert "the connection failed (ConnectError" in reason(fetcher.get("http://127.0.0.1:1/", robots=False))


def test_a_busy_server_is_asked_again_when_it_says_and_at_most_twice(site: Site) -> None:
    watch = Watch()
    site.serve("/a", status=429, Retry_After="7")
    site.serve("/a", status=503)
    url = site.serve("/a", b"at last")
    assert isinstance(get(site, url, clock=watch.clock), Fetched)
    assert watch.waits == [7.0, 4.0]
    assert reason(get(site, site.serve("/b", status=503), clock=watch.clock)) == "it answered 503"
    assert site.paths.count("/b") == 3


def test_a_server_that_wants_to_be_left_alone_for_long_is(site: Site) -> None:
    far = "Fri, 01 Jan 2100 00:00:00 GMT"
    for path, after in (("/a", "3600"), ("/b", far)):
        assert "asks not to come back for" in reason(get(site, site.serve(path, status=429, Retry_After=after)))
    watch = Watch()
    site.serve("/c", status=429, Retry_After="nonsense")
    assert isinstance(get(site, site.serve("/c", b"ok"), clock=watch.clock), Fetched)
    assert watch.waits == [2.0]


def test_requests_to_one_host_keep_a_second_apart_and_those_to_another_do_not_wait(site: Site) -> None:
    watch = Watch()
    with Site() as other:
        hosts = [site.host, f"localhost:{other.port}"]
        with Fetcher(allowed_hosts=hosts, limits=Limits(), clock=watch.clock) as fetcher:
            for url in (site.serve("/a"), site.serve("/b"), f"http://localhost:{other.port}/c", site.serve("/d")):
                fetcher.get(url, robots=False)
    assert watch.waits == [1.0, 1.0]


def test_many_addresses_come_back_in_their_order(site: Site) -> None:
    urls = [site.serve(f"/{n}", str(n).encode()) for n in range(20)]
    with Fetcher(allowed_hosts=[site.host], limits=QUICK) as fetcher:
        results = list(fetcher.get_all([*urls[:10], "http://127.0.0.1/", *urls[10:]]))
    assert isinstance(results.pop(10), Refused)
    assert [result.content for result in results if isinstance(result, Fetched)] == [str(n).encode() for n in range(20)]


def test_what_robots_are_asked_not_to_fetch_is_not_fetched(site: Site) -> None:
    rules = b"User-agent: *\nDisallow: /\n\nUser-agent: groundwire\nDisallow: /private\nCrawl-delay: 3\n"
    site.serve("/robots.txt", rules, "text/plain")
    watch = Watch()
    with Fetcher(allowed_hosts=[site.host], limits=Limits(), clock=watch.clock) as fetcher:
        assert isinstance(fetcher.get(site.serve("/open", b"x")), Fetched)
        assert "robots.txt asks robots not to" in reason(fetcher.get(site.serve("/private/a", b"x")))
        assert isinstance(fetcher.get(site.serve("/open/b", b"x")), Fetched)
    assert site.paths == ["/robots.txt", "/open", "/open/b"]
    assert watch.waits == [1.0, 3.0]


def test_a_redirect_to_what_robots_may_not_fetch_ends_there(site: Site) -> None:
    site.serve("/robots.txt", b"User-agent: *\nDisallow: /private", "text/plain")
    assert "asks robots" in reason(get(site, site.serve("/a", status=302, Location="/private"), robots=True))
    assert "/private" not in site.paths


def test_a_site_without_rules_allows_all_and_one_that_cannot_say_allows_nothing(site: Site) -> None:
    assert isinstance(get(site, site.serve("/a", b"x"), robots=True), Fetched)
    with Site() as broken, Fetcher(allowed_hosts=[broken.host], limits=replace(QUICK, retries=0)) as fetcher:
        broken.serve("/robots.txt", status=500)
        for path in ("/a", "/b"):
            assert "robots.txt answered 500, so nothing" in reason(fetcher.get(broken.serve(path, b"x")))
        assert broken.paths == ["/robots.txt"]
    with Site() as sly:
        sly.serve("/robots.txt", status=302, Location="http://169.254.169.254/")
        assert "link-local" in reason(get(sly, sly.serve("/a", b"x"), robots=True))


def test_rules_are_read_again_after_a_day(site: Site) -> None:
    watch = Watch()
    site.serve("/robots.txt", b"", "text/plain")
    with Fetcher(allowed_hosts=[site.host], limits=QUICK, clock=watch.clock) as fetcher:
        for wait in (0, 80_000, 10_000):
            watch.wait(wait)
            fetcher.get(site.serve("/a", b"x"))
    assert site.paths.count("/robots.txt") == 2


def test_what_has_not_changed_is_not_sent_again_once_it_was_saved(site: Site, tmp_path: Path) -> None:
    file = tmp_path / "home" / "fetched.json"
    url = site.serve("/feed", b"news", ETag='"1"')
    first = JsonValidators(file)
    assert isinstance(get(site, url, validators=first), Fetched)
    assert isinstance(get(site, url, validators=JsonValidators(file)), Fetched), "not saved yet"
    JsonValidators(file).save()
    assert not file.exists(), "nothing to keep"
    first.save()
    again = JsonValidators(file)
    assert get(site, url, validators=again) == Unchanged(url)
    with Fetcher(allowed_hosts=[site.host], limits=QUICK, validators=again) as fetcher:
        fetcher.forget(url)
        assert isinstance(fetcher.get(url, robots=False), Fetched)


def test_a_damaged_file_of_validators_only_costs_a_fetch(tmp_path: Path) -> None:
    file = tmp_path / "fetched.json"
    for damaged in (b"{", b"[]", b'{"u": 1}', b'{"u": {"colour": 1}}', b"\xff"):
        file.write_bytes(damaged)
        assert JsonValidators(file).get("u") is None


def test_the_charset_of_an_answer_is_what_it_says_even_if_that_is_nonsense(site: Site) -> None:
    for path, kind in (("/a", "text/html; charset"), ("/b", "text/html; charset=*"), ("/c", ";;;=")):
        assert isinstance(get(site, site.serve(path, b"x", kind)), Fetched | Refused)


def test_a_cookie_is_not_given_back(site: Site) -> None:
    url = site.serve("/a", b"x", Set_Cookie="who=you; Path=/")
    with Fetcher(allowed_hosts=[site.host], limits=QUICK) as fetcher:
        for _ in range(2):
            assert isinstance(fetcher.get(url, robots=False), Fetched)
    assert all("cookie" not in asked.headers for asked in site.requests)


def test_when_the_time_for_all_fetching_is_over_nothing_is_asked_of_anyone(site: Site) -> None:
    url, watch = site.serve("/page", b"<p>x</p>"), Watch()
    site.serve("/page", b"<p>x</p>")
    with Fetcher(allowed_hosts=[site.host], limits=QUICK, budget_s=60, clock=watch.clock) as fetcher:
        watch.at = 59.0
        assert isinstance(fetcher.get(url, robots=False), Fetched)
        watch.at = 60.0
        assert reason(fetcher.get(url, robots=False)) == "there was no time left for it"
    assert site.paths == ["/page"]


def test_nobody_is_waited_for_longer_than_there_is_time(site: Site) -> None:
    url, watch = site.serve("/page", status=503, retry_after="30"), Watch()
    with Fetcher(allowed_hosts=[site.host], limits=QUICK, budget_s=20, clock=watch.clock) as fetcher:
        assert "asks not to come back for 30 seconds" in reason(fetcher.get(url, robots=False))
    assert watch.waits == []
