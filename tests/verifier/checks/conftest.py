"""Each check is asked about a claim and a passage small enough to be its own window."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from pipeline.verifier.checks import run_checks
from pipeline.verifier.finding import Case, Finding
from pipeline.verifier.reading import Reading

TUESDAY = datetime(2025, 12, 16, tzinfo=UTC)
Check = Callable[..., dict[str, Finding]]


@pytest.fixture
def check() -> Check:
    """The strongest finding of each severity that the checks of one kind come to."""

    def findings(kind: str, claim: str, passage: str, date: datetime | None = TUESDAY) -> dict[str, Finding]:
        case = Case(Reading(claim, date), Reading(passage, date), Reading(passage, date))
        own = [finding for finding in run_checks(case) if finding.kind == kind]
        return {finding.severity: finding for finding in sorted(own, key=lambda f: f.score)}

    return findings
