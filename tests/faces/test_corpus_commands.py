from datetime import UTC, datetime

import pytest

from tests.faces.stub import Stub


def test_ingest_passes_its_options_on_and_tells_what_it_did(run, stub) -> None:
    ran = run("ingest", "a.jsonl", "b.jsonl", "--sync", "--format", "jsonl")
    assert ran.code == 0
    assert stub.calls == [("ingest", ["a.jsonl", "b.jsonl"], True, "jsonl")]
    assert stub.closed == 1
    assert ran.words == "12 added, 3 updated, 1,204 unchanged, 1 withdrawn 88 passages in revision gw1:abc, 2.1 s"
    assert ran.err == ""


def test_a_search_service_is_asked_only_by_name_of_the_option(run, stub) -> None:
    assert run("ingest", "--query", "grain deal").code == 0
    assert run("ingest", "--query", "grain deal", "--from", "https://news.example/?q={query}").code == 0
    found = [call for call in stub.calls if call[0] == "find"]
    assert found == [("find", "grain deal", "gdelt"), ("find", "grain deal", "https://news.example/?q={query}")]


def test_ingest_wants_sources_or_a_query_and_not_both(run, stub) -> None:
    for args in ((), ("a.jsonl", "--query", "grain"), ("--query", "grain", "--sync")):
        assert run("ingest", *args).code == 2
    assert stub.calls == []


def test_ingest_lists_what_it_refused_and_why(run) -> None:
    ran = run("ingest", "a.jsonl", service=Stub(sick=True))
    assert ran.code == 0
    assert (
        "1 record refused; the rest went in: line id reason 7 no text red [bold]title[/bold] :smile: exe" in ran.words
    )


def test_ingest_as_json_has_the_fields_of_the_contract(run) -> None:
    assert run("ingest", "a.jsonl", "--json", service=Stub(sick=True)).json == {
        "added": 12,
        "updated": 3,
        "unchanged": 1204,
        "withdrawn": 1,
        "rejected": [
            {"id": None, "line": 7, "reason": "no text \x1b[31mred\x9b2J [bold]title[/bold] :smile: \u202eexe"}
        ],
        "passages": 88,
        "revision": "gw1:abc",
        "seconds": 2.13,
    }


def test_withdraw_needs_a_reason(run, stub) -> None:
    ran = run("withdraw", "a-1")
    assert (ran.code, ran.out) == (2, "")
    assert "Missing option '--reason'" in ran.err
    assert run("withdraw", "a-1", "a-2", "--reason", "retracted").code == 0
    assert stub.calls[0] == ("withdraw", ["a-1", "a-2"], "retracted")


def test_corpus_tells_what_is_there(run) -> None:
    words = run("corpus").words
    assert "articles 31 withdrawn 2 origins 27 passages 214" in words
    assert "to March 13, 2026, 07:00 UTC" in words
    assert "Northern Wire 19 Isles Gazette 12" in words


def test_an_empty_corpus_says_what_to_do(run) -> None:
    assert (
        "The corpus is empty. Add articles with 'groundwire ingest FILE'"
        in run("corpus", service=Stub(sick=True)).words
    )


def test_corpus_as_json_has_the_fields_of_the_contract(run) -> None:
    assert run("corpus", "--json").json == {
        "articles": 31,
        "withdrawn": 2,
        "passages": 214,
        "origins": 27,
        "publishers": {"Northern Wire": 19, "Isles Gazette": 12},
        "oldest": "2026-01-02T00:00:00Z",
        "newest": "2026-03-13T07:00:00Z",
        "revision": "gw1:0123456789abcdef",
    }


def test_corpus_show_gives_one_article_with_its_versions(run, stub) -> None:
    ran = run("corpus", "show", "harbour")
    assert ran.code == 0
    assert stub.calls == [("corpus_article", "harbour")]
    assert "Withdrawn: retracted" in ran.out
    assert "harbour-v1" in ran.out
    assert "First line.\n\nred [bold]title[/bold] :smile: exe" in ran.out


def test_corpus_show_of_an_unknown_article_is_bad_input(run) -> None:
    ran = run("corpus", "show", "nobody", "--json")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == '{"error": {"type": "NotFound", "message": "there is no article \'nobody\'"}}\n'


def test_corpus_log_counts_the_changes_of_each_revision(run) -> None:
    assert run("corpus", "log").words.endswith("1 gw1:abc March 14, 2026, 09:30 UTC 2 2 0 0")
    assert run("corpus", "log", "--json").json[0]["changes"][1]["article_id"] == "b"


def test_search_passes_its_options_on(run, stub) -> None:
    ran = run("search", "tolls", "-k", "3", "--as-of", "2026-03-13", "--publisher", "A", "--publisher", "B")
    assert ran.code == 0
    assert stub.calls == [("search", "tolls", 3, datetime(2026, 3, 13, 23, 59, 59, 999999, tzinfo=UTC), ("A", "B"))]


def test_search_shows_hits_without_acting_on_what_they_hold(run) -> None:
    ran = run("search", "tolls")
    assert "1. red [bold]title[/bold] :smile: exe 0.831" in ran.words
    assert "Envoys agreed red" in ran.words
    assert not any(mark in ran.out for mark in ("\x1b", "\x9b", "\u202e", "javascript:"))


def test_search_as_json_is_a_list_with_the_fields_of_the_contract(run) -> None:
    ran = run("search", "tolls", "--json")
    assert list(ran.json[0]) == (
        "rank score article_id version passage_id start end text title publisher url published_at".split()
    )
    assert not any(mark in ran.out for mark in ("\x1b", "\x9b", "\u202e"))


def test_search_that_finds_nothing_says_so(run) -> None:
    assert run("search", "x", service=Stub(sick=True)).words.startswith("Nothing in the corpus matches.")
    assert run("search", "x", "--json", service=Stub(sick=True)).json == []


@pytest.mark.parametrize(
    "args",
    [
        ("ingest",),
        ("ingest", "a", "--format", "docx"),
        ("search", "x", "-k", "0"),
        ("search", "x", "-k", "many"),
        ("search", " "),
        ("search", "x", "--as-of", "yesterday"),
        ("corpus", "shwo"),
        ("corpus", "show"),
    ],
)
def test_what_cannot_be_used_is_refused_before_the_service_is_opened(run, stub, args) -> None:
    ran = run(*args)
    assert (ran.code, ran.out, stub.homes) == (2, "", [])
    assert ran.err.startswith("Error: ")
