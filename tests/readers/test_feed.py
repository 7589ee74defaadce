import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.fetching import JsonValidators
from pipeline.ids import article_id
from pipeline.types import RawArticle, Rejection
from tests.fetching.site import Site
from tests.readers.reading import Record, article, read_address, read_file, reason
from tests.readers.seeds import ATOM, JSON_FEED, LONG, PARAGRAPHS, RSS, page

DATED = '<meta property="article:published_time" content="2026-02-01T06:00:00Z">'


def item(**fields: str) -> str:
    given = {"title": "Harbour", "link": "https://news.example/a", "pubDate": "Mon, 02 Feb 2026 08:30:00 GMT", **fields}
    return "<item>" + "".join(f"<{name}>{value}</{name}>" for name, value in given.items() if value) + "</item>"


def rss(*items: str) -> bytes:
    return f'<rss version="2.0"><channel><title>Gazette</title>{"".join(items)}</channel></rss>'.encode()


def summary(words: int) -> str:
    return " ".join(["word"] * words)


def test_an_entry_with_its_whole_text_is_taken_as_it_is(tmp_path: Path) -> None:
    whole, teaser = read_file(tmp_path, "feed.xml", RSS)
    assert whole == RawArticle(
        url="https://news.example/harbour",
        title="Harbour & storm",
        text="\n\n".join(PARAGRAPHS * 6),
        published_at=datetime(2026, 2, 2, 8, 30, tzinfo=UTC),
        publisher="Example Agency",
        language="en-gb",
        metadata={
            "entry_id": "g-1",
            "text_from": "feed text",
            "taken_from": {
                "url": "feed",
                "title": "feed",
                "publisher": "given",
                "published_at": "feed",
                "language": "feed",
            },
        },
    )
    assert isinstance(teaser, Rejection)
    assert teaser.id == article_id("https://news.example/teaser")
    assert teaser.reason.startswith(
        "https://news.example/teaser: the entry carries 3 words, and its page was not fetched"
    )


def test_atom_tells_publication_and_update_apart(tmp_path: Path) -> None:
    found = article(read_file(tmp_path, "feed.atom", ATOM))
    assert (found.title, found.publisher, found.author) == ("Statement one", "Ministry", "Press office")
    assert found.published_at == datetime(2026, 2, 2, 8, tzinfo=UTC)
    assert found.updated_at == datetime(2026, 2, 3, 10, tzinfo=UTC)
    assert found.metadata["entry_id"] == "tag:ministry.example,2026:1"
    assert "dated_by" not in found.metadata
    found = article(read_file(tmp_path, "feed.atom", ATOM.replace(b"<published>2026-02-02T08:00:00Z</published>", b"")))
    assert (found.published_at, found.updated_at) == (datetime(2026, 2, 3, 10, tzinfo=UTC), None)
    assert found.metadata["dated_by"] == "updated", "all the date that Atom asks for, and said so"


def test_json_feed(tmp_path: Path) -> None:
    found = article(read_file(tmp_path, "feed.json", JSON_FEED))
    assert (found.url, found.publisher, found.author) == ("https://news.example/harbour", "Gazette JSON", "Ann Example")
    assert (found.published_at.hour, found.updated_at and found.updated_at.hour) == (8, 9)
    assert found.metadata["entry_id"] == "7"


@pytest.mark.parametrize(
    ("written", "understood"),
    [
        ("Mon, 02 Feb 2026 08:30:00 GMT", datetime(2026, 2, 2, 8, 30, tzinfo=UTC)),
        ("Mon, 02 Feb 2026 08:30:00 EST", datetime(2026, 2, 2, 13, 30, tzinfo=UTC)),
        ("Mon, 02 Feb 2026 08:30:00 +0530", datetime(2026, 2, 2, 3, 0, tzinfo=UTC)),
        ("Mon, 02 Feb 2026 08:30:00 CET", datetime(2026, 2, 2, tzinfo=UTC)),
        ("2026-02-02T08:30:00Z", datetime(2026, 2, 2, 8, 30, tzinfo=UTC)),
        ("2026-02-02 08:30:00 UTC", datetime(2026, 2, 2, 8, 30, tzinfo=UTC)),
        ("2 February 2026", datetime(2026, 2, 2, tzinfo=UTC)),
    ],
)
def test_dates_of_feeds(tmp_path: Path, written: str, understood: datetime) -> None:
    found = article(read_file(tmp_path, "f.xml", rss(item(pubDate=written, description=summary(60)))))
    assert found.published_at == understood


def test_a_summary_counts_where_it_says_enough(tmp_path: Path) -> None:
    records = read_file(tmp_path, "f.xml", rss(item(description=summary(40)), item(description=summary(39))))
    assert isinstance(records[0], RawArticle)
    assert records[0].metadata["text_from"] == "feed summary"
    assert isinstance(records[1], Rejection)


def test_an_entry_without_a_date_or_a_link_is_refused(tmp_path: Path) -> None:
    assert "no date of publication" in reason(
        read_file(tmp_path, "f.xml", rss(item(pubDate="", description=summary(60))))
    )
    assert "has no link" in reason(read_file(tmp_path, "f.xml", rss(item(link="", description=summary(60)))))
    linked = item(link="", guid="https://news.example/by-id", description=summary(60))
    assert article(read_file(tmp_path, "f.xml", rss(linked))).url == "https://news.example/by-id"


def test_the_pages_of_summaries_are_fetched_in_the_order_of_the_feed(site: Site) -> None:
    feed = rss(
        item(link="/one?utm_medium=rss", description="Short.", source="Agency"),
        item(link="/whole", description=f"<![CDATA[{LONG}]]>"),
        item(link="/gone"),
        item(link="/undated", title="From the feed"),
        item(link="http://169.254.169.254/latest"),
    )
    site.serve("/feed", feed, "application/rss+xml")
    site.serve("/one", page(DATED))
    site.serve("/undated", page())
    one, whole, gone, undated, inside = read_address(f"{site.url}/feed", site)
    assert isinstance(one, RawArticle)
    assert (one.url, one.publisher, one.metadata["text_from"]) == (f"{site.url}/one", "Agency", "page")
    assert one.published_at == datetime(2026, 2, 1, 6, tzinfo=UTC), "the page's own word counts before the feed's"
    assert isinstance(whole, RawArticle)
    assert isinstance(gone, Rejection)
    assert gone.reason == f"{site.url}/gone: it answered 404"
    assert isinstance(undated, RawArticle)
    assert undated.published_at == datetime(2026, 2, 2, 8, 30, tzinfo=UTC)
    assert undated.metadata["taken_from"]["published_at"] == "feed"  # type: ignore[index,call-overload]
    assert isinstance(inside, Rejection)
    assert "link-local" in inside.reason
    assert "/whole" not in site.paths


def test_what_is_not_new_is_not_sent_again_and_what_failed_is(site: Site, tmp_path: Path) -> None:
    def poll() -> list[Record]:
        validators = JsonValidators(tmp_path / "fetched.json")
        records = read_address(f"{site.url}/feed", site, validators=validators)
        validators.save()
        return records

    site.serve("/feed", rss(item(link="/one"), item(link="/two")), ETag='"f"')
    site.serve("/one", page(DATED), ETag='"1"')
    site.serve("/two", status=503)
    site.serve("/two", page(DATED), ETag='"2"')
    assert [type(record) for record in poll()] == [RawArticle, Rejection]
    assert [type(record) for record in poll()] == [RawArticle], "the feed is read again, because a page had failed"
    assert poll() == []
    assert site.paths.count("/one") == 2


def test_what_is_no_feed_is_told(tmp_path: Path) -> None:
    for data, said in (
        (b"<p>not a feed", "no feed that can be read"),
        (b"{", "not JSON that can be read"),
        (b'{"items": 3}', "neither a JSON Feed"),
    ):
        assert said in reason(read_file(tmp_path, "f.rss", data, format="feed"))


def test_a_feed_that_would_blow_up_does_not(tmp_path: Path) -> None:
    entities = "".join(
        f'<!ENTITY a{n} "{"&a" + str(n - 1) + ";" if n else "ha"}{("&a" + str(n - 1) + ";") * 9 if n else ""}">'
        for n in range(9)
    )
    bomb = f"<?xml version='1.0'?><!DOCTYPE rss [{entities}]><rss><channel><item><title>&a8;</title></item></channel></rss>"
    for name in ("f.rss", "f.opml"):
        assert all(isinstance(record, Rejection) for record in read_file(tmp_path, name, bomb.encode()))


def test_a_feed_cannot_read_files(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("top secret words")
    doctype = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    feed = doctype.encode() + rss(item(title="&x;", description="&x; " + summary(60)))
    assert "secret words" not in json.dumps(
        [record.model_dump(mode="json") for record in read_file(tmp_path, "f.rss", feed)]
    )
