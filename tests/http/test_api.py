"""The API as programs use it: a real server on loopback over a real home."""

import json

import httpx
import pytest

from tests.http.stream import events
from tests.web.serving import QUESTION

ARTICLE = {
    "url": "https://example.org/tram",
    "title": "The tram line opens",
    "text": "The tram line to the harbour opened on Monday. It carries 9,000 people a day.",
    "published_at": "2026-01-10T09:00:00Z",
    "publisher": "Example Wire",
}


@pytest.fixture(scope="module")
def asked(api) -> list:
    """What is told while the seed question is answered."""
    job = api.post("/api/ask", json={"question": QUESTION}).json()
    return events(api, job["id"])


def test_asking_tells_of_stages_passages_and_every_claim_and_ends_with_the_report(asked):
    kinds = [each.kind for each in asked]
    assert kinds[:3] == ["stage", "passages", "stage"]
    assert kinds[-2:] == ["report", "done"]
    claims = [each.data for each in asked if each.kind == "claim"]
    assert len(claims) > 5
    assert claims[0].keys() == {"kind", "text", "shown", "label", "reason", "done", "total"}
    report = asked[-2].data
    shown = {each["text"] for each in claims if each["shown"]}
    assert {claim["text"] for claim in report["claims"].values()} <= shown
    assert asked[-1].data["report_id"] == report["id"]


def test_a_lost_stream_goes_on_where_it_broke(api, asked):
    job = asked[-1].data["id"]
    seen = asked[3]
    rest = events(api, job, headers={"Last-Event-ID": seen.id})
    assert [each.id for each in rest if each.id] == [each.id for each in asked[4:] if each.id]


def test_a_question_that_is_answered_already_is_not_written_again(api, asked):
    again = api.post("/api/ask", json={"question": QUESTION})
    assert again.status_code == 202
    job = again.json()
    assert (job["state"], job["cached"]) == ("done", True)
    assert (job["report_id"], job["version"]) == (asked[-1].data["report_id"], asked[-1].data["version"])
    assert api.get(again.headers["location"]).json() == job


def test_asked_afresh_it_gets_the_next_version(api, asked):
    job = api.post("/api/ask", json={"question": QUESTION, "fresh": True}).json()
    assert events(api, job["id"])[-1].data["version"] == asked[-1].data["version"] + 1


def test_a_key_makes_sending_again_harmless(api, asked):
    sent = {"json": {"question": QUESTION}, "headers": {"Idempotency-Key": "once"}}
    assert api.post("/api/ask", **sent).json()["id"] == api.post("/api/ask", **sent).json()["id"]
    other = api.post("/api/ask", json={"question": "Why?"}, headers={"Idempotency-Key": "once"})
    assert other.status_code == 422
    assert "'once'" in other.json()["error"]["message"]


@pytest.mark.parametrize(
    ("method", "address", "body", "status", "words"),
    [
        ("POST", "/api/ask", {"question": "?!"}, 422, "has no words"),
        ("POST", "/api/ask", {"question": "Why?", "as_of": "soon"}, 422, "cannot read 'soon' as a date"),
        ("POST", "/api/ask", {"question": "Why?", "llm": "http://10.0.0.1#m"}, 422, "body.llm"),
        ("POST", "/api/ask", {}, 422, "body.question"),
        ("GET", "/api/reports/nothing", None, 404, "there is no report 'nothing'"),
        ("GET", "/api/reports/nothing/diff", None, 404, "there is no report 'nothing'"),
        ("GET", "/api/corpus/nothing", None, 404, "nothing"),
        ("GET", "/api/jobs/nothing", None, 404, "there is no job 'nothing'"),
        ("GET", "/api/jobs/nothing/events", None, 404, "there is no job 'nothing'"),
        ("GET", "/api/search?q=a&k=0", None, 422, "query.k"),
        ("GET", "/api/nowhere", None, 404, "nothing at this address"),
        ("PUT", "/api/ask", {}, 405, "PUT is not possible"),
        ("POST", "/api/refresh", {}, 422, "ids, or all"),
        ("POST", "/api/refresh", {"all": True, "check": True, "force": True}, 422, "Give one of them"),
        ("POST", "/api/withdraw", {"ids": ["x"], "reason": " "}, 422, "reason of a withdrawal is empty"),
        ("POST", "/api/ingest", {"addresses": ["/etc/passwd"]}, 422, "files of this machine are not read"),
        ("POST", "/api/ingest", {"paths": ["/etc/passwd"]}, 422, "no list of addresses"),
    ],
)
def test_a_mistake_is_told_in_the_words_of_the_command_line(api, method, address, body, status, words):
    answer = api.request(method, address, json=body)
    assert answer.status_code == status
    assert words in answer.json()["error"]["message"]


def test_articles_come_in_as_lines_and_bad_lines_come_back(api):
    body = json.dumps(ARTICLE) + "\nnot json\n"
    answer = api.post("/api/ingest", content=body, headers={"content-type": "application/x-ndjson"})
    assert answer.status_code == 200
    result = answer.json()
    assert (result["added"], [each["line"] for each in result["rejected"]]) == (1, [2])
    found = api.get("/api/search", params={"q": "tram line to the harbour", "k": 1}).json()
    assert found[0]["title"] == ARTICLE["title"]
    gone = api.post("/api/withdraw", json={"ids": [found[0]["article_id"]], "reason": "a test"})
    assert gone.json()["withdrawn"] == 1


def test_a_private_address_is_not_fetched(api):
    answer = api.post("/api/ingest", json={"addresses": ["http://127.0.0.1:9/feed.xml"]})
    assert answer.status_code == 200
    assert answer.json()["added"] == 0
    assert len(answer.json()["rejected"]) == 1


def test_lines_are_judged_one_by_one(api):
    pair = {"id": "a", "claim": "The tram opened on Monday.", "passage": "The tram opened on Monday."}
    answer = api.post(
        "/api/verify", content=json.dumps(pair) + "\n{}\n", headers={"content-type": "application/x-ndjson"}
    )
    first, second = map(json.loads, answer.text.splitlines())
    assert (first["id"], first["label"]) == ("a", "supported")
    assert second["label"] == "unjudged"


def test_a_body_beyond_the_limit_is_refused_unread(api):
    answer = api.post("/api/verify", content=b"x" * 20_000_001, headers={"content-type": "application/x-ndjson"})
    assert answer.status_code == 413
    assert "error" in answer.json()


def test_what_is_refused_at_the_door_is_told_in_json(api):
    answer = api.post("/api/ask", json={"question": "Why?"}, headers={"origin": "https://evil.example"})
    assert answer.status_code == 403
    assert "https://evil.example" in answer.json()["error"]["message"]
    assert api.get("/api/reports", headers={"host": "evil.example"}).status_code == 421


@pytest.mark.parametrize("address", ["/", "/api/health", "/api/nowhere", "/nowhere"])
def test_every_answer_forbids_what_a_page_of_ours_never_needs(api, address):
    headers = api.get(address).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "access-control-allow-origin" not in headers


def test_pages_travel_packed_and_streams_do_not(api, asked):
    report = asked[-1].data["report_id"]
    page = api.get(f"/reports/{report}", headers={"accept-encoding": "gzip"})
    assert page.headers["content-encoding"] == "gzip"
    assert page.num_bytes_downloaded < 40_000
    with api.stream("GET", f"/api/jobs/{asked[-1].data['id']}/events") as stream:
        assert "content-encoding" not in stream.headers


def test_a_forged_form_starts_nothing(api):
    before = len(api.get("/api/jobs").json())
    forged = httpx.Request("POST", api.base_url.join("/api/ask"), data={"question": "Why?"})
    assert api.send(forged).status_code == 415
    assert len(api.get("/api/jobs").json()) == before


def test_a_page_is_what_a_browser_gets_where_there_is_nothing(api):
    answer = api.get("/nowhere")
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")


def test_the_description_has_an_example_for_every_body(api):
    paths = api.get("/api/openapi.json").json()["paths"]
    posts = {path: verbs["post"] for path, verbs in paths.items() if "post" in verbs}
    assert {"/api/ask", "/api/ingest", "/api/withdraw", "/api/verify", "/api/refresh", "/api/check"} <= set(posts)
    assert all(verbs["description"] for path in paths.values() for verbs in path.values())


def test_evals_that_were_run_are_told_and_a_broken_one_hides_none(api, home):
    for name, text in (("run-1", '{"suite": "citations"}'), ("run-2", "{")):
        (home / "evals" / name).mkdir(parents=True)
        (home / "evals" / name / "summary.json").write_text(text)
    assert api.get("/api/evals").json() == {"run-1": {"suite": "citations"}, "run-2": None}
