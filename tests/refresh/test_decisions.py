"""What an editor decided about a report holds in every later version of it: one test a rule."""

from pipeline.flow import write_report
from pipeline.ids import claim_id
from pipeline.stages.retrieve import retrieve
from pipeline.types import Brief, Report
from tests.ingest.home import NOW, day
from tests.refresh.newsroom import QUESTION, Newsroom, kinds, texts

TOLL = "Veska and Oruland agreed on tolls of 12 million euros for the harbour of Lund."
NEXT = "The next round of talks will be held in Lund in April."
REST = "Nobody wanted to say how long the talks had taken."


def opened(newsroom: Newsroom) -> Report:
    newsroom.publish("toll", TOLL, publisher="Courier")
    newsroom.publish("next", f"{NEXT} {REST}", publisher="Desk")
    return newsroom.report([NEXT, TOLL], bottom=[REST])


def evidence(newsroom: Newsroom, brief: Brief) -> list[str]:
    home = newsroom.home
    found = retrieve(
        brief,
        corpus=home.catalogue,
        vectors=home.vectors,
        lexical=home.words,
        embedder=home.embedder,
        count_tokens=len,
    )
    return [item.article.id for item in found.evidence]


def brief(newsroom: Newsroom) -> Brief:
    return Brief(question=QUESTION, decisions=newsroom.decisions)


def test_without_a_new_decision_nothing_is_to_be_done(newsroom: Newsroom) -> None:
    newsroom.decide("ban", "publisher", "Gazette")
    report = opened(newsroom).model_copy(update={"decisions": newsroom.decisions})
    assert newsroom.diagnosis(report).reasons == ()


def test_a_rejected_claim_goes_without_a_writer_and_is_listed_with_the_editors_note(newsroom: Newsroom) -> None:
    report = opened(newsroom)
    newsroom.decide("reject", "claim", claim_id(TOLL), text=TOLL, note="Only one side says so.")
    found = newsroom.diagnosis(report)
    assert (kinds(found), found.state) == (["rejected"], "stale-minor")
    after = newsroom.refreshed(report)
    assert texts(after) == [NEXT, REST]
    assert newsroom.writer.calls == []
    assert {o.text: o.reason for o in after.omissions}[TOLL] == "Rejected by the editor: Only one side says so."
    assert after.decisions == newsroom.decisions
    assert newsroom.diagnosis(after).reasons == ()


def test_a_rejected_claim_does_not_come_back_in_nearly_the_same_words(newsroom: Newsroom) -> None:
    newsroom.publish(
        "toll", f"On tolls of 12 million euros for the harbour of Lund, {TOLL[0:23]}agreed.", title="Treaty"
    )
    newsroom.publish("treaty", "The harbour treaty will hold, both governments say.", title="Treaty")
    newsroom.decide("reject", "claim", claim_id(TOLL), text=TOLL)
    after = write_report(brief(newsroom), newsroom.desk, now=NOW)
    assert "agreed" not in " ".join(texts(after))
    assert [o.reason for o in after.omissions if "agreed" in o.text] == ["Rejected by the editor."]
    assert "The harbour treaty will hold, both governments say." in texts(after)


def test_what_a_banned_source_said_goes_and_what_others_carry_too_stays(newsroom: Newsroom) -> None:
    newsroom.publish("toll", TOLL, publisher="Courier")
    newsroom.publish("other", f"{TOLL} {REST} It was a long night, and all left without a word.", publisher="Gazette")
    newsroom.publish("next", NEXT, publisher="Gazette")
    report = newsroom.report([TOLL, NEXT], bottom=[REST])
    newsroom.decide("ban", "publisher", "gazette")
    assert kinds(newsroom.diagnosis(report)) == ["banned"]
    after = newsroom.refreshed(report)
    assert texts(after) == [TOLL]
    assert [source.article_id for source in after.sources] == ["toll"]


def test_a_banned_source_is_not_retrieved_nor_heard_against_a_claim(newsroom: Newsroom) -> None:
    report = opened(newsroom)
    newsroom.decide("ban", "article", "new")
    newsroom.publish("new", TOLL.replace("12", "15"), published_at=day(4), publisher="Gazette")
    assert evidence(newsroom, Brief(question=TOLL)) != evidence(
        newsroom, Brief(question=TOLL, decisions=newsroom.decisions)
    )
    assert "new" not in evidence(newsroom, Brief(question=TOLL, decisions=newsroom.decisions))
    assert "updated" not in kinds(newsroom.diagnosis(report))


def test_a_pinned_source_is_always_among_the_evidence_and_comes_first(newsroom: Newsroom) -> None:
    opened(newsroom)
    newsroom.publish("sport", "Oruland won the boat race by two lengths.", publisher="Sports Daily")
    newsroom.publish("weather", "Rain is expected all week.", publisher="Weather Daily")
    tight = Brief(question=QUESTION, evidence_tokens=70)  # characters, as these tests count
    assert evidence(newsroom, tight) == ["toll"]
    newsroom.decide("pin", "article", "sport")
    newsroom.decide("pin", "publisher", "Weather Daily")
    assert evidence(newsroom, tight.model_copy(update={"decisions": newsroom.decisions})) == ["sport", "weather"]


def test_a_newly_pinned_source_is_told_beside_what_stands(newsroom: Newsroom) -> None:
    report = opened(newsroom)
    vote = "The parliament of Veska votes on the harbour treaty in May."
    newsroom.publish("vote", vote, published_at=day(-20))
    newsroom.decide("pin", "article", "vote")
    after = newsroom.refreshed(report)
    assert vote in texts(after)
    assert set(texts(report)) <= set(texts(after))


def test_an_accepted_claim_outlives_news_against_it_and_is_marked(newsroom: Newsroom) -> None:
    report = opened(newsroom)
    newsroom.decide("accept", "claim", claim_id(TOLL), text=TOLL, note="Seen in print.")
    newsroom.publish("new", TOLL.replace("12", "15"), published_at=day(4))
    after = newsroom.refreshed(report)
    assert TOLL in texts(after)
    assert after.claims[claim_id(TOLL)].verdict.reasons[-1] == "Accepted by the editor: Seen in print."


def test_an_accepted_claim_whose_words_are_gone_is_not_kept(newsroom: Newsroom) -> None:
    report = opened(newsroom)
    newsroom.decide("accept", "claim", claim_id(TOLL), text=TOLL)
    newsroom.publish("toll", TOLL.replace("12", "9"), publisher="Courier")
    assert TOLL not in texts(newsroom.refreshed(report))


def test_what_is_written_anew_tells_an_accepted_claim_whoever_writes(newsroom: Newsroom) -> None:
    report = opened(newsroom)
    kept = [claim for claim in newsroom.standing(report) if claim.text == REST]
    after = write_report(brief(newsroom), newsroom.desk, now=NOW, previous=1, kept=kept)
    assert REST in texts(after)
    alone = write_report(Brief(question="Who won the marathon of Zyx?"), newsroom.desk, now=NOW, kept=kept)
    assert (texts(alone), alone.status) == ([REST], "partial")


def test_taking_a_decision_back_is_a_reason_to_write_the_report_again(newsroom: Newsroom) -> None:
    newsroom.decide("ban", "publisher", "Gazette")
    report = opened(newsroom).model_copy(update={"decisions": newsroom.decisions})
    newsroom.decisions = ()
    found = newsroom.diagnosis(report)
    assert (kinds(found), found.decided.undone) == (["undone"], True)
