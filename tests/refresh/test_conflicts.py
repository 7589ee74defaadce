"""Two stored reports that cannot both be right: the one that cites the earlier evidence is told, at a bounded cost."""

from pathlib import Path

import pytest

from pipeline.service import refreshing
from pipeline.types import RefreshResult, Report
from tests.ingest.home import NOW, day
from tests.refresh.newsroom import Newsroom
from tests.refresh.test_time_travel import Home

TOLL = "Veska and Oruland agreed on tolls of 12 million euros for the harbour of Lund."
FIFTEEN = TOLL.replace("12", "15")
NEXT = "The next round of talks will be held in Lund in April."


@pytest.fixture
def home(newsroom: Newsroom, tmp_path: Path) -> Home:
    newsroom.publish("toll", TOLL)
    newsroom.publish("new", FIFTEEN, published_at=day(4))
    newsroom.publish("next", NEXT)
    newsroom.judge.script[TOLL] = "contradicted"
    return Home(newsroom, tmp_path)


def stored(home: Home, name: str, *texts: str, minute: int = 0) -> Report:
    when = NOW.replace(minute=minute)
    report = home.newsroom.report([*texts]).model_copy(update={"id": name, "checked_at": when})
    report = report.model_copy(update={"staleness": report.staleness.model_copy(update={"checked_at": when})})
    home.reports.save(report)
    return report


def checked(home: Home, *names: str) -> dict[str, RefreshResult]:
    return {each.id: each for each in refreshing.refresh(home, names, check=True, force=False)}


def test_a_claim_that_what_another_report_cites_has_overtaken_is_in_conflict(home: Home) -> None:
    early = stored(home, "early", TOLL, NEXT)
    stored(home, "late", FIFTEEN, NEXT, minute=1)
    found = checked(home, "early", "late")
    reason = found["early"].reasons[0]
    assert (reason.kind, reason.article_id, reason.quote) == ("conflict", "new", FIFTEEN)
    assert [early.claims[name].text for name in reason.claims] == [TOLL]
    assert found["late"].reasons == ()
    assert [each.kind for each in checked(home, "early")["early"].reasons] == ["conflict"]


def test_a_conflict_is_told_in_the_newer_words_and_then_is_none(home: Home) -> None:
    stored(home, "early", TOLL, NEXT)
    stored(home, "late", FIFTEEN, minute=1)
    done = refreshing.refresh(home, ["early"], check=False, force=False)[0]
    assert done.action == "regenerated"
    assert FIFTEEN in {claim.text for claim in home.reports.load("early").claims.values()}
    assert checked(home, "early")["early"].reasons == ()


def test_only_the_judges_word_makes_a_conflict(home: Home) -> None:
    home.newsroom.judge.script.clear()
    stored(home, "early", TOLL, NEXT)
    stored(home, "late", FIFTEEN, minute=1)
    assert checked(home, "early")["early"].reasons == ()


def test_reports_that_agree_or_were_held_against_each_other_before_ask_no_model(home: Home) -> None:
    stored(home, "one", TOLL, NEXT)
    stored(home, "two", NEXT, minute=1)
    assert {name: each.reasons for name, each in checked(home, "one", "two").items()} == {"one": (), "two": ()}
    asked = len(home.newsroom.judge.asked)
    checked(home, "one", "two")
    assert len(home.newsroom.judge.asked) == asked
