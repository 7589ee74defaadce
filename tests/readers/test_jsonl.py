import io
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.errors import BadInput, NotFound
from pipeline.readers import reader_for
from pipeline.types import RawArticle, Rejection, Withdrawal

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
GOOD = {
    "id": "a-1",
    "url": "https://news.example/a-1",
    "title": "Talks go on",
    "text": "The council agreed on fifteen points.",
    "published_at": "2026-02-02T08:00:00+01:00",
    "publisher": "Desk",
}


def read(tmp_path: Path, *lines: bytes) -> list[RawArticle | Withdrawal | Rejection]:
    file = tmp_path / "news.jsonl"
    file.write_bytes(b"\n".join(lines))
    return list(reader_for(str(file), now=NOW).read(str(file)))


def line(**fields: object) -> bytes:
    return json.dumps({**GOOD, **fields}).encode()


def one(tmp_path: Path, **fields: object) -> RawArticle:
    (record,) = read(tmp_path, line(**fields))
    assert isinstance(record, RawArticle), record
    return record


def reason(tmp_path: Path, **fields: object) -> str:
    (record,) = read(tmp_path, line(**fields))
    assert isinstance(record, Rejection), record
    return record.reason


def test_a_line_becomes_an_article_and_unknown_keys_are_kept_as_metadata(tmp_path: Path) -> None:
    article = one(tmp_path, topic="talks", based_on=["f-1", {"n": 2}])
    assert article == RawArticle(
        id="a-1",
        url="https://news.example/a-1",
        title="Talks go on",
        text="The council agreed on fifteen points.",
        published_at=datetime(2026, 2, 2, 7, tzinfo=UTC),
        publisher="Desk",
        metadata={"topic": "talks", "based_on": ["f-1", {"n": 2}]},
    )


@pytest.mark.parametrize(
    ("given", "understood"),
    [
        ("2026-02-02", datetime(2026, 2, 2, tzinfo=UTC)),
        ("2026-02-02T08:00:00", datetime(2026, 2, 2, 8, tzinfo=UTC)),
        ("2026-02-02T08:00:00Z", datetime(2026, 2, 2, 8, tzinfo=UTC)),
        ("2026-03-03T11:00:00Z", datetime(2026, 3, 3, 11, tzinfo=UTC)),
    ],
)
def test_a_date_without_a_zone_is_read_as_utc(tmp_path: Path, given: str, understood: datetime) -> None:
    assert one(tmp_path, published_at=given).published_at == understood


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"title": None}, "field 'title' is missing"),
        ({"title": "  \n "}, "field 'title' is empty"),
        ({"title": 7}, "field 'title' is 7; it must be a string"),
        ({"publisher": ["Desk"]}, "field 'publisher' is ['Desk']; it must be a string"),
        ({"text": ""}, "field 'text' has 0 words"),
        ({"text": "Two words."}, "field 'text' has 2 words"),
        ({"text": "\x00\x01 \x07"}, "field 'text' has 0 words"),
        ({"text": "word " * 500_000}, "field 'text' has 2,500,000 characters"),
        ({"url": "ftp://news.example/a"}, "field 'url' is 'ftp://news.example/a'; give an address"),
        ({"url": "javascript:alert(1)"}, "http:// or https://"),
        ({"url": "https://"}, "http:// or https://"),
        ({"url": "https://[::1"}, "http:// or https://"),
        ({"url": "https://news.example:99999/"}, "http:// or https://"),
        ({"url": "https://news.example/a b"}, "http:// or https://"),
        ({"published_at": "yesterday"}, "field 'published_at' is 'yesterday'; write a date"),
        ({"published_at": "2026-03-04"}, "more than two days ahead of 2026-03-01"),
        ({"published_at": 1_760_000_000}, "it must be a string"),
        ({"updated_at": "2027-01-01"}, "field 'updated_at' is '2027-01-01', more than two days ahead"),
        ({"id": ""}, "field 'id' is empty"),
        ({"id": 5}, "field 'id' is 5; it must be a string"),
        ({"withdrawn": "yes"}, "field 'withdrawn' is 'yes'; it must be true or false"),
        ({"withdrawn": True}, "field 'reason' is missing"),
        ({"deep": json.loads("[" * 40 + "]" * 40)}, "nested more than 32 deep"),
    ],
)
def test_a_field_that_cannot_be_used_is_refused_with_its_value(
    tmp_path: Path, fields: dict[str, object], said: str
) -> None:
    assert said in reason(tmp_path, **fields)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"{", "the line is not JSON (column 2)"),
        (b"[1, 2]", "the line holds list, not an object"),
        (b'"text"', "the line holds str, not an object"),
        (b'{"a": NaN}', "the line is not JSON"),
        (b'{"a": 1e999}', "the line is not JSON"),
        (b'{"a": ' + b"9" * 5000 + b"}", "the line is not JSON"),
        (b"[" * 100_000, "the line is not JSON"),
        (b'{"title": "caf\xe9"}', "byte 15 of the line is not UTF-8"),
        (b'{"withdrawn": true, "reason": "Wrong."}', "a withdrawal names its article by 'id' or 'url'"),
    ],
)
def test_a_line_that_is_no_record_is_refused_and_the_rest_goes_in(tmp_path: Path, data: bytes, said: str) -> None:
    before, refused, after = read(tmp_path, line(id="a-1"), data, line(id="a-2"))
    assert isinstance(before, RawArticle)
    assert isinstance(refused, Rejection)
    assert refused.line == 2
    assert said in refused.reason
    assert isinstance(after, RawArticle)


def test_a_rejection_names_the_article_by_its_id_or_by_its_url(tmp_path: Path) -> None:
    without_id = {key: value for key, value in GOOD.items() if key != "id"} | {"text": ""}
    first, second = read(tmp_path, line(text=""), json.dumps(without_id).encode())
    assert isinstance(first, Rejection)
    assert isinstance(second, Rejection)
    assert (first.id, second.id) == ("a-1", "a-85ae06522ee8")


def test_text_is_kept_character_for_character_but_for_what_nobody_can_see(tmp_path: Path) -> None:
    text = "Café and Cafe\u0301 👩🏽‍🚀 “said”\x00 no.\r\nNext\rline\x85 \ud800tab\t\u202ertl\u202c <b>&amp;</b>  end "
    kept = "Café and Cafe\u0301 👩🏽‍🚀 “said” no.\nNext\nline tab\t\u202ertl\u202c <b>&amp;</b>  end "
    assert one(tmp_path, text=text).text == kept


def test_white_space_in_titles_and_publishers_is_collapsed(tmp_path: Path) -> None:
    article = one(tmp_path, title=" Talks \n go\ton ", publisher="The  Desk")
    assert (article.title, article.publisher) == ("Talks go on", "The Desk")


def test_a_byte_order_mark_and_blank_lines_are_passed_over(tmp_path: Path) -> None:
    records = read(tmp_path, b"\xef\xbb\xbf" + line(), b"", b"   ", line(id="a-2", text="too short"))
    assert isinstance(records[0], RawArticle)
    assert isinstance(records[1], Rejection)
    assert (len(records), records[1].line) == (2, 4)


def test_a_withdrawal_names_its_article_by_id_or_url(tmp_path: Path) -> None:
    records = read(
        tmp_path,
        b'{"id": "a-1", "withdrawn": true, "reason": "It was wrong."}',
        b'{"url": "https://news.example/a-2", "withdrawn": true, "reason": "It was wrong."}',
    )
    assert records == [
        Withdrawal(id="a-1", reason="It was wrong."),
        Withdrawal(url="https://news.example/a-2", reason="It was wrong."),
    ]


def test_an_overlong_line_is_refused_without_losing_the_line_after_it(tmp_path: Path) -> None:
    refused, after = read(tmp_path, b'{"text": "' + b"x" * 40_000_000 + b'"}', line())
    assert isinstance(refused, Rejection)
    assert "longer than 16,000,000 bytes" in refused.reason
    assert isinstance(after, RawArticle)


def test_a_folder_is_read_in_the_order_of_its_file_names(tmp_path: Path) -> None:
    (tmp_path / "b.jsonl").write_bytes(line(id="second"))
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "c.ndjson").write_bytes(line(id="third"))
    (tmp_path / "a.jsonl").write_bytes(line(id="first"))
    (tmp_path / "notes.txt").write_text("not for us")
    records = reader_for(str(tmp_path), now=NOW).read(str(tmp_path))
    assert [record.id for record in records] == ["first", "second", "third"]


def test_a_dash_reads_the_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(line())))
    assert [record.id for record in reader_for("-", now=NOW).read("-")] == ["a-1"]


def test_a_source_that_is_not_there_is_an_error_that_names_it(tmp_path: Path) -> None:
    missing = str(tmp_path / "missing.jsonl")
    with pytest.raises(NotFound, match=r"there is no file or folder .*missing\.jsonl"):
        list(reader_for(missing, now=NOW).read(missing))


def test_a_folder_without_json_lines_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="holds no file ending in"):
        list(reader_for(str(tmp_path), now=NOW).read(str(tmp_path)))


@pytest.mark.parametrize(("source", "format"), [("https://news.example/feed", "auto"), ("x.jsonl", "docx")])
def test_a_format_that_is_not_understood_is_refused_with_those_that_are(source: str, format: str) -> None:  # noqa: A002
    with pytest.raises(BadInput, match=r"understood.*jsonl|use auto or jsonl"):
        reader_for(source, format, now=NOW)


def test_a_file_under_another_name_is_read_when_its_format_is_said(tmp_path: Path) -> None:
    file = tmp_path / "news.txt"
    file.write_bytes(b"\n\nnot JSON\n" + line())
    with pytest.raises(BadInput, match="--format jsonl"):
        reader_for(str(file), now=NOW)
    assert [record.id for record in reader_for(str(file), "jsonl", now=NOW).read(str(file))] == [None, "a-1"]
