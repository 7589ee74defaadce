"""Claims made wrong on purpose, and claims reworded without a change of meaning: what a judge must refuse, and must not.

The operators find their places with plain patterns of their own and not with the readers of `pipeline.text`, so that
what the verifier cannot see is not spared. They refuse (None) where the result could still be true.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from pipeline.text.names import NameIndex, find_names
from pipeline.text.words import STOP_WORDS, content_words
from pipeline.types import Pair


@dataclass(frozen=True)
class Specimen:
    """A claim that stands, the words it cites, the paragraph around those words, and the date of their article."""

    claim: str
    quote: str
    around: str
    date: datetime | None = None

    def saying(self, claim: str) -> Pair:
        return Pair(claim=claim, passage=self.quote, date=self.date)


Operator = Callable[[Specimen, Sequence[Specimen], Random], Pair | None]

_MONTHS = "January February March April May June July August September October November December".split()
_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_SMALL = "two three four five six seven eight nine ten eleven twelve".split()
_MONTH, _WEEKDAY = "|".join(_MONTHS), "|".join(_WEEKDAYS)
_DAY = re.compile(rf"\b(?:({_WEEKDAY}),? )?(\d{{1,2}}) ({_MONTH})\b( \d{{4}})?")
_DAY_NAME = re.compile(rf"\b({_WEEKDAY})\b")
_MONTH_NAME = re.compile(rf"(?<=\b(?:in|of|by) )({_MONTH})\b(?! \d\d?\b)|(?<=\b(?:since|until) )({_MONTH})\b")
_YEAR = re.compile(r"(?<=\b(?:in|by|of) )(20[0-4]\d)\b")
_NUMBER = re.compile(
    rf"(?<![\w.,:–-])(\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?|{'|'.join(_SMALL)})\b(?![\w:–-]|[.,]\d| (?:{_MONTH}|thirds?|quarters?|fifths?|in|of)\b)"
)
_AT_LEAST = re.compile(
    r"\b(?:(?:more|no (?:less|fewer)) than|over|at least|above|exceed\w*|from|minimum of)\s+(?:about\s+)?[$€£]?$",
    re.IGNORECASE,
)
_AT_MOST = re.compile(
    r"\b(?:up to|less than|fewer than|under|below|at most|as (?:many|much) as|within)\s+[$€£]?$", re.IGNORECASE
)
_PERCENT = re.compile(r"\s?(?:%|per cent|percent)")
_SAYS = r"(?:said|says|say|told (?:[A-Z]\w+ )*\w+|claimed?s?|alleged?s?|argued?s?|insist(?:s|ed)?|believes?)"
_SAID_FIRST = re.compile(
    rf"^(?P<who>[A-Z][^,;:“”\"]{{2,70}}?) {_SAYS}(?: (?:on|in|at) [^,;]{{3,30}}?)? that (?P<what>.+)$|"
    rf"^(?P<who2>[A-Z][^,;:“”\"]{{2,70}}?) {_SAYS} (?P<what2>(?!(?:in|on|at|to|of|about)\b)[^,“\"]+.*)$"
)
_SAID_LAST = re.compile(
    rf"^(?P<what>[^“”\"]{{25,}}), (?:according to (?P<source>[^,]{{3,70}}?)|(?P<who>[^,;]{{3,60}}?) {_SAYS}(?P<when>(?: (?:on|in|at) [^,;]{{3,40}})?(?:, \d+ \w+)?))\.?$"
)
_NO_SPEAKER = re.compile(
    r"\b(?:has|have|had|and|it|he|she|they|also|then|who|which)\b|^(?:in|on|at|before|after|during|since)\b",
    re.IGNORECASE,
)
# A hedge and what is left when it is firm. "could not" and "may not" are no hedges to drop.
_HEDGES = (
    (r"\b(?:may|might|could) have (?=\w+(?:ed|en|wn|ne)\b)", "had "),
    (r"\b(?:may|might|could) (?!not\b|have\b|\d)(?=[a-z])", "will "),
    (r"\b(?:reportedly|allegedly|apparently|possibly|perhaps|probably|potentially|tentatively) ", ""),
    (r"\b(?:is|are) (?:likely|expected|set|due|thought|believed) to ", "will "),
    (r"\b(?:was|were) (?:likely|expected|set|due) to ", "did "),
    (r"(?<!\ba )(?<!\bthe )\b(?:plans|hopes|intends?|aims|wants|seeks) to ", "will "),
    (r"\b(?:hoped|wanted|sought|tried|attempted) to (?!know)", "did "),
    (r"\b(?:partly|partially|nearly|almost) (?=[a-z]+(?:ed|en|ly|all)\b)", "completely "),
    (r"\bproposed (?=to\b)", "decided "),
    (r"\b(?:suspected|alleged) (?=[a-z])", ""),
    (r"\b(?:appears?|seems?) to ", "will "),
)  # fmt: skip
_AUXILIARY = re.compile(
    r"\b(?:(?:is|are|was|were|will|would|can|could|must|should|did|does|do)\b|(?:has|have|had)(?= (?:\w+(?:ed|en|wn)|been|"
    r"made|said|told|met|held|put|taken|lost|won|left|kept|set|begun|seen|come|gone|sent)\b))(?! (?:not|never|no|yet)\b|n['’]t)"
)
# Simple pasts common in news, for claims without an auxiliary verb.
_PAST = {
    "said": "say", "told": "tell", "rejected": "reject", "agreed": "agree", "offered": "offer", "killed": "kill",
    "called": "call", "met": "meet", "signed": "sign", "announced": "announce", "accused": "accuse", "took": "take",
    "reached": "reach", "rose": "rise", "fell": "fall", "wanted": "want", "accepted": "accept", "voted": "vote",
    "warned": "warn", "gave": "give", "made": "make", "found": "find", "denied": "deny", "began": "begin",
    "asked": "ask", "put": "put", "approved": "approve", "demanded": "demand", "reported": "report", "left": "leave",
}  # fmt: skip
_PAST_VERB = re.compile(rf"\b({'|'.join(_PAST)})\b(?! (?:by|in response|dead)\b)")
_NEVER_NAMES = frozenset("one two three four five six more most talks officials security ships whatever should".split())
_ABOUT_ITSELF = 0.4  # share of a claim's words above which another quote might truly carry it


def number(specimen: Specimen, _others: Sequence[Specimen], rng: Random) -> Pair | None:
    """One number changed by about half, never to what "more than" or "up to" would still allow."""
    claim = specimen.claim
    places = [m for m in _NUMBER.finditer(claim) if not re.fullmatch(r"(?:19|20)\d\d", m[1])]
    if not places:
        return None
    place = rng.choice(places)
    before, after = claim[: place.start()], claim[place.end() :]
    at_least = bool(_AT_LEAST.search(before)) or " or more" in after[:20]
    up = at_least or (not _AT_MOST.search(before) and rng.random() < 0.5)
    share = _PERCENT.match(claim, place.end()) is not None
    other = _other_number(place[1], up=up, share=share)
    if other is None or re.search(rf"(?<![\w.,]){re.escape(other)}\b", specimen.quote):
        return None
    return specimen.saying(before + other + after)


def _other_number(text: str, *, up: bool, share: bool) -> str | None:
    if text in _SMALL:
        at = _SMALL.index(text) + (3 if up else -3)
        return _SMALL[at] if 0 <= at < len(_SMALL) else None
    value = float(text.replace(",", ""))
    new = value * (1.5 if up else 0.6)
    if share and new > 99:
        return None
    if "." in text:
        return f"{new:.1f}"
    step = 10 ** max(0, len(str(int(value))) - 2)
    whole = round(new / step) * step
    if whole == int(value) or whole < 2:
        return None
    return f"{whole:,}" if "," in text or whole >= 10_000 else str(whole)


def day(specimen: Specimen, _others: Sequence[Specimen], rng: Random) -> Pair | None:
    """One date moved: day and weekday together, else the weekday, the month or the year alone."""
    claim, shift = specimen.claim, rng.choice((-10, -9, -4, 3, 5, 11))
    for pattern, moved in _MOVES:
        places = list(pattern.finditer(claim))
        if places:
            place = rng.choice(places)
            other = moved(place, shift, specimen.date)
            return specimen.saying(claim[: place.start()] + other + claim[place.end() :]) if other else None
    return None


def _moved_day(place: re.Match[str], shift: int, anchor: datetime | None) -> str:
    meant = _meant(place, int(place[4] or (anchor.year if anchor else 2025)))
    if meant is None:
        return ""
    new = meant + timedelta(days=shift)
    weekday = f"{_moved_weekday(re.match(r'(.*)', place[1]), shift, anchor)}, " if place[1] else ""
    return f"{weekday}{new.day} {_MONTHS[new.month - 1]}{f' {new.year}' if place[4] else ''}"


def _meant(place: re.Match[str], year: int) -> date | None:
    """The day that a match of `_DAY` names; None where no calendar has it."""
    try:
        return date(year, _MONTHS.index(place[3]) + 1, int(place[2]))
    except ValueError:
        return None


def _moved_weekday(place: re.Match[str] | None, shift: int, _anchor: datetime | None) -> str:
    assert place is not None
    return _WEEKDAYS[(_WEEKDAYS.index(place[1]) + shift) % 7]


def _moved_month(place: re.Match[str], shift: int, _anchor: datetime | None) -> str:
    return _MONTHS[(_MONTHS.index(place.group()) + shift) % 12]


def _moved_year(place: re.Match[str], shift: int, _anchor: datetime | None) -> str:
    return str(int(place[1]) + (2 if shift > 0 else -2))


_MOVES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], int, datetime | None], str]], ...] = (
    (_DAY, _moved_day),
    (_DAY_NAME, _moved_weekday),
    (_MONTH_NAME, _moved_month),
    (_YEAR, _moved_year),
)


def name(specimen: Specimen, others: Sequence[Specimen], rng: Random) -> Pair | None:
    """One name, wherever it stands, replaced by one of the same form from another claim that the quote does not know."""
    known = NameIndex(specimen.quote)
    mine = [n for n in find_names(specimen.claim) if n.sure]
    if not mine:
        return None
    chosen = rng.choice(mine)
    foreign = {n.text: n for o in others for n in find_names(o.claim) if n.sure and _form(n.text) == _form(chosen.text)}
    fresh = [text for text, n in sorted(foreign.items()) if known.mentions(n) == 0]
    if not fresh:
        return None
    return specimen.saying(re.sub(rf"\b{re.escape(chosen.text)}\b", rng.choice(fresh), specimen.claim))


def _form(text: str) -> tuple[int, bool, bool]:
    """What a name must share with its replacement: number of words, capitals throughout, an adjective's ending."""
    return min(len(text.split()), 3), text.isupper(), bool(re.search(r"(?:an|ish|ese|i)$", text))


def negation(specimen: Specimen, _others: Sequence[Specimen], rng: Random) -> Pair | None:
    """A "not" put in after an auxiliary outside quotes, else with "did" before a common simple past."""
    claim = specimen.claim
    plain = re.sub(r"“[^”]*”?|\"[^\"]*\"?", lambda m: "·" * len(m.group()), claim)
    places = list(_AUXILIARY.finditer(plain))
    if places:
        place = rng.choice(places)
        return specimen.saying(claim[: place.end()] + " not" + claim[place.end() :])
    past = _PAST_VERB.search(plain)
    if past is None or re.search(r"\b(?:not|no|never|none)\b", plain):
        return None
    return specimen.saying(f"{claim[: past.start()]}did not {_PAST[past[1]]}{claim[past.end() :]}")


def attribution(specimen: Specimen, _others: Sequence[Specimen], _rng: Random) -> Pair | None:
    """What somebody said, told as fact."""
    parts = _said(specimen.claim)
    if parts is None or len(parts[1].split()) < 4:
        return None
    return specimen.saying(_sentence(parts[1]))


def _said(claim: str) -> tuple[str, str, str] | None:
    """(who, what, when) of a claim that opens or ends with its speaker."""
    match = _SAID_LAST.match(claim) or _SAID_FIRST.match(claim)
    if match is None:
        return None
    parts = match.groupdict()
    who = parts.get("who") or parts.get("who2") or parts.get("source") or ""
    what = parts.get("what") or parts.get("what2") or ""
    return None if _NO_SPEAKER.search(who) else (who, what, parts.get("when") or "")


def _sentence(text: str) -> str:
    text = text.strip(" ,.")
    return text[:1].upper() + text[1:] + "."


def hedge(specimen: Specimen, _others: Sequence[Specimen], _rng: Random) -> Pair | None:
    """What may be, told as what is or will be."""
    for pattern, firm in _HEDGES:
        place = re.search(pattern, specimen.claim)
        if place:
            text = specimen.claim[: place.start()] + firm + specimen.claim[place.end() :]
            return specimen.saying(text[:1].upper() + text[1:])
    return None


def stitched(specimen: Specimen, others: Sequence[Specimen], rng: Random) -> Pair | None:
    """The claim joined to another one, from elsewhere, that its quote does not carry."""
    foreign = [o for o in others if not _about(o.claim, specimen.around)]
    if not foreign:
        return None
    return specimen.saying(f"{specimen.claim.rstrip('. ')}, and {_inside(rng.choice(foreign).claim)}")


def citation(specimen: Specimen, others: Sequence[Specimen], _rng: Random) -> Pair | None:
    """The claim with the words that another claim cites: the nearest that do not say the same."""
    bag = set(content_words(specimen.claim))
    foreign = [o for o in others if not _about(specimen.claim, o.quote)]
    nearest = max(foreign, key=lambda o: (len(bag & set(content_words(o.quote))), o.quote), default=None)
    return Pair(claim=specimen.claim, passage=nearest.quote, date=nearest.date) if nearest else None


def _about(claim: str, quote: str) -> bool:
    bag = set(content_words(claim))
    return len(bag & set(content_words(quote))) > _ABOUT_ITSELF * len(bag)


def _inside(sentence: str) -> str:
    """A sentence as it goes on after "and": a first word that is never a name loses its capital."""
    first = sentence.split(maxsplit=1)[0]
    small = first.lower() in STOP_WORDS | _NEVER_NAMES and (len(first) == 1 or not first.isupper())
    return sentence[:1].lower() + sentence[1:] if small else sentence


def per_cent(specimen: Specimen, _others: Sequence[Specimen], _rng: Random) -> Pair | None:
    """A share with a sign instead of words, "90%" for "90 per cent", and the other way round."""
    if re.search(r"\d per ?cent", specimen.claim):
        return specimen.saying(re.sub(r"(?<=\d) per ?cent\b", "%", specimen.claim))
    return specimen.saying(specimen.claim.replace("%", " per cent")) if "%" in specimen.claim else None


def numeral(specimen: Specimen, _others: Sequence[Specimen], _rng: Random) -> Pair | None:
    """A small number in digits instead of words, or in words instead of digits."""
    for place in _NUMBER.finditer(specimen.claim):
        text = place[1]
        if text in _SMALL or (
            text.isdigit() and 2 <= int(text) <= 12 and not _PERCENT.match(specimen.claim, place.end())
        ):
            other = str(_SMALL.index(text) + 2) if text in _SMALL else _SMALL[int(text) - 2]
            return specimen.saying(specimen.claim[: place.start()] + other + specimen.claim[place.end() :])
    return None


def full_date(specimen: Specimen, _others: Sequence[Specimen], _rng: Random) -> Pair | None:
    """A day with its year, "15 December 2025" for "Monday, 15 December", if the article was written within four months."""
    place = _DAY.search(specimen.claim)
    if place is None or place[4] or specimen.date is None:
        return None
    written = specimen.date.date()
    meant = _meant(place, written.year)
    if meant is None or abs(meant - written) > timedelta(days=120):
        return None
    full, rest = f"{place[2]} {place[3]} {written.year}", specimen.claim[place.end() :]
    return specimen.saying(specimen.claim[: place.start()] + full + (rest.removeprefix(",") if place[1] else rest))


def turned(specimen: Specimen, _others: Sequence[Specimen], _rng: Random) -> Pair | None:
    """A speaker put first, "According to officials, talks failed" for "Talks failed, officials said"."""
    parts = _said(specimen.claim)
    if parts is None or parts[2]:
        return None
    who, what, _ = parts
    return specimen.saying(f"According to {_inside(who)}, {_inside(what).rstrip('.')}.")


def widened(specimen: Specimen, _others: Sequence[Specimen], _rng: Random) -> Pair | None:
    """The claim as it is, with the whole paragraph for a quote."""
    if specimen.around == specimen.quote:
        return None
    return Pair(claim=specimen.claim, passage=specimen.around, date=specimen.date)


# What makes a claim wrong, and what leaves it right, by the name that a table shows.
OPERATORS: Mapping[str, Operator] = {
    "number": number, "date": day, "name": name, "negation": negation, "attribution": attribution, "hedge": hedge,
    "stitched": stitched, "citation": citation,
}  # fmt: skip
REWORDINGS: Mapping[str, Operator] = {
    "per_cent": per_cent, "numeral": numeral, "full_date": full_date, "turned": turned, "widened": widened,
}  # fmt: skip


def mutate(operator: str, specimens: Sequence[Specimen], *, seed: int) -> list[tuple[Specimen, Pair]]:
    """What an operator makes of each specimen that it can change; equal input and seed, equal result."""
    change = {**OPERATORS, **REWORDINGS}[operator]
    made = []
    for specimen in specimens:
        others = [other for other in specimens if other.quote != specimen.quote]
        pair = change(specimen, others, Random(f"{seed}/{operator}/{specimen.claim}"))
        if pair is not None and pair != specimen.saying(specimen.claim):
            made.append((specimen, pair))
    return made
