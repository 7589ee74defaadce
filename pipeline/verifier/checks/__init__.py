"""Checks in code, one question each. A check never judges a claim alone: its findings are weighed in `fusion`."""

from collections.abc import Callable

from ..finding import Case, Finding
from .antonyms import check_antonyms
from .certainty import check_hedges, check_scope
from .comparison import check_comparison
from .dates import check_dates
from .names import check_names, check_unclaimed_names
from .negation import check_negation
from .quantities import check_quantities
from .quotes import check_quotes
from .roles import check_roles
from .speakers import check_speakers
from .words import check_words

CHECKS: tuple[Callable[[Case], list[Finding]], ...] = (
    check_quantities,
    check_dates,
    check_names,
    check_unclaimed_names,
    check_quotes,
    check_negation,
    check_antonyms,
    check_hedges,
    check_scope,
    check_speakers,
    check_roles,
    check_comparison,
    check_words,
)
# Every kind of finding, in the order in which features lay them out.
KINDS = (
    "number",
    "money",
    "date",
    "name",
    "quote",
    "negation",
    "antonym",
    "hedge",
    "cause",
    "scope",
    "speaker",
    "role",
    "comparison",
    "words",
)


def run_checks(case: Case) -> list[Finding]:
    """The findings of all checks, in a fixed order."""
    return [finding for check in CHECKS for finding in check(case)]
