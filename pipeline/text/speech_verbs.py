"""The verbs of saying, by what they tell of the speaker: says, claims, denies, reports; unnamed where nobody is named."""

import re
from typing import Literal

from .words import STOP_WORDS

Kind = Literal["says", "claims", "denies", "reports", "unnamed"]

_VERBS: dict[Kind, str] = {
    "says": "say says said saying tell tells told add adds added state states stated announce announces announced remark "
    "remarks remarked note notes noted explain explains explained tweet tweets tweeted write writes wrote argue argues "
    "argued warn warns warned insist insists insisted stress stresses stressed declare declares declared believe believes "
    "believed think thinks thought describe describes described call calls called confirm confirms confirmed predict "
    "predicts predicted estimate estimates estimated suggest suggests suggested admit admits admitted acknowledge "
    "acknowledges acknowledged agree agrees conclude concludes concluded promise promises promised vow vows vowed pledge "
    "pledges pledged complain complains complained hope hopes hoped fear fears feared show shows showed indicate indicates "
    "indicated testify testified recall recalls recalled reveal reveals revealed emphasise emphasised emphasize emphasized "
    "demand demands demanded urge urges urged",
    "claims": "claim claims claimed claiming allege alleges alleged alleging accuse accuses accused accusing contend contends "
    "contended assert asserts asserted maintain maintains maintained",
    "denies": "deny denies denied denying reject rejects rejected dispute disputes disputed refute refutes refuted dismiss "
    "dismisses dismissed",
    "reports": "report reports reported reporting quote quotes quoted cite cites cited",
}
KINDS: dict[str, Kind] = {verb: kind for kind, verbs in _VERBS.items() for verb in verbs.split()}
SPEECH_VERB = re.compile(rf"\b({'|'.join(sorted(KINDS, key=len, reverse=True))})\b", re.IGNORECASE)
# These take a noun as easily as a statement; they count only with "that", a colon or a quote after them, or at the end.
WEAK_VERBS = frozenset(
    "show shows showed indicate indicates indicated call calls describe describes demand demands urge "
    "urges agree agrees note notes report reports quote quotes cite cites hope hopes fear fears claim claims state states "
    "estimate estimates thought promise promises pledge pledges dispute disputes reject rejects dismiss dismisses "
    "accuse accuses maintain maintains maintained write writes wrote recall recalls reveal reveals "
    "add adds explain explains confirm confirms announce announces ".split()
)
# What a verb becomes before "this": "told us this" is said, "accused them of this" is alleged.
_BEFORE_THIS = {
    "tell": "say", "tells": "says", "told": "said", "telling": "saying", "adding": "saying",
    "accuse": "allege", "accuses": "alleges", "accused": "alleged", "accusing": "alleging",
    "insist": "insist on", "insists": "insists on", "insisted": "insisted on",
    "warn": "warn of", "warns": "warns of", "warned": "warned of",
    "complain": "complain of", "complains": "complains of", "complained": "complained of",
    "testify": "testify to", "testifies": "testifies to", "testified": "testified to",
    "agree": "agree with", "agrees": "agrees with", "agreed": "agreed with",
    "hope": "hope for", "hopes": "hopes for", "hoped": "hoped for",
    "call": "say", "calls": "says", "called": "said", "remark": "say", "remarks": "says", "remarked": "said",
}  # fmt: skip


# Speakers who have no name.
GENERIC_SPEAKER = re.compile(
    r"^(?:(?:the|some|several|many|two|three|other|unnamed|anonymous|senior|local|western|government|us|u\.s\.|security|diplomatic|intelligence)\s+)*"
    r"(?:officials?|sources?|people|analysts?|experts?|reports?|diplomats?|observers?|critics|insiders|witnesses|it)$",
    re.IGNORECASE,
)


def inside(speaker: str) -> str:
    """A speaker as it is written inside a sentence: a first word that is no name loses its capital."""
    first = speaker.split(maxsplit=1)[0].lower() if speaker.strip() else ""
    small = first in STOP_WORDS or GENERIC_SPEAKER.match(speaker)
    return speaker[:1].lower() + speaker[1:] if small and not speaker[:2].isupper() else speaker


def said_this(speaker: str, verb: str) -> str:
    """What stands after "the passage reports": "that officials said this", "this on the word of the minister"."""
    plain = verb.lower()
    if not speaker:
        return f"this with “{plain}”"
    if plain not in KINDS:
        return f"this on the word of {inside(speaker)}"
    return f"that {inside(speaker)} {_BEFORE_THIS.get(plain, plain)} this"
