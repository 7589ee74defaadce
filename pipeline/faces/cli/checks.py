"""The commands that check: check, verify, doctor."""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ...errors import BadInput, NotFound
from . import tables
from .app import app
from .options import AsJson
from .output import emit, print_json, print_text, require_writable, written
from .session import opened

if TYPE_CHECKING:
    from ...types import Report
    from .verbs import JudgedLine, Service

REFUSED = 3


@app.command()
def check(
    ctx: typer.Context,
    report: Annotated[
        str,
        typer.Argument(
            metavar="ID|FILE|BUNDLE", help="A stored report, a report as a JSON file, or an evidence bundle (.zip)."
        ),
    ],
    as_json: AsJson = False,
) -> None:
    """Prove every quote of a report again, without a model.

    Each is read again, word for word, in the stored version of its article. A bundle brings its articles along, so it is
    proven on any machine, without a corpus.

    Example: groundwire check report.json

    Exit codes: 3 when a citation cannot be proven.
    """
    bundle = _bundle(report)
    with opened(ctx) as service:
        result = service.check(_report(report, service)) if bundle is None else service.check_bundle(bundle)
    emit(result, tables.checked(result), as_json=as_json)
    raise typer.Exit(0 if result.ok else REFUSED)


@app.command()
def verify(
    ctx: typer.Context,
    file: Annotated[
        str, typer.Argument(metavar="FILE.jsonl|-", help="Lines of {id?, claim, passage, date?}; - is stdin.")
    ],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write the lines here, print a summary.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Judge claims against the passages they rest on.

    Reads and writes one JSON object a line. Without --out the judged lines go to stdout, with or without --json.

    Example: groundwire verify claims.jsonl --out judged.jsonl
    """
    if out:
        require_writable(out)
    if file != "-" and not Path(file).is_file():
        raise NotFound(f"there is no file {file!r}, so there is nothing to judge. Give a JSONL file, or - for stdin.")
    with opened(ctx) as service:
        judged = service.verify(_lines(file))
        if out is None:
            for line in judged:
                print_json(line.model_dump_json())
            return
        labels = _write(judged, out)
    _summarise(labels, out, as_json=as_json)


@app.command()
def doctor(
    ctx: typer.Context,
    fix: Annotated[bool, typer.Option("--fix", metavar="", help="Rebuild what is derived where it disagrees.")] = False,
    as_json: AsJson = False,
) -> None:
    """Check home, models and indexes; repair what is derived.

    Example: groundwire doctor --fix

    Exit codes: 3 when something is wrong.
    """
    with opened(ctx) as service:
        found = service.doctor(fix=fix)
    emit(found, tables.health(found), as_json=as_json)
    raise typer.Exit(0 if found.ok else REFUSED)


def _bundle(name: str) -> bytes | None:
    """What is in the file of that name, if it is to be proven as a bundle."""
    from ...stages.bundle_check import MOST_BYTES, looks_like_a_bundle

    path = Path(name)
    try:
        if not path.is_file():
            if path.suffix.lower() == ".zip":
                raise NotFound(f"there is no file {name!r}, so there is nothing to check. Give a bundle or a report.")
            return None
        with path.open("rb") as file:
            beginning = file.read(4)
            return beginning + file.read(MOST_BYTES) if looks_like_a_bundle(name, beginning) else None
    except OSError as error:
        raise BadInput(f"cannot read {path}: {error.strerror}. Give a file that can be read.") from error


def _report(name: str, service: "Service") -> "Report":
    """The report of that file, else the stored report of that id."""
    path = Path(name)
    if path.is_file():
        return _read(path)
    if path.suffix == ".json" or len(path.parts) > 1:
        raise NotFound(
            f"there is no file {name!r}, so there is nothing to check. Give a report's JSON file, or its id."
        )
    return service.show(name)


def _read(path: Path) -> "Report":
    from pydantic import ValidationError

    from ...types import Report

    try:
        return Report.model_validate_json(path.read_bytes())
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(step) for step in first["loc"]) or "the document"
        raise BadInput(
            f"{path} is not a report: {place}: {first['msg']}. "
            "Give what 'groundwire show ID --json' prints (schema groundwire/report/1)."
        ) from error
    except OSError as error:
        raise BadInput(f"cannot read {path}: {error.strerror}. Give a file that can be read.") from error


def _lines(file: str) -> Iterator[str]:
    try:
        if file == "-":
            yield from sys.stdin
        else:
            with Path(file).open(encoding="utf-8-sig") as lines:
                yield from lines
    except UnicodeDecodeError as error:
        raise BadInput(f"{file} is not UTF-8 text, so its lines cannot be read. Save it as UTF-8.") from error
    except OSError as error:
        raise BadInput(f"cannot read {file}: {error.strerror}. Give a file that can be read.") from error


def _write(judged: "Iterable[JudgedLine]", out: Path) -> Counter[str]:
    labels: Counter[str] = Counter()
    with written(out) as file:
        for line in judged:
            file.write(line.model_dump_json() + "\n")
            labels[line.label] += 1
    return labels


def _summarise(labels: Counter[str], out: Path, *, as_json: bool) -> None:
    if as_json:
        print_json(json.dumps({"lines": labels.total(), "labels": dict(sorted(labels.items())), "out": str(out)}))
        return
    told = ", ".join(f"{number:,} {label}" for label, number in labels.most_common()) or "nothing to judge"
    print_text(f"{out}: {labels.total():,} lines judged ({told})\n")
