"""A report moves on from one day to another, as if what was published later were not there, however it came in."""

from pathlib import Path

import pytest

from pipeline.errors import BadInput
from pipeline.flow import Desk
from pipeline.service import refreshing
from pipeline.service.adapters import Adapters
from pipeline.settings import Settings
from pipeline.types import RefreshResult, Report
from tests.ingest.home import day
from tests.refresh.newsroom import Newsroom

TOLL = "Veska and Oruland agreed on tolls of 12 million euros for the harbour of Lund."
NEXT = "The next round of talks will be held in Lund in April."


class Home(Adapters):
    """The adapters of a home with the newsroom's doubles for models."""

    def __init__(self, newsroom: Newsroom, folder: Path) -> None:
        super().__init__(folder, Settings(), progress=lambda *_: None)
        own = newsroom.home
        self.__dict__.update(vectors=own.vectors, embedder=own.embedder)
        self.staffing.__dict__["judge"] = newsroom.judge
        self.newsroom = newsroom

    def desk(self, **_: object) -> Desk:
        return self.newsroom.desk


@pytest.fixture
def home(newsroom: Newsroom, tmp_path: Path) -> Home:
    return Home(newsroom, tmp_path)


def all_published(newsroom: Newsroom) -> None:
    newsroom.publish("toll", TOLL)
    newsroom.publish("next", NEXT)
    newsroom.publish("toll", TOLL.replace("12", "9"), updated_at=day(4))
    newsroom.publish("later", TOLL.replace("12", "15"), published_at=day(8))


def stored(home: Home, *, as_of: float | None) -> Report:
    when = None if as_of is None else day(as_of)
    report = home.newsroom.report([TOLL, NEXT], as_of=when)
    home.reports.save(report)
    return report


def refreshed(home: Home, report: Report, as_of: float, *, check: bool = False) -> RefreshResult:
    return refreshing.refresh(home, [report.id], check=check, force=False, as_of=day(as_of))[0]


def test_a_report_moves_on_day_by_day_through_what_was_all_ingested_before_it(home: Home) -> None:
    home.newsroom.publish("toll", TOLL)
    home.newsroom.publish("next", NEXT)
    report = stored(home, as_of=1)
    all_published(home.newsroom)
    revision = home.catalogue.revision().id
    home.reports.save(
        report.model_copy(
            update={"version": 2, "previous": 1, "corpus": report.corpus.model_copy(update={"revision": revision})}
        )
    )

    assert refreshed(home, report, 2).action == "kept"
    corrected = refreshed(home, report, 5)
    assert [(r.kind, r.article_id) for r in corrected.reasons] == [("corrected", "toll")]
    assert (corrected.from_version, corrected.to_version) == (2, 3)
    now = home.reports.load(report.id)
    assert (now.as_of, now.publishers) == (day(5), ())
    assert TOLL.replace("12", "9") in {claim.text for claim in now.claims.values()}
    overtaken = refreshed(home, report, 9)
    assert [(r.kind, r.article_id) for r in overtaken.reasons] == [("updated", "later")]
    assert refreshed(home, report, 9).action == "kept"


def test_of_what_came_in_since_only_what_had_been_published_by_then_is_news(home: Home) -> None:
    home.newsroom.publish("toll", TOLL)
    home.newsroom.publish("next", NEXT)
    report = stored(home, as_of=None)
    all_published(home.newsroom)
    assert refreshed(home, report, 2, check=True).reasons == ()
    assert [r.kind for r in refreshed(home, report, 5, check=True).reasons] == ["corrected"]
    assert {r.kind for r in refreshing.refresh(home, [report.id], check=True, force=False)[0].reasons} == {
        "corrected",
    } | {r.kind for r in refreshed(home, report, 9, check=True).reasons}


def test_what_is_withdrawn_is_news_whatever_the_day(home: Home) -> None:
    home.newsroom.publish("toll", TOLL)
    home.newsroom.publish("next", NEXT)
    report = stored(home, as_of=1)
    home.newsroom.home.withdraw("toll")
    assert [r.kind for r in refreshed(home, report, 2, check=True).reasons] == ["withdrawn"]


def test_no_report_goes_back_in_time(home: Home) -> None:
    home.newsroom.publish("toll", TOLL)
    home.newsroom.publish("next", NEXT)
    report = stored(home, as_of=5)
    with pytest.raises(BadInput, match="already tells of 2026-02-07"):
        refreshed(home, report, 4)
