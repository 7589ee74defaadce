"""Does the passage name whom and what the claim names?"""

from ..finding import Case, Finding


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
            found.append(Finding("name", "missing", 1.0, f"Not mentioned in the passage: {name.text}."))
    return found


def check_unclaimed_names(case: Case) -> list[Finding]:
    """Whether the window has a name at the very place where the claim has one that the passage lacks."""
    absent = [n for n in case.claim.names.names if n.sure and case.passage.names.mentions(n) == 0]
    others = [n for n in case.window.names.names if n.sure and case.claim.names.mentions(n) == 0]
    for name in absent:
        for other in others:
            if _neighbours(case.claim.text, name.start, name.end) & _neighbours(
                case.window.text, other.start, other.end
            ):
                reason = f"The claim says {name.text} where the passage says {other.text}."
                at = case.window.offset
                return [Finding("name", "contradicts", 0.8, reason, other.start + at, other.end + at)]
    return []


def _neighbours(text: str, start: int, end: int) -> set[tuple[str, str]]:
    """The content words next to a place, as (side, word)."""
    before = [w for w in text[:start].lower().split() if len(w) > 3][-1:]
    after = [w.strip(".,;:'\"") for w in text[end:].lower().split() if len(w) > 3][:1]
    return {("before", w.strip(".,;:'\"")) for w in before} | {("after", w) for w in after}
