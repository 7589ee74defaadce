import pytest

from pipeline.text.credits import credited, known_as


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("KYIV, March 2 (Reuters) - The council met on Monday.", {"reuters"}),
        ("PARIS (AFP) — The council met on Monday.", {"afp"}),
        ("WASHINGTON (The Associated Press): The council met.", {"ap"}),
        ("The council met, officials said. (Sample Wire)", {"sample wire"}),
        ("The council met. (Reuters)\n\nThe mayor stayed away.", {"reuters"}),
        ("The council met.\n\n(Agence France-Presse)", {"afp"}),
        ("The council met. [dpa]\n\nIt ended late. [PTI]", {"pti"}),
        ("The council met.\n\n— AP", {"ap"}),
        ("The council met. – Bloomberg News", {"bloomberg"}),
        ("The council met.\nSource: Xinhua", {"xinhua"}),
        ("The council met.\nWith inputs from ANI.", {"ani"}),
        ("The council met.\n© 2026 Deutsche Presse-Agentur", {"dpa"}),
        ("The council (Reuters) met.", set()),
        ("The council met with Reuters on Monday.", set()),
        ("“It is over.” (laughs)", set()),
        ("", set()),
    ],
)
def test_a_credit_is_told_from_a_mention(text: str, names: set[str]) -> None:
    assert credited(text) == names


def test_credits_stand_at_the_ends_of_a_text() -> None:
    long = "The council met on Monday and spoke of grain. " * 40
    assert credited(f"KYIV (Reuters) - {long}") == {"reuters"}
    assert credited(f"{long}\n\n(AFP)") == {"afp"}
    assert credited(f"{long}(AFP)\n\n{long}") == set()


def test_an_agency_is_known_by_its_short_name() -> None:
    assert known_as("The Associated Press") == known_as("AP") == "ap"
    assert known_as("The  Guardian") == "guardian"
