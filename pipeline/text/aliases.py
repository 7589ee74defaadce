"""Names of one and the same thing: the one table of aliases, demonyms and capitals.

An alias may stand for its fellow anywhere. A capital or a seat of government speaks for its country and lies in it,
so a place in the capital is in the country, but not the other way round.
"""

from .countries import COUNTRIES, SEATS

# First form: the key. Lower case.
_SAME = """
european union|eu|e.u|the bloc
united nations|un|u.n
nato|north atlantic treaty organization|north atlantic treaty organisation|north atlantic alliance
european commission|eu commission|eu executive
european parliament|eu parliament
european central bank|ecb
federal reserve|fed
zelensky|zelenskyy|zelenskiy|zelenskyi|zelenski
kyiv|kiev
kharkiv|kharkov
odesa|odessa
lviv|lvov
dnipro|dnepr
putin|vladimir putin
gaddafi|qaddafi|gadhafi
netanyahu|bibi
conservatives|conservative party|tories|tory
labour|labour party
democrats|democratic party|democrat
republicans|republican party|gop|republican
federal bureau of investigation|fbi
white house|oval office
world health organization|who|world health organisation
international atomic energy agency|iaea
international monetary fund|imf
covid-19|covid|coronavirus
"""
ALIASES: dict[str, str] = {
    form: forms[0] for line in (COUNTRIES + _SAME).split("\n") if line for forms in [line.split("|")] for form in forms
}
# Only in capitals, because "us" and "who" are words.
CAPITALS_ONLY = frozenset({"us", "who", "un", "polish"})


def key(name: str) -> str:
    """The one name under which all aliases of a name are known; the name in lower case when it has none."""
    flat = " ".join(name.lower().replace("’", "'").removesuffix("'s").removeprefix("the ").rstrip(".").split())
    return ALIASES.get(flat, flat)


def speaks_for(name: str) -> str | None:
    """The country or body for which a seat of government stands ("Kremlin" gives "russia")."""
    return SEATS.get(key(name))


def seats_of(country: str) -> tuple[str, ...]:
    return tuple(seat for seat, owner in SEATS.items() if owner == country)
