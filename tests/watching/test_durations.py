import pytest

from pipeline.errors import BadInput
from pipeline.watching import seconds


@pytest.mark.parametrize(
    ("text", "expected"), [("30s", 30), ("15m", 900), ("2h", 7_200), ("1d", 86_400), (" 0s ", 0), ("366d", 31_622_400)]
)
def test_a_duration_is_a_whole_number_with_its_unit(text, expected):
    assert seconds(text) == expected


@pytest.mark.parametrize(
    "text", ["", "15", "m", "15 m", "-5m", "1.5h", "1h30m", "2w", "15M", "１５m", "999999d", "367d", "1m\n2m"]
)
def test_anything_else_is_refused_with_examples(text):
    with pytest.raises(BadInput, match=r"30s, 15m, 2h or 1d"):
        seconds(text)


def test_what_is_too_short_is_refused():
    assert seconds("1s", least=1) == 1
    with pytest.raises(BadInput, match="between 1 seconds and 366 days"):
        seconds("0s", least=1)
