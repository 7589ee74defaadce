"""Which addresses may be fetched at all.

The network that groundwire runs in is not the internet: a page that redirects to a router, to a database on loopback or to
the metadata service of a cloud would make us read it aloud. So an address is public, or a setting has opened its host.
"""

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass

import httpx

from .refusals import Barred

PORTS = {"http": 80, "https": 443}
MAX_URL = 4_000  # characters, as `readers.fields` allows them
# Special-purpose blocks that `is_global` of Python 3.11 lets pass (IANA registries of special-purpose addresses), among them
# the metadata service of Oracle; and Azure's metadata and health service, a public number that leads to the inside
# (Microsoft, "What is IP address 168.63.129.16?").
_SPECIAL = tuple(
    ipaddress.ip_network(network)
    for network in ("192.0.0.0/24", "192.88.99.0/24", "168.63.129.16/32", "2001::/23", "2001:db8::/32", "3fff::/20")
)
_UNICAST = ipaddress.IPv6Network("2000::/3")  # all of IPv6 that is given out to the internet (RFC 4291, 2.4)
_NAT64 = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("64:ff9b:1::/48"))  # RFC 6052, RFC 8215
_COMPATIBLE = ipaddress.IPv6Network("::/96")  # RFC 4291, 2.5.5.1
_TUNNELS = (ipaddress.IPv6Network("2002::/16"), ipaddress.IPv6Network("2001::/32"))  # 6to4, Teredo
_ISATAP = (0x00005EFE, 0x02005EFE)  # RFC 5214: the half before an embedded IPv4 address
_NAME = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*")
_NUMBER = re.compile(r"\d+|0x[0-9a-f]*")


@dataclass(frozen=True)
class Target:
    """An address in the form in which it is both checked and fetched, so that no two parsers can disagree about it."""

    url: httpx.URL
    host: str
    port: int

    @property
    def origin(self) -> str:
        return f"{self.url.scheme}://{self.url.netloc.decode('ascii')}"


class Opened:
    """Hosts that a setting has opened although they are not public: `HOST` at the usual ports, `HOST:PORT` at that one."""

    def __init__(self, entries: Iterable[str]) -> None:
        self._entries = frozenset(entry.strip().lower().strip("[]").replace("]:", ":") for entry in entries)

    def holds(self, host: str, port: int) -> bool:
        host = host.lower()
        return f"{host}:{port}" in self._entries or (host in self._entries and port in PORTS.values())


def target(url: str, opened: Opened) -> Target:
    """What an address leads to.

    Raises:
        Barred: it cannot be used, or may not be.
    """
    if len(url) > MAX_URL:
        raise Barred(f"the address has {len(url):,} characters; at most {MAX_URL:,} are followed")
    try:
        parsed = httpx.URL(url)
        host = parsed.raw_host.decode("ascii")
    except (httpx.InvalidURL, UnicodeError, ValueError, TypeError):
        raise Barred("it is not an address that can be read") from None
    if parsed.scheme not in PORTS:
        raise Barred(f"only http and https are fetched, not {parsed.scheme or 'an address without a scheme'}")
    if parsed.userinfo:
        raise Barred("it carries a user name or password, which are sent to nobody")
    port = PORTS[parsed.scheme] if parsed.port is None else parsed.port
    check_port(host, port, opened)
    check_name(host)
    if literal(host) is not None and not opened.holds(host, port):
        check_public(host, [host])
    return Target(parsed.copy_with(fragment=None), host, port)


def check_port(host: str, port: int, opened: Opened) -> None:
    """Raises Barred unless the web is served at this port."""
    if port not in PORTS.values() and not opened.holds(host, port):
        raise Barred(
            f"port {port} is not one of the web's (80, 443); the setting 'fetch_hosts' can open '{host}:{port}'"
        )


def check_name(host: str) -> None:
    """Raises Barred for a host that is neither a name nor a plainly written address.

    2130706433, 017700000001, 0x7f.1 and 127.1 are all loopback to one library or another; none of them is how a news
    site is written, so nobody has to decide what they mean.
    """
    if literal(host) is not None:
        return
    name = host.removesuffix(".")
    if not name or len(name) > 253 or not _NAME.fullmatch(name):
        raise Barred(f"the host {host[:80]!r} cannot be a name")
    if _NUMBER.fullmatch(name.rpartition(".")[2]):
        raise Barred(f"the host {host!r} is a number in disguise, not a name")


def literal(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The IP address that a host plainly is; None for a name."""
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def check_public(host: str, addresses: Iterable[str]) -> None:
    """Raises Barred unless every address that a host has is a public one."""
    for address in addresses:
        kind = _not_public(address)
        if kind:
            where = f"{host!r}" if host == address else f"{host!r} leads to {address}, which"
            raise Barred(f"{where} is {kind}, not public; the setting 'fetch_hosts' can open that host")


def _not_public(address: str) -> str | None:
    """What an address is, if it is not one of the public internet."""
    if "%" in address:
        return "an address of one network card"
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return "no address"
    inner = _embedded(ip) if isinstance(ip, ipaddress.IPv6Address) else None
    if inner is not None:
        return _not_public(str(inner))
    kinds = {
        "a tunnel": isinstance(ip, ipaddress.IPv6Address) and any(ip in network for network in _TUNNELS),
        "loopback": ip.is_loopback,
        "link-local": ip.is_link_local,  # the metadata service 169.254.169.254 among them
        "multicast": ip.is_multicast,
        "unspecified": ip.is_unspecified,
        "reserved": ip.is_reserved or any(ip in network for network in _SPECIAL),
        "private": not ip.is_global or (isinstance(ip, ipaddress.IPv6Address) and ip not in _UNICAST),
    }
    return next((kind for kind, so in kinds.items() if so), None)


def _embedded(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 address stands for, where a gateway would go there."""
    if ip.ipv4_mapped:
        return ip.ipv4_mapped
    last = int(ip) & 0xFFFFFFFF
    carries = any(ip in network for network in _NAT64) or (int(ip) >> 32 & 0xFFFFFFFF) in _ISATAP
    if carries or (ip in _COMPATIBLE and last > 1):  # :: and ::1 mean themselves
        return ipaddress.IPv4Address(last)
    return None
