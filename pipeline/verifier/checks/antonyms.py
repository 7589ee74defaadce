"""Does the claim use the opposite of a word that the passage uses of the same thing?"""

from ...text.tokens import Token
from ..finding import Case, Finding
from ..opposites import OPPOSITES, opposed
from .nearby import around, within
from .negation import negated

# Opposites are common words: they are at odds only where at least two of the four content words on each side are shared.
_NEAR = 4
_TELLING = 2
_MOST = 3


def check_antonyms(case: Case) -> list[Finding]:
    """One finding for every word of the claim whose opposite stands in the best sentence, and neither is denied."""
    start, end = case.focus
    theirs = within(case.window.content, start, end)
    have = {token.lower for _, token in theirs} | {word for word, _ in theirs}
    mine = set(case.claim.lowers) | case.claim.stems
    rivals = [(word, token) for word, token in theirs if token.lower not in mine and word not in mine]
    found = []
    for word, token in case.claim.content:
        if token.lower in have or word in have or not (word in OPPOSITES or token.lower in OPPOSITES or len(word) > 5):
            continue
        opposites = [t for w, t in rivals if opposed(token.lower, t.lower) or opposed(word, w)]
        if opposites:
            found.append(_judged(case, token, opposites))
    return found[:_MOST]


def _judged(case: Case, token: Token, opposites: list[Token]) -> Finding:
    mine = around(case.claim.content, token.start, _NEAR)
    theirs = within(case.window.content, *case.focus)
    near = {rival.start: len(mine & around(theirs, rival.start, _NEAR)) for rival in opposites}
    rival = max(opposites, key=lambda t: near[t.start])
    if negated(case.claim, token) != negated(case.window, rival):
        return Finding("antonym", "ok", 0.7, f"One says “{token.text}”, the other denies “{rival.text}”.")
    reason = f"The passage says “{rival.text}”, the claim says “{token.text}”."
    at = case.window.offset
    if near[rival.start] >= _TELLING:
        score = min(1.0, 0.4 + 0.15 * near[rival.start])
        return Finding("antonym", "contradicts", score, reason, rival.start + at, rival.end + at)
    score = 0.3 + 0.3 * near[rival.start]
    return Finding("antonym", "weak", score, reason, rival.start + at, rival.end + at)
