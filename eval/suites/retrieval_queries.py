"""Queries with the articles that answer them: the project's own, and those of a folder in the form of MultiHop-RAG."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from pipeline.assets import SampleRevision
from pipeline.errors import BadInput

from ..gold import GOLD, load
from ..suite import Context

CASES = Path(__file__).parent.parent / "cases" / "questions.jsonl"
_FORM = (
    "give a folder that holds MultiHopRAG.json and corpus.json, or JSON lines with 'query', 'relevant' (article ids) and "
    "'corpus' (a file of articles beside them)"
)
# An article without a date is of no use as news; what was collected without one is searched all the same.
_NO_DATE = "2000-01-01T00:00:00+00:00"


@dataclass(frozen=True)
class Query:
    """A query, where it is put to, and the ids of the articles that answer it; none: nothing there does."""

    id: str
    text: str
    corpus: SampleRevision | Path
    relevant: tuple[str, ...]
    kind: str
    as_of: datetime | None = None

    @property
    def cluster(self) -> str:
        return min(self.relevant, default=self.id)


def own_queries(context: Context) -> list[Query]:
    """The 224 questions of `eval/cases`, and those of the gold set that are not among them, with its carrying articles."""
    cases = [json.loads(line) for line in context.use(CASES).read_text(encoding="utf-8").splitlines()]
    found = [Query(c["id"], c["question"], c["corpus"], tuple(c["articles"]), c["kind"]) for c in cases]
    known = {(query.text, query.corpus) for query in found}
    for gold in load(context.use(GOLD)):
        if gold.corpus and gold.answerable and (gold.as_of or (gold.question, gold.corpus) not in known):
            carriers = {carrier.article for nugget in gold.nuggets for carrier in nugget.carried_by}
            found.append(
                Query(gold.id, gold.question, gold.corpus, tuple(sorted(carriers)), gold.kind, as_of=gold.moment)
            )
    return found


def given_queries(context: Context, data: Path) -> list[Query]:
    """The queries of a file or folder.

    Raises:
        BadInput: it holds none, or they name a corpus that is not there.
    """
    context.use(data)
    folder = data if data.is_dir() else data.parent
    if (folder / "MultiHopRAG.json").exists() and (data.is_dir() or data.name == "MultiHopRAG.json"):
        return list(_multihop(folder))
    files = sorted(folder.glob("queries*.jsonl")) if data.is_dir() else [data]
    found = [query for file in files for query in _lines(file)]
    if not found:
        raise BadInput(f"{data} holds no query, so nothing was searched; {_FORM}")
    return found


def articles_of(corpus: Path) -> Iterator[Mapping[str, Any]]:
    """The articles of a corpus as groundwire takes them in."""
    for number, row in enumerate(_rows(corpus)):
        text = row.get("text") or row.get("body") or ""
        title = row.get("title") or " ".join(text.split()[:10])
        name = row.get("id") or row.get("url") or f"{corpus.stem}-{number}"
        known = {"url": row.get("url") or f"https://corpus.example/{name}", "publisher": row.get("publisher") or row.get("source") or "unknown"}  # fmt: skip
        yield {"id": name, "title": title, "text": text, "published_at": row.get("published_at") or _NO_DATE, **known}


def _multihop(folder: Path) -> Iterator[Query]:
    """MultiHop-RAG as its authors publish it: evidence names articles by their address."""
    corpus = _there(folder / "corpus.json", folder)
    for number, row in enumerate(_rows(folder / "MultiHopRAG.json")):
        relevant = tuple(sorted({str(each["url"]) for each in row.get("evidence_list", ()) if each.get("url")}))
        yield Query(f"mhr-{number}", row["query"], corpus, relevant, row.get("question_type", ""))


def _lines(file: Path) -> Iterator[Query]:
    for number, row in enumerate(_rows(file), start=1):
        try:
            corpus = _there(file.parent / row["corpus"], file)
            name = str(row.get("id") or f"{file.stem}-{number}")
            relevant = tuple(sorted({str(each) for each in row["relevant"]}))
            yield Query(name, row["query"], corpus, relevant, row.get("question_type", ""))
        except (KeyError, TypeError) as error:
            raise BadInput(f"{file}, line {number}: it has no {error}; nothing was searched; {_FORM}") from error


def _rows(file: Path) -> list[Any]:
    """The rows of a JSON list or of JSON lines."""
    try:
        text = file.read_text(encoding="utf-8")
        return list(json.loads(text)) if file.suffix == ".json" else [json.loads(line) for line in text.splitlines() if line.strip()]  # fmt: skip
    except (OSError, ValueError) as error:
        raise BadInput(f"{file} cannot be read as JSON ({error}); nothing was searched; {_FORM}") from error


def _there(corpus: Path, asked: Path) -> Path:
    if not corpus.is_file():
        raise BadInput(f"{asked} needs the articles of {corpus}, which is not there; put the file beside it")
    return corpus
