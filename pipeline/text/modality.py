"""How firmly a text says it: negation with its scope, hedges, conditions, and whether it speaks of the future."""

import re
from typing import Literal, NamedTuple

from .clauses import clause_around

Kind = Literal["negation", "hedge", "condition", "future", "cause", "universal"]


class Cue(NamedTuple):
    """A word at `[start, end)` that changes how the rest of its clause, `scope_start:scope_end`, is meant."""

    start: int
    end: int
    kind: Kind
    text: str
    scope_start: int
    scope_end: int


_CUES: dict[Kind, str] = {
    "negation": r"not(?! (?:only|just|least|more|less|fewer)\b)|n[o']t(?=\b)|\w+n['’]t|cannot|no(?! (?:longer|fewer|less|more|later|sooner) than\b)|never|none|nobody|nothing|neither|nor|without|no longer|fail(?:s|ed|ing)? to|"
    r"refus(?:e|es|ed|ing) to|declin(?:e|es|ed|ing) to|unable to|rul(?:e|es|ed|ing) out|lack(?:s|ed|ing)?|unlikely|hardly|far from|"
    r"yet to|(?:stop(?:s|ped)?|f[ae]ll(?:s|ing)?) short of|den(?:y|ies|ied|ying)|absent|nowhere|deni(?:al|als)|reject(?:s|ed|ing)?",
    "hedge": r"may|might|could|would|should|reportedly|alleged(?:ly)?|apparent(?:ly)?|possibl[ey]|perhaps|probabl[ey]|likely|unlikely|"
    r"expect(?:s|ed)?|plan(?:s|ned|ning)? (?:to|for)|intend(?:s|ed)?|hop(?:e|es|ed|ing) to|aim(?:s|ed|ing)? to|seek(?:s|ing)? to|consider(?:s|ed|ing)?|"
    r"propos(?:e|es|ed|al)|potential(?:ly)?|suspect(?:s|ed)?|believed|thought to|appear(?:s|ed)? to|seem(?:s|ed)? to|suggest(?:s|ed)?|threaten(?:s|ed)?|"
    r"fear(?:s|ed)?|near(?:ing|ly)?|close to|on the verge of|draft|tentative(?:ly)?|partly|partial(?:ly)?|risk(?:s|ed)?|can|forecast|estimated?|aim(?:s|ed)?|"
    r"want(?:s|ed)? to|willing|ready to|bid to|call(?:s|ed|ing)? for|try(?:ing)? to|tried to|attempt(?:s|ed|ing)? to|preliminary|unconfirmed|rumou?r(?:s|ed)?|is to|are to|set to|due to be|ought",
    "condition": r"if|unless|provided that|as long as|in case|in the event|should (?:the|he|she|they|it)|subject to|depend(?:s|ing)? on|whether|until",
    "future": r"will|shall|going to|about to|due to|scheduled|set to|upcoming|tomorrow|next (?:week|month|year|\w+day)|forthcoming|won['’]t",
    "cause": r"because|due to|owing to|thanks to|as a result|result(?:ed|ing)? (?:in|from)|led to|leading to|caus(?:e|es|ed|ing)|prompt(?:s|ed|ing)?|in response to|"
    r"therefore|so that|forc(?:ed|ing)|forces? (?=(?:him|her|it|them|the|its|their)\b)|blam(?:e|ed|es)|attributed to|after|following|since|trigger(?:s|ed)?|account(?:s|ed)? for|reason|why|over|in order to|to avoid|cost",
    "universal": r"all|every|everyone|everything|always|entire(?:ly)?|whole|only|any|each|both|complete(?:ly)?|full(?:y)?|total(?:ly)?|never|no|none|sole(?:ly)?|anywhere|everywhere|throughout|nobody|most|the (?:first|last|biggest|largest|worst|best|highest|lowest)",
}
_PATTERNS = {kind: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for kind, words in _CUES.items()}
_MONTH_MAY = re.compile(r"(?:\b(?i:in|of|since|until|by|last|next|late|early|from|to|and)\s|\d\s|mid-)May\b|\bMay\s\d")


def find_cues(text: str, *kinds: Kind) -> list[Cue]:
    """The cues of the given kinds (none given: all) in a text, in order; "May" the month is none."""
    found = [
        _cue(text, match, kind)
        for kind in kinds or tuple(_PATTERNS)
        for match in _PATTERNS[kind].finditer(text)
        if match.group() != "May" or not _is_month(text, match.start())
    ]
    return sorted(found)


def _is_month(text: str, at: int) -> bool:
    return any(m.start() <= at < m.end() for m in _MONTH_MAY.finditer(text))


def _cue(text: str, match: re.Match[str], kind: Kind) -> Cue:
    start, end = clause_around(text, match.start(), match.end())
    return Cue(match.start(), match.end(), kind, match.group(), start, end)
