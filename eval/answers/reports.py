"""Our own reports in the form of every other system's answers: a claim is a sentence, a cited span is its source."""

from pipeline.types import Claim, Report

from .values import Cite, CitedAnswer, Source, Statement


def answer_of_report(report: Report) -> CitedAnswer:
    """The claims of a report in reading order, each once, each citing the exact words that it cites."""
    known = {(source.article_id, source.version): source for source in report.sources}
    sources: dict[str, Source] = {}
    for claim in report.claims.values():
        for cited in claim.citations:
            article = known[cited.article_id, cited.version]
            sources[_key(cited.source, cited.start, cited.end)] = Source(
                text=cited.quote,
                publisher=f"[{cited.source}] {article.publisher}: {article.title}",
                url=article.url,
                date=article.published_at,
                origin=article.origin,
            )
    told = dict.fromkeys(
        [*report.executive_summary, *(c for s in report.sections for c in s.claims), *report.bottom_line]
    )
    return CitedAnswer(
        id=report.id,
        question=report.question,
        outcome="refused" if report.status == "insufficient_evidence" else "answered" if told else "empty",
        statements=tuple(_statement(report.claims[name]) for name in told),
        sources=sources,
        judge=report.run.judge,
    )


def _statement(claim: Claim) -> Statement:
    cites = tuple(Cite(source=_key(c.source, c.start, c.end), quote=c.quote) for c in claim.citations)
    return Statement(text=claim.text, cites=cites)


def _key(source: int, start: int, end: int) -> str:
    return f"{source}@{start}-{end}"
