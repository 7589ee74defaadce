"""What is counted or measured: currencies, units with their factor to a base unit, and the noun after a number."""

from collections.abc import Sequence

from .tokens import Token
from .words import STOP_WORDS, stem

# Units of counts that are no nouns of their own: how old somebody is, how many times as much.
AGE, TIMES = "years old", "times"
SYMBOLS = {"$": "USD", "US$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR"}
CURRENCIES = {
    word: code
    for code, names in {
        "USD": "dollar dollars",
        "EUR": "euro euros",
        "GBP": "pound pounds sterling",
        "RUB": "rouble roubles ruble rubles",
        "UAH": "hryvnia hryvnias",
        "CNY": "yuan renminbi",
        "JPY": "yen",
        "INR": "rupee rupees",
        "USc": "cent cents",
    }.items()
    for word in names.split()
} | {"us dollar": "USD", "us dollars": "USD"}
_MEASURES = {
    "metre": {
        "km kilometre kilometres kilometer kilometers": 1e3,
        "metre metres meter meters": 1.0,
        "mile miles": 1609.34,
        "foot feet": 0.3048,
        "cm": 0.01,
    },
    "square metre": {
        "square kilometre|square kilometres|square kilometer|square kilometers|sq km": 1e6,
        "square mile|square miles": 2.59e6,
        "hectares": 1e4,
        "acres": 4046.86,
    },
    "kilogram": {"kg kilogram kilograms kilos": 1.0, "tonne tonnes": 1e3, "ton tons": 907.0, "pounds": 0.4536},
    "day": {
        "second seconds": 1 / 86_400,
        "minute minutes": 1 / 1440,
        "hour hours": 1 / 24,
        "day days": 1.0,
        "week weeks": 7.0,
        "fortnight fortnights": 14.0,
        "month months": 30.4,
        "year years": 365.0,
        "decade decades": 3650.0,
        "century centuries": 36_500.0,
    },
    "degree": {"degree degrees": 1.0},
    "barrel": {"barrel barrels": 1.0},
    "watt": {"megawatt megawatts mw": 1e6, "gigawatt gigawatts gw": 1e9, "kilowatt kilowatts": 1e3},
}
MEASURES: dict[str, tuple[str, float]] = {
    name: (base, factor)
    for base, units in _MEASURES.items()
    for names, factor in units.items()
    for name in names.split("|" if "|" in names or base.startswith("square") else None)
}
_PLURALS = frozenset(
    "people men women children troops police personnel staff aircraft dead wounded injured cattle seats votes".split()
)
_NOT_NOUNS = frozenset("was is has its this thus as us his across always perhaps besides says".split())


def counted_noun(text: str, words: Sequence[Token], end: int) -> str:
    """The stem of the noun counted by a number that ends at `end`: "1,200 Russian drones" gives "drone"; "" for none."""
    following = [token for token in words if token.start >= end][:4]
    place = end
    first = ""
    for n, token in enumerate(following):
        between = text[place : token.start]
        skipped = {"more", "other", "of", "the"} if n == 0 else {"more", "other"}
        if between.strip(" -\t\n'’") or (token.lower in STOP_WORDS and token.lower not in skipped):
            break
        place = token.end
        if token.lower in STOP_WORDS:
            continue
        if token.lower in _PLURALS or (
            token.lower.endswith("s") and token.lower not in _NOT_NOUNS and token.text[0].islower()
        ):
            return stem(token.lower)
        first = first or (token.lower if token.text[0].islower() and not token.lower.endswith(("ed", "ing")) else "")
    return stem(first)
