"""The gate's outcome for people and machines: a table, one JSON document, Markdown for a pull request, JUnit XML for CI."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import quoteattr

from pipeline.render.inert import line

from .gate_values import Finding, Measured

if TYPE_CHECKING:
    from rich.console import RenderableType

_MOST_ITEMS = 10  # that a summary names; the JSON document has all


def as_json(
    measured: Mapping[str, Measured], floors: Mapping[str, Any], findings: Sequence[Finding], **facts: object
) -> dict[str, object]:
    rows = {name: {**_numbers(own), "floor": floors.get(name, {}).get("floor")} for name, own in measured.items()}
    return {
        "ok": not any(each.shuts for each in findings),
        **facts,
        "failures": [each.told for each in findings if each.shuts],
        "warnings": [each.told for each in findings if not each.shuts],
        "items": {each.measure: list(each.items) for each in findings if each.items},
        "measures": rows,
    }


def _numbers(own: Measured) -> dict[str, object]:
    return {
        "value": own.value, "n": own.n, "low": own.low, "high": own.high, "better": own.better, "exact": own.exact,
    }  # fmt: skip


def as_table(
    measured: Mapping[str, Measured], floors: Mapping[str, Any], findings: Sequence[Finding], *, title: str
) -> "RenderableType":
    from rich.console import Group
    from rich.table import Column, Table
    from rich.text import Text

    table = Table(Column("measure", no_wrap=True), "value", "95 %", "n", "floor", "better", title=title)
    for name, own in measured.items():
        table.add_row(Text(name), f"{own.value:.3f}", _interval(own), str(own.n), _floor(floors, name), own.better)
    told = [Text(f"{'✗' if each.shuts else '!'} {line(each.told)}") for each in findings]
    items = [Text(f"    {line(item)}") for each in findings for item in each.items[:_MOST_ITEMS]]
    shut = any(each.shuts for each in findings)
    return Group(table, *told, *items, Text("the gate is shut" if shut else "the gate is open"))


def as_markdown(
    measured: Mapping[str, Measured], floors: Mapping[str, Any], findings: Sequence[Finding], *, title: str
) -> str:
    """A summary for a pull request: the outcome, what fell and by which items, then every number."""
    shut = [each for each in findings if each.shuts]
    lines = [f"## Gate: {'shut' if shut else 'open'}", "", _cell(title), ""]
    for each in findings:
        lines += [f"- {'❌' if each.shuts else '⚠️'} {_cell(each.told)}"]
        lines += [f"  - {_cell(item)}" for item in each.items[:_MOST_ITEMS]]
        if len(each.items) > _MOST_ITEMS:
            lines.append(f"  - and {len(each.items) - _MOST_ITEMS} more")
    lines += ["", "| measure | value | 95 % | n | floor | better |", "| --- | ---: | --- | ---: | ---: | --- |"]
    lines += [
        f"| {_cell(name)} | {own.value:.3f} | {_interval(own)} | {own.n} | {_floor(floors, name)} | {own.better} |"
        for name, own in measured.items()
    ]
    return "\n".join(lines) + "\n"


def as_junit(measured: Mapping[str, Measured], findings: Sequence[Finding], *, seconds: float) -> str:
    """A test case a measure, as CI systems read them; what is about no measure is a case of its own."""
    shut = {each.measure: each for each in findings if each.shuts}
    names = [*measured, *(name for name in shut if name not in measured)]
    cases = "".join(_case(name, shut.get(name)) for name in names)
    head = f'<testsuite name="groundwire gate" tests="{len(names)}" failures="{len(shut)}" time="{seconds:.1f}">'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}\n{cases}</testsuite>\n'


def _case(name: str, finding: Finding | None) -> str:
    head = f'  <testcase classname="gate" name={_attribute(name)}'
    if finding is None:
        return f"{head}/>\n"
    told = "; ".join((finding.told, *finding.items[:_MOST_ITEMS]))
    return f"{head}><failure message={_attribute(told)}/></testcase>\n"


def _attribute(text: str) -> str:
    return quoteattr(line(text))


def _cell(text: str) -> str:
    """Text that neither ends a cell nor starts markup: what it quotes comes from articles."""
    plain = line(text).replace("&", "&amp;").replace("<", "&lt;").replace("|", "\\|")
    return "".join(f"\\{char}" if char in "`*_[]@#" else char for char in plain)


def _interval(own: Measured) -> str:
    return "" if own.low is None or own.high is None else f"{own.low:.3f} to {own.high:.3f}"


def _floor(floors: Mapping[str, Any], name: str) -> str:
    return str(floors.get(name, {}).get("floor", ""))
