import pytest

from pipeline.stores.decisions import Decisions
from pipeline.types import Decision
from tests.ingest.home import NOW, Home


def decision(number: int, target: str = "Gazette") -> Decision:
    return Decision(number=number, kind="ban", subject="publisher", target=target, text=target, decided_at=NOW)


def test_decisions_come_back_report_by_report_in_the_order_of_their_numbers(home: Home) -> None:
    decisions = Decisions(home.catalogue)
    decisions.change("r-1", lambda known: (*known, decision(2, "Courier"), decision(1)))
    decisions.change("r-2", lambda known: (*known, decision(1, "Desk")))
    assert [each.target for each in decisions.of("r-1")] == ["Gazette", "Courier"]
    assert {name: len(own) for name, own in decisions.by_report().items()} == {"r-1": 2, "r-2": 1}
    assert decisions.of("r-3") == ()


def test_a_change_that_fails_leaves_what_was_decided(home: Home) -> None:
    decisions = Decisions(home.catalogue)
    decisions.change("r-1", lambda known: (*known, decision(1)))

    def fails(known: tuple[Decision, ...]) -> tuple[Decision, ...]:
        raise ValueError(known)

    with pytest.raises(ValueError, match="Gazette"):
        decisions.change("r-1", fails)
    assert decisions.of("r-1") == (decision(1),)
