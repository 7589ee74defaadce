"""Check: every citation of a report proven again from what is stored, with no model and no trust in the report."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..errors import NotFound, StoreDamaged
from ..ids import article_version
from ..ports import Articles
from ..types import Article, CheckFailure, CheckResult, Citation, Report, Source

WHOLE_CLAIM = -1  # in place of a citation's index, when it is the claim itself that fails


def check(report: Report, corpus: Articles) -> CheckResult:
    """Which citations of a report can be proven: each must name a stored article version and quote its very words."""
    proof = _Proof(corpus, {source.number: source for source in report.sources}, {})
    cited = [(claim.id, claim.citations) for claim in report.claims.values()]
    cited += [(side.text, side.citations) for each in report.disagreements for side in each.sides]
    failures = [*_structure(report)]
    for claim, citations in cited:
        for index, citation in enumerate(citations):
            reason = proof.refute(citation)
            if reason:
                failures.append(CheckFailure(claim=claim, citation=index, reason=reason))
    return CheckResult(ok=not failures, citations=sum(len(each) for _, each in cited), failures=tuple(failures))


@dataclass(frozen=True)
class _Proof:
    corpus: Articles
    sources: Mapping[int, Source]
    read: dict[tuple[str, str], Article | str]

    def refute(self, citation: Citation) -> str | None:
        """Why a citation does not hold; None if it does."""
        article = self._article(citation.article_id, citation.version)
        if isinstance(article, str):
            return article
        return _refute_span(citation, article) or self._refute_source(citation, article)

    def _article(self, article_id: str, version: str) -> Article | str:
        """The article version cited, or why it cannot be cited; read and hashed once a report."""
        key = (article_id, version)
        if key not in self.read:
            self.read[key] = self._proven(article_id, version)
        return self.read[key]

    def _proven(self, article_id: str, version: str) -> Article | str:
        try:
            article = self.corpus.article(article_id, version)
        except (NotFound, StoreDamaged) as error:
            return str(error)
        derived = article_version(article)
        if derived != version:
            return f"article {article_id!r} is stored as version {version}, but its content hashes to {derived}"
        return article

    def _refute_source(self, citation: Citation, article: Article) -> str | None:
        source = self.sources.get(citation.source)
        if source is None:
            return f"source {citation.source} is not in the report's list of sources"
        if (source.article_id, source.version) != (citation.article_id, citation.version):
            return (
                f"source {source.number} is {source.article_id} {source.version}, "
                f"but the citation is of {citation.article_id} {citation.version}"
            )
        for name in ("title", "publisher", "url", "published_at"):
            shown, stored = getattr(source, name), getattr(article, name)
            if shown != stored:
                return f"source {source.number} is listed with {name} {str(shown)!r}; the article has {str(stored)!r}"
        return None


def _refute_span(citation: Citation, article: Article) -> str | None:
    start, end = citation.start, citation.end
    if not 0 <= start < end <= len(article.text):
        return f"span [{start}, {end}) lies outside the {len(article.text)} characters of article {article.id!r}"
    found = article.text[start:end]
    if found != citation.quote:
        return f"[{start}, {end}) of article {article.id!r} reads {_shown(found)}, not {_shown(citation.quote)}"
    return None


def _structure(report: Report) -> Iterator[CheckFailure]:
    """What is wrong with the report before any article is read."""
    placed = [
        *report.executive_summary,
        *report.bottom_line,
        *(name for each in report.sections for name in each.claims),
    ]
    for name in dict.fromkeys(placed):
        if name not in report.claims:
            yield CheckFailure(
                claim=name, citation=WHOLE_CLAIM, reason="the report places a claim that it does not hold"
            )
    for name, claim in report.claims.items():
        if claim.id != name:
            yield CheckFailure(claim=name, citation=WHOLE_CLAIM, reason=f"the claim calls itself {claim.id!r}")
        if not claim.citations:
            yield CheckFailure(claim=name, citation=WHOLE_CLAIM, reason="the claim cites nothing")
    for side in (side for each in report.disagreements for side in each.sides):
        if not side.citations:
            yield CheckFailure(claim=side.text, citation=WHOLE_CLAIM, reason="the side of a disagreement cites nothing")
    numbers = [source.number for source in report.sources]
    for number in sorted({number for number in numbers if numbers.count(number) > 1}):
        reason = f"source {number} is listed more than once, so its number names nothing"
        yield CheckFailure(claim="sources", citation=WHOLE_CLAIM, reason=reason)


def _shown(text: str) -> str:
    return repr(text if len(text) <= 80 else text[:77] + "…")
