"""Files, folders, addresses and what is sniffed; and that a damaged one never stops the rest."""

import gzip
import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.errors import BadInput
from pipeline.readers import FORMATS, reader_for
from pipeline.readers.formats import format_of
from pipeline.readers.moments import moment
from pipeline.types import RawArticle, Rejection
from tests.fetching.site import Site
from tests.readers import fuzz, seeds
from tests.readers.reading import NOW, articles, fetcher, read_address, read_file, reason


def test_a_folder_of_everything_is_read_and_what_is_bad_in_it_is_named(tmp_path: Path) -> None:
    files = {
        "1.jsonl": seeds.JSONL,
        "2.csv": seeds.CSV.replace(b"2026-02-02", b"soon"),
        "3.parquet": seeds.parquet()[:-3],
        "4/page.html": seeds.HTML,
        "4/style.css": b"p {}",
        "5.xml": seeds.ATOM,
        "6.warc.gz": seeds.warc((f"{'https://news.example'}/w", seeds.HTML), packed=True),
        "7.json": seeds.JSON_FEED,
        "8.jsonl.gz": gzip.compress(seeds.JSONL.splitlines()[0]),
        "9.xml": b"<unknown/>",
        ".hidden/x.jsonl": b"{",
    }
    for name, data in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(data)
    records = list(reader_for(str(tmp_path), now=NOW).read(str(tmp_path)))
    assert sum(isinstance(record, RawArticle) for record in records) == 6
    refused = [record.reason for record in records if isinstance(record, Rejection)]
    assert [text.partition(":")[0] for text in refused] == ["2.csv", "3.parquet", "9.xml"]


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("x", seeds.RSS, "feed"),
        ("x", seeds.ATOM, "feed"),
        ("x", b"\xef\xbb\xbf\n" + seeds.JSON_FEED, "feed"),
        ("x", seeds.GDELT, "feed"),
        ("x", b"{}", "feed"),
        ("x.json", seeds.JSONL, "jsonl"),
        ("x", seeds.HTML, "html"),
        ("x.xml", b"<!-- a --><?xml-stylesheet x?><html>", "html"),
        ("x", seeds.SITEMAP, "sitemap"),
        ("x", gzip.compress(seeds.SITEMAP), "sitemap"),
        ("x", seeds.OPML, "opml"),
        ("x", seeds.WARC, "warc"),
        ("x", seeds.parquet(), "parquet"),
        ("x", seeds.pdf(), "pdf"),
        ("x.tsv", b"", "csv"),
        ("X.HTM", b"", "html"),
        ("x.txt", b"Some prose.", None),
        ("x", b"\x1f\x8bbroken", None),
        ("x", b"", None),
    ],
)
def test_formats_are_told_by_name_where_that_is_certain_else_by_content(
    name: str, data: bytes, kind: str | None
) -> None:
    assert format_of(name, data) == kind


def test_an_address_is_read_as_what_it_gives(site: Site) -> None:
    site.serve("/plain", seeds.HTML.replace(b"https://news.example", site.url.encode()))
    site.serve("/moved", status=302, Location="/plain")
    site.serve("/lines.jsonl", seeds.JSONL.splitlines()[0], "text/plain")
    site.serve("/prose", b"Some prose and no tags.", "text/plain")
    assert articles(read_address(f"{site.url}/moved", site))[0].url == f"{site.url}/harbour"
    assert articles(read_address(f"{site.url}/lines.jsonl", site))[0].id == "a-1"
    assert "not a page of HTML" in reason(read_address(f"{site.url}/prose", site))


def test_an_address_that_is_refused_is_a_rejection_and_no_error(site: Site) -> None:
    assert reason(read_address("http://127.0.0.1/", site)).startswith("http://127.0.0.1/: '127.0.0.1' is loopback")
    (gone,) = read_address(f"{site.url}/gone", site)
    assert gone == Rejection(reason=f"{site.url}/gone: it answered 404"), (
        "no id: it may have been a list of many articles"
    )


def test_other_addresses_than_those_of_the_web_are_no_sources() -> None:
    with fetcher() as fetching:
        for source in ("ftp://news.example/a", "file:///etc/hostname", "gopher://news.example"):
            with pytest.raises(BadInput, match="in no format that is understood"):
                reader_for(source, now=NOW, fetcher=fetching)


def test_a_folder_is_read_in_the_format_that_is_named(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(seeds.HTML)
    (tmp_path / "news.jsonl").write_bytes(seeds.JSONL.splitlines()[0])
    reader = reader_for(str(tmp_path), "html", now=NOW)
    assert [record.url for record in articles(list(reader.read(str(tmp_path))))] == ["https://news.example/harbour"]


def test_broken_packing_is_told(tmp_path: Path) -> None:
    packed = gzip.compress(seeds.JSONL * 2000)
    *_, last = read_file(tmp_path, "a.jsonl.gz", packed[:-100])
    assert isinstance(last, Rejection)
    assert "cannot be read to their end" in last.reason
    for name in ("a.csv.gz", "a.html.gz", "a.xml.gz"):
        assert isinstance(
            read_file(tmp_path, name, gzip.compress(seeds.HTML)[:-30] + b"x", format="html")[-1], Rejection
        ), name


@pytest.mark.parametrize(
    "value", ["", "soon", "03/04/2026", "2026", "12:30", "31 January", "0000-00-00", "x" * 500, None, 7]
)
def test_what_is_no_date_for_certain_is_none(value: object) -> None:
    assert moment(value) is None


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(name=st.sampled_from(sorted(fuzz.SEEDS)), accidents=st.integers(0, 2**64))
def test_damaged_documents_give_records_and_no_crash(name: str, accidents: int) -> None:
    kind, sound = fuzz.SEEDS[name]
    fuzz.read(kind, fuzz.damaged(sound, random.Random(accidents)))


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    kind=st.sampled_from(FORMATS),
    data=st.binary(max_size=400) | st.text(max_size=400).map(lambda t: t.encode("utf-8", "replace")),
)
def test_any_bytes_give_records_and_no_crash(kind: str, data: bytes) -> None:
    fuzz.read(kind, data)


@pytest.mark.parametrize(
    ("name", "data", "what"),
    [
        ("x.rss", seeds.RSS, "a feed"),
        ("x.xml", seeds.ATOM, "a feed"),
        ("x.json", seeds.JSON_FEED, "a feed"),
        ("x.opml", seeds.OPML, "a list of feeds"),
        ("x.xml.gz", gzip.compress(seeds.SITEMAP), "a sitemap"),
    ],
)
def test_what_shows_only_the_latest_cannot_keep_a_corpus_in_step(
    tmp_path: Path, site: Site, name: str, data: bytes, what: str
) -> None:
    file = tmp_path / name
    file.write_bytes(data)
    with pytest.raises(BadInput, match=f"is {what}, so --sync was refused and nothing was withdrawn"):
        reader_for(str(file), now=NOW, complete=True)
    with pytest.raises(BadInput, match=f"is {what}"):
        list(reader_for(str(tmp_path), now=NOW, complete=True).read(str(tmp_path)))
    site.serve("/latest", data, "text/plain")
    with fetcher(site) as fetching, pytest.raises(BadInput, match=f"is {what}"):
        list(reader_for(site.url + "/latest", now=NOW, fetcher=fetching, complete=True).read(site.url + "/latest"))


def test_one_page_at_an_address_cannot_keep_a_corpus_in_step(site: Site) -> None:
    site.serve("/a", seeds.HTML, "text/html")
    with fetcher(site) as fetching, pytest.raises(BadInput, match="one page, which lists no others"):
        list(reader_for(site.url + "/a", now=NOW, fetcher=fetching, complete=True).read(site.url + "/a"))


def test_what_lists_everything_can_keep_a_corpus_in_step(tmp_path: Path, site: Site) -> None:
    site.serve("/all.jsonl", seeds.JSONL, "text/plain")
    with fetcher(site) as fetching:
        url = site.url + "/all.jsonl"
        assert len(list(reader_for(url, now=NOW, fetcher=fetching, complete=True).read(url))) == 2
    for name, data in (("1.jsonl", seeds.JSONL), ("2.csv", seeds.CSV), ("3.parquet", seeds.parquet())):
        (tmp_path / name).write_bytes(data)
        assert list(reader_for(str(tmp_path / name), now=NOW, complete=True).read(str(tmp_path / name)))
    (tmp_path / "4.html").write_bytes(seeds.HTML)
    assert len(list(reader_for(str(tmp_path), now=NOW, complete=True).read(str(tmp_path)))) == 6


def test_a_sync_that_is_not_there_or_comes_from_the_standard_input_is_judged_on_reading(tmp_path: Path) -> None:
    assert reader_for("-", now=NOW, complete=True)
    assert reader_for(str(tmp_path / "none.jsonl"), now=NOW, complete=True)
