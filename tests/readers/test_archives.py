"""WARC archives, and PDF."""

import gzip
import tracemalloc
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.ids import article_id
from pipeline.readers.documents import Document, Reading
from pipeline.readers.warc import warc_records
from pipeline.types import RawArticle, Rejection
from tests.fetching.site import Site
from tests.readers.reading import NOW, article, articles, read_address, read_file, reason
from tests.readers.seeds import HTML, WARC, pdf, warc

STORY = "https://news.example/harbour"


@pytest.mark.parametrize(
    ("name", "packed"), [("a.warc", False), ("a.warc.gz", True), ("nameless", True), ("nameless2", False)]
)
def test_every_page_of_an_archive_is_an_article(tmp_path: Path, name: str, packed: bool) -> None:
    data = warc((STORY, HTML), ("https://other.example/story", HTML), packed=packed)
    first, second = articles(read_file(tmp_path, name, data))
    assert (first.url, second.url) == (STORY, "https://other.example/story"), "a page speaks for its own site only"
    assert first.metadata["captured_at"] == "2026-02-04T00:00:00Z"


def test_what_is_no_page_is_passed_over_and_a_bad_page_is_refused(tmp_path: Path) -> None:
    image = warc(("https://news.example/i", b"x"), head="image/png")
    moved = warc((STORY, HTML)).replace(b"200 OK", b"301 No")
    records = read_file(tmp_path, "a.warc", image + moved + warc(("https://news.example/b", b"<p>nothing")) + WARC)
    refused, *rest = records
    assert isinstance(refused, Rejection)
    assert refused.id == article_id("https://news.example/b")
    assert [type(record) for record in rest] == [RawArticle, RawArticle]


def test_an_archive_that_breaks_off_is_read_up_to_there(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    packed = warc((STORY, HTML), packed=True)
    for data in (WARC + b"garbage \x1b[31m here\r\n\r\n" * 9, packed + packed[: len(packed) // 2]):
        first, *rest = read_file(tmp_path, "a.warc", data)
        assert isinstance(first, RawArticle)
        assert isinstance(rest[-1], Rejection)
    assert capfd.readouterr().err == ""


def test_a_page_that_blows_up_when_unpacked_is_refused(tmp_path: Path) -> None:
    bomb = gzip.compress(b" " * 60_000_000)
    data = warc((STORY, bomb), head="text/html\r\nContent-Encoding: gzip")
    assert "larger than 20,000,000 bytes when unpacked" in reason(read_file(tmp_path, "a.warc", data))


def test_an_archive_is_read_in_constant_memory(tmp_path: Path) -> None:
    file = tmp_path / "big.warc"
    padding = warc(("https://news.example/i", b"x" * 1_000_000), head="image/png")
    with file.open("wb") as out:
        for _ in range(40):
            out.write(padding)
        out.write(WARC)
    with file.open("rb") as stream:
        list(warc_records(Document("w", stream), Reading(NOW)))  # what is loaded on first use is not counted
        stream.seek(0)
        tracemalloc.start()
        found = sum(isinstance(record, RawArticle) for record in warc_records(Document("w", stream), Reading(NOW)))
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert found == 2
    assert peak < 8_000_000


def test_a_pdf_by_address_is_an_article_and_one_on_disk_names_none(site: Site, tmp_path: Path) -> None:
    site.serve("/statement.pdf", pdf(), "application/pdf")
    found = article(read_address(f"{site.url}/statement.pdf", site))
    assert (found.title, found.author, found.publisher) == ("Statement on the harbour", "Press office", "127.0.0.1")
    assert found.published_at == datetime(2026, 2, 2, 8, 30, tzinfo=UTC)
    assert found.text.startswith("The harbour reopened on Monday")
    assert found.metadata["taken_from"]["published_at"] == "pdf"  # type: ignore[index,call-overload]
    assert "names no address" in reason(read_file(tmp_path, "a.pdf", pdf()))


def test_a_broken_or_undated_pdf_is_told(site: Site) -> None:
    site.serve("/broken.pdf", b"%PDF-1.4 nothing", "application/pdf")
    assert "the PDF cannot be read" in reason(read_address(f"{site.url}/broken.pdf", site))
    site.serve("/undated.pdf", pdf().replace(b"/CreationDate", b"/CreatingDate"), "application/pdf")
    assert "states no date" in reason(read_address(f"{site.url}/undated.pdf", site))


def test_a_pdf_whose_title_or_author_is_a_number_has_none(site: Site) -> None:
    site.serve("/title.pdf", pdf().replace(b"/Title ", b"/Title 1.5 /Was "), "application/pdf")
    assert "title" in reason(read_address(f"{site.url}/title.pdf", site))
    site.serve("/author.pdf", pdf().replace(b"/Author ", b"/Author 1.5 /Was "), "application/pdf")
    assert article(read_address(f"{site.url}/author.pdf", site)).author is None
