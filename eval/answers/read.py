"""Reads cited answers from a file or a folder of files: which adapter fits is told by what is in them.

Markdown with `[n]` markers and a list of sources; JSON, JSON lines or an array of rows with an answer and its sources, as
ALCE, RAGAS, DeepEval and llama-index write them; reports of groundwire. A row that cannot be read is an answer that failed.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.errors import BadInput
from pipeline.ids import report_id

from .markdown import answers_of_markdown
from .rows import answer_of_row
from .values import CitedAnswer

_MARKDOWN = frozenset({".md", ".markdown", ".txt"})
_JSON = frozenset({".json", ".jsonl", ".ndjson"})
# Keys under which a file holds its rows: ALCE's, and what others call them.
_HOLDERS = ("data", "answers", "results", "rows", "samples", "test_cases", "examples", "items")


def read_answers(path: Path) -> list[CitedAnswer]:
    """Every answer of a file, or of all readable files of a folder, each with an id of its own.

    Raises:
        BadInput: nothing in it is an answer.
    """
    files = (
        sorted(each for each in path.rglob("*") if each.suffix.lower() in _MARKDOWN | _JSON)
        if path.is_dir()
        else [path]
    )
    found = [answer for file in files for answer in _of_file(file)]
    if not found:
        raise BadInput(
            f"{path} holds no answers, so there is nothing to measure; give Markdown with [n] markers and a list of "
            'sources, or JSON rows {"question", "answer", "sources": [{"text"}]}'
        )
    marked = any(statement.cites for answer in found for statement in answer.statements)
    silent = all(answer.outcome != "answered" for answer in found)
    manner = {} if marked or silent else {"manner": "given"}
    return [answer.model_copy(update={"id": name, **manner}) for name, answer in zip(_names(found), found, strict=True)]


def _of_file(file: Path) -> Iterator[CitedAnswer]:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(f"{file} is not UTF-8 text, so its answers cannot be read; save it as UTF-8") from error
    except OSError as error:
        raise BadInput(f"cannot read {file}: {error.strerror or error}; give a file that can be read") from error
    if file.suffix.lower() in _JSON or text.lstrip()[:1] in {"{", "["}:
        yield from (answer_of_row(row) for row in _rows(file, text))
    else:
        yield from answers_of_markdown(text)


def _rows(file: Path, text: str) -> Iterator[object]:
    if file.suffix.lower() in {".jsonl", ".ndjson"}:
        yield from _lines(file, text)
        return
    try:
        found = json.loads(text)
    except ValueError as error:
        if file.suffix.lower() not in _JSON and text.lstrip().startswith("["):
            raise BadInput(f"{file} opens like JSON and is none: {error}; name it .md if it is Markdown") from error
        yield from _lines(file, text)
        return
    yield from found if isinstance(found, list) else _held(found)


def _held(found: object) -> Sequence[object]:
    """The rows of a document: those under a known key, those of a table by column, else the document itself."""
    if not isinstance(found, Mapping):
        return [found]
    for key in _HOLDERS:
        if isinstance(found.get(key), list) and all(isinstance(row, Mapping) for row in found[key]):
            return list(found[key])
    return [found]


def _lines(file: Path, text: str) -> Iterator[object]:
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            row: Any = json.loads(line)
        except ValueError as error:
            raise BadInput(
                f"{file}, line {number}, is no JSON: {error}; nothing was measured; correct the line"
            ) from error
        yield row


def _names(answers: Sequence[CitedAnswer]) -> Iterator[str]:
    """An id for each, that of its row or one that follows from its question; equal ones are numbered."""
    seen: dict[str, int] = {}
    for number, answer in enumerate(answers, 1):
        name = answer.id or (report_id(answer.question, as_of=None) if answer.question else f"answer-{number}")
        seen[name] = seen.get(name, 0) + 1
        yield name if seen[name] == 1 else f"{name}-{seen[name]}"
