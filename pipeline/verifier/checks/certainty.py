"""Does the claim say it more firmly, more widely or with more cause than the passage?"""

from ...text.modality import Cue, Kind
from ..finding import Case, Finding
from ..reading import Reading

# These join in time as often as in cause, or count as often as they sweep.
_LOOSE = frozenset(
    "after following since over cost reason why so that in order to to avoid both each most any no none only never first last".split()
)


def _cues(reading: Reading, *kinds: Kind) -> list[Cue]:
    return [cue for cue in reading.cues if cue.kind in kinds]


def check_hedges(case: Case) -> list[Finding]:
    """Whether the best sentence is hedged or conditional where the claim asserts, or the other way round."""
    start, end = case.focus
    at = case.window.offset
    theirs = [cue for cue in _cues(case.window, "hedge", "condition") if start <= cue.start < end]
    mine = _cues(case.claim, "hedge", "condition")
    if theirs and not mine:
        touching = [cue for cue in theirs if _touches(case, cue)] or theirs
        score = (0.5 + 0.5 * case.focus_recall) if touching is not theirs else 0.4 * case.focus_recall
        reason = f"The passage says “{touching[0].text}”; the claim states it as certain."
        return [Finding("hedge", "weak", score, reason, touching[0].start + at, touching[0].end + at)]
    if mine and theirs:
        return [Finding("hedge", "ok", 1.0, f"Both are hedged (“{mine[0].text}”, “{theirs[0].text}”).")]
    if _cues(case.claim, "future") and not any(start <= c.start < end for c in _cues(case.window, "future", "hedge")):
        return [Finding("hedge", "missing", 0.6, "The claim speaks of the future, the passage does not.")]
    return []


def _touches(case: Case, cue: Cue) -> bool:
    """Whether the words right after a hedge are among the claim's."""
    after = [word for word, token in case.window.content if cue.end <= token.start < cue.scope_end][:4]
    return any(word in case.claim.stems for word in after)


def check_scope(case: Case) -> list[Finding]:
    """Whether the claim adds a cause ("because") or a sweep ("all", "entirely") that the window does not have."""
    heads: tuple[tuple[str, Kind, str], ...] = (
        ("cause", "cause", "gives a cause"),
        ("scope", "universal", "makes a sweeping statement"),
    )
    return [found for kind, cue_kind, what in heads if (found := _added(case, kind, cue_kind, what)) is not None]


def _added(case: Case, kind: str, cue_kind: Kind, what: str) -> Finding | None:
    mine, theirs = _cues(case.claim, cue_kind), _cues(case.window, cue_kind)
    if not mine:
        return None
    said = {cue.text.lower() for cue in theirs}
    new = [cue for cue in mine if cue.text.lower() not in said and not _superlative_in(case, cue)]
    if not new:
        return Finding(kind, "ok", 1.0, f"The passage says “{mine[0].text}” too.")
    firm = [cue for cue in new if cue.text.lower() not in _LOOSE]
    if not firm:
        return Finding(kind, "weak", 0.4, f"The claim says “{new[0].text}”, the passage does not.")
    score = 0.5 if any(word not in _LOOSE for word in said) else 1.0
    return Finding(kind, "missing", score, f"The claim {what} (“{firm[0].text}”) that the passage does not show.")


def _superlative_in(case: Case, cue: Cue) -> bool:
    """Whether "the first" or "the largest" stands in the window without its article."""
    article, _, word = cue.text.lower().partition(" ")
    return article == "the" and word in case.window.lowers
