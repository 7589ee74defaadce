"""Addresses of articles: which of them mean the same one, and what of an address only leads to it.

Two addresses are one article when they differ in edition (www, mobile, AMP), in who sent the reader, or in spelling. What
may name an article is kept: two articles taken for one would lose one of them, and one taken for two is only counted twice.
"""

import re
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

# Parameters that name who sent the reader, never what is read (as in the lists of ClearURLs and of browsers).
_TRACKING = re.compile(
    r"(?:utm_\w+|at_(?:medium|campaign\w*|link\w*|format|ptr_name|bbc_team|custom\d)|fbclid|gclid|dclid|gbraid|wbraid|msclkid|"
    r"yclid|twclid|ttclid|igshid|li_fat_id|srsltid|epik|mc_[ce]id|_hs(?:enc|mi)|hss_channel|mkt_tok|elqtrack\w*|vero_id|"
    r"oly_(?:enc|anon)_id|ns_(?:mchannel|source|campaign|linkname|fee)|_g[al]|guccounter|guce_referrer\w*|soc_(?:src|trk)|"
    r"s_(?:cid|kwcid)|ef_id|ocid|ncid|cmp(?:id)?|cid|icid|intcid|ito|mbid|srnd|sref|ftag|smid|smtyp|unlocked_article_code|partner|"
    r"ref(?:src|_src|_url)?|rss|traffic_source|xtor|wt[._]?z?mc\w*|spm|__twitter_impression|amp|outputtype)",
    re.IGNORECASE,
)
# "ref" and its like name an article on some sites, where a number follows.
_NAMES_ARTICLE = re.compile(r"(?:cid|ref|rss|partner)", re.IGNORECASE)
_MOST_FIELDS = 100  # of a query; an address with more is no article's, and is kept as it is
_AMP_PATH = re.compile(r"(?:/amp)+/?$|\.amp(?=\.html$|$)|^(?:/amp)+(?=/)")
# Copies of AMP pages that others keep; the address of the page stands in the path.
_COPIERS = re.compile(r"(?:^|\.)cdn\.ampproject\.org$|^(?:www\.)?google\.(?:com?\.)?[a-z]{2,3}$")
_COPIED = re.compile(r"/(?:amp|[cv])/(s/)?((?:[\w-]+\.)+[a-z]{2,}/.*)", re.IGNORECASE)
_EDITIONS = frozenset({"www", "m", "mobile", "amp", "edition"})
_SITE_LABELS = 2  # of a host, at its end, that are never an edition: "m.com" is a site
_DEFAULT_PORTS = {"http": 80, "https": 443}
_ESCAPE = re.compile(r"%[0-9a-fA-F]{2}")
_PLAIN_PATH = "/%:@!$&'()*+,;=~"  # what a path may hold besides letters and digits, and "%" of what is escaped already


def canonical_url(url: str) -> str:
    """The one address for all that mean the same article; made to be compared, not to be opened.

    One that cannot be read comes back as it is.
    """
    try:
        page = without_amp(without_tracking(url))
        parts = urlsplit(page)
        pairs = parse_qsl(parts.query, keep_blank_values=True, max_num_fields=_MOST_FIELDS)
        scheme = parts.scheme.lower()
        port = f":{parts.port}" if parts.port and parts.port != _DEFAULT_PORTS.get(scheme) else ""
        query = urlencode(sorted(pairs, key=lambda pair: pair[0]))
        path = _spelled(parts.path).rstrip("/")
    except ValueError:
        return url.strip()
    return urlunsplit(("https" if scheme == "http" else scheme, site_of(page) + port, path, query, ""))


def without_tracking(url: str) -> str:
    """The address without fragment and tracking parameters; one that cannot be read comes back as it is."""
    try:
        parts = urlsplit(url.strip())
        pairs = parse_qsl(parts.query, keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError:
        return url
    kept = [(name, value) for name, value in pairs if not _tracks(name, value)]
    query = parts.query if len(kept) == len(pairs) else urlencode(kept)
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))


def without_amp(url: str) -> str:
    """The address of the article that an AMP page stands for, as far as its path tells."""
    try:
        parts = urlsplit(_page_of_copy(url))
    except ValueError:
        return url
    return urlunsplit(parts._replace(path=_AMP_PATH.sub("", parts.path) or "/"))


def site_of(url: str) -> str:
    """The host without the labels of its editions; "" where none can be read."""
    try:
        labels = (urlsplit(url.strip()).hostname or "").lower().rstrip(".").split(".")
    except ValueError:
        return ""
    chosen = [label for label in labels[:-_SITE_LABELS] if label not in _EDITIONS]
    return ".".join([*chosen, *labels[-_SITE_LABELS:]])


def same_site(one: str, other: str) -> bool:
    """Whether two addresses are of one site: the same host but for its editions, or one within the other.

    A page may name another address of its own site as the real one. Were it believed about others', a page of a stranger
    could replace the article of any publisher.
    """
    hosts = sorted((site_of(one), site_of(other)), key=len)
    return bool(hosts[0]) and (hosts[0] == hosts[1] or ("." in hosts[0] and hosts[1].endswith("." + hosts[0])))


def _page_of_copy(url: str) -> str:
    """The address of the page of which this is a search engine's copy; any other as it is.

    Raises:
        ValueError: the address cannot be read.
    """
    parts = urlsplit(url.strip())
    copied = _COPIED.fullmatch(parts.path) if _COPIERS.search((parts.hostname or "").lower()) else None
    if copied is None:
        return url.strip()
    return urlunsplit(("https" if copied[1] else "http", *urlsplit(f"//{copied[2]}")[1:3], parts.query, ""))


def _tracks(name: str, value: str) -> bool:
    if not _TRACKING.fullmatch(name):
        return False
    return not (_NAMES_ARTICLE.fullmatch(name) and any(char.isdigit() for char in value))


def _spelled(path: str) -> str:
    """The path with the same escapes however it was written."""
    return _ESCAPE.sub(_escape, quote(path, safe=_PLAIN_PATH))


def _escape(found: re.Match[str]) -> str:
    """An escape in capitals, or the character where it needs none."""
    char = chr(int(found.group()[1:], 16))
    return char if char.isascii() and (char.isalnum() or char in "-._~") else found.group().upper()
