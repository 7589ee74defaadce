"""`assert_cited` for the tests of other projects: every sentence of an answer is carried by the sources that it cites.

    def test_my_answers_are_cited(assert_cited):
        assert_cited("The talks ended on Monday [1].", ["Talks in Geneva ended on Monday without a deal."])

A project turns it on with `pytest_plugins = ["eval.pytest_plugin"]` in its conftest.py, or imports `assert_cited` from here: it is
not turned on by itself, since a project with a package `eval` of its own could then run no test at all. The judge is `packaged`
unless the ini option `groundwire_judge` names another. Loading this module loads no model: the judge is made at the first
assertion and then kept.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from tempfile import gettempdir
from typing import TYPE_CHECKING, TypeAlias

import pytest

if TYPE_CHECKING:
    from pipeline.ports import Judge

    from .answers import CitedAnswer
    from .suite import Item

# A source is its text, or has "text" and as much of "title", "publisher", "url" and "date" as is known.
SourceLike: TypeAlias = str | Mapping[str, str]
Sources: TypeAlias = Sequence[SourceLike] | Mapping[str, SourceLike]
AssertCited: TypeAlias = Callable[[str, Sources], None]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addini(
        "groundwire_judge", "who judges assert_cited: floor, packaged, hf:NAME or llm:SPEC", default="packaged"
    )


@pytest.fixture(name="assert_cited", scope="session")
def _assert_cited(pytestconfig: pytest.Config) -> AssertCited:
    """`assert_cited(answer, sources)` with the judge that the project's configuration names."""
    judge = str(pytestconfig.getini("groundwire_judge"))

    def checked(answer: str, sources: Sources) -> None:
        __tracebackhide__ = True
        assert_cited(answer, sources, judge=judge)

    return checked


def assert_cited(answer: str, sources: Sources, *, judge: "str | Judge" = "packaged") -> None:
    """Fails unless the answer says something and each of its sentences is carried by what it cites.

    `[1]` in the answer is the first of a list of sources, or the one of that key in a mapping; a marker after the full stop
    belongs to the sentence before it. Questions and headings need no citation.

    Raises:
        AssertionError: with every sentence that is not carried, what it cites, the verdict and its reasons.
        BadInput: there is no such judge.
    """
    __tracebackhide__ = True
    from .answers.measure import measure
    from .judges import FloorJudge

    read = _read(answer, sources)
    if read.outcome != "answered":
        raise AssertionError(f"the answer is {read.outcome}: it says nothing that could be cited: {answer[:200]!r}")
    named = _judge(judge) if isinstance(judge, str) else judge
    sentences = [
        item for item in measure(read, named, FloorJudge()) if item.kind == "sentence" and item.passed is not None
    ]
    failed = [item for item in sentences if not item.passed]
    if failed:
        told = "\n".join(line for item in failed for line in _told(item))
        raise AssertionError(
            f"{len(failed)} of {len(sentences)} sentences are not carried by what they cite (judge {named.name}):\n{told}"
        )


def _read(answer: str, sources: Sources) -> "CitedAnswer":
    from .answers import CitedAnswer, Source
    from .answers.statements import read_answer

    keyed = sources if isinstance(sources, Mapping) else {str(n): source for n, source in enumerate(sources, 1)}
    outcome, said = read_answer(answer)
    return CitedAnswer(
        id="answer",
        question="",
        outcome=outcome,
        statements=said,
        sources={
            str(key): Source.model_validate({"text": source} if isinstance(source, str) else dict(source))
            for key, source in keyed.items()
        },
    )


def _told(item: "Item") -> Iterator[str]:
    """A sentence that failed, as a developer reads it in a terminal: what comes from sources cannot act on it."""
    from pipeline.render.inert import line

    cites = item.inputs.get("cites")
    marks = "".join(f"[{mark}]" for mark in cites) if isinstance(cites, list) else ""
    yield f"  ✗ {line(item.claim)} {marks or '(cites nothing)'}: {item.verdict}"
    yield from (f"      {line(reason)}" for reason in item.reasons)
    yield from (f"      cited: “{line(each.text)[:300]}”" for each in item.exhibits)


@lru_cache(maxsize=4)
def _judge(name: str) -> "Judge":
    from pathlib import Path

    from .judges import load_judge

    return load_judge(name, home=Path(gettempdir()) / "groundwire-judge")
