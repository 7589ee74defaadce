"""Finding news by a question, against a stand-in of the services."""

import json
from datetime import UTC, datetime

import pytest

from pipeline.errors import BadInput
from pipeline.readers import reader_for_query
from pipeline.readers.documents import Reading
from pipeline.readers.search import SERVICES, Search
from pipeline.types import RawArticle, Rejection
from tests.fetching.site import Site
from tests.readers.reading import NOW, Record, articles, fetcher, reason
from tests.readers.seeds import RSS, page

QUESTION = "Are Russia and Ukraine near an agreement?"
DATED = '<meta name="date" content="2026-02-02">'


def gdelt(*urls: str) -> bytes:
    found = [
        {"url": url, "title": "Found", "seendate": "20260202T083000Z", "domain": "x", "language": "English"}
        for url in urls
    ]
    return json.dumps({"articles": found}).encode()


def search(site: Site, where: str, question: str = QUESTION) -> list[Record]:
    template = f"{site.url}/doc?query={{query}}&format=json"
    with fetcher(site) as fetching:
        return list(Search(where, Reading(NOW, fetching), services={"gdelt": template}).read(question))


def test_gdelt_names_pages_and_the_pages_say_when_they_were_published(site: Site) -> None:
    site.serve("/robots.txt", b"User-agent: *\nDisallow: /doc", "text/plain")
    site.serve(
        "/doc?query=russia+ukraine+near+agreement&format=json",
        gdelt(f"{site.url}/a", f"{site.url}/b"),
        "application/json",
    )
    site.serve("/a", page(DATED))
    site.serve("/b", page())
    dated, undated = search(site, "gdelt")
    assert isinstance(dated, RawArticle)
    assert dated.published_at == datetime(2026, 2, 2, tzinfo=UTC)
    assert dated.metadata["seen_at"] == "2026-02-02T08:30:00Z"
    assert isinstance(undated, Rejection), "when a service saw a page is not when it was published"


def test_any_address_with_a_place_for_the_query_will_do(site: Site) -> None:
    feed = RSS.replace(b"<item><title>Teaser", b"<x><title>Teaser").replace(b"</item>\n</channel>", b"</x></channel>")
    site.serve("/search?q=storm+caf%C3%A9", feed, "application/rss+xml")
    found = articles(search(site, f"{site.url}/search?q={{query}}", "What of the storm at the café?"))
    assert [article.publisher for article in found] == ["Example Agency"]


def test_what_a_service_answers_instead_is_told(site: Site) -> None:
    path = "/doc?query=russia+ukraine+near+agreement&format=json"
    site.serve(path, b"Your query was too short or too long.", "text/html")
    site.serve(path, b"{}", "application/json")
    site.serve(path, status=500)
    assert "not a page of HTML" in reason(search(site, "gdelt"))
    assert search(site, "gdelt") == []
    assert "it answered 500" in reason(search(site, "gdelt"))


def test_a_question_of_function_words_is_asked_as_it_is(site: Site) -> None:
    site.serve("/doc?query=who+are+they&format=json", b"{}", "application/json")
    assert search(site, "gdelt", "Who are they?") == []
    assert len(site.requests) == 1


def test_a_service_is_named_or_has_a_place_for_the_query(site: Site) -> None:
    with fetcher(site) as fetching:
        for where in ("altavista", "https://news.example/search", "file:///tmp/{query}", ""):
            with pytest.raises(BadInput, match="gdelt"):
                reader_for_query(where, now=NOW, fetcher=fetching)
    with pytest.raises(BadInput, match="has no words"):
        search(site, "gdelt", " ?! ")


def test_gdelt_is_where_it_is_documented_to_be() -> None:
    assert SERVICES["gdelt"].startswith(
        "https://api.gdeltproject.org/api/v2/doc/doc?query={query}&mode=artlist&format=json"
    )
