"""Which addresses are one article, and which are not, whatever they look like."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.addresses import canonical_url, same_site, without_amp, without_tracking
from pipeline.ids import article_id

SAMPLE = Path(__file__).parents[1] / "corpus" / "sample"
STORY = "https://news.example/world/2026/03/02/harbour-reopens"


@pytest.mark.parametrize(
    "url",
    [
        "http://news.example/world/2026/03/02/harbour-reopens",
        "https://news.example:443/world/2026/03/02/harbour-reopens",
        "http://news.example:80/world/2026/03/02/harbour-reopens",
        "HTTPS://News.Example/world/2026/03/02/harbour-reopens",
        "https://news.example./world/2026/03/02/harbour-reopens",
        "https://news.example/world/2026/03/02/harbour-reopens/",
        "https://news.example/world/2026/03/02/harbour-reopens?",
        "https://news.example/world/2026/03/02/harbour-reopens#comments",
        "  https://news.example/world/2026/03/02/harbour-reopens\n",
        "https://www.news.example/world/2026/03/02/harbour-reopens",
        "https://m.news.example/world/2026/03/02/harbour-reopens",
        "https://mobile.news.example/world/2026/03/02/harbour-reopens",
        "https://amp.news.example/world/2026/03/02/harbour-reopens",
        "https://edition.news.example/world/2026/03/02/harbour-reopens",
        "https://www.m.news.example/world/2026/03/02/harbour-reopens",
        "https://news.example/amp/world/2026/03/02/harbour-reopens",
        "https://news.example/world/2026/03/02/harbour-reopens/amp",
        "https://news.example/world/2026/03/02/harbour-reopens/amp/",
        "https://news.example/world/2026/03/02/harbour-reopens.amp",
        "https://news.example/world/2026/03/02/harbour-reopens?amp",
        "https://news.example/world/2026/03/02/harbour-reopens?amp=1",
        "https://news.example/world/2026/03/02/harbour-reopens?outputType=amp",
        "https://www.google.com/amp/s/www.news.example/world/2026/03/02/harbour-reopens",
        "https://www.google.co.uk/amp/s/news.example/world/2026/03/02/harbour-reopens/amp",
        "https://news-example.cdn.ampproject.org/c/s/news.example/world/2026/03/02/harbour-reopens",
        "https://news-example.cdn.ampproject.org/v/s/news.example/amp/world/2026/03/02/harbour-reopens?amp=1",
        "https://news.example/world/2026/03/02/harbour-reopens?utm_source=rss&utm_medium=feed&utm_campaign=x",
        "https://news.example/world/2026/03/02/harbour-reopens?fbclid=IwAR0",
        "https://news.example/world/2026/03/02/harbour-reopens?at_medium=RSS&at_campaign=KARANGA",
        "https://news.example/world/2026/03/02/harbour-reopens?CMP=share_btn_tw",
        "https://news.example/world/2026/03/02/harbour-reopens?smid=nytcore-ios-share&unlocked_article_code=1.a.b",
        "https://news.example/world/2026/03/02/harbour-reopens?ref=home&xtor=RSS-1",
        "https://news.example/world/2026/03/02/h%61rbour-reopens",
    ],
)
def test_these_addresses_are_one_article(url: str) -> None:
    assert canonical_url(url) == STORY


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://news.example/caf%c3%a9", "https://news.example/caf%C3%A9"),
        ("https://news.example/café", "https://news.example/caf%C3%A9"),
        ("https://news.example/x?id=3&page=2", "https://news.example/x?page=2&id=3&utm_term=a"),
        ("https://en.m.wiki.example/Harbour", "https://en.wiki.example/Harbour"),
        ("https://news.example", "https://www.news.example/"),
        ("https://news.example/x?q=a%20b", "https://news.example/x?q=a+b"),
    ],
)
def test_these_pairs_of_addresses_are_one_article(one: str, other: str) -> None:
    assert canonical_url(one) == canonical_url(other)
    assert article_id(one) == article_id(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://news.example/a", "https://news.example/b"),
        ("https://news.example/a", "https://other.example/a"),
        ("https://news.example/a", "https://sport.news.example/a"),
        ("https://news.example/a", "https://news.example:8080/a"),
        ("https://news.example/a", "ftp://news.example/a"),
        ("https://news.example/Story", "https://news.example/story"),
        ("https://news.example/?id=1", "https://news.example/?id=2"),
        ("https://news.example/?p=1", "https://news.example/"),
        ("https://news.example/x?cid=17", "https://news.example/x?cid=18"),
        ("https://news.example/x?ref=a9", "https://news.example/x"),
        ("https://news.example/x?page=2", "https://news.example/x"),
        ("https://news.example/x?a=1&a=2", "https://news.example/x?a=2&a=1"),
        ("https://news.example/camp", "https://news.example/c"),
        ("https://news.example/amplifiers/x", "https://news.example/x"),
        ("https://m.example/x", "https://www.example/x"),
        ("https://mexample.example/x", "https://example.example/x"),
        ("https://news.example/a%2Fb", "https://news.example/a/b"),
        ("https://news.example/a%3Fb=1", "https://news.example/a?b=1"),
        ("https://google.evil.example/amp/s/news.example/x", "https://news.example/x"),
        ("https://ampproject.org.evil.example/c/s/news.example/x", "https://news.example/x"),
    ],
)
def test_these_pairs_of_addresses_are_two_articles(one: str, other: str) -> None:
    assert canonical_url(one) != canonical_url(other)


@given(
    st.from_regex(
        r"https?://(www\.|m\.)*[a-z]{1,3}(\.[a-z]{1,3}){0,3}(/(amp|x|%[0-9a-f]{2}|é))*/?(\?[a-z=&%]*)?", fullmatch=True
    )
    | st.text(max_size=80)
)
def test_a_canonical_address_is_its_own(url: str) -> None:
    once = canonical_url(url)
    assert canonical_url(once) == once


def test_the_articles_of_the_sample_keep_an_address_each() -> None:
    texts = [(SAMPLE / f"{name}.jsonl").read_text("utf-8") for name in ("r1", "r2")]
    lines = [json.loads(line) for text in texts for line in text.splitlines()]
    urls = {line["id"]: line["url"] for line in lines if "url" in line}
    assert len({canonical_url(url) for url in urls.values()}) == len(set(urls.values()))


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://a.example/x?utm_source=b&id=3&fbclid=4#top", "https://a.example/x?id=3"),
        ("https://a.example/x?at_medium=RSS&at_campaign=KARANGA", "https://a.example/x"),
        ("https://a.example/x?cid=123&ref=home", "https://a.example/x?cid=123"),
        ("https://a.example/x?q=a%20b&page=2", "https://a.example/x?q=a%20b&page=2"),
        ("https://a.example/x?amp=1", "https://a.example/x"),
        ("http://[broken", "http://[broken"),
    ],
)
def test_an_address_is_kept_without_what_only_tracks(url: str, kept: str) -> None:
    assert without_tracking(url) == kept


def test_amp_and_mobile_editions_are_the_same_site() -> None:
    assert without_amp("https://a.example/news/amp/") == "https://a.example/news"
    assert without_amp("https://a.example/amp/news") == "https://a.example/news"
    assert without_amp("https://a.example/camp") == "https://a.example/camp"
    assert same_site("https://www.a.example/x", "https://m.a.example/y")
    assert same_site("https://amp.a.example/x", "https://a.example/y")
    assert not same_site("https://a.example/", "https://nota.example/")
    assert not same_site("https://example/", "https://a.example/")
    assert not same_site("", "")
