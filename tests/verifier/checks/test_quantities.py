"""A number is held against a claim where the passage gives another of the same thing, and not for being retold."""

import pytest


@pytest.mark.parametrize(
    ("claim", "passage", "reason"),
    [
        (
            "The fund lent the ministry $120 billion.",
            "The fund lent the ministry $210 billion.",
            "The passage says $210 billion, the claim says $120 billion.",
        ),
        (
            "The strike damaged nine tankers in the port.",
            "The strike damaged six tankers in the port.",
            "The passage says six, the claim says nine.",
        ),
        (
            "Inflation in Norvania reached 14 per cent in May.",
            "Inflation in Norvania reached 9% in May.",
            "The passage says 9%, the claim says 14 per cent.",
        ),
        (
            "More than 800 settlers left the valley.",
            "More than 80 settlers left the valley.",
            "The passage says more than 80, the claim says more than 800.",
        ),
        (
            "The truce was extended by 25 days.",
            "The truce was extended by 15 days.",
            "The passage says 15 days, the claim says 25 days.",
        ),
        (
            "The court fined a man aged 34.",
            "The court fined a 43-year-old man.",
            "The passage says 43-year-old, the claim says 34.",
        ),
        (
            "The bank raised its rate by 75 basis points.",
            "The bank raised its rate by a quarter of a percentage point.",
            "The passage says a quarter of a percentage point, the claim says 75 basis points.",
        ),
    ],
)
def test_another_number_of_the_same_thing_contradicts(check, claim, passage, reason):
    found = {**check("number", claim, passage), **check("money", claim, passage)}
    assert found["contradicts"].reason == reason


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ("The convoy had 12 lorries.", "The convoy had twelve lorries."),
        ("Half a dozen envoys came.", "Six envoys came."),
        ("A dozen and a half ships sailed.", "The navy said 18 ships sailed."),
        ("The share rose to 40 per cent.", "The share rose to 40%."),
        ("About a third of voters stayed at home.", "Turnout figures show 33% of voters stayed at home."),
        ("The camp holds more than 1,000 people.", "The camp holds 1,051 people."),
        ("The bridge stood for nearly 50 years.", "The bridge stood for 48 years."),
        ("As many as six guards were hurt.", "Up to six guards were hurt."),
        ("The blockade lasted two weeks.", "The blockade lasted 14 days."),
        ("The court has half a year to decide.", "The court has six months to decide."),
        ("Waits of over sixty minutes were common.", "Waits of over an hour were common."),
        ("A new delivery was a fortnight away.", "A new delivery was two weeks away."),
        ("The mission lost 25 soldiers in all.", "The mission lost a captain along with 24 other soldiers."),
        ("Police in three countries took part.", "Police in Estonia, Latvia and Finland took part."),
        ("A total of 35 notices went out.", "Officials sent 26 notices to officers and nine notices to staff."),
        ("The rate had stood at 16% before.", "The bank cut the rate by 100 basis points to 15%."),
        ("The governor is 61.", "The 61-year-old governor spoke."),
        ("Both envoys agreed.", "The envoys of Norvania and Estovia agreed."),
        ("Nine days later the port closed.", "The raid was on 2 May 2025. The port closed on 11 May 2025."),
    ],
)
def test_a_number_told_in_another_way_is_not_held_against_a_claim(check, claim, passage):
    found = {**check("number", claim, passage), **check("money", claim, passage)}
    assert not {"contradicts", "missing"} & found.keys(), found


@pytest.mark.parametrize(
    ("claim", "passage", "reason"),
    [
        ("The blast killed 17 miners.", "The blast killed several miners.", "Not in the passage: 17."),
        ("The grant of €4 million was paid.", "The grant was paid.", "Not in the passage: €4 million."),
        ("Three ferries sank.", "The ferries sank.", "Not in the passage: Three."),
    ],
)
def test_a_number_that_the_passage_lacks_is_missing(check, claim, passage, reason):
    found = {**check("number", claim, passage), **check("money", claim, passage)}
    assert found["missing"].reason == reason


def test_a_number_that_belongs_to_something_else_is_not_taken_for_the_claims(check):
    passage = "The army lost 30 tanks near the river. The rebels lost 90 tanks in the hills."
    found = check("number", "The rebels lost 30 tanks in the hills.", passage)
    assert found["contradicts"].reason == "The passage says 90 where the claim says 30."
