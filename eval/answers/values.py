"""An answer as every adapter gives it: what was said, sentence by sentence, and what each sentence points at."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from pipeline.types import Value

# "cited": sentences bear markers. "given": they bear none, and every source was given to the writer with the question.
Manner = Literal["cited", "given"]
Outcome = Literal["answered", "refused", "empty", "failed"]


class Source(Value):
    """What a marker points at. `text` "": the list names it, and its words are not there."""

    text: str
    title: str = ""
    publisher: str = ""
    url: str = ""
    date: datetime | None = None
    origin: str = ""

    @property
    def passage(self) -> str:
        """Title and text, each a paragraph, as a judge reads them: no sentence runs from one into the other."""
        return "\n\n".join(part for part in (self.title, self.text) if part) if self.text else ""

    @property
    def label(self) -> str:
        """How people know it."""
        day = self.date.date().isoformat() if self.date else ""
        return ", ".join(part for part in (self.title, self.publisher or self.url, day) if part)


class Cite(Value):
    """A pointer at a source. `quote`: the very words that it names, where it names some."""

    source: str
    quote: str | None = None


class Statement(Value):
    """A sentence without its markers. What is not checkable (a question, a lead-in) has no need of a citation."""

    text: str
    cites: tuple[Cite, ...] = ()
    checkable: bool = True


class CitedAnswer(Value):
    """An answer to a question. `trouble` says why there is none to measure (`failed`)."""

    id: str
    question: str
    outcome: Outcome
    manner: Manner = "cited"
    statements: tuple[Statement, ...] = ()
    sources: Mapping[str, Source] = {}
    judge: str = ""  # who filtered it, where that is known
    trouble: str = ""
