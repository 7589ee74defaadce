"""Who says it: the speaker, the verb and the words said, of the forms that newspapers use.

"Officials say X", "X, officials said", "according to officials, X", "in the minister's view, X". What is found keeps
who-said-it in extracted sentences and lets the verifier see a speaker dropped or swapped.
"""

import re
from typing import NamedTuple

from .speech_verbs import GENERIC_SPEAKER, KINDS, SPEECH_VERB, WEAK_VERBS, Kind


class Attribution(NamedTuple):
    """The speaker at `speaker_start:speaker_end` (empty when none is named) says `said_start:said_end`."""

    speaker_start: int
    speaker_end: int
    speaker: str
    verb: str
    kind: Kind
    said_start: int
    said_end: int


_ACCORDING = re.compile(r"\b(?:according to|in the (?:view|opinion|words) of|as per)\s+", re.IGNORECASE)
_VIEW = re.compile(r"\bin (?P<who>[^,.]{2,60}?)(?:['’]s?)?\s(?:view|opinion|words|account)\b", re.IGNORECASE)
_UNNAMED = re.compile(
    r"\b(?:reportedly|allegedly|purportedly|(?:it|there) (?:is|was|has been|were)(?: being)? (?:reported|said|claimed|alleged|rumou?red|believed|understood|thought)"
    r"|(?:is|are|was|were) (?:said|reported|believed|thought|understood|alleged) to|reports (?:say|said|suggest|suggested))\b",
    re.IGNORECASE,
)
_LEFT_EDGE = re.compile(
    r"[;:—–()\"“”]|,\s|\s-\s|\b(?:and|but|while|as|that|because|after|when|where|although|though)\s", re.IGNORECASE
)
_HARD_EDGE = re.compile(r"[;:—–()\"“”]|\b(?:and|but|while|as|that|because|when)\s", re.IGNORECASE)
_SHORT_TAIL = re.compile(
    r"[\s\"”’,]*(?:(?:\w+ly|later|also|again|too|here|today|yesterday)\b[\s,]*)?(?:(?:on|in|at|during|after|to|by|via|through|of)\b[^,;:]{0,60}|(?:last|this|next|earlier)\b[^,;:]{0,30}|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)?[\s.!?\"”’,]*"
)
# After one of these a word is a noun, not the verb of a subject.
_NO_SUBJECT_END = frozenset(
    "the a an of in to not this that its his her their our on at by for with no every each".split()
)
_PASSIVE = re.compile(r"\b(?:was|were|is|are|been|be|being|not|to|has been|have been)\s+$", re.IGNORECASE)


def find_attribution(sentence: str) -> Attribution | None:
    """The outermost attribution of a sentence, or None when nobody is said to say it."""
    found = find_attributions(sentence)
    return max(found, key=lambda a: a.said_end - a.said_start) if found else None


def find_attributions(sentence: str) -> list[Attribution]:
    """Every attribution in a sentence, in order of their verbs. Offsets are into the sentence."""
    found = [a for m in _ACCORDING.finditer(sentence) if (a := _according(sentence, m))]
    found += [_view(sentence, m) for m in _VIEW.finditer(sentence)]
    found += [
        Attribution(m.start(), m.start(), "", m.group(), "unnamed", 0, len(sentence))
        for m in _UNNAMED.finditer(sentence)
    ]
    quotes = _quoted(sentence)
    for match in SPEECH_VERB.finditer(sentence):
        if not any(start <= match.start() < end for start, end in quotes):
            attribution = _spoken(sentence, match)
            if attribution:
                found.append(attribution)
    return sorted(found, key=lambda a: (min(a.speaker_start, a.said_start), a.said_start))


def _quoted(sentence: str) -> list[tuple[int, int]]:
    return [m.span() for m in re.finditer(r"“[^”]*”?|\"[^\"]*\"?", sentence)]


def _kind(speaker: str, kind: Kind) -> Kind:
    return (
        "unnamed" if kind in {"says", "reports"} and (not speaker or GENERIC_SPEAKER.match(speaker.strip())) else kind
    )


def _according(sentence: str, match: re.Match[str]) -> Attribution | None:
    stop = re.compile(r"[,;.](?:\s|$)|$").search(sentence, match.end())
    end = stop.start() if stop else len(sentence)
    speaker = sentence[match.end() : end].strip()
    before = sentence[: match.start()].strip(" ,")
    said = (0, match.start()) if len(before.split()) >= 3 else (min(end + 1, len(sentence)), len(sentence))
    return (
        Attribution(match.end(), end, speaker, match.group().strip(), _kind(speaker, "says"), *said)
        if speaker
        else None
    )


def _view(sentence: str, match: re.Match[str]) -> Attribution:
    after = (match.end(), len(sentence)) if match.start() < 5 else (0, match.start())
    return Attribution(match.start("who"), match.end("who"), match["who"], match.group(), "says", *after)


def _spoken(sentence: str, match: re.Match[str]) -> Attribution | None:
    verb, after = match.group().lower(), sentence[match.end() :]
    statement = re.match(r"\s*(?:(?:reporters|journalists|the \w+|[A-Z]\w+)?\s?that\b|:|,?\s?[\"“])", after)
    ends = _SHORT_TAIL.fullmatch(after)
    if _PASSIVE.search(sentence[: match.start()]) or (verb in WEAK_VERBS and not statement and not ends):
        return None
    inverted = _inverted(sentence, match)
    if inverted:
        return inverted
    start, end = _subject(sentence, match.start())
    speaker = sentence[start:end]
    if not speaker or speaker.lower().split()[-1] in _NO_SUBJECT_END:
        return None
    head = sentence[:start].rstrip(" ")
    if head.endswith(",") and re.match(r",\s*\w", after):  # set in the middle: "the law, he said, was wrong"
        said = (0, len(sentence))
    elif ends and len(head.split()) >= 3:
        said = (0, start)
    else:
        said = (
            match.end() + (statement.end() if statement and statement.group().endswith("that") else 0),
            len(sentence),
        )
    if not re.search(r"\w", sentence[said[0] : said[1]]):
        return None
    return Attribution(start, end, speaker, verb, _kind(speaker, KINDS[verb]), *said)


def _inverted(sentence: str, match: re.Match[str]) -> Attribution | None:
    """The form with the speaker after the verb: the words, then "said the minister"."""
    before = sentence[: match.start()]
    if not re.search(r"(?:,[\"”’]?|[\"”])\s*$", before) or match.group().lower() not in {
        "said",
        "says",
        "wrote",
        "added",
        "argued",
        "told",
        "tweeted",
    }:
        return None
    speaker = re.match(r"\s+((?:the\s|an?\s)?[^,;.\"“]{2,60})", sentence[match.end() :])
    subject_before = re.search(r",\s*\w[^,\"”]*,\s*$", before)
    if not speaker or subject_before or re.match(r"(?:that|he|she|it|they|on|in)\b", speaker[1]):
        return None
    start = match.end() + speaker.start(1)
    return Attribution(
        start,
        start + len(speaker[1]),
        speaker[1],
        match.group().lower(),
        _kind(speaker[1], KINDS[match.group().lower()]),
        0,
        match.start(),
    )


def _subject(sentence: str, verb: int) -> tuple[int, int]:
    """Where the subject of a verb stands: back to the clause's edge, over a clause set off by commas."""
    end = verb
    while end and sentence[end - 1].isspace():
        end -= 1
    aux = re.search(
        r"\s(?:has|have|had|also|later|then|did|does|not|would|will|may|could|once|repeatedly|\w+ly)$", sentence[:end]
    )
    while aux:
        end = aux.start()
        aux = re.search(
            r"\s(?:has|have|had|also|later|then|did|does|not|would|will|may|could|once|repeatedly|\w+ly)$",
            sentence[:end],
        )
    if end and sentence[end - 1] == ",":  # "X, the minister, said": the subject stands before the apposition
        opened = sentence.rfind(",", 0, end - 1)
        if opened > 0:
            edges = [m.end() for m in _HARD_EDGE.finditer(sentence, 0, opened)]
            comma = sentence.rfind(", ", 0, opened)
            start = max([0, *edges, comma + 2 if comma >= 0 else 0])
            return start, opened
        return _trimmed(sentence, 0, end - 1)
    edges = [m.end() for m in _LEFT_EDGE.finditer(sentence, 0, end)]
    relative = [m.start() for m in re.finditer(r"\b(?:who|which)\b", sentence[:end])]
    start = edges[-1] if edges else 0
    if relative and relative[-1] >= start and start > 1:  # "X, who was there, said" without its second comma
        return _trimmed(sentence, edges[-2] if len(edges) > 1 else 0, start - 2)
    return _trimmed(sentence, start, end)


def _trimmed(sentence: str, start: int, end: int) -> tuple[int, int]:
    while start < end and sentence[start] in " ,\"“”'’":
        start += 1
    while end > start and sentence[end - 1] in ' ,"“”':
        end -= 1
    return start, end
