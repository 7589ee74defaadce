from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.ids import article_id
from pipeline.types import RawArticle, Rejection
from tests.fetching.site import Site
from tests.readers.reading import article, read_address, read_file, reason
from tests.readers.seeds import CANONICAL, HTML, JSON_LD, OPEN_GRAPH, PARAGRAPHS, TEXT, page

DATED = '<meta name="date" content="2026-02-02">'


def one(tmp_path: Path, *head: str, body: str = "", lang: str = ' lang="en-GB"') -> RawArticle:
    return article(read_file(tmp_path, "page.html", page(CANONICAL, *head, body=body, lang=lang)))


def taken_from(found: RawArticle, name: str) -> object:
    places = found.metadata["taken_from"]
    assert isinstance(places, dict)
    return places.get(name)


def test_a_page_becomes_an_article_of_what_it_says_most_carefully(tmp_path: Path) -> None:
    assert article(read_file(tmp_path, "page.html", HTML)) == RawArticle(
        url="https://news.example/harbour",
        title="Harbour reopens after the storm",
        text=TEXT,
        published_at=datetime(2026, 2, 2, 7, 30, tzinfo=UTC),
        updated_at=datetime(2026, 2, 3, 9, tzinfo=UTC),
        publisher="Example Gazette",
        author="Ann Example, Bo Example",
        language="en",
        metadata={
            "taken_from": {
                "url": "canonical",
                "title": "json-ld",
                "publisher": "json-ld",
                "author": "json-ld",
                "published_at": "json-ld",
                "updated_at": "json-ld",
                "language": "json-ld",
            }
        },
    )


@pytest.mark.parametrize(
    ("head", "body", "place", "published"),
    [
        ([OPEN_GRAPH, DATED], "", "opengraph", datetime(2026, 2, 2, 7, 31, tzinfo=UTC)),
        ([DATED], '<time datetime="2026-01-01"></time>', "meta", datetime(2026, 2, 2, tzinfo=UTC)),
        (
            ['<meta itemprop="datePublished" content="2026-02-01T10:00Z">'],
            "",
            "meta",
            datetime(2026, 2, 1, 10, tzinfo=UTC),
        ),
        ([], '<time datetime="2026-02-01T09:00:00Z">today</time>', "visible", datetime(2026, 2, 1, 9, tzinfo=UTC)),
        ([], '<p class="byline">By Ann, 31 January 2026</p>', "visible", datetime(2026, 1, 31, tzinfo=UTC)),
        ([], '<span id="pub-date">January 31, 2026</span>', "visible", datetime(2026, 1, 31, tzinfo=UTC)),
        ([OPEN_GRAPH.replace("2026-02-02T07", "soon"), DATED], "", "meta", datetime(2026, 2, 2, tzinfo=UTC)),
    ],
)
def test_where_the_date_comes_from_is_recorded(
    tmp_path: Path, head: list[str], body: str, place: str, published: datetime
) -> None:
    found = one(tmp_path, *head, body=body)
    assert (found.published_at, taken_from(found, "published_at")) == (published, place)


@pytest.mark.parametrize(
    "body",
    [
        "",
        '<p class="date">03/04/2026</p>',
        '<p class="date">last Monday</p>',
        '<p class="date">31 January</p>',
        '<p class="date">From 1 January 2026 to 3 February 2026</p>',
        "<p>On 31 January 2026 the storm came.</p>",
        '<time datetime="soon">soon</time>',
        "<footer>© 2026</footer>",
    ],
)
def test_a_date_that_is_not_certain_is_none_and_nothing_is_guessed(tmp_path: Path, body: str) -> None:
    assert "no date of publication" in reason(read_file(tmp_path, "page.html", page(CANONICAL, body=body)))


def test_an_update_is_kept_apart_from_the_publication_and_one_before_it_is_dropped(tmp_path: Path) -> None:
    updated = '<p class="date">Published 1 February 2026</p><p class="date">Updated 3 February 2026</p>'
    found = one(tmp_path, body=updated)
    assert found.published_at == datetime(2026, 2, 1, tzinfo=UTC)
    assert found.updated_at == datetime(2026, 2, 3, tzinfo=UTC)
    assert one(tmp_path, DATED, '<meta name="last-modified" content="2026-01-01">').updated_at is None


def test_a_date_far_ahead_is_refused(tmp_path: Path) -> None:
    records = read_file(tmp_path, "a.html", page(CANONICAL, '<meta name="date" content="2027-01-01">'))
    assert "more than two days ahead" in reason(records)


def test_language_and_publisher_are_told_or_said_to_be_assumed(site: Site) -> None:
    site.serve("/a", page(DATED, lang=""))
    found = article(read_address(f"{site.url}/a", site))
    assert (found.language, taken_from(found, "language")) == ("en", None)
    assert (found.publisher, taken_from(found, "publisher")) == ("127.0.0.1", "address")


@pytest.mark.parametrize(
    ("declared", "kept"),
    [
        ("/story?utm_source=a&id=7#top", "/story?id=7"),
        ("https://other.example/story", "/asked?id=1"),
        ("/", "/asked?id=1"),
        ("javascript:alert(1)", "/asked?id=1"),
        ("http://[", "/asked?id=1"),
    ],
)
def test_a_page_names_its_real_address_on_its_own_site_only(site: Site, declared: str, kept: str) -> None:
    site.serve("/asked?id=1&fbclid=x", page(f'<link rel="canonical" href="{declared}">', DATED))
    assert article(read_address(f"{site.url}/asked?id=1&fbclid=x", site)).url == site.url + kept


def test_a_page_on_disk_without_an_address_is_refused(tmp_path: Path) -> None:
    assert "names no address of its own" in reason(read_file(tmp_path, "a.html", page(JSON_LD)))


def test_a_page_behind_a_wall_or_without_an_article_is_refused(tmp_path: Path) -> None:
    thin = f"<html><head>{CANONICAL}{DATED}</head><body><p>Subscribe to read on.</p></body></html>".encode()
    assert "words of running text" in reason(read_file(tmp_path, "a.html", thin))
    assert reason(read_file(tmp_path, "b.html", b"")).startswith("b.html: ")


@pytest.mark.parametrize(
    ("encoding", "kind", "meta"),
    [
        ("utf-8", "text/html", ""),
        ("utf-8-sig", "text/html; charset=latin-1", ""),
        ("cp1252", "text/html; charset=ISO-8859-1", ""),
        ("cp1252", "text/html", '<meta charset="windows-1252">'),
        ("utf-8", "text/html; charset=us-ascii", '<meta charset="utf-8">'),
        ("utf-16", "text/html", ""),
        ("utf-8", "text/html; charset=unicode_escape", ""),
    ],
)
def test_a_page_is_read_in_its_own_encoding(site: Site, encoding: str, kind: str, meta: str) -> None:
    text = page(DATED, meta).decode().replace('<meta charset="utf-8">', "", 1)
    site.serve("/a", text.encode(encoding), kind)
    found = read_address(f"{site.url}/a", site)
    if "us-ascii" in kind:  # what the server says goes first; a page that contradicts it is the page's word after that
        assert isinstance(found[0], RawArticle)
    else:
        assert PARAGRAPHS[1] in article(found).text


def test_a_page_that_is_not_in_the_encoding_it_names_is_refused(tmp_path: Path) -> None:
    data = page(CANONICAL, DATED).replace("“the others”".encode(), b"\x93\x81\x8d\x8f\x90\x9d the others" * 9)
    assert "its bytes are not utf-8" in reason(read_file(tmp_path, "a.html", data))


def test_hostile_depth_is_refused_and_hostile_data_are_ignored(tmp_path: Path) -> None:
    assert "nested more than" in reason(read_file(tmp_path, "a.html", page(CANONICAL, DATED, body="<div>" * 5000)))
    nested = f'<script type="application/ld+json">{"[" * 100_000}</script>'
    odd = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": 7, "author": {"name": []}, "publisher": 1}</script>'
    assert one(tmp_path, nested, odd, DATED).title == "Harbour reopens"


def test_a_refused_page_is_named_by_the_id_that_it_would_have(site: Site) -> None:
    (refused,) = read_address(site.serve("/a", b"<p>nothing here"), site)
    assert isinstance(refused, Rejection)
    assert refused.id == article_id(f"{site.url}/a")
    assert refused.reason.startswith(f"{site.url}/a: ")
