"""What a refresh writes: standing claims keep their words, shaken ones are mended or told anew, and nothing else changes."""

from pipeline.types import Reprint
from tests.ingest.home import day
from tests.refresh.newsroom import Newsroom, texts

TOLL = "Veska and Oruland agreed on tolls of 12 million euros for the harbour of Lund."
NINE = TOLL.replace("12", "9")
NEXT = "The next round of talks will be held in Lund in April."
REST = "Nobody wanted to say how long the talks had taken."


def superseded(newsroom: Newsroom, report) -> list[str]:
    cited = [citation for claim in report.claims.values() for citation in claim.citations]
    live = newsroom.home.catalogue.live_versions({citation.article_id for citation in cited})
    return [citation.article_id for citation in cited if live[citation.article_id] != citation.version]


def test_moved_words_are_cited_anew_without_a_writer_and_every_claim_keeps_its_words_and_id(newsroom: Newsroom) -> None:
    newsroom.publish("toll", f"{TOLL} {REST}")
    newsroom.publish("next", NEXT)
    report = newsroom.report([TOLL, NEXT], bottom=[REST])
    newsroom.publish("toll", f"This comes first. {TOLL} {REST}")
    after = newsroom.refreshed(report)
    assert (after.version, after.previous, after.id) == (2, 1, report.id)
    assert {name: claim.text for name, claim in after.claims.items()} == {
        name: claim.text for name, claim in report.claims.items()
    }
    assert [section.heading for section in after.sections] == ["Section 1"]
    assert superseded(newsroom, after) == []
    assert newsroom.writer.calls == []
    assert NEXT not in [pair.claim for pair in newsroom.judge.asked]


def test_only_what_rests_on_a_changed_article_is_judged_again(newsroom: Newsroom) -> None:
    newsroom.publish("toll", f"{TOLL} {REST}")
    newsroom.publish("next", NEXT)
    report = newsroom.report([TOLL, NEXT])
    newsroom.publish("toll", f"{TOLL} {REST} Added.")
    newsroom.refreshed(report)
    assert [pair.claim for pair in newsroom.judge.asked] == [TOLL]


def test_a_shaken_claim_goes_to_the_writer_with_its_cause_and_the_new_passages(newsroom: Newsroom) -> None:
    newsroom.publish("toll", f"{TOLL} {REST}")
    report = newsroom.report([TOLL], bottom=[REST])
    newsroom.publish("toll", f"{NINE} {REST}")
    newsroom.writer.mended[TOLL] = NINE
    after = newsroom.refreshed(report)
    failed = newsroom.writer.failed[0]
    assert failed.claim.text == TOLL
    assert failed.reasons == (f"The words that it cited were corrected, see article toll: “{NINE}”",)
    assert failed.evidence[0].passage.text == f"{NINE} {REST}"
    assert texts(after) == [NINE, REST]
    assert [section.claims for section in after.sections] == [(next(iter(after.claims)),)]
    assert superseded(newsroom, after) == []


def test_where_the_writer_has_no_words_the_new_ones_take_the_place_and_the_old_are_listed(newsroom: Newsroom) -> None:
    newsroom.publish("toll", f"{TOLL} {REST}")
    report = newsroom.report([TOLL, REST])
    newsroom.publish("new", TOLL.replace("12", "15"), published_at=day(4))
    after = newsroom.refreshed(report)
    assert texts(after) == [TOLL.replace("12", "15"), REST]
    assert after.claims.keys() & report.claims.keys()


def test_a_claim_that_tells_what_somebody_said_stands_beside_the_denial_of_others(newsroom: Newsroom) -> None:
    said = "Minister Alder said Veska and Oruland agreed on tolls for the harbour of Lund."
    denied = "Minister Birk said Veska and Oruland have not agreed on tolls for the harbour of Lund."
    newsroom.publish("toll", f"{said} {REST}")
    report = newsroom.report([said], said_by="Minister Alder")
    newsroom.publish("new", denied, published_at=day(4))
    newsroom.judge.script[said] = "contradicted"
    assert newsroom.diagnosis(report).state == "stale-minor"
    assert texts(newsroom.refreshed(report)) == [said, denied]


def test_a_claim_whose_article_was_withdrawn_stands_on_another_that_says_the_same(newsroom: Newsroom) -> None:
    newsroom.publish("toll", TOLL)
    report = newsroom.report([TOLL])
    newsroom.publish("second", f"{TOLL} The tolls are paid every month.", published_at=day(1))
    newsroom.home.withdraw("toll")
    after = newsroom.refreshed(report)
    assert after.claims.keys() == report.claims.keys()
    assert [source.article_id for source in after.sources] == ["second"]


def test_a_claim_that_nothing_carries_any_more_is_left_out_with_its_cause(newsroom: Newsroom) -> None:
    newsroom.publish("toll", TOLL)
    newsroom.publish("next", f"{NEXT} {REST}")
    report = newsroom.report([NEXT, TOLL], [REST])
    newsroom.home.withdraw("toll", reason="The document was forged.")
    after = newsroom.refreshed(report)
    assert texts(after) == [NEXT, REST]
    left_out = {omission.text: omission.reason for omission in after.omissions}
    assert left_out[TOLL] == "The article that it cited was withdrawn, see article toll: “The document was forged.”"


def test_a_claim_that_loses_one_of_two_sources_keeps_its_words(newsroom: Newsroom) -> None:
    newsroom.publish("toll", TOLL)
    newsroom.publish("other", f"{TOLL} {REST} It was a long night, and the ministers left without a word.")
    report = newsroom.report([TOLL])
    assert len(report.sources) == 2
    newsroom.home.withdraw("other")
    after = newsroom.refreshed(report)
    assert texts(after) == [TOLL]
    assert [source.article_id for source in after.sources] == ["toll"]


def test_new_evidence_is_told_beside_what_stands(newsroom: Newsroom) -> None:
    vote = "The harbour treaty will hold, both governments say."
    newsroom.publish("toll", f"{TOLL} {REST}")
    report = newsroom.report([REST], bottom=[TOLL])
    newsroom.publish("vote", vote, title="Treaty", published_at=day(6))
    after = newsroom.refreshed(report)
    assert texts(after) == [REST, vote, TOLL]
    assert [item.article.id for item in newsroom.writer.shown] == ["vote"]


def test_where_cited_words_stand_too_goes_on_being_told_until_that_is_withdrawn(newsroom: Newsroom) -> None:
    newsroom.publish("toll", f"{TOLL} {REST}")
    newsroom.publish("copy", f"{TOLL} {REST}", publisher="Another")
    newsroom.publish("next", NEXT)
    report = newsroom.report([NEXT], bottom=[REST])
    reprint = Reprint(article_id="copy", publisher="Another")
    sources = tuple(
        source.model_copy(update={"also_in": (reprint,)}) if source.article_id == "toll" else source
        for source in report.sources
    )
    report = report.model_copy(update={"sources": sources})
    newsroom.publish("next", f"Added first. {NEXT}")
    after = newsroom.refreshed(report)
    assert {source.article_id: source.also_in for source in after.sources}["toll"] == (reprint,)
    newsroom.home.withdraw("copy")
    after = newsroom.refreshed(after)
    assert [source.also_in for source in after.sources if source.article_id == "toll"] == [()]


def test_the_successor_is_fresh_and_finds_nothing_to_do(newsroom: Newsroom) -> None:
    newsroom.publish("toll", f"{TOLL} {REST}")
    report = newsroom.report([TOLL], bottom=[REST])
    newsroom.publish("toll", f"{NINE} {REST}")
    after = newsroom.refreshed(report)
    assert after.staleness.state == "fresh"
    asked = len(newsroom.judge.asked)
    again = newsroom.diagnosis(after)
    assert (again.state, again.reasons, again.reanchored) == ("fresh", (), False)
    assert len(newsroom.judge.asked) == asked
