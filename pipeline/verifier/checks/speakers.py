"""Who says it: is a speaker swapped, dropped or made up? "Officials say X" does not support "X"."""

import re

from ...text.names import same_name
from ...text.speech import Attribution
from ...text.words import STOP_WORDS, stem
from ..finding import Case, Finding
from ..reading import Reading

_PRONOUNS = frozenset("he she they it we i who the his her their".split())


def check_speakers(case: Case) -> list[Finding]:
    """At most one finding: the claim's speaker against who, in the window, says most of the claim's words."""
    mine = [a for a in case.claim.attributions if a.kind != "denies"]
    theirs = _covering(case)
    if not mine:
        return _dropped(case, theirs)
    said = max(mine, key=lambda a: a.said_end - a.said_start)
    if not said.speaker:
        return [Finding("speaker", "ok", 0.3, "The claim names no speaker.")] if theirs else []
    return _compared(case, said, theirs)


def _covering(case: Case) -> Attribution | None:
    """The attribution of the window under which most of the claim's content words stand, if it is a fair share."""
    start, end = case.focus
    best, most = None, 0.0
    for a in case.window.attributions:
        if a.said_end <= start or a.said_start >= end:
            continue
        under = {word for word, t in case.window.content if a.said_start <= t.start < a.said_end}
        share = len(under & case.claim.stems) / max(1, len(case.claim.stems & case.window.stems))
        if share > most:
            best, most = a, share
    return best if most >= 0.5 else None


def _dropped(case: Case, theirs: Attribution | None) -> list[Finding]:
    if theirs is None:
        return []
    at = case.window.offset
    speaker = theirs.speaker or "an unnamed source"
    if theirs.speaker and _mentions(case.claim, theirs.speaker):
        return [Finding("speaker", "ok", 0.4, f"The claim speaks of {speaker}, who says it.")]
    score = {"claims": 1.0, "unnamed": 0.9, "denies": 1.0, "reports": 0.7, "says": 0.7}[theirs.kind]
    reason = f"The passage reports that {speaker} {theirs.verb} this; the claim states it as fact."
    return [
        Finding(
            "speaker",
            "weak",
            score * (0.4 + 0.6 * case.focus_recall),
            reason,
            theirs.said_start + at,
            theirs.said_end + at,
        )
    ]


def _compared(case: Case, said: Attribution, theirs: Attribution | None) -> list[Finding]:
    at = case.window.offset
    if theirs and theirs.speaker and _same_speaker(said.speaker, theirs.speaker):
        return [
            Finding(
                "speaker",
                "ok",
                1.0,
                f"The passage has {theirs.speaker} say it.",
                theirs.speaker_start + at,
                theirs.speaker_end + at,
            )
        ]
    if theirs and theirs.speaker and theirs.speaker.split()[0].lower() not in _PRONOUNS:
        reason = f"The claim has {said.speaker} say it; in the passage it is {theirs.speaker}."
        known = 0.6 if any(_same_speaker(said.speaker, a.speaker) for a in case.passage.attributions) else 0.9
        return [Finding("speaker", "contradicts", known, reason, theirs.speaker_start + at, theirs.speaker_end + at)]
    if _mentions(case.passage, said.speaker):
        return [Finding("speaker", "ok", 0.5, f"The passage speaks of {said.speaker}.")]
    return [Finding("speaker", "missing", 0.7, f"The passage does not have {said.speaker} say anything.")]


def _words(speaker: str) -> set[str]:
    return {stem(w) for w in re.findall(r"[^\W_]+", speaker.lower()) if w not in STOP_WORDS}


def _same_speaker(left: str, right: str) -> bool:
    return bool(_words(left) & _words(right)) or same_name(left, right)


def _mentions(reading: Reading, speaker: str) -> bool:
    words = _words(speaker)
    if words & reading.stems:
        return True
    return any(same_name(name.text, speaker) for name in reading.names.names)
