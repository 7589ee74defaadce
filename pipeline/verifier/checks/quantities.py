"""Are the claim's numbers, shares and sums of money those of the passage? Sums, differences, ratios and rounding count."""

from collections.abc import Iterator, Sequence
from math import inf

from ...text.quantities import Quantity
from ..finding import Case, Finding

# Numbers are rounded in retelling: 62.8 % is "63 %", 1,493 is "1,500".
_ROUNDING = 0.02
# Sums and ratios of any two numbers hit small values by chance.
_LEAST_DERIVED = 4.0
_WORDS = {"count": "number", "share": "share", "money": "amount", "measure": "measure", "ordinal": "rank"}


def check_quantities(case: Case) -> list[Finding]:
    """One finding for every quantity of the claim."""
    return [_judged(quantity, case) for quantity in case.claim.quantities]


def _judged(said: Quantity, case: Case) -> Finding:
    near, far = case.window.quantities, case.passage.quantities
    kind = "money" if said.kind == "money" else "number"
    same = [q for q in far if q.kind == said.kind and _agree(said, q)]
    fitting = [q for q in same if _units_meet(said, q)]
    if fitting:
        return _finding(
            kind, "ok", 1.0, f"The passage has {said.text.strip()!r} as {fitting[0].text!r}.", fitting[0], 0
        )
    if said.kind == "count" and any(q.kind in {"ordinal", "measure"} and q.value == said.value for q in far):
        return Finding(kind, "ok", 0.6, f"The passage has {said.text!r}.")
    if same:
        return _finding(kind, "weak", 0.5, f"The passage has {said.text!r}, but of something else.", same[0], 0)
    if _derived(said, far):
        return Finding(kind, "ok", 0.6, f"{said.text!r} follows from the passage's numbers.")
    rivals = [q for q in near if q.kind == said.kind and _units_meet(said, q)]
    if rivals:
        word = _WORDS[said.kind]
        reason = f"The claim's {word} is {said.text!r}; the passage says {rivals[0].text!r}."
        exact = 1.0 if said.unit or said.kind == "share" else 0.6
        return _finding(kind, "contradicts", exact, reason, rivals[0], case.window.offset)
    return Finding(kind, "missing", 0.9 if said.low == said.high else 0.6, f"{said.text!r} is not in the passage.")


def _finding(kind: str, severity: str, score: float, reason: str, at: Quantity, offset: int) -> Finding:
    assert severity in {"ok", "weak", "contradicts"}
    return Finding(kind, severity, score, reason, at.start + offset, at.end + offset)  # type: ignore[arg-type]


def _agree(said: Quantity, given: Quantity) -> bool:
    """Whether the intervals meet: what is given must allow what is said."""
    if said.kind == "ordinal":
        return said.value == given.value
    slack = _ROUNDING * abs(given.value) if _is_round(said, given) else 1e-9 * abs(given.value)
    if given.high == inf and said.low == said.high:  # "more than 60" does not say 75
        return abs(said.value - given.low) <= slack
    if said.high == inf and given.low == given.high:
        return given.low > said.low - 1e-9
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
