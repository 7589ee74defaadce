import base64
import hashlib
import hmac
import sys
from datetime import timedelta

import pytest

from pipeline.errors import BadInput
from pipeline.fetching import Poster
from pipeline.stores import engine
from pipeline.stores import notices as outbox
from pipeline.watching import Hook, Stop, Webhook
from pipeline.watching.channels import NotTaken, signature
from pipeline.watching.delivery import deliver, next_delivery
from tests.watching.town import START, Turned, notice

SECRET = "a-secret-of-many-characters"


@pytest.fixture
def poster(subscriber):
    with Poster(allowed_hosts=[subscriber.host], total_s=5) as poster:
        yield poster


@pytest.fixture
def webhook(subscriber, poster):
    return Webhook.to(subscriber.url, SECRET, poster)


def write(catalogue, *told):
    with engine.writing(catalogue.engine) as connection:
        outbox.add(connection, told)


def run(notices, channels, turned):
    return list(deliver(notices, channels, clock=turned.clock, stop=Stop()))


def kinds(events):
    return [(event.event, event.notice) for event in events]


def test_a_channel_is_told_what_comes_after_it_subscribed_once_and_in_order(catalogue, notices, subscriber, webhook):
    write(catalogue, notice(0))
    notices.subscribe("webhook")
    write(catalogue, notice(1), notice(2))
    turned = Turned()
    assert kinds(run(notices, [webhook], turned)) == [("delivered", "n-1"), ("delivered", "n-2")]
    notices.subscribe("webhook")
    assert run(notices, [webhook], turned) == []
    write(catalogue, notice(2), notice(3))
    assert kinds(run(notices, [webhook], turned)) == [("delivered", "n-3")]
    assert subscriber.ids == ["n-1", "n-2", "n-3"]
    assert next_delivery(notices, [webhook]) is None


def test_a_post_is_signed_over_its_id_its_time_and_its_body(catalogue, notices, subscriber, webhook):
    notices.subscribe("webhook")
    write(catalogue, notice(1))
    run(notices, [webhook], Turned())
    post = subscriber.posts[0]
    assert post.headers["webhook-timestamp"] == str(int(START.timestamp()))
    signed = b"n-1." + post.headers["webhook-timestamp"].encode() + b"." + post.body
    expected = base64.b64encode(hmac.new(SECRET.encode(), signed, hashlib.sha256).digest()).decode()
    assert post.headers["webhook-signature"] == f"v1,{expected}"
    assert post.headers["content-type"] == "application/json"
    assert (post.json["type"], post.json["timestamp"]) == ("report.changed", "2026-03-01T12:01:00+00:00")
    assert post.json["data"] == notice(1).model_dump(mode="json")


def test_the_signature_is_that_of_the_published_example(poster, subscriber):
    key = Webhook.to(subscriber.url, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", poster).key
    body = b'{"test": 2432232314}'
    signed = signature(key, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", body)
    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_webhook_that_fails_is_left_alone_for_longer_and_longer_and_then_told_all_in_order(
    catalogue, notices, subscriber, webhook
):
    subscriber.answers = [(500, {}), (503, {"Retry-After": "120"}), (204, {})]
    notices.subscribe("webhook")
    write(catalogue, notice(1), notice(2))
    turned = Turned()
    (failed,) = run(notices, [webhook], turned)
    assert (failed.event, failed.reason, failed.next_at) == (
        "undelivered",
        "it answered 500",
        START + timedelta(seconds=30),
    )
    assert next_delivery(notices, [webhook]) == START + timedelta(seconds=30)
    turned.now += timedelta(seconds=29)
    assert run(notices, [webhook], turned) == []
    turned.now += timedelta(seconds=1)
    (failed,) = run(notices, [webhook], turned)
    assert failed.next_at == turned.now + timedelta(seconds=120)
    turned.now += timedelta(seconds=120)
    assert kinds(run(notices, [webhook], turned)) == [("delivered", "n-1"), ("delivered", "n-2")]
    assert subscriber.ids == ["n-1", "n-1", "n-1", "n-2"]
    assert next_delivery(notices, [webhook]) is None
    assert len({post.body for post in subscriber.posts[:3]}) == 1


def test_a_notice_that_is_refused_holds_up_no_other_and_is_given_up_in_the_end(catalogue, notices, subscriber, webhook):
    subscriber.answers = [(413, {}), (204, {}), (413, {})]
    notices.subscribe("webhook")
    write(catalogue, notice(1), notice(2))
    turned = Turned()
    assert kinds(run(notices, [webhook], turned)) == [("undelivered", "n-1"), ("delivered", "n-2")]
    last = None
    for _ in range(40):
        due = next_delivery(notices, [webhook])
        if due is None:
            break
        turned.now = due
        last = run(notices, [webhook], turned)[0]
    assert last is not None
    assert (last.reason, last.next_at) == ("it answered 413", None)
    assert subscriber.ids.count("n-1") == 12
    assert turned.now - START > timedelta(hours=12)


def test_one_channel_that_is_down_does_not_hold_up_another(catalogue, notices, subscriber, webhook, tmp_path):
    subscriber.answers = [(500, {})]
    hook = Hook(
        (sys.executable, "-c", f"open({str(tmp_path / 'told')!r}, 'ab').write(__import__('sys').stdin.buffer.read())")
    )
    notices.subscribe("webhook")
    notices.subscribe("hook")
    write(catalogue, notice(1))
    assert kinds(run(notices, [webhook, hook], Turned())) == [("undelivered", "n-1"), ("delivered", "n-1")]
    assert (tmp_path / "told").read_text() == notice(1).model_dump_json() + "\n"


def test_an_acknowledgement_is_noted_even_if_the_watch_is_told_to_stop_just_then(
    catalogue, notices, subscriber, webhook
):
    stop = Stop()

    class Slow:
        def __getattr__(self, name):
            return getattr(notices, name)

        def acknowledged(self, name, number):
            stop._asked(15, None)
            notices.acknowledged(name, number)

    notices.subscribe("webhook")
    write(catalogue, notice(1))
    with pytest.raises(KeyboardInterrupt):
        list(deliver(Slow(), [webhook], clock=Turned().clock, stop=stop))
    assert subscriber.ids == ["n-1"]
    assert run(notices, [webhook], Turned()) == []


def test_a_new_address_of_the_webhook_is_told_what_the_old_one_did_not_take(catalogue, notices, subscriber, webhook):
    notices.subscribe("webhook")
    write(catalogue, notice(1))
    gone = Webhook(subscriber.url.replace(subscriber.host, "127.0.0.1:1"), b"k", webhook.poster)
    (failed,) = run(notices, [gone], Turned())
    assert "port 1 is not one of the web's" in failed.reason
    notices.subscribe("webhook")
    turned = Turned()
    turned.now = failed.next_at
    assert kinds(run(notices, [webhook], turned)) == [("delivered", "n-1")]


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("http://127.0.0.1/hook", "loopback, not public"),
        ("http://169.254.169.254/latest", "link-local, not public"),
        ("ftp://news.example/", "only http and https"),
        ("https://user:word@news.example/", "carries a user name or password"),
    ],
)
def test_a_webhook_goes_to_public_addresses_only(poster, url, told):
    with pytest.raises(BadInput, match=told):
        Webhook.to(url, SECRET, poster)


def test_a_name_that_leads_inside_is_refused_when_it_is_looked_up():
    with Poster(resolve=lambda _host, _port: ["10.0.0.7"]) as poster:
        hook = Webhook.to("https://news.example/hook", SECRET, poster)
        problem = hook.send(notice(1), now=START)
    assert problem is not None
    assert "leads to 10.0.0.7, which is private" in problem.reason


def test_a_redirect_is_not_followed(catalogue, notices, subscriber, webhook):
    subscriber.answers = [(302, {"Location": "http://169.254.169.254/"})]
    assert webhook.send(notice(1), now=START) == NotTaken("it answered 302")
    assert len(subscriber.posts) == 1


@pytest.mark.parametrize("secret", [None, "", "short", "whsec_not base64!!"])
def test_an_unsigned_webhook_is_refused_and_the_secret_is_never_shown(poster, subscriber, secret):
    with pytest.raises(BadInput, match=r"secret") as raised:
        Webhook.to(subscriber.url, secret, poster)
    assert "not base64!!" not in str(raised.value)
    assert SECRET not in repr(Webhook.to(subscriber.url, SECRET, poster))


def test_a_hook_is_run_without_a_shell(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    hook = Hook.of(
        f"{sys.executable} -c 'import sys; sys.exit(sys.argv[1] != \"$(touch x); touch y\")' '$(touch x); touch y'"
    )
    assert hook.send(notice(1), now=START) is None
    assert not list(tmp_path.iterdir())


def test_a_hook_that_fails_says_how():
    assert Hook((sys.executable, "-c", "raise SystemExit(3)")).send(notice(1), now=START) == NotTaken(
        "it ended with 3", refused=True
    )
    slow = Hook((sys.executable, "-c", "import time; time.sleep(60)"), timeout_s=0.2)
    assert slow.send(notice(1), now=START) == NotTaken("it had not ended after 0 seconds, and was ended")
    assert Hook(("no-such-command-here",)).send(notice(1), now=START) == NotTaken(
        "it cannot be run (No such file or directory)"
    )
    for line, told in (("", "the hook is empty"), ("a 'b", "close its quotes")):
        with pytest.raises(BadInput, match=told):
            Hook.of(line)
