"""An answer from a row of JSON, whoever wrote it: the names that ALCE, RAGAS, DeepEval, llama-index and others give things."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from pydantic import ValidationError

from pipeline.types import REPORT_SCHEMA, Report

from .reports import answer_of_report
from .statements import read_answer
from .values import CitedAnswer, Source

Row = Mapping[str, Any]

_QUESTION = ("question", "user_input", "input", "query", "prompt")
_ANSWER = ("answer", "response", "actual_output", "output", "generated_text", "completion", "text")
_SOURCES = (
    "sources", "docs", "documents", "passages", "source_nodes", "retrieved_contexts", "retrieval_context", "contexts",
    "context", "references", "citations",
)  # fmt: skip
_TEXT = ("text", "content", "page_content", "passage", "body", "snippet", "quote")
_NUMBER = ("number", "n", "index", "marker", "id", "key")
_DATE = ("published_at", "date", "published")
_ID = ("id", "question_id", "sample_id", "qid", "name")
# llama-index's citation engine puts this before each source that the model reads.
_ENGINE_HEAD = re.compile(r"^Source \d+:\s*")


def answer_of_row(row: object) -> CitedAnswer:
    """The answer in a row; one that holds none is `failed`, with what is missing."""
    if not isinstance(row, Mapping):
        return _failed({}, f"the row is no JSON object but {type(row).__name__}")
    if row.get("schema") == REPORT_SCHEMA:
        return _report(row)
    named = next((name for name in _ANSWER if name in row), None)
    if trouble := row.get("error"):
        return _failed(row, str(trouble))
    if named is None:
        return _failed(row, f"the row has none of the keys {', '.join(_ANSWER)}, so it holds no answer")
    text = row[named]
    if not isinstance(text, str):
        return _failed(row, f"{named!r} is {type(text).__name__}, not text")
    outcome, said = read_answer(text)
    return CitedAnswer(
        id=_first(row, _ID),
        question=_first(row, _QUESTION),
        outcome=outcome,
        statements=said,
        sources=dict(_sources(row)),
    )


def _report(row: Row) -> CitedAnswer:
    try:
        return answer_of_report(Report.model_validate(row))
    except ValidationError as error:
        return _failed(row, f"the row is no whole report: {error.errors(include_url=False)[0]['msg']}")


def _failed(row: Row, trouble: str) -> CitedAnswer:
    return CitedAnswer(id=_first(row, _ID), question=_first(row, _QUESTION), outcome="failed", trouble=trouble)


def _sources(row: Row) -> Iterator[tuple[str, Source]]:
    listed = next((row[name] for name in _SOURCES if row.get(name)), ())
    if isinstance(listed, str):
        listed = [listed]
    if isinstance(listed, Mapping):
        yield from ((str(key).strip("[]"), _source(value)) for key, value in listed.items())
    elif isinstance(listed, Sequence):
        for place, value in enumerate(listed, 1):
            yield _number(value) or str(place), _source(value)


def _number(value: object) -> str:
    """The number that a source gives itself, "" where it gives none."""
    given = _first(value, _NUMBER).strip("[]^") if isinstance(value, Mapping) else ""
    return given if given.isdigit() else ""


def _source(value: object) -> Source:
    if not isinstance(value, Mapping):
        return Source(text=_ENGINE_HEAD.sub("", value) if isinstance(value, str) else "")
    inner = value.get("node", value)  # llama-index: a node with its score, facts about it in its metadata
    node = inner if isinstance(inner, Mapping) else value
    nested = node.get("metadata")
    facts: Row = {**nested, **node} if isinstance(nested, Mapping) else node
    return Source(
        text=_ENGINE_HEAD.sub("", _first(node, _TEXT)),
        title=_first(facts, ("title", "headline")),
        publisher=_first(facts, ("publisher", "source", "outlet")),
        url=_first(facts, ("url", "link", "uri")),
        date=_moment(_first(facts, _DATE)),
    )


def _first(row: object, names: Sequence[str]) -> str:
    """The first of these keys that holds words or a number, as text."""
    values = (row.get(name) for name in names) if isinstance(row, Mapping) else ()
    return next((str(value) for value in values if isinstance(value, str | int) and str(value).strip()), "")


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
