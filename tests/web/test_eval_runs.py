import json

SUMMARY = {
    "suite": "citations",
    "run": "2026-03-14",
    "path": "x",
    "metrics": {"precision": {"value": 0.98, "low": 0.95, "high": 0.99, "n": 240}, "<b>": {"value": None}},
    "errors": 2,
}


def run(home, name, summary, page=None):
    folder = home.home / "evals" / name
    folder.mkdir(parents=True)
    (folder / "summary.json").write_text(summary if isinstance(summary, str) else json.dumps(summary))
    if page:
        (folder / "index.html").write_text(page)


def test_runs_are_shown_with_their_numbers_and_intervals(site, home):
    run(home, "one", SUMMARY, page="<h1>all items</h1>")
    page = site.get("/evals").text
    assert "0.980" in page
    assert "0.950 to 0.990" in page
    assert "2 errors" in page
    assert '<a href="/evals/one">' in page
    assert "<b>" not in page


def test_a_summary_that_cannot_be_read_hides_no_other(site, home):
    run(home, "broken", "{")
    run(home, "other", {"suite": 3})
    run(home, "one", SUMMARY)
    assert site.get("/evals").text.count('<section class="run"') == 1


def test_the_page_of_a_run_may_show_and_do_nothing_else(site, home):
    run(home, "one", SUMMARY, page="<h1>all items</h1>")
    answer = site.get("/evals/one")
    assert answer.text == "<h1>all items</h1>"
    assert answer.headers["content-security-policy"].startswith("sandbox; default-src 'none'")
    assert site.get("/evals/two").status_code == 404
