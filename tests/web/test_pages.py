import gzip

import pytest

from pipeline.faces.http.jobs import Job, Refresh
from pipeline.faces.web.pages import outcome
from pipeline.faces.web.site import assets
from pipeline.types import RefreshResult
from tests.web.conftest import WHEN
from tests.web.reading import Page

PAGES = (
    "/",
    "/?ask=Is+it+near%3F",
    "/jobs/running",
    "/jobs/failed",
    "/jobs/cancelled",
    "/reports",
    "/reports/harbour",
    "/reports/harbour?version=1",
    "/reports/evil",
    "/reports/nothing",
    "/reports/harbour/history",
    "/reports/harbour/changes",
    "/articles/harbour",
    "/articles/evil",
    "/corpus",
    "/search?q=tolls",
    "/evals",
    "/reports/missing",
)


@pytest.mark.parametrize("address", PAGES)
def test_a_page_runs_and_styles_nothing_but_files_of_the_site(site, address):
    page = Page(site.get(address).text)
    assert not [tag for tag, attrs in page.tags for name in attrs if name == "style" or name.startswith("on")]
    assert page.all("style") == []
    assert {attrs.get("type") for attrs in page.all("script") if "src" not in attrs} <= {"application/ld+json"}
    loaded = [attrs["src"] for attrs in page.all("script") if "src" in attrs]
    loaded += [attrs["href"] for attrs in page.all("link") if attrs["rel"] in {"stylesheet", "icon"}]
    assert len(loaded) >= 4
    assert {site.get(each).status_code for each in loaded} == {200}


@pytest.mark.parametrize("address", PAGES)
def test_nothing_of_the_corpus_becomes_an_element_or_a_script_address(site, address):
    page = Page(site.get(address).text)
    assert not {"img", "iframe", "object", "embed"} & {tag for tag, _ in page.tags}
    assert not [href for href in page.hrefs() if href.lower().startswith(("javascript:", "data:"))]
    assert "\x1b" not in site.get(address).text


@pytest.mark.parametrize("address", PAGES)
def test_a_page_has_a_title_one_heading_and_a_way_past_the_menu(site, address):
    page = Page(site.get(address).text)
    assert page.words("title").strip()
    assert len(page.all("h1")) == 1
    assert page.hrefs()[0] == "#main"
    assert [attrs.get("id") for attrs in page.all("main")] == ["main"]


@pytest.mark.parametrize("address", PAGES)
def test_a_page_with_all_it_loads_stays_far_below_100_kb(site, address):
    files = sum(len(gzip.compress(each.content.encode())) for each in assets().values())
    assert files + len(gzip.compress(site.get(address).content)) < 60_000


def test_an_asset_is_kept_forever_under_an_address_that_follows_its_content(site):
    address = assets()["site.css"].address
    answer = site.get(address)
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"] == "text/css; charset=utf-8"
    assert site.get("/static/000000000000/nothing.css").status_code == 404


def test_a_follow_up_question_is_one_click_from_being_asked(site):
    page = Page(site.get("/reports/harbour").text)
    asked = [attrs for attrs in page.all("a") if "data-ask" in attrs]
    assert len(asked) == 2
    assert asked[0]["href"].startswith("/?ask=")
    assert asked[0]["data-ask"].endswith("?")


def test_the_ask_page_carries_the_question_of_the_link(site):
    assert "Is it near?" in Page(site.get("/?ask=Is+it+near%3F").text).words("textarea")


def test_a_citation_leads_to_its_words_in_the_cited_version_of_the_article(site):
    page = Page(site.get("/reports/harbour?version=1").text)
    whole = [href for href in page.hrefs() if href.endswith("#words")]
    assert whole[0] == "/articles/harbour?version=harbour-v1&start=99&end=150#words"
    shown = Page(site.get(whole[0]).text)
    assert shown.words("mark") == "agreed on 9 of the 12 articles of a shipping treaty"
    assert shown.all("mark")[0]["id"] == "words"


def test_an_older_version_of_an_article_says_so_and_leads_to_what_stands_now(site):
    page = site.get("/articles/harbour?version=harbour-v1").text
    assert "This is version 1 of 2." in page
    assert "9 of the 12 articles" in page
    assert "8 of the 12 articles" in site.get("/articles/harbour").text


def test_words_that_do_not_stand_in_the_text_are_not_marked(site):
    for span in ("start=5&end=99999", "start=-1&end=4", "start=9&end=9", "start=3"):
        answer = site.get(f"/articles/harbour?{span}")
        assert answer.status_code == 200
        assert Page(answer.text).all("mark") == []


def test_a_withdrawn_article_tells_why(site):
    assert "Withdrawn." in site.get("/articles/evil").text


def test_a_report_that_the_corpus_has_passed_by_is_compared_again(site, home):
    assert "data-moved" not in site.get("/reports/harbour").text
    home.revised = home.revised.replace(year=2027)
    assert 'data-moved="harbour"' in site.get("/reports/harbour").text
    assert "data-moved" not in site.get("/reports/harbour?version=1").text


def test_what_made_a_report_stale_is_told_and_leads_to_the_article_that_did(site):
    page = site.get("/reports/harbour")
    assert "This is outdated (found on March 20, 2026):" in page.text
    assert "/articles/bulletin?version=bulletin-v1" in Page(page.text).hrefs()


def test_only_the_newest_version_can_be_refreshed(site):
    assert 'data-refresh="harbour"' in site.get("/reports/harbour").text
    older = site.get("/reports/harbour?version=1").text
    assert "data-refresh" not in older
    assert "Version 1 of 2" in older


def test_reports_are_narrowed_by_words_and_by_state(site):
    assert site.get("/reports?q=treaty+NEAR").text.count('<a class="question"') == 1
    assert site.get("/reports?state=stale").text.count('<a class="question"') == 1
    assert site.get("/reports").text.count('<a class="question"') == 3
    assert "No report fits." in site.get("/reports?q=zebra").text


def test_changes_stand_side_by_side_with_their_cause(site):
    page = site.get("/reports/harbour/changes").text
    assert "They agreed on <del>12 </del>" in page
    assert "<ins>nine </ins>" in page
    assert 'title="because of harbour' in page


@pytest.mark.parametrize(
    ("address", "status", "told"),
    [
        ("/reports/missing", 404, "did you mean"),
        ("/jobs/missing", 404, "is no job"),
        ("/articles/missing", 404, "is not in the corpus"),
        ("/articles/harbour?version=v9", 404, "has no version"),
        ("/reports/harbour?version=x", 422, "version"),
        ("/reports/harbour?version=99999999999999999999", 422, "version"),
        ("/reports/harbour/changes?from=0", 422, "from"),
        ("/evals/..%2f..%2fetc", 404, ""),
    ],
)
def test_what_cannot_be_shown_is_told_on_a_page_of_its_own(site, address, status, told):
    answer = site.get(address)
    assert answer.status_code == status
    assert told in answer.text
    assert "Traceback" not in answer.text


@pytest.mark.parametrize(
    ("format", "start"),
    [("md", "# "), ("json", "{"), ("html", "<!doctype html>"), ("text", ""), ("bibtex", "@misc{"), ("bundle", "PK")],
)
def test_a_report_is_saved_in_other_formats(site, format, start):  # noqa: A002
    answer = site.get(f"/reports/harbour/download/{format}?version=1")
    assert answer.text.startswith(start)
    assert answer.headers["content-disposition"].startswith('attachment; filename="harbour-v1.')


def test_the_page_of_a_job_leads_on_to_what_came_of_it(site):
    answer = site.get("/jobs/done", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/reports/harbour")


@pytest.mark.parametrize(
    ("results", "address"),
    [
        ([("a b", "regenerated")], "/reports/a%20b/changes"),
        ([("a", "kept")], "/reports/a"),
        ([("a", "regenerated"), ("b", "kept")], "/reports"),
    ],
)
def test_a_refresh_leads_to_what_changed(results, address):
    found = tuple(
        RefreshResult(id=name, state="fresh", action=action, from_version=1, to_version=2) for name, action in results
    )
    job = Job(id="j", order=Refresh(), state="done", created_at=WHEN, results=found)
    assert outcome(job) == address


def test_a_job_that_failed_says_why_and_offers_to_ask_again(site):
    page = site.get("/jobs/failed").text
    assert "no words" in page
    assert ">Ask again</a>" in page
    assert "job-cancel" not in page
    assert "job-cancel" in site.get("/jobs/running").text
