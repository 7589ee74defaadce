"""Judging of JSON lines `{id?, claim, passage, date?}`, as `groundwire verify` reads them: a line in, a line out."""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time
from itertools import islice

from ..ports import Judge, Progress, silent
from ..types import Label, Pair, Span, Value
from .verify import verify_pairs

# Pairs judged at once: enough for the encoder to work in batches, few enough for output to flow.
_CHUNK = 64


class VerifiedLine(Value):
    """The answer to one input line. `score` is the calibrated P(supported); 0 where nothing could be judged."""

    id: str
    label: Label
    score: float
    evidence: Span | None
    reasons: tuple[str, ...]


class _Line(Value):
    """What was read of a line: a pair, or the reason why there is none."""

    id: str
    pair: Pair | None = None
    reason: str = ""


def verify_lines(lines: Iterable[str], judge: Judge, progress: Progress = silent) -> Iterator[VerifiedLine]:
    """One answer for every line, in order, as chunks are judged; a line that cannot be read is `unjudged`."""
    numbered = enumerate(lines, start=1)
    done = 0
    while chunk := [_read(text, number) for number, text in islice(numbered, _CHUNK)]:
        yield from _answered(chunk, judge)
        done += len(chunk)
        progress("verify", done, None)


def _answered(chunk: list[_Line], judge: Judge) -> Iterator[VerifiedLine]:
    verdicts = iter(verify_pairs(judge, [line.pair for line in chunk if line.pair]))
    for line in chunk:
        if line.pair is None:
            yield VerifiedLine(id=line.id, label="unjudged", score=0.0, evidence=None, reasons=(line.reason,))
        else:
            v = next(verdicts)
            yield VerifiedLine(id=line.id, label=v.label, score=v.score, evidence=v.evidence, reasons=v.reasons)


def _read(text: str, number: int) -> _Line:
    try:
        record = json.loads(text)
    except (ValueError, RecursionError):
        return _Line(id=str(number), reason=f"line {number}: this is not JSON; write one object a line")
    if not isinstance(record, dict):
        return _Line(id=str(number), reason=f"line {number}: this is no JSON object; write {{claim, passage}}")
    name = record.get("id")
    name = str(number) if name is None or isinstance(name, (dict, list)) else str(name)
    name = name.encode("utf-8", "replace").decode("utf-8")
    for key in ("claim", "passage"):
        if not isinstance(record.get(key), str):
            what = "is missing" if record.get(key) is None else "is not text"
            return _Line(id=name, reason=f"line {number}: '{key}' {what}; without it there is nothing to judge")
    try:
        when = _date(record.get("date"))
    except ValueError:
        return _Line(id=name, reason=f"line {number}: 'date' is no ISO date ({str(record['date'])[:40]!r})")
    return _Line(id=name, pair=Pair(claim=_text(record["claim"]), passage=_text(record["passage"]), date=when))


def _text(value: str) -> str:
    """The text with lone surrogates, which no encoder takes, replaced one for one, so that offsets stay."""
    return "".join("\ufffd" if "\ud800" <= letter <= "\udfff" else letter for letter in value)


def _date(value: object) -> datetime | None:
    """The moment that an ISO date or time names; a bare date is midnight, UTC.

    Raises:
        ValueError: it names none.
    """
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise ValueError(value)  # noqa: TRY004 - a value of the wrong type is bad input like any other
    if len(value) == len("2025-12-17"):
        return datetime.combine(date.fromisoformat(value), time(), UTC)
    return datetime.fromisoformat(value)
