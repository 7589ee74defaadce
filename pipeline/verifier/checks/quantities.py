"""Are the claim's numbers, shares and sums of money those of the passage? Sums, differences, ratios and rounding count."""

from collections.abc import Iterator, Sequence
from math import inf

from ...text.quantities import Quantity
from ..finding import Case, Finding
from ..reading import Reading

# Numbers are rounded in retelling: 62.8 % is "63 %", 1,493 is "1,500".
_ROUNDING = 0.02
# Sums and ratios of any two numbers hit small values by chance.
_LEAST_DERIVED = 4.0
# From this ratio of its ends on an interval is a vague word ("dozens").
_VAGUE = 3.0
# Content words on either side that say what a number is about, and how many shared ones tell.
_NEXT = 4
_TELLING = 2
_WORDS = {"count": "number", "share": "share", "money": "amount", "measure": "measure", "ordinal": "rank"}


def check_quantities(case: Case) -> list[Finding]:
    """One finding for every quantity of the claim."""
    return [_judged(quantity, case) for quantity in case.claim.quantities]


def _judged(said: Quantity, case: Case) -> Finding:
    far = case.passage.quantities
    kind = "money" if said.kind == "money" else "number"
    same = [q for q in far if q.kind == said.kind and _agree(said, q)]
    fitting = [q for q in same if _units_meet(said, q)]
    if fitting:
        return _placed(kind, said, fitting, case)
    if said.kind == "count" and any(q.kind in {"ordinal", "measure"} and q.value == said.value for q in far):
        return Finding(kind, "ok", 0.6, f"The passage has {said.text!r}.")
    if same:
        return _finding(kind, "weak", 0.5, f"The passage has {said.text!r}, but of something else.", same[0])
    rivals = [q for q in far if q.kind == said.kind and _units_meet(said, q)]
    near = [q for q in rivals if _in_window(q, case) or _affinity(said, q, case) >= _TELLING]
    if _derived(said, far):
        return Finding(kind, "ok", 0.6 if not near else 0.4, f"{said.text!r} follows from the passage's numbers.")
    if near:
        rival = max(near, key=lambda q: _affinity(said, q, case))
        reason = f"The claim's {_WORDS[said.kind]} is {said.text!r}; the passage says {rival.text!r}."
        named = bool(said.unit) or said.kind == "share"
        score = min(1.0, (0.6 if named else 0.4) + 0.2 * _affinity(said, rival, case))
        return _finding(kind, "contradicts", score, reason, rival)
    return Finding(kind, "missing", 0.9 if said.low == said.high else 0.6, f"{said.text!r} is not in the passage.")


def _placed(kind: str, said: Quantity, fitting: Sequence[Quantity], case: Case) -> Finding:
    """Whether a number that the passage has stands there among the words that the claim puts it among."""
    best = max(fitting, key=lambda q: _affinity(said, q, case))
    mine = [q for q in case.claim.quantities if q is not said]
    rivals = [
        q
        for q in case.passage.quantities
        if q.kind == said.kind and not _agree(said, q) and _units_meet(said, q) and not any(_agree(o, q) for o in mine)
    ]
    rival = max(rivals, key=lambda q: _affinity(said, q, case), default=None)
    if rival is not None and _affinity(said, rival, case) >= _affinity(said, best, case) + _TELLING:
        reason = f"The passage has {rival.text!r} where the claim has {said.text!r}."
        return _finding(kind, "contradicts", 0.6, reason, rival)
    return _finding(kind, "ok", 1.0, f"The passage has {said.text.strip()!r} as {best.text!r}.", best)


def _in_window(quantity: Quantity, case: Case) -> bool:
    return case.window.offset <= quantity.start < case.window.offset + len(case.window.text)


def _affinity(said: Quantity, given: Quantity, case: Case) -> int:
    """How many of the content words next to one number stand next to the other."""
    return len(_next_to(case.claim, said) & _next_to(case.passage, given))


def _next_to(reading: Reading, quantity: Quantity) -> set[str]:
    before = [word for word, t in reading.content if t.end <= quantity.start and not t.text[0].isdigit()]
    after = [word for word, t in reading.content if t.start >= quantity.end and not t.text[0].isdigit()]
    return {*before[-_NEXT:], *after[:_NEXT]}


def _finding(kind: str, severity: str, score: float, reason: str, at: Quantity) -> Finding:
    assert severity in {"ok", "weak", "contradicts"}
    return Finding(kind, severity, score, reason, at.start, at.end)  # type: ignore[arg-type]


def _agree(said: Quantity, given: Quantity) -> bool:
    """Whether the intervals meet: what is given must allow what is said."""
    if said.kind == "ordinal":
        return said.value == given.value
    slack = _ROUNDING * abs(given.value) if _is_round(said, given) else 1e-9 * abs(given.value)
    if given.high == inf and said.low == said.high:  # "more than 60" does not say 75
        return abs(said.value - given.low) <= slack
    if said.high == inf and given.low == given.high:
        return given.low > said.low - 1e-9
    if inf in {said.high, given.high} and min(said.high, given.high) <= max(said.low, given.low):
        return False  # "fewer than 1,000" and "more than 1,000" touch, but say the opposite
    if given.high > _VAGUE * max(given.low, 1e-9) and given.high != inf and said.low == 0.0:
        return False
    return said.low <= given.high + slack and given.low <= said.high + slack


def _is_round(said: Quantity, given: Quantity) -> bool:
    """Whether the claim's number has fewer digits than the passage's, as a rounded one has."""
    return _digits(said.value) < _digits(given.value)


def _digits(value: float) -> int:
    return len(f"{value:.6g}".replace(".", "").split("e", maxsplit=1)[0].strip("0-"))


def _units_meet(said: Quantity, given: Quantity) -> bool:
    if said.kind in {"money", "measure"}:
        return said.unit == given.unit
    return said.kind == "share" or not said.unit or not given.unit or said.unit == given.unit


def _derived(said: Quantity, given: Sequence[Quantity]) -> bool:
    return any(said.low * (1 - _ROUNDING) <= value <= said.high * (1 + _ROUNDING) for value in _derivable(said, given))


def _derivable(said: Quantity, given: Sequence[Quantity]) -> Iterator[float]:
    """Values that two numbers of the passage give: sums and differences of like ones, shares as their ratio."""
    if said.kind == "share":
        shares = [q.value for q in given if q.kind == "share"]
        yield from (1 - share for share in shares)
        yield from (a + b for i, a in enumerate(shares) for b in shares[:i])
        counts = [q.value for q in given if q.kind in {"count", "money"}][:12]
        yield from (a / b for a in counts for b in counts if 0 < a < b)
    elif said.low >= _LEAST_DERIVED:
        values = [q.value for q in given if q.kind == said.kind][:12]
        for i, a in enumerate(values):
            for b in values[:i]:
                yield from (a + b, abs(a - b))
