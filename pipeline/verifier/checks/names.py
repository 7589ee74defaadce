"""Does the passage name whom and what the claim names?"""

from ...text.names import NameIndex
from ..finding import Case, Finding
from .parties import Party, parties

# How many of the words around a name must stand around the other: fewer where the passage has no trace of the claim's.
# Chosen on hand-written claims with `contradicts` below 2 % on the true ones.
_TELLING = 3
_TELLING_ABSENT = 2


def check_names(case: Case) -> list[Finding]:
    """One finding for every name of the claim, by alias, surname, initials or seat of government."""
    found = []
    for name in case.claim.names.names:
        if not name.sure:
            continue
        share = case.passage.names.mentions(name)
        if share >= 1.0:
            found.append(Finding("name", "ok", 1.0, f"The passage names {name.text}."))
        elif share > 0:
            found.append(Finding("name", "weak", 1.0 - share, f"The passage names {name.text} only in part."))
        else:
            found.append(Finding("name", "missing", 1.0, f"Not mentioned: {name.text}."))
    return found


def check_unclaimed_names(case: Case) -> list[Finding]:
    """Whether the best sentence has another name among the words that the claim puts its name among."""
    start, end = case.focus
    mine, theirs = parties(case.claim, 0, len(case.claim.text)), parties(case.window, start, end)
    others = [q for key, q in theirs.items() if key not in mine and _stands_alone(q, case.claim.names)]
    if not others:
        return []
    focus = NameIndex(case.window.text[start:end])
    absent = [p for key, p in mine.items() if key not in theirs and _stands_alone(p, focus)]
    pairs = [(len(p.around & q.around), p, q) for p in absent for q in others]
    if not pairs:
        return []
    shared, said, given = max(pairs, key=lambda pair: pair[0])
    assert said.name is not None
    assert given.name is not None
    elsewhere = case.passage.names.mentions(said.name) > 0
    if shared < (_TELLING if elsewhere else _TELLING_ABSENT):
        return []
    reason = f"The passage says {given.text} where the claim says {said.text}."
    at, score = case.window.offset, min(1.0, 0.4 + 0.15 * shared)
    return [Finding("name", "contradicts", score, reason, given.name.start + at, given.name.end + at)]


def _stands_alone(party: Party, others: NameIndex) -> bool:
    """Whether a party is a name of which another text has no form."""
    return party.name is not None and party.name.sure and others.mentions(party.name) == 0
