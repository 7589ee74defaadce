"""An editor's decisions as rules: which sources a report may not or must look at, which claims it must keep or never tell.

A rejected claim is known again in other words, so that it does not come back as its own paraphrase.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from ..ids import claim_id
from ..ports import Corpus, Judge
from ..types import Article, CorpusRevision, Decision, Pair, Passage, Verdict
from ..types.decisions import REJECTED
from .staleness_signals import repeats


class Printed(Protocol):
    """What a rule on sources looks at."""

    @property
    def publisher(self) -> str: ...


class Rules:
    """The decisions on one report, asked one thing at a time."""

    def __init__(self, decisions: Iterable[Decision] = ()) -> None:
        self.decisions = tuple(decisions)
        self._sources = {(d.kind, d.subject, _key(d.target)) for d in self.decisions if d.subject != "claim"}
        self._accepted = {d.target: d for d in self.decisions if d.kind == "accept"}
        self._rejected = [d for d in self.decisions if d.kind == "reject"]

    def bans(self, article_id: str, printed: Printed) -> bool:
        return self._names("ban", article_id, printed)

    def pins(self, article_id: str, printed: Printed) -> bool:
        return self._names("pin", article_id, printed)

    def acceptance(self, claim: str) -> Decision | None:
        """The decision that accepted the claim with this id."""
        return self._accepted.get(claim)

    def rejection(self, text: str) -> Decision | None:
        """The decision that rejected these words, or words that say nearly the same."""
        name = claim_id(text)
        return next((d for d in self._rejected if d.target == name or repeats(text, d.text)), None)

    def targets(self, kind: str, subject: str) -> tuple[str, ...]:
        return tuple(d.target for d in self.decisions if (d.kind, d.subject) == (kind, subject))

    def _names(self, kind: str, article_id: str, printed: Printed) -> bool:
        named = ((kind, "article", _key(article_id)), (kind, "publisher", _key(printed.publisher)))
        return any(each in self._sources for each in named)


class EditorsJudge:
    """A judge that judges nothing that the editor rejected: it comes back unjudged, with the editor's reason."""

    def __init__(self, judge: Judge, rules: Rules) -> None:
        self.name = judge.name
        self._judge = judge
        self._rules = rules

    def judge(self, pairs: Sequence[Pair]) -> list[Verdict]:
        refused = {text: found for text in {p.claim for p in pairs} if (found := self._rules.rejection(text))}
        rest = iter(self._judge.judge([pair for pair in pairs if pair.claim not in refused]))
        return [self._refused(refused[p.claim]) if p.claim in refused else next(rest) for p in pairs]

    def _refused(self, decision: Decision) -> Verdict:
        return Verdict(label="unjudged", score=0.0, judge=self.name, reasons=(told(REJECTED, decision),))


class HeedingCorpus:
    """A corpus without the sources that the editor banned."""

    def __init__(self, corpus: Corpus, rules: Rules) -> None:
        self._corpus = corpus
        self._rules = rules

    def revision(self) -> CorpusRevision:
        return self._corpus.revision()

    def article(self, article_id: str, version: str) -> Article:
        return self._corpus.article(article_id, version)

    def passages(
        self, ids: Iterable[str], *, as_of: datetime | None = None, publishers: Sequence[str] = ()
    ) -> Mapping[str, tuple[Passage, Article]]:
        found = self._corpus.passages(ids, as_of=as_of, publishers=publishers)
        return {name: held for name, held in found.items() if not self._rules.bans(held[1].id, held[1])}

    def passages_of(self, article_id: str, version: str) -> tuple[Passage, ...]:
        return self._corpus.passages_of(article_id, version)

    def live_versions(self, ids: Iterable[str]) -> Mapping[str, str | None]:
        return self._corpus.live_versions(ids)

    def is_withdrawn(self, article_id: str) -> bool:
        return self._corpus.is_withdrawn(article_id)

    def newest(self, *, as_of: datetime | None = None) -> datetime | None:
        return self._corpus.newest(as_of=as_of)


def told(what: str, decision: Decision) -> str:
    """What was decided, with the editor's note."""
    return f"{what}: {decision.note}" if decision.note else f"{what}."


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()
