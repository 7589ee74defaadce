"""OPML, sitemaps, and the list that the project brings along."""

import gzip
from datetime import UTC, datetime
from pathlib import Path

from pipeline.readers.opml import listed
from pipeline.types import RawArticle, Rejection
from tests.fetching.site import Site
from tests.readers.reading import article, articles, read_address, read_file, reason
from tests.readers.seeds import JSON_FEED, OPML, RSS, SITEMAP, page

ROOT = Path(__file__).resolve().parents[2]


def opml(*feeds: tuple[str, str]) -> bytes:
    outlines = "".join(f'<outline text="x" publisher="{publisher}" xmlUrl="{url}"/>' for url, publisher in feeds)
    return f'<opml version="2.0"><body><outline text="group">{outlines}</outline></body></opml>'.encode()


def sitemap(*pages: str, index: bool = False) -> bytes:
    outer, inner = ("sitemapindex", "sitemap") if index else ("urlset", "url")
    entries = "".join(f"<{inner}><loc>{url}</loc><lastmod>2026-02-02</lastmod></{inner}>" for url in pages)
    return f'<{outer} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</{outer}>'.encode()


def test_a_list_of_feeds_is_read_in_its_order_and_names_who_speaks(site: Site, tmp_path: Path) -> None:
    site.serve(
        "/rss",
        RSS.replace(b"<item><title>Teaser", b"<x><title>Teaser").replace(b"</item>\n</channel>", b"</x></channel>"),
    )
    site.serve("/json", gzip.compress(JSON_FEED), "application/gzip")
    feeds = opml((f"{site.url}/rss", "Ours"), (f"{site.url}/gone", ""), (f"{site.url}/json", "Second"))
    agency, gone, second = read_file(tmp_path, "feeds.opml", feeds, site)
    assert isinstance(agency, RawArticle)
    assert agency.publisher == "Example Agency", "the source that an entry names counts before the list"
    assert isinstance(gone, Rejection)
    assert gone.reason == f"{site.url}/gone: it answered 404"
    assert isinstance(second, RawArticle)
    assert second.publisher == "Second"


def test_a_list_is_of_no_use_where_nothing_is_fetched_and_what_is_none_is_told(tmp_path: Path) -> None:
    assert "nothing is fetched here" in reason(read_file(tmp_path, "feeds.opml", OPML))
    assert "begins with <opml>" in reason(read_file(tmp_path, "feeds.opml", SITEMAP))
    assert "names no feed" in reason(read_file(tmp_path, "feeds.opml", b"<opml><body/></opml>"))


def test_the_list_that_comes_along_holds_public_feeds_with_their_publishers() -> None:
    feeds = listed((ROOT / "corpus" / "feeds.opml").read_bytes())
    assert len(feeds) == 26
    assert all(publisher and url.startswith("https://") for url, publisher in feeds.items())
    assert len(set(feeds.values())) == 26


def test_a_sitemap_of_news_gives_what_its_pages_do_not(site: Site, tmp_path: Path) -> None:
    site.serve("/harbour", page())
    found = article(read_file(tmp_path, "news.xml", SITEMAP.replace(b"https://news.example", site.url.encode()), site))
    assert found.published_at == datetime(2026, 2, 2, 8, 30, tzinfo=UTC)
    assert (found.publisher, found.title) == ("Example Gazette", "Harbour reopens")
    assert found.metadata["taken_from"]["published_at"] == "sitemap"  # type: ignore[index,call-overload]


def test_a_date_of_change_is_not_one_of_publication(site: Site) -> None:
    site.serve("/a", page())
    site.serve("/map.xml", sitemap(f"{site.url}/a"), "application/xml")
    assert "no date of publication" in reason(read_address(f"{site.url}/map.xml", site))


def test_an_index_of_sitemaps_is_followed_and_a_loop_of_them_ends(site: Site) -> None:
    dated = page('<meta name="date" content="2026-02-02">')
    for path in ("/a", "/b"):
        site.serve(path, dated)
    site.serve("/1.xml", sitemap(f"{site.url}/a"), "text/xml")
    site.serve("/2.xml.gz", gzip.compress(sitemap(f"{site.url}/b")), "application/x-gzip")
    url = site.serve("/index.xml", sitemap(f"{site.url}/1.xml", f"{site.url}/2.xml.gz", index=True), "text/xml")
    assert [found.url for found in articles(read_address(url, site))] == [f"{site.url}/a", f"{site.url}/b"]
    loop = site.serve("/loop.xml", sitemap(f"{site.url}/loop.xml", index=True), "text/xml")
    assert "an index within an index within an index" in reason(read_address(loop, site))


def test_half_a_surrogate_pair_in_a_list_is_left_out(tmp_path: Path) -> None:
    """Found by fuzzing: the XML library lets the reference pass and then cannot give its text."""
    data = opml(("https://news.example/&#xD800;feed&#99999999;", "Desk"))
    assert list(listed(data)) == ["https://news.example/feed"]
    assert "its bytes are not utf-8" in reason(read_file(tmp_path, "a.opml", b"<opml>\xed\xa0\x80" * 9))
