"""What an editor's decisions mean for a refresh: what was rejected goes without a writer, what was accepted stays."""

from collections.abc import Sequence

from ..types import Omission
from ..types.decisions import REJECTED
from .refresh_standing import Shaken, Standing
from .settle import SettledClaim
from .staleness import Diagnosis


def to_be_written(diagnosis: Diagnosis, standing: Standing) -> bool:
    """Whether a writer is needed at all. A claim that the editor rejected just goes, unless a part is empty without it."""
    report = diagnosis.report
    rejected = [each for each in standing.shaken if each.reason and each.reason.kind == "rejected"]
    pins = any(decision.kind == "pin" for decision in diagnosis.decided.new.decisions)
    emptied = any(part and not standing.part(part) for part in (report.executive_summary, report.bottom_line))
    return bool(len(rejected) < len(standing.shaken) or standing.beside or diagnosis.telling or pins or emptied)


def accepted_claims(diagnosis: Diagnosis, standing: Standing) -> tuple[SettledClaim, ...]:
    """The claims that the editor accepted, as far as they stand."""
    rules = diagnosis.decided.rules
    return tuple(claim for name, claim in standing.claims.items() if rules.acceptance(name))


def rejections(shaken: Sequence[Shaken]) -> tuple[Omission, ...]:
    """What the editor rejected, as it is listed under what was left out."""
    rejected = [each for each in shaken if each.reason and each.reason.kind == "rejected"]
    return tuple(
        Omission(text=each.claim.text, verdict="unjudged", reason=_rejected(each.reason.quote if each.reason else None))
        for each in rejected
    )


def _rejected(note: str | None) -> str:
    return f"{REJECTED}: {note}" if note else f"{REJECTED}."
