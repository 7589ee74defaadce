import pytest

from tests.faces.stub import REFRESHED, Stub


def test_refresh_tells_the_state_the_causes_and_what_became_of_each_claim(run, stub) -> None:
    ran = run("refresh", "r-1")
    assert ran.code == 0
    assert stub.calls == [("refresh", ["r-1"], False, False)]
    assert "r-1: stale-major; what was shaken is written again, as version 3." in ran.out
    assert "harbour, corrected by its publisher: “Envoys agreed on nine" in ran.out
    assert "3 claims: 1 kept, 1 reworded, 1 withdrawn." in ran.out
    assert "- They agreed on 12 <b>." in ran.out
    assert "+ They agreed on nine <b>." in ran.out
    assert "\x1b" not in ran.out
    assert "\u202e" not in ran.out


def test_refresh_as_json_is_a_list_in_the_form_of_the_contract(run) -> None:
    document = run("refresh", "--all", "--json").json
    assert [sorted(each) for each in document] == [
        ["action", "changes", "from_version", "id", "reasons", "state", "to_version"]
    ]
    assert sorted(document[0]["reasons"][0]) == ["article_id", "claims", "kind", "quote", "version"]
    assert sorted(document[0]["changes"][0]) == ["after", "because", "before", "kind"]
    assert (document[0]["action"], document[0]["from_version"], document[0]["to_version"]) == ("regenerated", 2, 3)


def test_check_and_force_reach_the_service(run, stub) -> None:
    assert run("refresh", "--all", "--check").code == 0
    assert run("refresh", "r-1", "r-2", "--force").code == 0
    assert stub.calls == [("refresh", None, True, False), ("refresh", ["r-1", "r-2"], False, True)]


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("refresh",), "needs the ids of reports, or --all"),
        (("refresh", "r-1", "--all"), "and not both"),
        (("refresh", "--all", "--check", "--force"), "Give one of them"),
        (("diff",), "Missing argument 'ID'"),
        (("diff", "r-1", "--from", "0"), "Invalid value for '--from'"),
        (("diff", "r-1", "--out", "d.docx"), "the suffix '.docx' names no format"),
        (("diff", "r-1", "--json", "--format", "md"), "both want stdout"),
        (("demo", "--updat"), "No such option"),
    ],
)
def test_what_cannot_be_meant_is_refused_before_any_work(run, stub, args, told) -> None:
    ran = run(*args)
    assert (ran.code, ran.out, stub.homes) == (2, "", [])
    assert told in ran.err


def test_without_reports_refresh_says_how_to_write_one(run) -> None:
    assert "groundwire ask QUESTION" in run("refresh", "--all", service=Stub(sick=True)).out
    assert run("refresh", "--all", "--json", service=Stub(sick=True)).json == []


def test_diff_lists_what_changed_and_counts_what_was_kept(run, stub) -> None:
    ran = run("diff", "r-1", "--from", "1", "--to", "2")
    assert ran.code == 0
    assert stub.calls[0] == ("diff", "r-1", 1, 2)
    assert "(version 1 to " in ran.out
    assert "It holds." not in ran.out
    assert ran.out.index("Withdrawn") < ran.out.index("Reworded")


def test_diff_as_json_is_the_list_of_the_contract(run) -> None:
    document = run("diff", "r-1", "--json").json
    assert [each["kind"] for each in document] == ["kept", "reworded", "withdrawn"]
    assert document[1]["because"]["article_id"] == "harbour"
    assert document[2]["because"] is None


def test_diff_as_a_page_marks_the_words_and_holds_no_markup_of_its_own(run, tmp_path) -> None:
    assert run("diff", "r-1", "--out", "d.html").code == 0
    page = (tmp_path / "d.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    assert "<del>12 </del>&lt;b&gt;." in page
    assert "<ins>nine </ins>&lt;b&gt;." in page
    assert 'title="because of harbour: “Envoys agreed on nine' in page
    assert "<b>" not in page
    assert "<script" not in page
    assert "\x1b" not in page


def test_diff_as_markdown_escapes_what_articles_say(run) -> None:
    ran = run("diff", "r-1", "--format", "md")
    assert "**Reworded**" in ran.out
    assert "- before: They agreed on 12 &lt;b&gt;." in ran.out


def test_the_demo_of_the_update_shows_what_changed_and_writes_the_page(run, stub, tmp_path) -> None:
    ran = run("demo", "--update")
    assert ran.code == 0
    assert stub.calls[0] == ("demo_update",)
    assert "r-1: stale-major" in ran.out
    assert "groundwire diff r-1 --out changes.html" in ran.out
    assert (tmp_path / ".groundwire" / "demo.html").read_text().startswith("<!doctype html>")


def test_the_demo_of_the_update_as_json_is_as_refresh(run) -> None:
    document = run("demo", "--update", "--json").json
    assert [each["id"] for each in document] == [REFRESHED.id]
