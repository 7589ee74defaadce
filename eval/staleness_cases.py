"""Updates of the corpus with a known effect, made by code from reports and from the articles that they cite.

Each case is the records that are ingested after the reports were written, and what they must do to which claim. What is
expected follows from how a case is made, and from nothing that the product says.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from pipeline.text.sentences import paragraph_spans, sentence_spans
from pipeline.types import Article, Citation, Claim, RawArticle, Report, Withdrawal

from .mutations import Specimen, mutate

# After the newest article of the first state, so that what is made is news.
_LATER = timedelta(days=3)
_FILLER = "The announcement came late in the day. Further details were not published at first."


@dataclass(frozen=True)
class Case:
    """Records to ingest. `report` None: no report may be found stale, and `action` is what a refresh may do at most.

    `cause` is the kind of reason expected for `claim` of `report`; `article` the article that it names. `gone`: words
    that must not be told after the refresh. `cites`: the reports for which anything else may be said.
    """

    kind: str
    records: tuple[RawArticle | Withdrawal, ...]
    article: str
    report: str | None = None
    claim: str | None = None
    cause: str | None = None
    action: str = "kept"
    gone: str | None = None


@dataclass(frozen=True)
class Cited:
    """A claim with the one citation it has, and the version that it cites."""

    report: str
    claim: Claim
    citation: Citation
    article: Article


Make = Callable[[Cited, "Stock", Random], Case | None]


@dataclass(frozen=True)
class Stock:
    """What cases are made from: the reports, the cited articles, and the later articles by topic."""

    reports: tuple[Report, ...]
    cited: tuple[Cited, ...]
    later: Mapping[str, tuple[RawArticle, ...]]
    newest: datetime

    @property
    def specimens(self) -> list[Specimen]:
        quotes = {each.citation.quote: each.article for each in self.cited}
        return [Specimen(quote, quote, quote, article.published_at) for quote, article in quotes.items()]

    def spans(self, article: str) -> list[tuple[int, int]]:
        """Every cited span of an article, in any of the reports."""
        citations = [c for r in self.reports for claim in r.claims.values() for c in claim.citations]
        citations += [c for r in self.reports for d in r.disagreements for side in d.sides for c in side.citations]
        return [(c.start, c.end) for c in citations if c.article_id == article]


def make_cases(stock: Stock, *, most: int, seed: int) -> Iterator[Case]:
    """At most `most` cases of each kind, in a fixed order; equal stock and seed, equal cases."""
    for kind, make in MAKERS.items():
        rng = Random(f"{seed}/{kind}")
        cited = list(stock.cited)
        rng.shuffle(cited)
        made = (case for each in cited if (case := make(each, stock, rng)) is not None)
        for _, case in zip(range(most), made, strict=False):
            yield case


def figure_corrected(cited: Cited, stock: Stock, rng: Random) -> Case | None:
    """The cited sentence gets another figure in a correction of its article."""
    return _corrected("figure corrected", cited, _changed("number", cited, stock, rng))


def denial_corrected(cited: Cited, stock: Stock, rng: Random) -> Case | None:
    """The cited sentence is turned into its denial in a correction of its article."""
    return _corrected("claim denied by its article", cited, _changed("negation", cited, stock, rng))


def speaker_changed(cited: Cited, stock: Stock, rng: Random) -> Case | None:
    """Another name stands in the cited sentence after a correction of its article."""
    return _corrected("speaker or name corrected", cited, _changed("name", cited, stock, rng))


def figure_elsewhere(cited: Cited, stock: Stock, rng: Random) -> Case | None:
    """A new article of another publisher gives the figure otherwise."""
    return _new_article("figure changed by news", cited, stock, _said_otherwise("number", cited, stock, rng), "updated")


def denied_elsewhere(cited: Cited, stock: Stock, rng: Random) -> Case | None:
    """A new article of another publisher states the opposite."""
    words = _said_otherwise("negation", cited, stock, rng)
    return _new_article("claim denied by news", cited, stock, words, "contradicted")


def elsewhere(cited: Cited, stock: Stock, _rng: Random) -> Case | None:
    """A sentence that no report cites is dropped from the end of a cited article, and a correction says so."""
    article, spans = cited.article, stock.spans(cited.article.id)
    free = [(a, b) for a, b in sentence_spans(article.text) if all(b <= start or a >= end for start, end in spans)]
    if not free:
        return None
    start, end = free[-1]
    text = article.text[:start].rstrip() + article.text[end:]
    record = _version(article, text, note="a detail further down was wrong and was removed")
    return Case("correction elsewhere", (record,), article.id, action="rechecked")


def moved(cited: Cited, _stock: Stock, _rng: Random) -> Case:
    """A paragraph is put before everything else."""
    text = f"This article was first published under another headline.\n\n{cited.article.text}"
    return Case("span moved", (_version(cited.article, text),), cited.article.id, action="rechecked")


def reprint(cited: Cited, stock: Stock, rng: Random) -> Case:
    """Another publisher prints the article again, without one paragraph and under another headline."""
    paragraphs = [cited.article.text[a:b] for a, b in paragraph_spans(cited.article.text)]
    if len(paragraphs) > 2:
        del paragraphs[rng.randrange(1, len(paragraphs))]
    text = "\n\n".join(paragraphs) + " (Sample Wire)"
    record = _record(f"reprint-{cited.article.id}", f"In brief: {cited.article.title}", text, stock.newest + _LATER)
    return Case("reprint only", (record,), record.id or "")


def irrelevant(_cited: Cited, stock: Stock, rng: Random) -> Case | None:
    """News of a topic that no report is about."""
    topics = {str(each.article.metadata.get("topic")) for each in stock.cited}
    others = [record for topic, records in sorted(stock.later.items()) if topic not in topics for record in records]
    if not others:
        return None
    record = rng.choice(others)
    return Case("irrelevant news", (record,), record.id or "")


def withdrawn(cited: Cited, _stock: Stock, _rng: Random) -> Case:
    """The cited article is retracted."""
    record = Withdrawal(id=cited.article.id, reason="Withdrawn: the desk no longer stands by it.")
    return Case("withdrawal", (record,), cited.article.id, cited.report, cited.claim.id, "withdrawn", "regenerated")


MAKERS: Mapping[str, Make] = {
    make.__name__: make
    for make in (
        figure_corrected, denial_corrected, speaker_changed, figure_elsewhere, denied_elsewhere, withdrawn,
        elsewhere, moved, reprint, irrelevant,
    )
}  # fmt: skip


def _changed(operator: str, cited: Cited, stock: Stock, rng: Random) -> str | None:
    """The cited words with the operator applied; None where it finds no place."""
    own = [each for each in stock.specimens if each.claim == cited.citation.quote]
    rest = [each for each in stock.specimens if each.claim != cited.citation.quote]
    made = {specimen.claim: pair.claim for specimen, pair in mutate(operator, [*own, *rest], seed=rng.randrange(999))}
    return made.get(cited.citation.quote)


def _said_otherwise(operator: str, cited: Cited, stock: Stock, rng: Random) -> str | None:
    """The claim, whose weekdays have their dates, with the operator applied."""
    own = Specimen(cited.claim.text, cited.claim.text, cited.claim.text, cited.article.published_at)
    made = mutate(operator, [own, *stock.specimens], seed=rng.randrange(999))
    return next((pair.claim for specimen, pair in made if specimen is own), None)


def _corrected(kind: str, cited: Cited, words: str | None) -> Case | None:
    if words is None:
        return None
    article, citation = cited.article, cited.citation
    text = article.text[: citation.start] + words + article.text[citation.end :]
    record = _version(article, text, note="an earlier version of this article gave a detail wrongly")
    return Case(kind, (record,), article.id, cited.report, cited.claim.id, "corrected", "regenerated", cited.claim.text)


def _new_article(kind: str, cited: Cited, stock: Stock, words: str | None, cause: str) -> Case | None:
    if words is None:
        return None
    name = f"news-{cited.claim.id}-{cause}"
    record = _record(name, "A new account of it", f"{words} {_FILLER}", stock.newest + _LATER)
    gone = None if cited.claim.attributed_to else cited.claim.text
    return Case(kind, (record,), name, cited.report, cited.claim.id, cause, "regenerated", gone)


def _record(name: str, title: str, text: str, moment: datetime) -> RawArticle:
    url = f"https://news.groundwire.example/made/{name}"
    return RawArticle(id=name, url=url, title=title, text=text, publisher="Another Desk", published_at=moment)


def _version(article: Article, text: str, *, note: str = "") -> RawArticle:
    """The next version of an article, as its publisher would send it."""
    moment = article.spoken_at + _LATER
    noted = f"{text}\n\nCorrection, {moment.day} {moment:%B %Y}: {note}." if note else text
    kept = {name: getattr(article, name) for name in RawArticle.model_fields if name not in {"text", "updated_at"}}
    return RawArticle(text=noted, updated_at=moment, **kept)


def cited_claims(reports: Sequence[Report], read: Callable[[str, str], Article]) -> tuple[Cited, ...]:
    """The claims with exactly one citation whose words no other claim cites, so that the effect of a case is known."""
    quotes = [c.quote for report in reports for claim in report.claims.values() for c in claim.citations]
    return tuple(
        Cited(report.id, claim, claim.citations[0], read(claim.citations[0].article_id, claim.citations[0].version))
        for report in reports
        for claim in report.claims.values()
        if len(claim.citations) == 1 and quotes.count(claim.citations[0].quote) == 1
    )
