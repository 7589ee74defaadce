"""CSV and Parquet: the rows of tables."""

import builtins
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.errors import BadInput
from pipeline.types import RawArticle, Rejection, Withdrawal
from tests.readers.reading import article, read_file, reason
from tests.readers.seeds import ARTICLE, CSV, TEXT, parquet

HEAD = "url,title,text,published_at,publisher"
ROW = "https://news.example/a,Title,Four words of text.,2026-02-02,Desk"


def csv(*lines: str, encoding: str = "utf-8") -> bytes:
    return "\n".join(lines).encode(encoding)


def table(*rows: dict[str, Any]) -> bytes:
    out = BytesIO()
    pq.write_table(pa.Table.from_pylist(list(rows)), out)
    return out.getvalue()


def test_a_row_becomes_an_article_and_unknown_columns_are_kept(tmp_path: Path) -> None:
    assert article(read_file(tmp_path, "news.csv", CSV)) == RawArticle(
        url="https://news.example/harbour",
        title="Harbour reopens",
        text=TEXT,
        published_at=datetime(2026, 2, 2, tzinfo=UTC),
        publisher="Example Gazette",
        metadata={"topic": "storm"},
    )


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_columns_may_be_separated_in_several_ways_and_stand_in_any_order(tmp_path: Path, separator: str) -> None:
    head = separator.join(("Publisher", " TITLE ", "text", "published_at", "url", "author"))
    row = separator.join(("Desk", "Title", "Four words of text.", "2026-02-02", "https://news.example/a", ""))
    found = article(read_file(tmp_path, "news.csv", csv("\ufeff" + head, row)))
    assert (found.publisher, found.url, found.author) == ("Desk", "https://news.example/a", None)


def test_a_bad_row_is_refused_with_its_line_and_the_rest_goes_in(tmp_path: Path) -> None:
    lines = [HEAD, ROW, ROW.replace("2026-02-02", "soon"), ROW + ",extra", "", '"', "x", ROW]
    data = csv(*lines[:4]) + b"\n" + ROW.encode().replace(b"words", b"w\xffrds") + b"\n\n" + ROW.encode()
    records = read_file(tmp_path, "news.csv", data)
    assert [type(record) for record in records] == [RawArticle, Rejection, Rejection, Rejection, RawArticle]
    told = [(record.line, record.reason) for record in records if isinstance(record, Rejection)]
    assert [line for line, _ in told] == [3, 4, 5]
    assert "write a date as" in told[0][1]
    assert "6 cells and the head 5" in told[1][1]
    assert "not UTF-8" in told[2][1]


def test_a_quotation_mark_that_is_never_closed_costs_the_rest_of_a_cell_and_no_memory(tmp_path: Path) -> None:
    data = csv(HEAD, ROW, 'x,"' + "y" * 6_000_000, ROW)
    records = read_file(tmp_path, "news.csv", data)
    assert isinstance(records[0], RawArticle)
    assert any(isinstance(record, Rejection) and "quotation marks" in record.reason for record in records)


def test_a_table_withdraws_as_well(tmp_path: Path) -> None:
    (found,) = read_file(tmp_path, "w.csv", csv("id,withdrawn,reason", "a-1,TRUE,retracted"))
    assert found == Withdrawal(id="a-1", reason="retracted")


def test_a_table_without_its_columns_or_in_utf_16_is_told(tmp_path: Path) -> None:
    assert "no column 'publisher'" in reason(read_file(tmp_path, "a.csv", csv("url,title,text,published_at", "x")))
    assert "UTF-16" in reason(read_file(tmp_path, "b.csv", csv(HEAD, ROW, encoding="utf-16")))
    assert "no column 'url'" in reason(read_file(tmp_path, "c.csv", b""))


def test_parquet_rows_keep_their_types_as_json_has_them(tmp_path: Path) -> None:
    row = {
        **ARTICLE,
        "published_at": datetime(2026, 2, 2, 8, tzinfo=UTC),
        "day": date(2026, 2, 1),
        "tags": ["a"],
        "n": 1.5,
    }
    found = article(read_file(tmp_path, "a.parquet", table(row)))
    assert found.published_at == datetime(2026, 2, 2, 8, tzinfo=UTC)
    assert found.metadata == {"day": "2026-02-01", "tags": ["a"], "n": 1.5}
    sound, bad = read_file(tmp_path, "b.parquet", parquet())
    assert isinstance(sound, RawArticle)
    assert isinstance(bad, Rejection)
    assert (bad.id, bad.line) == ("a-2", 2)


def test_a_broken_parquet_file_is_told(tmp_path: Path) -> None:
    for data in (b"", b"PAR1", parquet()[:-20], b"PAR1" + b"\0" * 100 + b"PAR1"):
        assert reason(read_file(tmp_path, "a.parquet", data)).startswith("a.parquet: the table cannot be read")


@pytest.mark.parametrize(("name", "library", "extra"), [("a.parquet", "pyarrow", "parquet"), ("a.pdf", "pypdf", "pdf")])
def test_what_needs_an_extra_says_which(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, library: str, extra: str
) -> None:
    real = builtins.__import__

    def without(module: str, *args: Any, **kwargs: Any) -> Any:
        if module.split(".", maxsplit=1)[0] == library:
            raise ImportError(module)
        return real(module, *args, **kwargs)

    data = parquet()
    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(BadInput, match=rf"pip install 'groundwire\[{extra}\]'"):
        read_file(tmp_path, name, data)
