"""Who says it: is a speaker swapped, dropped or made up? "Officials say X" does not support "X"."""

import re
from collections.abc import Sequence

from ...text.names import NameIndex, same_name
from ...text.speech import Attribution
from ...text.speech_verbs import inside, said_this
from ...text.words import STOP_WORDS, stem
from ..finding import Case, Finding
from ..reading import Reading

# Less than this of the shared words under an attribution may be shared by chance.
_FAIR_SHARE = 0.5
_LONGEST_SPEAKER = 8
_PRONOUNS = frozenset("he she they it we i who the his her their".split())


def check_speakers(case: Case) -> list[Finding]:
    """At most one finding: the claim's speaker against who, in the best sentence, says most of the claim's words."""
    mine = [a for a in case.claim.attributions if a.kind != "denies"]
    said = max(mine, key=lambda a: a.said_end - a.said_start, default=None)
    theirs = _covering(case, said)
    if said is None:
        return _dropped(case, theirs[0]) if theirs else []
    if not said.speaker:
        return [Finding("speaker", "ok", 0.3, "The claim names no speaker.")] if theirs else []
    return [_compared(case, said, theirs)]


def _covering(case: Case, said: Attribution | None) -> list[Attribution]:
    """The attributions under which at least half of what both texts tell stands, the widest first."""
    start, end = case.focus
    told = case.claim.stems if said is None else _under(case.claim, said)
    shared = max(1, len(told & case.window.stems))
    found = []
    for a in case.window.attributions:
        if a.said_end <= start or a.said_start >= end:
            continue
        share = len(_under(case.window, a) & told) / shared
        if share >= _FAIR_SHARE:
            found.append((share, a))
    return [a for _, a in sorted(found, key=lambda pair: -pair[0])]


def _under(reading: Reading, a: Attribution) -> set[str]:
    """The content words that somebody is said to say."""
    return {word for word, token in reading.content if a.said_start <= token.start < a.said_end}


def _dropped(case: Case, theirs: Attribution) -> list[Finding]:
    at = case.window.offset
    if theirs.speaker and _mentions(case.claim, theirs.speaker):
        return [Finding("speaker", "ok", 0.4, f"The claim speaks of {inside(theirs.speaker)}, who says it.")]
    score = {"claims": 1.0, "unnamed": 0.9, "denies": 1.0, "reports": 0.7, "says": 0.7}[theirs.kind]
    reason = f"The passage reports {said_this(theirs.speaker, theirs.verb)}; the claim states it as fact."
    score *= 0.4 + 0.6 * case.focus_recall
    return [Finding("speaker", "weak", score, reason, theirs.said_start + at, theirs.said_end + at)]


def _compared(case: Case, said: Attribution, theirs: Sequence[Attribution]) -> Finding:
    at = case.window.offset
    named = [a for a in theirs if a.speaker and a.speaker.split()[0].lower() not in _PRONOUNS]
    same = next((a for a in named if _same_speaker(said.speaker, a.speaker)), None)
    if same is not None:
        reason = f"The passage has {inside(same.speaker)} say it."
        return Finding("speaker", "ok", 1.0, reason, same.speaker_start + at, same.speaker_end + at)
    if named:
        other = named[0]
        place = (other.speaker_start + at, other.speaker_end + at)
        reason = f"The passage has {inside(other.speaker)} say this, the claim has {inside(said.speaker)}."
        if _strangers(case, said.speaker, other.speaker):
            return Finding("speaker", "contradicts", 0.8, reason, *place)
        return Finding("speaker", "weak", 0.6, reason, *place)
    if _mentions(case.passage, said.speaker):
        return Finding("speaker", "ok", 0.5, f"The passage speaks of {inside(said.speaker)}.")
    return Finding("speaker", "missing", 0.7, f"The passage does not have {inside(said.speaker)} say anything.")


def _strangers(case: Case, said: str, given: str) -> bool:
    """Whether two speakers cannot be one: both have a name, and the passage knows the claim's as somebody else.

    A speaker without a name ("the Kremlin leader") may be anyone, and so may a name that the passage lacks.
    """
    if len(given.split()) > _LONGEST_SPEAKER or len(said.split()) > _LONGEST_SPEAKER:
        return False  # more than a speaker: the sentence was not understood
    mine, theirs = NameIndex(said), NameIndex(given)
    if not mine.names or not theirs.names or not _mentions(case.passage, said):
        return False
    return not any(theirs.mentions(name) for name in mine.names) and not any(mine.mentions(n) for n in theirs.names)


def _words(speaker: str) -> set[str]:
    return {stem(w) for w in re.findall(r"[^\W_]+", speaker.lower()) if w not in STOP_WORDS}


def _same_speaker(left: str, right: str) -> bool:
    return bool(_words(left) & _words(right)) or same_name(left, right)


def _mentions(reading: Reading, speaker: str) -> bool:
    words = _words(speaker)
    if words & reading.stems:
        return True
    return any(same_name(name.text, speaker) for name in reading.names.names)
