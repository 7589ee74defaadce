import json

from pipeline.render import render
from pipeline.types import Report
from tests.render.example import ABSTAINED, HOSTILE, REPORT


def test_there_is_one_review_for_each_claim_in_reading_order() -> None:
    reviews = json.loads(render(REPORT, "claimreview"))["@graph"]
    assert [review["identifier"].rsplit("/", 1)[1] for review in reviews] == ["c-agreed", "c-tolls", "c-next", "c-paid"]


def test_the_rating_says_how_far_the_sources_carry_the_claim() -> None:
    reviews = json.loads(render(REPORT, "claimreview"))["@graph"]
    assert reviews[0]["reviewRating"]["ratingValue"] == 5
    assert reviews[3]["reviewRating"] == {
        "@type": "Rating",
        "ratingValue": 3,
        "bestRating": 5,
        "worstRating": 1,
        "alternateName": "Partly supported by the cited sources",
        "ratingExplanation": "The article attributes the figure to the port authority; the sentence does not.",
    }


def test_a_claim_names_where_it_appears_and_who_said_it() -> None:
    review = json.loads(render(REPORT, "claimreview"))["@graph"][0]
    assert review["itemReviewed"]["author"] == {"@type": "Thing", "name": "Ilse Braam"}
    assert review["itemReviewed"]["appearance"] == [
        {
            "@type": "NewsArticle",
            "headline": "Envoys leave Port Ansel with a draft on shipping",
            "publisher": {"@type": "Organization", "name": "The Meridian Courier"},
            "datePublished": "2026-03-12T07:00:00+00:00",
            "url": "https://news.example/harbour",
        }
    ]
    assert review["citation"][0]["text"] == "agreed on 9 of the 12 articles of a shipping treaty"


def test_an_unjudged_claim_gets_no_rating() -> None:
    claim = REPORT.claims["c-agreed"]
    unjudged = claim.model_copy(update={"verdict": claim.verdict.model_copy(update={"label": "unjudged"})})
    report = REPORT.model_copy(update={"claims": {"c-agreed": unjudged}})
    assert "reviewRating" not in json.loads(render(report, "claimreview"))["@graph"][0]


def test_a_script_address_is_no_url() -> None:
    assert "javascript:alert(4)" not in render(HOSTILE, "claimreview")


def test_an_abstention_reviews_nothing() -> None:
    assert json.loads(render(ABSTAINED, "claimreview"))["@graph"] == []


def test_json_gives_back_the_same_report_and_no_control_character() -> None:
    for report in (REPORT, HOSTILE, ABSTAINED):
        document = render(report, "json")
        assert Report.model_validate_json(document) == report
        assert not any(ord(letter) < 32 and letter != "\n" for letter in document)
        assert "\u202e" not in document
    assert json.loads(render(REPORT, "json"))["schema"] == "groundwire/report/1"
