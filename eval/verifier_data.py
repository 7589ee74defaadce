"""Labelled pairs on disk: which may be trained on, how many of each source, and how much each counts."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pipeline.errors import BadInput
from pipeline.types import Pair

# Words in a licence that forbid, or leave open, commercial use.
_BARRED = ("-NC", "not stated", "research")
_NEWS = ("news_claims", "defacto", "bump", "factor_news", "summedits_news", "vitaminc")
# Synthetic or far from news, and large: they would drown the rest.
_LARGE = ("fever_dev_pairs", "conjnli", "cad_nli")


LABELS = ("supported", "unsupported", "contradicted")
_FORM = f'a line is {{"claim": TEXT, "passage": TEXT, "label": {" or ".join(LABELS)}, "date"?, "group"?}}'


@dataclass(frozen=True)
class Labelled:
    """A pair with what people say of it: supported, unsupported or contradicted."""

    pair: Pair
    label: str
    source: str
    group: str
    family: str
    orig_label: str


def files(data: Path) -> list[Path]:
    """The file itself, or those of a folder in the order of their names.

    Raises:
        BadInput: there are none.
    """
    found = sorted(data.glob("*.jsonl")) if data.is_dir() else [data] if data.is_file() else []
    if not found:
        raise BadInput(f"{data} is no file of labelled pairs and no folder with any (*.jsonl); nothing was measured")
    return found


def load(path: Path) -> list[Labelled]:
    """The records of one JSON-lines file, in order; `source` is the file's name.

    Raises:
        BadInput: a line is no labelled pair.
    """
    with path.open(encoding="utf-8") as lines:
        return [_read(line, path, number) for number, line in enumerate(lines, 1) if line.strip()]


def _read(line: str, path: Path, number: int) -> Labelled:
    try:
        found = _labelled(json.loads(line), path.stem)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadInput(f"{path}, line {number}, is no labelled pair ({error!r}); {_FORM}") from error
    if found.label not in LABELS:
        raise BadInput(f"{path}, line {number}, has the label {found.label!r}; {_FORM}")
    return found


def _labelled(record: dict[str, str], source: str) -> Labelled:
    when = record.get("date")
    pair = Pair(claim=record["claim"], passage=record["passage"], date=datetime.fromisoformat(when) if when else None)
    group = str(record.get("group") or record["passage"][:200])
    return Labelled(
        pair, record["label"], source, group, record.get("family") or "", str(record.get("orig_label") or "")
    )


def may_train_on(path: Path) -> bool:
    """Whether every record of a file carries a licence that permits commercial use."""
    if path.stem.endswith("_nc") or path.stem.startswith("attributionbench"):
        return False
    with path.open(encoding="utf-8") as lines:
        licences = {json.loads(line)["license"] for line in lines if line.strip()}
    return not any(word in licence for licence in licences for word in _BARRED)


def cap(source: str) -> int:
    """How many pairs of a source take part: all of what is written for this task, few of what is large and far."""
    if source.startswith("news_claims"):
        return 10_000
    if source.startswith(_LARGE):
        return 700
    return 1500 if source.startswith(_NEWS) else 900


def weights(pairs: Sequence[Labelled]) -> list[float]:
    """How much each pair counts: a source counts as its size's square root, news-like ones threefold, its two classes alike.

    Equal classes within each source leave nothing to learn from recognising a source.
    """
    size: dict[tuple[str, bool], int] = {}
    for item in pairs:
        key = (item.source, item.label == "supported")
        size[key] = size.get(key, 0) + 1
    out = []
    for item in pairs:
        n, other = (size.get((item.source, held), 0) for held in (item.label == "supported", item.label != "supported"))
        total = (n + other) ** 0.5 * (3.0 if item.source.startswith(_NEWS) else 1.0)
        out.append(total * (0.5 if other else 0.25) / n)
    return out


def digest(pairs: Sequence[Labelled]) -> str:
    """The first 16 hex digits of a hash over claims, passages and labels, in order."""
    sha = hashlib.sha256()
    for item in pairs:
        sha.update(f"{item.pair.claim}\x1f{item.pair.passage}\x1f{item.label}\x1f\x1e".encode())
    return sha.hexdigest()[:16]


def three_way_source(source: str) -> bool:
    """Whether the labels of a source tell "not enough" from "contradicted"; of the others two labels are trained."""
    return source.startswith(
        (
            "news_claims",
            "twins",
            "summedits",
            "bump",
            "defacto",
            "vitaminc",
            "cad_nli",
            "factcheck",
            "conjnli",
            "fever",
            "fool_me",
            "factor",
        )
    )
