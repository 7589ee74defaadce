"""Claims of finished reports, made wrong or reworded: what the suite *mutations* and the gate both judge."""

from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Literal, NamedTuple, TypeVar

from pipeline.service import Groundwire
from pipeline.text.sentences import paragraph_spans
from pipeline.types import Citation, Claim, Pair, Report

from .mutations import OPERATORS, REWORDINGS, Specimen, mutate

SEED = 7
MUTATED = 150  # claims at most that each operator is tried on, so that rare places (hedges, speakers) are many enough
Kind = Literal["killed", "reworded_refused", "untouched_refused"]
T = TypeVar("T")


class Trial(NamedTuple):
    """A pair to judge. `kind` names the metric that it counts in: a killed mutant is right, a refused rewording wrong."""

    kind: Kind
    operator: str
    specimen: Specimen
    pair: Pair

    @property
    def name(self) -> str:
        """An id that follows from the words alone."""
        content = f"{self.pair.claim}\x1f{self.pair.passage}\x1f{self.specimen.claim}"
        return f"{self.operator}/{sha256(content.encode()).hexdigest()[:12]}"

    @property
    def story(self) -> str:
        """The claim that it was made of: what is made of one claim is not independent."""
        return sha256(self.specimen.claim.encode()).hexdigest()[:12]


def specimens(report: Report, desk: Groundwire) -> list[Specimen]:
    """The claims of a report with the words that carry each alone, and the paragraph around them."""
    articles = desk.contexts(report)
    found = []
    for claim in report.claims.values():
        for cited in _carrying(claim):
            article = articles[cited.article_id, cited.version]
            around = [
                article.text[a:b] for a, b in paragraph_spans(article.text) if a <= cited.start and cited.end <= b
            ]
            found.append(Specimen(claim.text, cited.quote, (around or [cited.quote])[0], article.published_at))
    return found


def distinct(found: Sequence[Specimen]) -> list[Specimen]:
    """Each claim once."""
    return list({specimen.claim: specimen for specimen in found}.values())


def trials(found: Sequence[Specimen], *, seed: int = SEED) -> Iterator[Trial]:
    """Every operator's mutants, every rewording, and the claims as they are; at most `MUTATED` each, spread evenly."""
    for operator in OPERATORS:
        yield from (Trial("killed", operator, s, pair) for s, pair in spread(mutate(operator, found, seed=seed)))
    for operator in REWORDINGS:
        made = spread(mutate(operator, found, seed=seed))
        yield from (Trial("reworded_refused", operator, s, pair) for s, pair in made)
    yield from (Trial("untouched_refused", "untouched", s, s.saying(s.claim)) for s in spread(found))


def spread(items: Sequence[T]) -> list[T]:
    """At most `MUTATED` of the items, evenly over all of them."""
    step = max(1.0, len(items) / MUTATED)
    return [items[int(i * step)] for i in range(min(MUTATED, len(items)))]


def _carrying(claim: Claim) -> list[Citation]:
    """The first citation that carries the claim alone."""
    return [cited for cited in claim.citations if cited.verdict.label == "supported"][:1]
