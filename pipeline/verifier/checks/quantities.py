"""Are the claim's numbers, shares and sums of money those of the passage? What follows from them, and rounding, count too."""

from collections.abc import Sequence
from math import inf

from ...text.quantities import Quantity
from ..finding import Case, Finding, Severity
from .derived import counts_the_rest, follows
from .nearby import beside

# Numbers are rounded in retelling: 62.8 % is "63 %", 1,493 is "1,500"; a share in words ("a third") is rounder still.
_ROUNDING = 0.02
_ROUND_WORDS = 0.05
# From this ratio of its ends on an interval is a vague word ("dozens").
_VAGUE = 3.0
# Content words on either side that say what a number is about, and how many shared ones tell.
_NEXT = 4
_TELLING = 2
# These count what the claim itself names, or stand for "a".
_NO_COUNT = frozenset({"both", "one", "twin"})
_PAIR = 2.0


def check_quantities(case: Case) -> list[Finding]:
    """At most one finding for every quantity of the claim."""
    found = (_judged(quantity, case) for quantity in case.claim.quantities)
    return [finding for finding in found if finding is not None]


def _judged(said: Quantity, case: Case) -> Finding | None:
    far = case.passage.quantities
    kind = "money" if said.kind == "money" else "number"
    same = [q for q in far if q.kind == said.kind and _agree(said, q)]
    fitting = [q for q in same if _units_meet(said, q)]
    if fitting:
        return _placed(kind, said, fitting, case)
    if said.kind == "count" and any(q.kind in {"ordinal", "measure"} and _numeral(q) == said.value for q in far):
        return Finding(kind, "ok", 0.6, f"The passage has {said.text} too.")
    if said.text.isdigit() and said.text in case.passage.lowers:
        return Finding(kind, "ok", 0.6, f"The passage has {said.text} too.")
    bare = said.text.lower() in _NO_COUNT or _known_before(said, case)
    rivals = [q for q in _rivals(said, case) if not bare or (said.unit and said.unit == q.unit)]
    rival = max(rivals, key=lambda q: _affinity(said, q, case), default=None)
    plain = rival is not None and _plainly(said, rival, case)
    if not plain and follows(said, case):
        return Finding(kind, "ok", 0.5, f"The claim's {said.text} follows from what the passage gives.")
    if rival is not None:
        return _against(kind, said, rival, case)
    if bare:
        return None
    if same:
        return _finding(kind, "weak", 0.5, f"The passage says {_told(same[0])} of something else.", same[0])
    return Finding(kind, "missing", 0.9 if said.low == said.high else 0.6, f"Not in the passage: {_told(said)}.")


def _plainly(said: Quantity, rival: Quantity, case: Case) -> bool:
    """Whether two numbers so clearly count the same that no sum of others excuses the claim's."""
    same = said.unit == rival.unit and _affinity(said, rival, case) > _TELLING
    return same and not counts_the_rest(case.passage.text, rival)


def _known_before(said: Quantity, case: Case) -> bool:
    """Whether the claim counts what the reader knows already ("the two leaders")."""
    return said.value == _PAIR and case.claim.text[: said.start].lower().endswith(("the ", "these ", "those "))


def _rivals(said: Quantity, case: Case) -> list[Quantity]:
    """Quantities of the window that measure the same and are none of the claim's others: what the claim got wrong."""
    others = [q for q in case.claim.quantities if q is not said]
    return [
        q
        for q in case.passage.quantities
        if q.kind == said.kind
        and _same_unit(said, q)
        and not _vague(q)
        and not any(_agree(other, q) for other in others)
        and (_in_window(q, case) or _affinity(said, q, case) >= _TELLING)
    ]


def _against(kind: str, said: Quantity, rival: Quantity, case: Case) -> Finding:
    affinity = _affinity(said, rival, case)
    reason = f"The passage says {_told(rival)}, the claim says {_told(said)}."
    if affinity >= (1 if said.unit or said.kind == "share" else _TELLING):
        return _finding(kind, "contradicts", min(1.0, 0.5 + 0.15 * affinity), reason, rival)
    return _finding(kind, "weak", 0.8, reason, rival)


def _same_unit(said: Quantity, given: Quantity) -> bool:
    return said.unit == given.unit or (said.kind == "count" and not (said.unit and given.unit))


def _vague(quantity: Quantity) -> bool:
    return quantity.high > _VAGUE * max(quantity.low, 1e-9) and inf > quantity.high and quantity.low > 0


def _numeral(quantity: Quantity) -> float:
    """The number as it is written, whatever unit it was turned into."""
    digits = "".join(c for c in quantity.text.split()[0].split("-")[0] if c.isdigit() or c == ".")
    return float(digits) if digits.strip(".") else quantity.value


def _placed(kind: str, said: Quantity, fitting: Sequence[Quantity], case: Case) -> Finding:
    """Whether a number that the passage has stands there among the words that the claim puts it among."""
    best = max(fitting, key=lambda q: _affinity(said, q, case))
    mine = [q for q in case.claim.quantities if q is not said]
    rivals = [
        q
        for q in case.passage.quantities
        if q.kind == said.kind and not _agree(said, q) and said.unit == q.unit and not any(_agree(o, q) for o in mine)
    ]
    rival = max(rivals, key=lambda q: _affinity(said, q, case), default=None)
    if rival is not None and _affinity(said, rival, case) >= _affinity(said, best, case) + _TELLING:
        reason = f"The passage says {_told(rival)} where the claim says {_told(said)}."
        return _finding(kind, "contradicts", 0.6, reason, rival)
    return _finding(kind, "ok", 1.0, f"The passage has {_told(best)} too.", best)


def _in_window(quantity: Quantity, case: Case) -> bool:
    return case.window.offset <= quantity.start < case.window.offset + len(case.window.text)


def _affinity(said: Quantity, given: Quantity, case: Case) -> int:
    """How many of the content words next to one number stand next to the other."""
    mine = beside(case.claim, said.start, said.end, _NEXT)
    return len(mine & beside(case.passage, given.start, given.end, _NEXT))


def _told(quantity: Quantity) -> str:
    """A quantity as a reader is shown it, with the bound that the words before it set."""
    bound = "more than " if quantity.high == inf else "up to " if quantity.low == 0.0 < quantity.high else ""
    return bound + quantity.text


def _finding(kind: str, severity: Severity, score: float, reason: str, at: Quantity) -> Finding:
    return Finding(kind, severity, score, reason, at.start, at.end)


def _agree(said: Quantity, given: Quantity) -> bool:
    """Whether what is given allows what is said; "more than 60" does not allow 75, nor "more than 600"."""
    if said.kind == "ordinal":
        return said.value == given.value
    slack = _slack(said, given)
    if said.high == inf:
        return given.low > said.low - slack - 1e-9 and (given.high < inf or given.low >= said.low - slack)
    if given.high == inf:
        return said.low == said.high and abs(said.value - given.low) <= slack
    if given.low == 0.0:  # "up to 60" says only its bound, as "as many as 60" does
        return abs(said.high - given.high) <= slack + 1e-9
    if said.low == 0.0 and given.high < said.high / _VAGUE:
        return False
    return said.low <= given.high + slack and given.low <= said.high + slack


def _slack(said: Quantity, given: Quantity) -> float:
    """By how much two numbers may differ: more where the claim's is the rounder one, or a share in words."""
    if said.kind == "share" and not (said.text[0].isdigit() and given.text[0].isdigit()):
        return _ROUND_WORDS * abs(given.value)
    lengths = said.kind == "measure" and said.unit == "day"  # half a year is not quite six months of thirty days
    return (_ROUNDING if lengths or _is_round(said, given) else 1e-9) * abs(given.value)


def _is_round(said: Quantity, given: Quantity) -> bool:
    """Whether the claim's number has fewer digits than the passage's, as a rounded one has."""
    return _digits(said.value) < _digits(given.value)


def _digits(value: float) -> int:
    return len(f"{value:.6g}".replace(".", "").split("e", maxsplit=1)[0].strip("0-"))


def _units_meet(said: Quantity, given: Quantity) -> bool:
    if said.kind in {"money", "measure"}:
        return said.unit == given.unit
    return said.kind == "share" or not said.unit or not given.unit or said.unit == given.unit
