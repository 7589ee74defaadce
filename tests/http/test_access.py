import base64

import pytest

from pipeline.errors import BadInput
from pipeline.faces.http.access import Access, access_for

HERE = {"host": "127.0.0.1:8310"}
JSON = {**HERE, "content-type": "application/json"}
TOKEN = "a-token-of-many-letters"
GUARDED = Access(TOKEN)


def status(access: Access, method: str, headers: dict[str, str], path: str = "/api/ask") -> int | None:
    refusal = access.refusal(method, path, headers)
    return refusal.status if refusal else None


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8310", "[::1]:8310", "LOCALHOST:1", "localhost."])
def test_loopback_names_are_answered(host):
    assert status(Access(), "GET", {"host": host}) is None


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "", "[::1", "localhost@evil.example", "a, b"]
)
def test_a_foreign_name_that_points_here_is_not_answered(host):
    assert status(Access(), "GET", {"host": host}) == 421


def test_a_name_that_was_allowed_is_answered():
    allowed = access_for("127.0.0.1", names=frozenset({"News.example"}))
    assert status(allowed, "GET", {"host": "news.example:80"}) is None


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:9", "http://127.0.0.1:8310.evil"])
def test_a_page_from_elsewhere_can_change_nothing(origin):
    assert status(Access(), "POST", {**JSON, "origin": origin}) == 403


def test_a_page_from_elsewhere_can_read_nothing():
    assert status(Access(), "GET", {**HERE, "origin": "https://evil.example"}) == 403
    assert status(Access(), "GET", {**HERE, "sec-fetch-site": "cross-site"}) == 403
    assert status(Access(), "DELETE", {**HERE, "sec-fetch-site": "same-site"}) == 403


def test_a_link_from_elsewhere_may_lead_to_a_page_but_not_into_the_api():
    followed = {**HERE, "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}
    assert status(Access(), "GET", followed, path="/reports") is None
    assert status(Access(), "GET", followed, path="/api/reports") == 403
    assert status(Access(), "POST", {**followed, "content-type": "application/json"}, path="/reports") == 403


def test_our_own_page_may_ask():
    assert (
        status(Access(), "POST", {**JSON, "origin": "http://127.0.0.1:8310", "sec-fetch-site": "same-origin"}) is None
    )


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_what_a_form_can_send_is_not_read(kind):
    assert status(Access(), "POST", {**HERE, "content-type": kind, "content-length": "2"}) == 415


def test_without_the_token_nobody_is_let_in():
    assert status(GUARDED, "GET", HERE) == 401
    assert status(GUARDED, "GET", {**HERE, "authorization": "Bearer wrong"}) == 401
    assert status(GUARDED, "GET", {**HERE, "authorization": "Basic !!!"}) == 401
    assert status(GUARDED, "GET", HERE, path="/reports") == 401


def test_the_token_lets_a_program_in_under_any_name():
    bearer = {"authorization": f"Bearer {TOKEN}", "content-type": "application/json"}
    assert status(GUARDED, "POST", {**bearer, "host": "10.0.0.7:8310"}) is None


def test_a_browser_may_give_the_token_as_a_password_and_is_still_asked_where_its_page_came_from():
    password = base64.b64encode(f"me:{TOKEN}".encode()).decode()
    known = {"host": "news.example", "authorization": f"Basic {password}", "content-type": "application/json"}
    assert status(GUARDED, "POST", {**known, "origin": "https://news.example"}) is None
    assert status(GUARDED, "POST", {**known, "origin": "https://evil.example"}) == 403


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.7", "news.example"])
def test_beyond_this_machine_a_token_is_needed(host):
    with pytest.raises(BadInput, match="GROUNDWIRE_TOKEN"):
        access_for(host)
    assert access_for(host, token=TOKEN).token == TOKEN


def test_a_token_that_can_be_guessed_is_refused():
    with pytest.raises(BadInput, match="7 characters"):
        access_for("127.0.0.1", token="letmein")
