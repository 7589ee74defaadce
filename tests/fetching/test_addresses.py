import pytest

from pipeline.fetching import Fetched, Fetcher, Refused
from pipeline.fetching.addresses import Opened, check_public, target
from pipeline.fetching.refusals import Barred

HOSTILE = [
    # Other schemes, and none.
    ("file:///etc/passwd", "only http and https"),
    ("ftp://news.example/a", "only http and https"),
    ("gopher://127.0.0.1:70/_", "only http and https"),
    ("data:text/html,<p>hello", "only http and https"),
    ("javascript:alert(1)", "only http and https"),
    ("//news.example/a", "only http and https"),
    ("news.example/a", "only http and https"),
    ("unix:///var/run/docker.sock", "only http and https"),
    # IPv4 as it should be written, to places where nobody may look.
    ("http://127.0.0.1/", "loopback"),
    ("http://127.255.255.254/", "loopback"),
    ("http://10.0.0.1/", "private"),
    ("http://172.16.0.1/", "private"),
    ("http://192.168.1.1/", "private"),
    ("http://169.254.169.254/latest/meta-data/", "link-local"),
    ("http://100.100.100.200/latest/meta-data/", "private"),
    ("http://168.63.129.16/machine", "reserved"),
    ("http://192.0.0.192/opc/v2/", "reserved"),
    ("http://192.88.99.1/", "reserved"),
    ("http://[5f00::1]/", "reserved|private"),
    ("http://[2001:db8::1]/", "reserved|private"),
    ("http://0.0.0.0/", "unspecified"),
    ("http://0.1.2.3/", "private"),
    ("http://224.0.0.1/", "multicast"),
    ("http://255.255.255.255/", "reserved"),
    ("http://240.0.0.1/", "reserved"),
    ("http://198.18.0.1/", "private"),
    # IPv4 in disguise.
    ("http://2130706433/", "number in disguise"),
    ("http://017700000001/", "number in disguise"),
    ("http://0x7f000001/", "number in disguise"),
    ("http://0x7f.0.0.1/", "number in disguise"),
    ("http://0177.0.0.1/", "number in disguise|not an address"),
    ("http://127.1/", "number in disguise"),
    ("http://127.0.0.1./", "number in disguise"),
    ("http://127.0.0.01/", "number in disguise|not an address"),
    ("http://3232235777/", "number in disguise"),
    ("http://127.0.0.1.0x1/", "number in disguise"),
    ("http://127\u30020\u30020\u30021/", "loopback|not an address"),
    ("http://\u2460\u2461\u2466.\u24ea.\u24ea.\u2460/", "not an address|loopback"),
    ("http://%31%32%37.0.0.1/", "cannot be a name"),
    # IPv6, and IPv4 within it.
    ("http://[::1]/", "loopback"),
    ("http://[::]/", "unspecified"),
    ("http://[::ffff:127.0.0.1]/", "loopback"),
    ("http://[::ffff:a9fe:a9fe]/", "link-local"),
    ("http://[::127.0.0.1]/", "loopback"),
    ("http://[64:ff9b::7f00:1]/", "loopback"),
    ("http://[64:ff9b:1::a00:1]/", "private"),
    ("http://[2002:7f00:1::]/", "tunnel"),
    ("http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/", "tunnel"),
    ("http://[2606:4700::5efe:10.0.0.1]/", "private"),
    ("http://[fe80::1]/", "link-local"),
    ("http://[fe80::1%25eth0]/", "network card|not an address|cannot be a name"),
    ("http://[fc00::1]/", "private"),
    ("http://[fd00:ec2::254]/latest/", "private"),
    ("http://[fec0::1]/", "private|reserved"),
    ("http://[ff02::1]/", "multicast"),
    # Ports, credentials, and text that one parser reads in one way and the next in another.
    ("http://news.example:22/", "port 22"),
    ("http://news.example:0/", "port 0"),
    ("https://news.example:8443/", "port 8443"),
    ("http://news.example:99999/", "not an address|port 99999"),
    ("http://user:secret@news.example/", "user name or password"),
    ("http://news.example@127.0.0.1/", "user name or password"),
    ("http://news.example\\@127.0.0.1/", "user name or password|not an address|cannot be a name"),
    ("http://news.example#@127.0.0.1:22/", None),
    ("http://", "cannot be a name|not an address"),
    ("http://.../", "cannot be a name|not an address"),
    ("http://-news.example/", "cannot be a name|not an address"),
    ("http://news .example/", "not an address|cannot be a name"),
    ("http://news.example\r\nHost: 127.0.0.1/", "not an address"),
    ("http://news.example/\x00", "not an address"),
    ("http://" + "a" * 64 + ".example/", "cannot be a name|not an address"),
    ("http://news.example/" + "a" * 5_000, "characters"),
    ("", "only http and https"),
]


def nowhere(host: str, port: int) -> list[str]:
    raise OSError(host)


@pytest.mark.parametrize(("url", "reason"), HOSTILE)
def test_a_hostile_address_is_refused_with_its_reason(url: str, reason: str | None) -> None:
    with Fetcher(resolve=nowhere) as fetcher:
        refused = fetcher.get(url)
    assert isinstance(refused, Refused)
    assert refused.url == url
    found = pytest.RaisesExc(Barred, match=reason or "was not found")
    assert found.matches(Barred(refused.reason)), refused.reason


@pytest.mark.parametrize(
    "answer",
    [
        ["127.0.0.1"],
        ["93.184.215.14", "10.0.0.8"],
        ["::1"],
        ["::ffff:192.168.0.1"],
        ["fe80::1%eth0"],
        ["169.254.169.254"],
        ["64:ff9b::a9fe:a9fe"],
        ["no address"],
    ],
)
def test_a_name_that_leads_inside_is_refused_even_if_only_one_of_its_addresses_does(answer: list[str]) -> None:
    with Fetcher(resolve=lambda _host, _port: answer) as fetcher:
        refused = fetcher.get("https://news.example/story")
    assert isinstance(refused, Refused)
    assert "'news.example' leads to" in refused.reason
    assert "not public" in refused.reason


@pytest.mark.parametrize("address", ["93.184.215.14", "1.1.1.1", "2606:4700:4700::1111", "64:ff9b::101:101"])
def test_a_public_address_is_none_of_these(address: str) -> None:
    assert check_public(address, [address]) is None


def test_an_opened_host_is_opened_at_the_port_that_was_named_and_at_no_other() -> None:
    opened = Opened(["127.0.0.1:8080", "Intranet.example", "[::1]:8081"])
    assert target("http://127.0.0.1:8080/a", opened).port == 8080
    assert target("http://[::1]:8081/", opened).host == "::1"
    assert target("https://intranet.example/a#part", opened).origin == "https://intranet.example"
    for url in (
        "http://127.0.0.1/",
        "http://127.0.0.1:8081/",
        "http://intranet.example:8080/",
        "http://127.0.0.2:8080/",
    ):
        with pytest.raises(Barred):
            target(url, opened)


def test_a_plain_public_name_passes_the_first_check() -> None:
    where = target("HTTPS://News.Example/Story?id=1#top", Opened([]))
    assert (str(where.url), where.host, where.port) == ("https://news.example/Story?id=1", "news.example", 443)


def test_there_is_nothing_between_the_check_of_a_name_and_its_connection(site) -> None:
    """DNS rebinding: the first look-up is public, every later one leads inside. Only one look-up is ever made."""
    looked_up: list[str] = []

    def rebinding(host: str, port: int) -> list[str]:
        looked_up.append(host)
        return ["192.0.2.1"] if len(looked_up) > 1 else ["127.0.0.1"]

    site.serve("/story", b"<p>hello")
    opened = f"rebind.example:{site.port}"
    with Fetcher(resolve=rebinding, allowed_hosts=[opened]) as fetcher:
        result = fetcher.get(f"http://{opened}/story", robots=False)
    assert isinstance(result, Fetched)
    assert looked_up == ["rebind.example"]
    assert site.requests[0].headers["host"] == opened


def test_a_name_that_turns_inside_after_it_was_public_is_not_followed_there() -> None:
    answers = iter([["not-an-address"], ["127.0.0.1"]])
    with Fetcher(resolve=lambda _host, _port: next(answers)) as fetcher:
        first, second = (fetcher.get("http://rebind.example/", robots=False) for _ in range(2))
    assert isinstance(first, Refused)
    assert isinstance(second, Refused)
    assert "127.0.0.1, which is loopback" in second.reason
