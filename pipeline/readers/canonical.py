"""The address of an article without what leads to it: campaigns, clicks, the edition for telephones.

`ids.canonical_url` decides which addresses mean the same article; this decides which one is shown and kept, and how far a
page may be believed about its own address.
"""

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

# Parameters that name who sent the reader, never what is read (as in the lists of ClearURLs and of browsers).
_TRACKING = re.compile(
    r"(?:utm_\w+|at_(?:medium|campaign\w*|link\w*|format|ptr_name|bbc_team|custom\d)|fbclid|gclid|dclid|gbraid|wbraid|msclkid|"
    r"yclid|twclid|igshid|mc_[ce]id|_hs(?:enc|mi)|mkt_tok|ns_(?:mchannel|source|campaign|linkname|fee)|ocid|cmpid?|cid|icid|"
    r"ftag|smid|smtyp|partner|ref(?:src|_src|_url)?|rss|traffic_source|xtor|wt\.?mc\w*|spm|s_cid|__twitter_impression|amp|"
    r"outputtype)",
    re.IGNORECASE,
)
# "id", "ref" and their like name an article on some sites; "cid" and "rss" as well where a number follows.
_NAMES_ARTICLE = re.compile(r"(?:cid|ref|rss|partner)", re.IGNORECASE)
_AMP_PATH = re.compile(r"/amp/?$|\.amp(?=\.html$|$)|^/amp(?=/)")
_EDITION = re.compile(r"^(?:www|m|mobile|amp|edition)\.")


def without_tracking(url: str) -> str:
    """The address without fragment and tracking parameters; one that cannot be read comes back as it is."""
    try:
        parts = urlsplit(url.strip())
        pairs = parse_qsl(parts.query, keep_blank_values=True, max_num_fields=100)
    except ValueError:
        return url
    kept = [(name, value) for name, value in pairs if not _tracks(name, value)]
    query = parts.query if len(kept) == len(pairs) else urlencode(kept)
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))


def without_amp(url: str) -> str:
    """The address of the article that an AMP page stands for, as far as its path tells."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    return urlunsplit(parts._replace(path=_AMP_PATH.sub("", parts.path) or "/"))


def same_site(one: str, other: str) -> bool:
    """Whether two addresses are of one site: the same host but for its editions, or one within the other.

    A page may name another address of its own site as the real one. Were it believed about others', a page of a stranger
    could replace the article of any publisher.
    """
    hosts = sorted((_site(one), _site(other)), key=len)
    return bool(hosts[0]) and (hosts[0] == hosts[1] or ("." in hosts[0] and hosts[1].endswith("." + hosts[0])))


def publisher_of(url: str) -> str:
    """The host as a name, for an article whose publisher nobody names."""
    return _site(url)


def _site(url: str) -> str:
    try:
        host = (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""
    return _EDITION.sub("", host)


def _tracks(name: str, value: str) -> bool:
    if not _TRACKING.fullmatch(name):
        return False
    return not (_NAMES_ARTICLE.fullmatch(name) and any(char.isdigit() for char in value))
