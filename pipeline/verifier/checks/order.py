"""Who does what to whom: are the parties, or the sides of a comparison, swapped?"""

from ...text.tokens import Token
from ..finding import Case, Finding

_COMPARATIVES = frozenset(
    "more less fewer higher lower larger smaller bigger greater longer shorter stronger weaker better worse older younger "
    "earlier later faster slower cheaper dearer before after than above below ahead behind over under outnumbered exceeded".split()
)
_BY = frozenset("by".split())
_BE = frozenset("was were is are been be being got".split())


def check_roles(case: Case) -> list[Finding]:
    """Whether two parties that both texts share stand in reverse order around a verb that both share."""
    places, theirs = _unique(case.claim.content), _focus_places(case)
    shared = [word for word in places if word in theirs]
    if len(shared) < 3:
        return []
    turned, kept = 0, 0
    example: tuple[str, str] | None = None
    for i, a in enumerate(shared):
        for b in shared[i + 1 :]:
            between = [v for v in shared if places[a].start < places[v].start < places[b].start]
            if not between:
                continue
            if theirs[a].start > theirs[b].start:
                turned += 1
                if any(theirs[b].start < theirs[v].start < theirs[a].start for v in between):
                    example = example or (places[a].text, places[b].text)
            else:
                kept += 1
    if example is None or turned == 0:
        return (
            [Finding("role", "ok", kept / max(1, kept + turned), "What both share stands in the same order.")]
            if kept
            else []
        )
    if _passive(case):
        return [Finding("role", "ok", 0.3, "The order differs as active and passive do.")]
    at = case.window.offset
    start, end = case.focus
    reason = f"{example[0]!r} and {example[1]!r} stand the other way round in the passage."
    score = (turned / (turned + kept)) * (0.3 + 0.7 * case.focus_recall)
    return [Finding("role", "contradicts", score, reason, start + at, end + at)]


def _unique(content: list[tuple[str, Token]]) -> dict[str, Token]:
    """The words that occur once, in order: of the others nobody can say which is meant."""
    times: dict[str, int] = {}
    for word, _ in content:
        times[word] = times.get(word, 0) + 1
    return {word: token for word, token in content if times[word] == 1}


def _focus_places(case: Case) -> dict[str, Token]:
    start, end = case.focus
    return _unique([(word, token) for word, token in case.window.content if start <= token.start < end])


def _passive(case: Case) -> bool:
    """Whether exactly one of the two is in the passive with its agent."""
    start, end = case.focus
    mine = set(case.claim.lowers)
    theirs = {t.lower for t in case.window.tokens if start <= t.start < end}
    return (bool(mine & _BY) and bool(mine & _BE)) != (bool(theirs & _BY) and bool(theirs & _BE))


def check_comparison(case: Case) -> list[Finding]:
    """Whether the two sides of one and the same comparative are swapped."""
    start, end = case.focus
    window = [t for t in case.window.tokens if start <= t.start < end]
    mine = {t.lower: t for t in case.claim.tokens if t.lower in _COMPARATIVES}
    theirs = {t.lower: t for t in window if t.lower in _COMPARATIVES}
    for word in sorted(mine.keys() & theirs.keys()):
        left, right = _sides(case.claim.content, mine[word])
        other_left, other_right = _sides(
            [(s, t) for s, t in case.window.content if start <= t.start < end], theirs[word]
        )
        crossed = len(left & other_right - other_left) + len(right & other_left - other_right)
        straight = len(left & other_left - other_right) + len(right & other_right - other_left)
        if crossed > straight and crossed >= 2:
            at = case.window.offset
            reason = f"The sides of {word!r} are swapped."
            return [Finding("comparison", "contradicts", crossed / (crossed + straight), reason, start + at, end + at)]
        if straight:
            return [Finding("comparison", "ok", straight / (crossed + straight), f"The sides of {word!r} agree.")]
    if mine and not theirs:
        return [Finding("comparison", "missing", 0.5, f"The claim compares ({min(mine)!r}), the passage does not.")]
    return []


def _sides(content: list[tuple[str, Token]], at: Token) -> tuple[set[str], set[str]]:
    return {w for w, t in content if t.end <= at.start}, {w for w, t in content if t.start >= at.end}
