"""Standing questions over a whole home: what each policy does, what is told, and that neither is without the other."""

from datetime import UTC, datetime, timedelta

import feedparser
import pytest

from pipeline.errors import BadInput, NotFound
from pipeline.stores.notices import Notices
from pipeline.types import StandingPolicy
from tests.watching.newsdesk import newsdesk, report_on
from tests.watching.town import Turned, item, serve

TWELVE = "The envoys agreed on tolls of 12 million euros for the harbour of Lund."
NINE = TWELVE.replace("12", "9")
MINOR = "The hall of the talks had 40 chairs that nobody used for long."
MINOR_NOW = MINOR.replace("40", "50")


@pytest.fixture
def desk(tmp_path, site, subscriber):
    with newsdesk(tmp_path, site.host, subscriber.host) as desk:
        yield desk


@pytest.fixture
def report(desk, site):
    """A report whose bottom line rests on the tolls, and a section on the chairs."""
    serve(site, "/feed", item("harbour", TWELVE), item("hall", MINOR))
    list(desk.watch([f"{site.url}/feed"], once=True))
    return report_on(desk, TWELVE, MINOR, bottom=(TWELVE,))


def now_says(site, *items):
    site._pages.pop("/feed", None)
    return serve(site, "/feed", *items)


def look(desk, site, turned=None):
    turned = turned or Turned()
    turned.now = max(turned.now, datetime.now(UTC))
    events = list(desk.watch([f"{site.url}/feed"], once=True, clock=turned.clock))
    return [(event.event, event) for event in events if event.event not in {"polled", "round"}]


def notices(desk):
    return Notices(desk._adapters.catalogue).latest(limit=100)


def test_a_corrected_figure_becomes_the_next_version_a_notice_and_an_entry(desk, site, report, tmp_path):
    now_says(site, item("harbour", NINE), item("hall", MINOR))
    ((kind, event),) = look(desk, site)
    assert (kind, event.notice.report, event.notice.version, event.notice.previous) == ("changed", report, 2, 1)
    assert event.notice.state == "stale-major"
    assert {reason.kind for reason in event.notice.reasons} >= {"corrected"}
    assert "kept" not in {change.kind for change in event.notice.changes}
    assert desk.show(report).version == 2
    assert notices(desk) == (event.notice,)
    feed = feedparser.parse((tmp_path / "changes.atom").read_bytes())
    assert (feed.bozo, [entry.title.split(" (")[0] for entry in feed.entries]) == (0, ["Will the harbour treaty hold?"])
    assert look(desk, site) == []


def test_a_refresh_by_hand_is_told_like_one_of_the_watch(desk, site, report):
    now_says(site, item("harbour", NINE), item("hall", MINOR))
    desk.choose_policy(report, policy="tell")
    look(desk, site)
    desk.refresh([report])
    assert [(notice.kind, notice.version) for notice in notices(desk)] == [("changed", 2), ("stale", 1)]


def test_only_major_leaves_a_minor_matter_to_wait_and_the_list_of_stale_reports_has_it(desk, site, report):
    desk.choose_policy(report, policy="only-major")
    now_says(site, item("harbour", TWELVE), item("hall", MINOR_NOW))
    ((kind, event),) = look(desk, site)
    assert (kind, event.state, event.until) == ("waiting", "stale-minor", None)
    assert [(each.id, each.version, each.state) for each in desk.reports(stale=True)] == [(report, 1, "stale-minor")]
    assert notices(desk) == ()
    now_says(site, item("harbour", NINE), item("hall", MINOR_NOW))
    ((kind, event),) = look(desk, site)
    assert (kind, event.notice.version) == ("changed", 2)
    assert desk.reports(stale=True) == ()


def test_tell_writes_nothing_and_tells_once_for_the_same_reasons(desk, site, report):
    desk.choose_policy(report, policy="tell")
    now_says(site, item("harbour", NINE), item("hall", MINOR))
    ((kind, event),) = look(desk, site)
    assert (kind, event.notice.kind, event.notice.version) == ("stale", "stale", 1)
    assert look(desk, site) == []
    now_says(site, item("harbour", NINE), item("hall", MINOR_NOW))
    assert [kind for kind, _ in look(desk, site)] == ["stale"]
    assert desk.show(report).version == 1
    assert len(notices(desk)) == 2


def test_the_interval_is_kept_and_what_waited_is_written_when_it_has_passed(desk, site, report):
    desk.choose_policy(report, interval="6h")
    written = desk.show(report).checked_at
    now_says(site, item("harbour", NINE), item("hall", MINOR))
    ((kind, event),) = look(desk, site)
    assert (kind, event.until) == ("waiting", written + timedelta(hours=6))
    assert [each.state for each in desk.reports(stale=True)] == ["stale-major"]
    turned = Turned()
    turned.now = written + timedelta(hours=6)
    assert [kind for kind, _ in look(desk, site, turned)] == ["changed"]


def test_one_report_that_fails_stops_no_other(desk, site, report):
    now_says(site, item("harbour", NINE), item("hall", MINOR))
    own = desk._adapters.reports
    save, broken = own.save, []

    def fails_once(new, told=()):
        if not broken:
            broken.append(new)
            raise BadInput("it is not the next version")
        save(new, told)

    own.save = fails_once
    assert [kind for kind, _ in look(desk, site)] == ["report-failed"]
    assert notices(desk) == ()
    assert [kind for kind, _ in look(desk, site)] == ["changed"]


def test_a_version_that_is_not_stored_has_no_notice(desk, site, report):
    now_says(site, item("harbour", NINE), item("hall", MINOR))
    ((_, event),) = look(desk, site)
    stored = desk.show(report)
    other = event.notice.model_copy(update={"id": "n-other"})
    with pytest.raises(BadInput):
        desk._adapters.reports.save(stored, [other])
    assert notices(desk) == (event.notice,)


def test_policies_are_chosen_listed_and_taken_back(desk, report):
    assert desk.policies() == (StandingPolicy(id=report, policy="always", interval_s=0, chosen=False),)
    chosen = desk.choose_policy(report, policy="only-major", interval="6h")
    assert chosen == StandingPolicy(id=report, policy="only-major", interval_s=21_600, chosen=True)
    assert desk.choose_policy(report, interval="1h").policy == "only-major"
    assert [each.interval_s for each in desk.policies()] == [3_600]
    assert desk.choose_policy(report).chosen is False
    assert [each.policy for each in desk.policies()] == ["always"]
    with pytest.raises(NotFound, match="there is no report 'nothing'"):
        desk.choose_policy("nothing", policy="tell")
    with pytest.raises(BadInput, match="cannot read 'soon' as a duration"):
        desk.choose_policy(report, interval="soon")


def test_the_settings_hold_for_reports_without_a_choice(tmp_path, site, desk, report):
    with newsdesk(tmp_path, site.host, policy="tell", policy_interval="1d") as other:
        assert other.policies() == (StandingPolicy(id=report, policy="tell", interval_s=86_400, chosen=False),)


@pytest.mark.parametrize(
    ("settings", "sources", "told"),
    [
        ({}, [], "there is nothing to watch"),
        ({}, ["nowhere.opml"], r"there is no file or folder 'nowhere\.opml'"),
        ({"fetch": False}, ["https://news.example/feed"], "the setting 'fetch' is off"),
        ({"webhook": "http://10.0.0.7/"}, ["https://news.example/feed"], "private, not public"),
        ({"hook": "a 'b"}, ["https://news.example/feed"], "close its quotes"),
    ],
)
def test_what_cannot_work_is_refused_before_anything_is_asked(tmp_path, settings, sources, told):
    with newsdesk(tmp_path, **settings) as desk, pytest.raises(BadInput, match=told):
        next(iter(desk.watch(sources, once=True)))


def test_who_is_told_changes_no_digest_of_the_settings(tmp_path):
    plain, telling = newsdesk(tmp_path), newsdesk(tmp_path, webhook="https://a.example", hook="true", policy="tell")
    assert plain.settings.digest == telling.settings.digest
    assert "a-secret" not in repr(plain.settings)
