from datetime import timedelta

from pipeline.render.wording import freshness
from pipeline.types import Staleness
from tests.render.example import REPORT


def test_a_report_that_was_compared_with_the_news_says_when_and_that_it_stands() -> None:
    later = Staleness(state="fresh", checked_at=REPORT.checked_at + timedelta(days=3))
    assert freshness(REPORT).startswith("Written from a corpus of")
    compared = freshness(REPORT.model_copy(update={"staleness": later}))
    assert compared == "Compared with the news on March 17, 2026, 09:30 UTC: it still stood."
