"""What is told of an answer while it is written, step by step; the report is what counts in the end."""

from typing import Literal

from .base import Value
from .verdict import Label

Stage = Literal["gathering", "reading", "writing", "verifying"]


class StageBegun(Value):
    kind: Literal["stage"] = "stage"
    stage: Stage


class QuestionsAsked(Value):
    """The further questions with which the writer widens the search."""

    kind: Literal["questions"] = "questions"
    questions: tuple[str, ...]


class FoundArticle(Value):
    article_id: str
    title: str
    publisher: str


class PassagesFound(Value):
    """What retrieval brought back: how many passages, and their articles, the best first."""

    kind: Literal["passages"] = "passages"
    passages: int
    articles: tuple[FoundArticle, ...]


class ClaimJudged(Value):
    """What became of one drafted claim. One that is not shown may still be mended, and is then told of again.

    `done` of `total` claims of this stage are judged.
    """

    kind: Literal["claim"] = "claim"
    text: str
    shown: bool
    label: Label
    reason: str
    done: int
    total: int


class ReportRefreshed(Value):
    """One of several reports was looked at: the state in which it was found, and its version from now on."""

    kind: Literal["refreshed"] = "refreshed"
    id: str
    state: Literal["fresh", "stale-minor", "stale-major"]
    action: Literal["kept", "rechecked", "regenerated"]
    version: int


Event = StageBegun | QuestionsAsked | PassagesFound | ClaimJudged | ReportRefreshed
