"""Is the claim turned round: a negation that the passage lacks or the claim drops, a word with the opposite meaning?"""

from ...text.modality import Cue
from ...text.tokens import Token
from ..finding import Case, Finding
from ..opposites import OPPOSITES, opposed
from ..reading import Reading

# A negation reaches as far as its clause, but seldom past this many words.
_REACH = 7


def negations(reading: Reading, start: int = 0, end: int | None = None) -> list[Cue]:
    stop = len(reading.text) if end is None else end
    return [cue for cue in reading.cues if cue.kind == "negation" and start <= cue.start < stop]


def negated(reading: Reading, token: Token) -> bool:
    """Whether a token stands in the scope of an odd number of negations."""
    return sum(_covers(reading, cue, token) for cue in reading.cues if cue.kind == "negation") % 2 == 1


def _covers(reading: Reading, cue: Cue, token: Token) -> bool:
    if not cue.end <= token.start < cue.scope_end:
        return False
    return sum(cue.end <= t.start < token.start for t in reading.tokens) < _REACH


def check_negation(case: Case) -> list[Finding]:
    """Whether words that claim and best sentence share are denied in one and asserted in the other."""
    start, end = case.focus
    mine, theirs = negations(case.claim), negations(case.window, start, end)
    if not mine and not theirs:
        return []
    at = case.window.offset
    shared = _shared(case)
    turned = [a for a, held in shared if all(negated(case.claim, a) != negated(case.window, b) for b in held)]
    agreeing = [a for a, held in shared if negated(case.claim, a) and any(negated(case.window, b) for b in held)]
    weight = case.focus_recall
    if turned and not agreeing:
        which = "denies" if mine and negated(case.claim, turned[0]) else "leaves out the denial of"
        reason = f"The claim {which} what the passage says of {turned[0].text!r}."
        return [Finding("negation", "contradicts", min(1.0, 0.4 + 0.6 * weight), reason, start + at, end + at)]
    if agreeing:
        return [Finding("negation", "ok", 1.0, f"Both deny it ({agreeing[0].text!r}).", start + at, end + at)]
    if mine and not theirs and not _opposite_in(case):
        return [Finding("negation", "missing", weight, f"The passage has no {mine[0].text!r} that the claim has.")]
    if theirs and not mine:
        reason = f"The passage has {theirs[0].text!r}, the claim does not."
        return [Finding("negation", "weak", weight, reason, theirs[0].start + at, theirs[0].end + at)]
    return []


def _shared(case: Case) -> list[tuple[Token, list[Token]]]:
    start, end = case.focus
    held: dict[str, list[Token]] = {}
    for word, token in case.window.content:
        if start <= token.start < end and not token.text[0].isdigit():
            held.setdefault(word, []).append(token)
    return [(token, held[word]) for word, token in case.claim.content if word in held and token.text[0].islower()]


def _opposite_in(case: Case) -> bool:
    return any(not OPPOSITES.get(word, frozenset()).isdisjoint(case.window.stems) for word in case.claim.stems)


def check_antonyms(case: Case) -> list[Finding]:
    """Whether the claim has the opposite of a word of the best sentence, and neither is denied."""
    start, end = case.focus
    at = case.window.offset
    theirs = [t for t in case.window.tokens if start <= t.start < end]
    have = {t.lower for t in theirs} | {word for word, _ in case.window.content}
    mine = set(case.claim.lowers) | case.claim.stems
    found = []
    for token in case.claim.tokens:
        if token.lower in have or not (token.lower in OPPOSITES or len(token.lower) > 5):
            continue
        rival = next((t for t in theirs if opposed(token.lower, t.lower) and t.lower not in mine), None)
        if rival is None:
            continue
        if negated(case.claim, token) != negated(case.window, rival):
            found.append(Finding("antonym", "ok", 0.7, f"Not {rival.text!r} is {token.text!r}."))
        else:
            reason = f"The claim says {token.text!r}; the passage says {rival.text!r}."
            score = 0.4 + 0.6 * case.focus_recall
            found.append(Finding("antonym", "contradicts", score, reason, rival.start + at, rival.end + at))
    return found[:3]
