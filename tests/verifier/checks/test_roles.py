"""Two parties that have changed places are found; another word order alone is not."""

import pytest


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ("Norvania accused Estovia of breaking the truce.", "Estovia accused Norvania of breaking the truce."),
        ("The ferry sailed from Odesa to Varna at dawn.", "The ferry sailed from Varna to Odesa at dawn."),
        (
            "Treasury Secretary Holm and Defence Secretary Brandt resigned.",
            "Treasury Secretary Brandt and Defence Secretary Holm resigned.",
        ),
        ("Rebels from Kenya attacked a village in Uganda.", "Rebels from Uganda attacked a village in Kenya."),
        (
            "The court in Lima rejected a claim filed by Quito.",
            "The court in Quito rejected a claim filed by Lima.",
        ),
        (
            "The Harbour Guild asked Judge Okoro to delay the vote.",
            "Judge Okoro asked the Harbour Guild to delay the vote.",
        ),
    ],
)
def test_parties_that_have_changed_places_contradict(check, claim, passage):
    found = check("role", claim, passage)
    assert found["contradicts"].reason.endswith("have changed places: in the passage each stands where the other does.")


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ("Norvania accused Estovia of theft.", "Norvania accused Estovia of theft."),
        ("Estovia was accused of theft by Norvania.", "Norvania accused Estovia of theft."),
        ("According to Holm, the port is closed.", "The port is closed, Holm said."),
        ("Kenya, Uganda and Rwanda signed.", "Rwanda, Kenya and Uganda signed."),
        ("In Lima, the court rejected the claim.", "The court rejected the claim in Lima."),
        ("Talks between Norvania and Estovia failed.", "Talks between Estovia and Norvania failed."),
    ],
)
def test_another_order_of_the_same_parties_does_not(check, claim, passage):
    assert "contradicts" not in check("role", claim, passage)
