"""The report as it is stored, shown and exchanged: schema `groundwire/report/1`."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final, Literal

from pydantic import ConfigDict, Field

from .base import Value
from .chat import StageUse
from .corpus import Reprint
from .decisions import Decision
from .verdict import Label

REPORT_SCHEMA: Final = "groundwire/report/1"
Status = Literal["complete", "partial", "insufficient_evidence"]
StalenessState = Literal["fresh", "stale-minor", "stale-major"]


class CitationVerdict(Value):
    label: Label
    score: float


class Citation(Value):
    """The exact words that back a claim: `quote` is `[start, end)` of the text of that article version.

    `source` is the number under which the article stands in the report's list of sources.
    """

    source: int
    article_id: str
    version: str
    passage_id: str
    start: int
    end: int
    quote: str
    verdict: CitationVerdict


class ClaimVerdict(Value):
    label: Label
    score: float
    judge: str
    reasons: tuple[str, ...] = ()


class Claim(Value):
    """One checkable sentence, its citations, and how many independent origins stand behind it."""

    id: str
    text: str
    attributed_to: str | None
    origins: int
    citations: tuple[Citation, ...]
    verdict: ClaimVerdict


class Section(Value):
    heading: str
    claims: tuple[str, ...]


class Source(Value):
    """An article that is cited. `also_in`: reprints in which cited words were found too."""

    number: int
    article_id: str
    version: str
    title: str
    publisher: str
    url: str
    published_at: datetime
    origin: str
    also_in: tuple[Reprint, ...] = ()


class Omission(Value):
    """A sentence that was drafted and is not in the report, with the verdict and the reason."""

    text: str
    verdict: Label
    reason: str


class Side(Value):
    text: str
    citations: tuple[Citation, ...]


class Disagreement(Value):
    topic: str
    sides: tuple[Side, ...]


class StalenessReason(Value):
    """Why a report is out of date: the article version that caused it, its words, the claims it touches."""

    kind: str
    article_id: str
    version: str | None
    quote: str | None
    claims: tuple[str, ...]


class Staleness(Value):
    state: StalenessState = "fresh"
    checked_at: datetime
    reasons: tuple[StalenessReason, ...] = ()


class CorpusStamp(Value):
    """The corpus a report was written from: its revision, its size, its newest article."""

    revision: str
    articles: int
    newest: datetime | None


class TokenCount(Value):
    evidence: int = 0
    prompt: int = 0
    completion: int = 0


class ClaimCount(Value):
    """What became of the drafted claims: kept as drafted, repaired by the writer, cited anew, or omitted."""

    drafted: int = 0
    kept: int = 0
    repaired: int = 0
    recited: int = 0
    omitted: int = 0


class RunRecord(Value):
    """Who wrote and judged a report, with what, at what cost.

    `stages` tells the cost of each kind of model call; `notes` tell what a reader should know of how it went.
    """

    writer: str
    judge: str
    embedder: str
    prompts: Mapping[str, str] = Field(default_factory=dict)
    settings_digest: str
    tokens: TokenCount = TokenCount()
    cost_usd: float = 0.0
    seconds: float = 0.0
    stages: Mapping[str, StageUse] = Field(default_factory=dict)
    claims: ClaimCount = ClaimCount()
    notes: tuple[str, ...] = ()


class Report(Value):
    """An answer in which every checkable sentence cites the exact words that back it.

    `publishers`: to whom the question was put; none: to all; None: a report of before this was recorded. `decisions`:
    those of the editor that it keeps.
    """

    model_config = ConfigDict(serialize_by_alias=True, validate_by_name=True, validate_by_alias=True)

    # The field is called "schema" in JSON; pydantic reserves the attribute name.
    schema_: Literal["groundwire/report/1"] = Field(default=REPORT_SCHEMA, alias="schema")
    id: str
    version: int
    previous: int | None
    question: str
    title: str
    status: Status
    checked_at: datetime
    as_of: datetime | None
    corpus: CorpusStamp
    executive_summary: tuple[str, ...]
    sections: tuple[Section, ...]
    bottom_line: tuple[str, ...]
    follow_ups: tuple[str, ...]
    claims: Mapping[str, Claim]
    sources: tuple[Source, ...]
    omissions: tuple[Omission, ...]
    disagreements: tuple[Disagreement, ...]
    staleness: Staleness
    run: RunRecord
    publishers: tuple[str, ...] | None = None
    decisions: tuple[Decision, ...] = ()
