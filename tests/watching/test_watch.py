"""The loop over a real catalogue, real fetching from loopback, and a clock that is turned."""

import json
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from pipeline.errors import BadInput, HomeBusy
from pipeline.fetching import Fetcher, JsonValidators, Limits
from pipeline.readers.watched import Watched, sources_of
from pipeline.stores.notices import Notices
from pipeline.stores.standing import Standing
from pipeline.types import ReportFailed, Waiting
from pipeline.watching import Newsroom, Plan, Stop, watch
from tests.ingest.home import Home
from tests.watching.town import START, Turned, item, serve

MINUTE = timedelta(minutes=1)


class Enough(BaseException):
    """The test has seen what it wanted to see."""


def seen(events):
    """The events until the clock has had enough."""
    found = []
    try:
        for event in events:
            found.append(event)  # noqa: PERF402 - what came before the end is kept
    except Enough:
        return found
    raise AssertionError


class Desk:
    """A home that is watched. `tended` counts how often the reports were looked after."""

    def __init__(self, folder: Path, site) -> None:
        self.home = Home.at(folder)
        self.site = site
        self.tended = 0
        self.waiting: list[Waiting | ReportFailed] = []
        self.published = 0
        self.taken = 0
        self.validators = JsonValidators(folder / "fetched.json")

    @contextmanager
    def room(self):
        limits = Limits(retries=0, interval_s=0.0)
        with Fetcher(allowed_hosts=[self.site.host], limits=limits, validators=self.validators) as fetcher:
            yield Newsroom(
                take_in=self._take_in,
                tend=self._tend,
                situation=lambda: self.home.catalogue.revision().id,
                counts=lambda: (0, 0),
                remember=self.validators.save,
                publish=self._publish,
                standing=Standing(self.home.catalogue),
                notices=Notices(self.home.catalogue),
                fetcher=fetcher,
            )

    def watch(self, *sources: str, turned: Turned | None = None, rounds: int = 1, every_s: int = 900):
        """The events of so many rounds; the clock stops the watch when it would sleep before another one."""
        turned = turned or Turned()
        before = len(turned.slept)

        def ends(sleeps: int) -> None:
            if sleeps - before >= rounds:
                raise Enough

        turned._at = ends
        plan = Plan(lambda: tuple(each for source in sources for each in sources_of(source)), every_s, once=False)
        with self.room() as room:
            return seen(watch(plan, room, clock=turned.clock, stop=Stop()))

    def _take_in(self, records, now):
        self.taken += 1
        return self.home.ingest_all(records, now=now)

    def _tend(self, now):
        self.tended += 1
        yield from (event.model_copy(update={"at": now}) for event in self.waiting)

    def _publish(self):
        self.published += 1


@pytest.fixture
def desk(tmp_path, site):
    return Desk(tmp_path, site)


def told(events, kind):
    return [event for event in events if event.event == kind]


def asked(site, path):
    return site.paths.count(path)


def test_one_failing_feed_stops_no_other(desk, site, tmp_path):
    urls = [
        site.serve("/gone", status=404),
        serve(site, "/good", item("harbour", "The envoys agreed on 12 points.")),
        site.serve("/garbage", b"<rss><channel><item>", "application/rss+xml"),
        "http://127.0.0.1:9/never",
        serve(site, "/also", item("storm", "The storm cost 7 boats.")),
    ]
    (tmp_path / "list.txt").write_text("\n".join(urls))
    events = desk.watch(str(tmp_path / "list.txt"))
    assert [(event.source, event.added) for event in told(events, "polled")] == [(urls[1], 1), (urls[4], 1)]
    failed = {event.source: event.reason for event in told(events, "source-failed")}
    assert list(failed) == [urls[0], urls[2], urls[3]]
    assert failed[urls[0]] == "it answered 404"
    (summary,) = told(events, "round")
    assert (summary.polled, summary.failed, summary.resting) == (5, 3, 0)
    assert desk.home.catalogue.status().articles == 2


def test_a_feed_that_fails_is_asked_less_and_less_and_at_once_again_when_it_works(desk, site):
    url = serve(site, "/feed", item("harbour", "The envoys agreed."))
    bad = site.serve("/bad", status=500)
    turned = Turned()
    desk.watch(url, bad, turned=turned, rounds=16)
    assert asked(site, "/bad") == 5  # after 0, 15, 45, 105 and 225 minutes
    assert asked(site, "/feed") == 16
    site._pages["/bad"].clear()
    serve(site, "/bad", item("storm", "The storm cost 7 boats."))
    turned.now = START + timedelta(minutes=225 + 240)
    events = desk.watch(url, bad, turned=turned, rounds=2)
    assert [event.source for event in told(events, "polled")] == [bad]
    assert asked(site, "/bad") == 7
    assert dict(Standing(desk.home.catalogue).resting()) == {}


def test_a_server_that_asks_to_be_left_alone_is_left_alone_also_by_the_next_watch(desk, site, tmp_path):
    bad = site.serve("/bad", status=429, Retry_After="7200")
    (failed,) = told(desk.watch(bad), "source-failed")
    assert failed.next_at == START + timedelta(hours=2)
    turned = Turned()
    turned.now = START + timedelta(minutes=119)
    events = Desk(tmp_path, site).watch(bad, turned=turned)
    assert [event.event for event in events] == ["round"]
    assert events[0].resting == 1
    assert asked(site, "/bad") == 1
    turned.now = START + timedelta(minutes=120)
    (failed,) = told(Desk(tmp_path, site).watch(bad, turned=turned), "source-failed")
    assert (failed.failures, asked(site, "/bad")) == (2, 2)


def test_a_feed_that_has_not_changed_is_not_sent_again_nor_taken_in(desk, site, tmp_path):
    url = serve(site, "/feed", item("harbour", "The envoys agreed on 12 points."), ETag='"1"')
    desk.watch(url, rounds=3)
    assert (asked(site, "/feed"), desk.taken) == (3, 1)
    later = Desk(tmp_path, site)
    assert told(later.watch(url), "polled") == []
    assert later.taken == 0


def test_what_could_not_be_taken_in_is_sent_again(desk, site):
    url = serve(site, "/feed", item("harbour", "The envoys agreed on 12 points."), ETag='"1"')
    real, broken = desk._take_in, []

    def busy_once(records, now):
        if not broken:
            broken.append(now)
            raise HomeBusy("another process is writing")
        return real(records, now)

    desk._take_in = busy_once
    events = desk.watch(url, rounds=2)
    assert [event.event for event in events] == ["source-failed", "round", "polled", "round"]
    assert desk.home.catalogue.status().articles == 1


def test_the_home_is_free_while_the_watch_fetches_and_while_it_sleeps(desk, site):
    free = []

    def check(*_):
        with desk.home.catalogue.writing():
            free.append(True)

    url = serve(site, "/feed", item("harbour", "The envoys agreed on 12 points."))
    page = site._page

    def answering(request):
        if request.path == "/feed":
            check()
        return page(request)

    site._page = answering
    turned = Turned()
    desk.watch(url, turned=turned)
    slept = turned._at

    def sleeping(sleeps):
        check()
        slept(sleeps)

    assert free == [True]
    turned._at = sleeping
    with desk.room() as room:
        seen(watch(Plan(lambda: (Watched(url),), 900), room, clock=turned.clock, stop=Stop()))
    assert free == [True, True, True]


def test_two_watches_over_one_home_are_refused(desk, site, tmp_path):
    with Standing(desk.home.catalogue).sole_watcher(), pytest.raises(HomeBusy, match="another process is watching"):
        desk.watch(serve(site, "/feed"))


def test_the_reports_are_looked_after_only_when_there_may_be_something_to_do(desk, site):
    url = serve(site, "/feed", item("harbour", "The envoys agreed on 12 points."))
    serve(site, "/feed", item("harbour", "The envoys agreed on 12 points."))
    serve(site, "/feed", item("harbour", "The envoys agreed on 9 points."))
    events = desk.watch(url, rounds=5)
    assert [event.updated for event in told(events, "polled")] == [0, 1]
    assert desk.tended == 2


def test_a_report_that_waits_is_told_of_once_and_looked_after_when_its_moment_comes(desk, site):
    until = START + timedelta(minutes=20)
    desk.waiting = [Waiting(at=START, report="r", state="stale-major", policy="always", until=until)]
    url = serve(site, "/feed", item("harbour", "The envoys agreed on 12 points."))
    turned = Turned()
    plan = Plan(lambda: (Watched(url),), 900)
    found = []
    with desk.room() as room:
        for event in watch(plan, room, clock=turned.clock, stop=Stop()):
            found.append((event.event, turned.now))
            if turned.now >= START + timedelta(minutes=15):
                desk.waiting = []
            if turned.now >= START + timedelta(minutes=30):
                break
    assert ("waiting", START) in found
    assert [kind for kind, _ in found].count("waiting") == 1
    assert turned.slept == [900.0, 300.0, 600.0]
    assert desk.tended == 2


def test_a_report_that_failed_is_tried_again_after_a_round(desk, site):
    desk.waiting = [ReportFailed(at=START, report="r", reason="the model is not there")]
    url = serve(site, "/feed", item("harbour", "The envoys agreed on 12 points."))
    events = desk.watch(url, rounds=3)
    assert len(told(events, "report-failed")) == 3


def test_the_list_of_feeds_may_be_edited_meanwhile(desk, site, tmp_path):
    first = serve(site, "/first", item("harbour", "The envoys agreed on 12 points."))
    second = serve(site, "/second", item("storm", "The storm cost 7 boats."))
    file = tmp_path / "list.txt"
    file.write_text(first)
    turned = Turned()
    turns = {1: file.unlink, 2: lambda: file.write_text(f"{first}\n{second}")}

    def turn(sleeps):
        turns.get(sleeps, lambda: (_ for _ in ()).throw(Enough))()

    turned._at = turn
    with desk.room() as room:
        events = seen(watch(Plan(lambda: sources_of(str(file)), 900), room, clock=turned.clock, stop=Stop()))
    assert [getattr(event, "source", "") for event in events] == [first, "", "the list of sources", "", second, ""]
    assert [event.polled for event in told(events, "round")] == [1, 1, 2]


def test_a_list_that_is_not_there_at_the_beginning_is_bad_input(desk):
    with desk.room() as room, pytest.raises(BadInput):
        list(watch(Plan(lambda: sources_of("nowhere"), 900), room, clock=Turned().clock, stop=Stop()))


def test_files_are_watched_like_feeds_and_a_publisher_in_the_list_counts(desk, site, tmp_path):
    url = serve(site, "/feed", item("harbour", "The envoys agreed on 12 points."))
    (tmp_path / "feeds.opml").write_text(
        f'<opml version="2.0"><body><outline publisher="The Desk" xmlUrl="{url}"/></body></opml>'
    )
    line = {"id": "a", "url": "https://n.example/a", "title": "T", "publisher": "P", "published_at": "2026-02-02"}
    (tmp_path / "news.jsonl").write_text(json.dumps({**line, "text": "The storm cost 7 boats."}))
    with desk.room() as room:
        plan = Plan(
            lambda: (*sources_of(str(tmp_path / "feeds.opml")), *sources_of(str(tmp_path / "news.jsonl"))),
            900,
            once=True,
        )
        events = list(watch(plan, room, clock=Turned().clock, stop=Stop()))
    assert [event.added for event in told(events, "polled")] == [1, 1]
    assert set(desk.home.catalogue.status().publishers) == {"The Desk", "P"}
    assert desk.published == 1


def test_a_page_where_a_feed_is_listed_is_no_article(desk, site, tmp_path):
    url = site.serve("/feed", b"<html><body><p>" + b"Words of an error page. " * 80 + b"</p></body></html>")
    (tmp_path / "feeds.opml").write_text(f'<opml version="2.0"><body><outline xmlUrl="{url}"/></body></opml>')
    (failed,) = told(desk.watch(str(tmp_path / "feeds.opml")), "source-failed")
    assert "neither RSS nor Atom" in failed.reason
    assert desk.home.catalogue.status().articles == 0
