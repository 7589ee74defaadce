"""When a report is out of date, and why: one test a rule, on a real catalogue with doubles for models."""

from datetime import timedelta

import pytest

from tests.ingest.home import day
from tests.refresh.newsroom import Newsroom, kinds

TOLL = "Veska and Oruland agreed on tolls of 12 million euros for the harbour of Lund."
NEXT = "The next round of talks will be held in Lund in April."
REST = "Nobody wanted to say how long the talks had taken."


def opened(newsroom: Newsroom, *more: str) -> None:
    newsroom.publish("toll", " ".join([TOLL, REST, *more]))


def test_an_unchanged_corpus_asks_no_model_and_embeds_nothing(newsroom: Newsroom) -> None:
    opened(newsroom)
    report = newsroom.report([TOLL], bottom=[REST])
    embedded = newsroom.home.embedder.embedded
    found = newsroom.diagnosis(report)
    assert (found.state, found.reasons, found.reanchored) == ("fresh", (), False)
    assert newsroom.judge.asked == []
    assert newsroom.home.embedder.embedded == embedded


def test_news_of_other_matters_ask_no_model_and_embed_nothing(newsroom: Newsroom) -> None:
    opened(newsroom)
    report = newsroom.report([TOLL])
    newsroom.publish("storm", "A storm damaged two hundred houses in the north of the country.", published_at=day(3))
    embedded = newsroom.home.embedder.embedded
    assert newsroom.diagnosis(report).state == "fresh"
    assert newsroom.judge.asked == []
    assert newsroom.home.embedder.embedded == embedded


def test_cited_words_that_moved_leave_the_report_fresh_and_are_told(newsroom: Newsroom) -> None:
    opened(newsroom)
    report = newsroom.report([TOLL])
    newsroom.publish("toll", f"This comes first. {TOLL} {REST}")
    found = newsroom.diagnosis(report)
    assert (found.state, kinds(found), found.reanchored) == ("fresh", ["moved"], True)
    assert found.reasons[0].claims == tuple(report.claims)
    assert found.staleness(day(5)).reasons == ()


def test_cited_words_at_the_same_place_of_a_newer_version_are_no_reason(newsroom: Newsroom) -> None:
    opened(newsroom)
    report = newsroom.report([TOLL])
    opened(newsroom, "This was added later.")
    found = newsroom.diagnosis(report)
    assert (found.state, found.reasons, found.reanchored) == ("fresh", (), True)


def test_corrected_words_make_a_report_stale_with_the_new_words_as_cause(newsroom: Newsroom) -> None:
    opened(newsroom)
    report = newsroom.report([TOLL], bottom=[REST])
    newsroom.publish("toll", f"{TOLL.replace('12', '9')} {REST}")
    found = newsroom.diagnosis(report)
    assert (found.state, kinds(found)) == ("stale-minor", ["corrected"])
    reason = found.reasons[0]
    assert (reason.article_id, reason.version) == ("toll", newsroom.home.version("toll"))
    assert reason.quote == "Veska and Oruland agreed on tolls of 9 million euros for the harbour of Lund."
    assert [report.claims[name].text for name in reason.claims] == [TOLL]


@pytest.mark.parametrize("part", ["summary", "bottom"])
def test_a_touched_summary_or_bottom_line_is_major(newsroom: Newsroom, part: str) -> None:
    opened(newsroom)
    report = newsroom.report([REST], **{part: [TOLL]})
    newsroom.publish("toll", f"{TOLL.replace('12', '9')} {REST}")
    assert newsroom.diagnosis(report).state == "stale-major"


def test_words_lifted_out_of_a_sentence_that_changed_around_them_do_not_survive(newsroom: Newsroom) -> None:
    quote = "agreed on tolls of 12 million euros"
    opened(newsroom)
    report = newsroom.report([quote])
    newsroom.publish("toll", f"{TOLL.replace('Veska and', 'Neither Veska nor')} {REST}")
    assert kinds(newsroom.diagnosis(report)) == ["corrected"]


def test_a_withdrawn_article_is_told_with_the_reason_of_its_publisher(newsroom: Newsroom) -> None:
    opened(newsroom)
    report = newsroom.report([TOLL])
    version = newsroom.home.version("toll")
    newsroom.home.withdraw("toll", reason="The document was forged.")
    reason = newsroom.diagnosis(report).reasons[0]
    assert (reason.kind, reason.version, reason.quote) == ("withdrawn", version, "The document was forged.")


def test_an_article_that_got_its_first_words_back_is_no_reason(newsroom: Newsroom) -> None:
    opened(newsroom)
    report = newsroom.report([TOLL])
    newsroom.home.withdraw("toll")
    opened(newsroom)
    found = newsroom.diagnosis(report)
    assert (found.state, found.reasons) == ("fresh", ())


def test_another_figure_for_the_same_matter_in_newer_news_is_an_update(newsroom: Newsroom) -> None:
    opened(newsroom)
    report = newsroom.report([TOLL])
    newsroom.publish("new", TOLL.replace("12", "15"), published_at=day(4))
    found = newsroom.diagnosis(report)
    assert kinds(found) == ["updated"]
    assert found.reasons[0].quote == TOLL.replace("12", "15")
    assert found.reasons[0].claims == tuple(report.claims)


def test_a_denial_in_newer_news_is_a_contradiction(newsroom: Newsroom) -> None:
    opened(newsroom)
    report = newsroom.report([TOLL])
    newsroom.publish("new", TOLL.replace("agreed", "have not agreed"), published_at=day(4))
    assert kinds(newsroom.diagnosis(report)) == ["contradicted"]


def test_what_the_judge_finds_contradicted_is_a_contradiction(newsroom: Newsroom) -> None:
    opened(newsroom)
    report = newsroom.report([TOLL])
    newsroom.judge.script[TOLL] = "contradicted"
    newsroom.publish("new", TOLL.replace("agreed on", "abandoned the"), published_at=day(4))
    assert kinds(newsroom.diagnosis(report)) == ["contradicted"]


def test_the_figure_of_another_occasion_is_no_update(newsroom: Newsroom) -> None:
    text = "On 2 February 2026 ships from Oruland paid 12 million euros in tolls to the harbour of Lund."
    newsroom.publish("toll", f"{text} {REST}")
    report = newsroom.report([text])
    other = "On 9 February 2026 ships from Oruland paid 15 million euros in tolls to the harbour of Lund."
    newsroom.publish("new", other, published_at=day(8))
    assert "updated" not in kinds(newsroom.diagnosis(report))


def test_an_older_article_that_comes_in_later_overtakes_nothing(newsroom: Newsroom) -> None:
    opened(newsroom)
    report = newsroom.report([TOLL])
    newsroom.publish("old", TOLL.replace("12", "15"), published_at=day(-9))
    assert "updated" not in kinds(newsroom.diagnosis(report))


def test_a_reprint_of_what_is_cited_is_no_reason(newsroom: Newsroom) -> None:
    opened(newsroom, NEXT)
    report = newsroom.report([TOLL], bottom=[NEXT])
    newsroom.publish("copy", f"{TOLL} {REST} {NEXT}", publisher="Another", published_at=day(1))
    found = newsroom.diagnosis(report)
    assert (found.state, found.reasons, found.reanchored) == ("fresh", (), False)


def test_news_nearer_to_the_question_than_what_is_cited_are_new_evidence(newsroom: Newsroom) -> None:
    opened(newsroom)
    report = newsroom.report([REST], bottom=[TOLL])
    newsroom.publish("vote", "The harbour treaty will hold, both governments say.", title="Treaty", published_at=day(6))
    found = newsroom.diagnosis(report)
    assert kinds(found) == ["new_evidence"]
    assert found.reasons[0].claims == report.bottom_line
    assert found.state == "stale-major"


def test_a_report_as_of_a_day_is_not_overtaken_by_what_came_later(newsroom: Newsroom) -> None:
    opened(newsroom)
    report = newsroom.report([TOLL], as_of=day(1))
    newsroom.publish("new", TOLL.replace("12", "15"), published_at=day(4))
    newsroom.publish("toll", f"{TOLL.replace('12', '9')} {REST}", updated_at=day(5))
    found = newsroom.diagnosis(report)
    assert (found.state, found.reasons, found.reanchored) == ("fresh", (), False)


def test_age_is_a_reason_only_where_it_is_asked_for(newsroom: Newsroom) -> None:
    opened(newsroom)
    report = newsroom.report([TOLL])
    assert newsroom.diagnosis(report).state == "fresh"
    assert newsroom.diagnosis(report, oldest=timedelta(days=41)).state == "fresh"
    found = newsroom.diagnosis(report, oldest=timedelta(days=30))
    assert (found.state, kinds(found)) == ("stale-minor", ["aged"])


def test_what_many_articles_repeat_is_judged_a_few_times_for_a_claim(newsroom: Newsroom) -> None:
    opened(newsroom)
    report = newsroom.report([TOLL])
    for number in range(16):
        words = " ".join(f"word{number}{letter}" for letter in "abcdefghijklmnop")
        newsroom.publish(f"new-{number}", f"{TOLL.replace('12', '15')} Besides: {words}.", published_at=day(4))
    assert kinds(newsroom.diagnosis(report)) == ["updated"]
    assert len(newsroom.judge.asked) == 3
