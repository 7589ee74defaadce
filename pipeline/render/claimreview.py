"""A report as schema.org ClaimReview (JSON-LD): one review for each claim, rated by how far its cited words carry it.

The rating speaks of support by the sources named, not of truth; its `alternateName` says so in words.
A claim that could not be judged gets no rating.
"""

import json
from collections.abc import Iterable

from pydantic import JsonValue

from ..types import Citation, Claim, Label, Report, Source
from . import wording
from .inert import json_text, line, web_url

# schema.org asks for a number; five steps from "contradicted" to "supported", of which these four are used.
_RATINGS: dict[Label, int] = {"supported": 5, "partial": 3, "unsupported": 2, "contradicted": 1}
_NAMES: dict[Label, str] = {
    "supported": "Supported by the cited sources",
    "partial": "Partly supported by the cited sources",
    "unsupported": "Not supported by the cited sources",
    "contradicted": "Contradicted by the cited sources",
}


def claimreview(report: Report) -> str:
    """The JSON-LD document of the report's reviews."""
    return json_text(json.dumps(linked_data(report), ensure_ascii=False, indent=2)) + "\n"


def linked_data(report: Report) -> dict[str, JsonValue]:
    """The reviews of a report as one JSON-LD graph, in the order in which a reader meets the claims."""
    sources = {source.number: source for source in report.sources}
    return {
        "@context": "https://schema.org",
        "@graph": [_review(report, claim, sources) for claim in _in_reading_order(report)],
    }


def _in_reading_order(report: Report) -> list[Claim]:
    parts = (report.executive_summary, *(section.claims for section in report.sections), report.bottom_line)
    ids = [name for part in parts for name in part]
    return wording.claims(report, dict.fromkeys([*ids, *report.claims]))


def _review(report: Report, claim: Claim, sources: dict[int, Source]) -> JsonValue:
    review: dict[str, JsonValue] = {
        "@type": "ClaimReview",
        "identifier": f"{report.id}/{report.version}/{claim.id}",
        "claimReviewed": claim.text,
        "datePublished": report.checked_at.isoformat(),
        "author": {"@type": "Organization", "name": "groundwire"},
        "isPartOf": {"@type": "Report", "name": report.question, "identifier": report.id, "version": report.version},
        "itemReviewed": _claim(claim, sources),
        "citation": [_quotation(citation, sources) for citation in claim.citations],
    }
    if claim.verdict.label in _RATINGS:
        review["reviewRating"] = {
            "@type": "Rating",
            "ratingValue": _RATINGS[claim.verdict.label],
            "bestRating": 5,
            "worstRating": 1,
            "alternateName": _NAMES[claim.verdict.label],
            "ratingExplanation": " ".join(line(reason) for reason in claim.verdict.reasons),
        }
    return review


def _claim(claim: Claim, sources: dict[int, Source]) -> JsonValue:
    item: dict[str, JsonValue] = {
        "@type": "Claim",
        "text": claim.text,
        "appearance": [_work(sources[number]) for number in _known(claim.citations, sources)],
    }
    if claim.attributed_to:
        item["author"] = {"@type": "Thing", "name": claim.attributed_to}
    return item


def _quotation(citation: Citation, sources: dict[int, Source]) -> JsonValue:
    quotation: dict[str, JsonValue] = {"@type": "Quotation", "text": citation.quote}
    if citation.source in sources:
        quotation["isPartOf"] = _work(sources[citation.source])
    return quotation


def _known(citations: Iterable[Citation], sources: dict[int, Source]) -> list[int]:
    return [number for number in wording.numbers(citations) if number in sources]


def _work(source: Source) -> JsonValue:
    work: dict[str, JsonValue] = {
        "@type": "NewsArticle",
        "headline": source.title,
        "publisher": {"@type": "Organization", "name": source.publisher},
        "datePublished": source.published_at.isoformat(),
    }
    if url := web_url(source.url):
        work["url"] = url
    return work
