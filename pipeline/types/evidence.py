"""What the corpus holds for a question, and what a writer makes of it before anybody believes it."""

from datetime import datetime

from .base import Value
from .corpus import Article, Passage, Reprint
from .decisions import Decision


class Brief(Value):
    """A question, the moment as of which it is answered, and the limits of the answer.

    `as_of` None means now. `evidence_tokens` is the budget for passages (cl100k_base tokens). `decisions`: those of the
    editor that the answer has to keep.
    """

    question: str
    as_of: datetime | None = None
    publishers: tuple[str, ...] = ()
    evidence_tokens: int = 12_000
    max_sections: int = 7
    decisions: tuple[Decision, ...] = ()


class Evidence(Value):
    """A passage that bears on a brief. `key` is opaque: a model can point at it but cannot guess one.

    `similarity` is the cosine between question and passage; `score` is the fused rank score.
    `also_in`: where the same words of the same origin stand too, in the order of article ids.
    """

    key: str
    passage: Passage
    article: Article
    similarity: float
    score: float
    also_in: tuple[Reprint, ...] = ()


class Relevance(Value):
    """How well the corpus can answer a question at all, from 0 (not) to 1, and the words for it."""

    score: float
    enough: bool
    missing: tuple[str, ...] = ()


class Retrieved(Value):
    """What retrieval brings back: evidence from best to worst, and whether it is enough to answer from."""

    evidence: tuple[Evidence, ...]
    relevance: Relevance
    searched: int


class Pointer(Value):
    """Where a drafted claim says its words stand: an evidence key and the words, as the writer quotes them."""

    key: str
    quote: str


class DraftClaim(Value):
    """One checkable sentence as drafted, with the pointers it rests on. Not yet believed."""

    text: str
    pointers: tuple[Pointer, ...]
    attributed_to: str | None = None


class DraftSection(Value):
    heading: str
    claims: tuple[DraftClaim, ...]


class DraftDisagreement(Value):
    """A matter on which sources differ: what each side says, as drafted claims.

    `compared` tells that code has found the contradiction in their words; what a model only says is judged.
    """

    topic: str
    sides: tuple[DraftClaim, ...]
    compared: bool = False


class Draft(Value):
    """The body of an answer as drafted. Every claim in it still has to be anchored and verified."""

    title: str
    sections: tuple[DraftSection, ...]


class FailedClaim(Value):
    """A drafted claim that its cited words do not carry, why, and the passages from which it may be mended."""

    claim: DraftClaim
    reasons: tuple[str, ...]
    evidence: tuple[Evidence, ...]


class Closing(Value):
    """What is written last, from claims that stand: summary, bottom line, where sources differ, what to ask next."""

    executive_summary: tuple[DraftClaim, ...] = ()
    bottom_line: tuple[DraftClaim, ...] = ()
    disagreements: tuple[DraftDisagreement, ...] = ()
    follow_ups: tuple[str, ...] = ()
