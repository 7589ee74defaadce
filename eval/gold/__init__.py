"""Questions with what a good answer must say: nuggets, each tied to the facts and to the words of articles that carry it.

`questions.jsonl` is about the sample corpus and was written by reading it, not from what the system answers. A file of
one's own in the same form works as well; see the README beside it.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from pipeline.assets import SampleRevision
from pipeline.errors import BadInput
from pipeline.types import Value

GOLD = Path(__file__).parent / "questions.jsonl"
Kind = Literal["plain", "false_premise", "conflict", "time", "unanswerable"]


class Carrier(Value):
    """An article, and words of it that say what the nugget says."""

    article: str
    quote: str


class Nugget(Value):
    """One thing that a good answer says. `vital`: without it, it is no answer. `side`: whose view it is in a conflict."""

    text: str = Field(min_length=1)
    vital: bool = True
    facts: tuple[str, ...] = ()
    carried_by: tuple[Carrier, ...] = ()
    side: str | None = None


class Question(Value):
    """A question, the state of the sample corpus and the day it is put to, and the nuggets of its answer.

    `story` names what it is about: questions on one story are not independent. No nuggets: it cannot be answered.
    """

    id: str = Field(min_length=1)
    question: str = Field(min_length=1)
    corpus: SampleRevision | None = None
    kind: Kind = "plain"
    story: str = ""
    as_of: date | None = None
    nuggets: tuple[Nugget, ...] = ()

    @property
    def moment(self) -> datetime | None:
        """The end of the day it is put to; None for now."""
        return datetime.combine(self.as_of, time.max, UTC) if self.as_of else None

    @property
    def answerable(self) -> bool:
        return self.kind != "unanswerable"

    @property
    def sides(self) -> Mapping[str, tuple[Nugget, ...]]:
        """The nuggets of each side of a conflict, by the side's name."""
        found: dict[str, tuple[Nugget, ...]] = {}
        for nugget in self.nuggets:
            if nugget.side:
                found[nugget.side] = (*found.get(nugget.side, ()), nugget)
        return found

    @property
    def cluster(self) -> str:
        return self.story or self.id


def load(path: Path = GOLD) -> tuple[Question, ...]:
    """The questions of a file, in its order.

    Raises:
        BadInput: a line is no question, or two of them have one id; the message names the line.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(
            f"the questions in {path} cannot be read ({error}); give a JSON-lines file in UTF-8, as eval/gold/README.md shows"
        ) from error
    found: dict[str, Question] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        question = _question(line, f"{path}, line {number}")
        if question.id in found:
            raise BadInput(f"{path}, line {number}: the id {question.id!r} occurs twice; ids must differ")
        found[question.id] = question
    if not found:
        raise BadInput(f"{path} holds no question, so there is nothing to ask; add one JSON object a line")
    return tuple(found.values())


def _question(line: str, place: str) -> Question:
    try:
        question = Question.model_validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "the line"
        raise BadInput(
            f"{place}: {field}: {first['msg']}; the question was not read; a line is a JSON object with 'id', 'question' "
            "and 'nuggets', as eval/gold/README.md shows"
        ) from error
    if question.answerable and not question.nuggets:
        raise BadInput(
            f"{place}: {question.id!r} has no nuggets, so no answer to it can be measured; add what a good answer says, "
            'or "kind": "unanswerable" if the corpus does not answer it'
        )
    return question
