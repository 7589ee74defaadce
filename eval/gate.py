"""The release gate: `groundwire eval gate`, `make gate`: holds what is measured against what was pinned.

Exit 0 when all hold; 3 when a number surely fell, and then it names the items that did. A rate must have fallen by more than
epsilon, and the interval of the change must lie below zero: over the same cases pair by pair, else over both counts. What
fell less surely is told and does not shut the gate. Promises of the design may not fall at all. `--update` pins what was
measured and refuses to lower a floor unless told to. It trains and tunes nothing.
"""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from contextlib import redirect_stdout
from math import hypot
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple

from pipeline.errors import BadInput
from pipeline.ports import Progress, silent

from .gate_measures import digest_of_runs, digest_of_sample, measure, of_runs
from .gate_told import as_json, as_junit, as_markdown, as_table
from .gate_values import Finding, Measured
from .questions import load_questions
from .records import RunFolder
from .statistics import paired_cluster_bootstrap, wilson

BASELINE = Path(__file__).parent / "gate_baseline.json"
# How far a number may fall unnoticed: int8 kernels differ between processors, and one case in a hundred may tip. Where
# there are fewer than a hundred, one may.
EPSILON = 0.01
# A number over far fewer cases than the pinned one says something else, however good it is.
LEAST_CASES = 0.8


class Held(NamedTuple):
    """How a gate went: what was measured, what was pinned before, what speaks against it."""

    measured: Mapping[str, Measured]
    floors: Mapping[str, Any]
    findings: tuple[Finding, ...]
    digest: str
    seconds: float

    @property
    def exit_code(self) -> int:
        return 3 if any(each.shuts for each in self.findings) else 0

    @property
    def title(self) -> str:
        return f"data {self.digest}, {self.seconds:.0f} s"

    def json(self) -> dict[str, object]:
        facts = {"data_digest": self.digest, "epsilon": EPSILON, "seconds": round(self.seconds, 1)}
        return as_json(self.measured, self.floors, self.findings, **facts)

    def markdown(self) -> str:
        return as_markdown(self.measured, self.floors, self.findings, title=self.title)

    def junit(self) -> str:
        return as_junit(self.measured, self.findings, seconds=self.seconds)


def hold(
    runs: Sequence[RunFolder] = (),
    *,
    baseline: Path = BASELINE,
    update: bool = False,
    allow_lower: bool = False,
    progress: Progress = silent,
) -> Held:
    """The gate over finished runs, or, without any, over the product on the sample corpus.

    Raises:
        BadInput: the baseline cannot be read, or runs are to be held against the product's own.
    """
    if runs and baseline == BASELINE:
        raise BadInput("runs need floors of their own; name a file for them with --baseline and pin them with --update")
    began = perf_counter()
    measured = of_runs(runs) if runs else measure(load_questions(), progress)
    digest = digest_of_runs(runs) if runs else digest_of_sample()
    return decide(
        measured, digest, baseline=baseline, update=update, allow_lower=allow_lower, seconds=perf_counter() - began
    )


def decide(
    measured: Mapping[str, Measured],
    digest: str,
    *,
    baseline: Path,
    update: bool = False,
    allow_lower: bool = False,
    seconds: float = 0.0,
) -> Held:
    """What was measured beside what is pinned; pins it where that was asked for."""
    pinned = _read(baseline)
    floors: Mapping[str, Any] = pinned.get("floors", {})
    if not update:
        return Held(measured, floors, tuple(found(measured, pinned, digest=digest)), digest, seconds)
    new, lowered = pinned_anew(measured, pinned, digest=digest, allow_lower=allow_lower)
    told = tuple(
        Finding(
            name,
            f"{name} would be lowered from {floors[name]['floor']} to {measured[name].value}; find out why, or pin it "
            "with --update --allow-lower",
            items=_fallen(measured[name], floors[name]),
        )
        for name in lowered
    )
    if not told:
        baseline.write_text(json.dumps(new, indent=1) + "\n", encoding="utf-8")
    return Held(measured, floors, told, digest, seconds)


def _read(baseline: Path) -> dict[str, Any]:
    if not baseline.exists():
        return {}
    try:
        pinned = json.loads(baseline.read_text(encoding="utf-8"))
        floors: Mapping[str, Any] = pinned.get("floors", {})
        _ = [(pin["floor"] + 0.0, pin["n"] + 0) for pin in floors.values()]
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise BadInput(
            f"{baseline} holds no pinned floors ({error!r}), so the gate cannot tell what fell; restore it or pin anew"
        ) from error
    return dict(pinned)


def found(measured: Mapping[str, Measured], baseline: Mapping[str, Any], *, digest: str) -> list[Finding]:
    """What speaks against opening the gate; nothing when all hold."""
    told = []
    if baseline.get("data_digest") != digest:
        told.append(
            Finding(
                "data",
                f"the data changed ({baseline.get('data_digest')} to {digest}), so the floors are of other cases; read "
                "the numbers and pin them with --update",
            )
        )
    pinned: Mapping[str, Any] = baseline.get("floors", {})
    told += [Finding(n, f"{n} is measured but not pinned; pin it with --update") for n in measured if n not in pinned]
    for name, pin in pinned.items():
        own = measured.get(name)
        if own is None:
            told.append(Finding(name, f"{name} is pinned at {pin['floor']} but was not measured"))
        elif own.worse_than(pin["floor"], by=_slack(own)):
            told.append(_fall(name, own, pin))
        elif own.n < LEAST_CASES * pin["n"]:
            told.append(Finding(name, f"{name} was measured on {own.n} cases, pinned on {pin['n']}"))
    return told


def _fall(name: str, own: Measured, pin: Mapping[str, Any]) -> Finding:
    sure = own.exact or surely_worse(own, pin)
    how = "got worse" if sure else "may have got worse, within what chance explains"
    told = f"{name} {how}: {own.value} (n={own.n}), pinned at {pin['floor']} (n={pin['n']})"
    return Finding(name, told, shuts=sure, items=_fallen(own, pin))


def surely_worse(own: Measured, pin: Mapping[str, Any]) -> bool:
    """Whether the 95 % interval of the change lies on the worse side of zero; a number without interval is sure."""
    if own.low is None or own.high is None:
        return True
    if own.outcomes and own.cases == pin.get("cases"):
        before, now = set(pin.get("failed", ())), own.failed
        clusters = [each.cluster or each.id for each in own.outcomes]
        first = [float(each.id in before) for each in own.outcomes]
        second = [float(each.id in now) for each in own.outcomes]
        return paired_cluster_bootstrap(first, second, clusters, seed=1).low > 0
    if own.outcomes:
        return _counts_differ(own, pin)
    floor = float(pin["floor"])
    return own.high < floor if own.better == "higher" else own.low > floor


def _counts_differ(own: Measured, pin: Mapping[str, Any]) -> bool:
    """Newcombe's interval of the difference of two rates, from the Wilson interval of each. Source: Stat. Med. 1998."""
    floor, (low, high) = float(pin["floor"]), wilson(round(pin["floor"] * pin["n"]), pin["n"])
    assert own.low is not None
    assert own.high is not None
    if own.better == "higher":
        return own.value - floor + hypot(own.high - own.value, floor - low) < 0
    return own.value - floor - hypot(own.value - own.low, high - floor) > 0


def _fallen(own: Measured, pin: Mapping[str, Any]) -> tuple[str, ...]:
    """The cases that count against it now and did not when it was pinned."""
    before = set(pin.get("failed", ()))
    return tuple(f"{each.id}: {each.words}" for each in own.failed.values() if each.id not in before)


def pinned_anew(
    measured: Mapping[str, Measured], baseline: Mapping[str, Any], *, digest: str, allow_lower: bool
) -> tuple[dict[str, Any], list[str]]:
    """The baseline with what was measured as its floors, and which of them would be lower than before.

    Without `allow_lower` a floor stays where a number fell by no more than epsilon, so that floors do not sink step by step.
    """
    old: Mapping[str, Any] = baseline.get("floors", {})
    lowered = (
        []
        if allow_lower
        else [n for n, m in measured.items() if n in old and m.worse_than(old[n]["floor"], by=_slack(m))]
    )
    floors = {
        name: {
            "floor": old[name]["floor"]
            if name in old and not allow_lower and own.worse_than(old[name]["floor"])
            else own.value,
            "better": own.better,
            "n": own.n,
            **({"cases": own.cases, "failed": sorted(own.failed)} if own.outcomes else {}),
        }
        for name, own in measured.items()
    }
    return {"data_digest": digest, "epsilon": EPSILON, "floors": floors}, lowered


def _slack(own: Measured) -> float:
    if own.exact:
        return 0.0
    one_case = round(1 / own.n, 4) + 1e-4 if own.low is not None and own.n else 0.0
    return max(EPSILON, one_case)


def main(arguments: Sequence[str] | None = None, *, baseline: Path = BASELINE) -> int:
    """The exit code: 0 when the gate is open, 3 when it is shut. `groundwire eval gate` is the same with more options."""
    parser = argparse.ArgumentParser(prog="python -m eval.gate", description="Hold the pinned quality numbers.")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.add_argument("--update", action="store_true", help="pin what is measured")
    parser.add_argument("--allow-lower", action="store_true", help="with --update: also where it is worse than before")
    options = parser.parse_args(arguments)
    with redirect_stdout(sys.stderr):
        outcome = hold(baseline=baseline, update=options.update, allow_lower=options.allow_lower)
    if options.json:
        print(json.dumps(outcome.json()))
    else:
        from rich.console import Console

        Console().print(as_table(outcome.measured, outcome.floors, outcome.findings, title=outcome.title))
    return outcome.exit_code


if __name__ == "__main__":
    raise SystemExit(main())
