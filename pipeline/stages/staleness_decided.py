"""What an editor decided since a report was written, as reasons to write it again."""

from collections.abc import Iterator
from typing import NamedTuple

from ..types import Claim, Decision, Report, StalenessReason
from .editing import Rules


class Decided(NamedTuple):
    """The decisions that hold, those of them that are new to the report, and whether one that it keeps was undone."""

    rules: Rules
    new: Rules
    undone: bool

    @classmethod
    def since(cls, report: Report, decisions: tuple[Decision, ...]) -> "Decided":
        new = (each for each in decisions if each not in report.decisions)
        return cls(Rules(decisions), Rules(new), any(each not in decisions for each in report.decisions))


UNDECIDED = Decided(Rules(), Rules(), undone=False)


def reasons(report: Report, decided: Decided) -> list[StalenessReason]:
    """One reason for each new decision, and one for all that were undone."""
    found = [_reason(decision, report) for decision in decided.new.decisions]
    if decided.undone:
        gone = next(each for each in report.decisions if each not in decided.rules.decisions)
        found.append(_because("undone", gone, report))
    return found


def _reason(decision: Decision, report: Report) -> StalenessReason:
    kinds = {"pin": "pinned", "ban": "banned", "accept": "accepted", "reject": "rejected"}
    claims = tuple(_touched(decision, report)) if decision.kind in {"ban", "reject"} else ()
    return _because(kinds[decision.kind], decision, report, claims)


def _touched(decision: Decision, report: Report) -> Iterator[str]:
    """The claims that rest on a banned source, or say what was rejected."""
    rules = Rules([decision])
    sources = {source.number: source for source in report.sources}
    for name, claim in report.claims.items():
        cited = [sources[c.source] for c in claim.citations if c.source in sources]
        if rules.rejection(claim.text) or any(rules.bans(source.article_id, source) for source in cited):
            yield name


def _because(kind: str, decision: Decision, report: Report, claims: tuple[str, ...] = ()) -> StalenessReason:
    """The reason, told of an article: the one decided about, else one that the claim cites or the publisher wrote."""
    article = decision.target if decision.subject == "article" else _article(decision, report)
    return StalenessReason(kind=kind, article_id=article, version=None, quote=decision.note, claims=claims)


def _article(decision: Decision, report: Report) -> str:
    claim: Claim | None = report.claims.get(decision.target)
    if claim is not None and claim.citations:
        return claim.citations[0].article_id
    own = (source.article_id for source in report.sources if source.publisher == decision.target)
    return next(own, decision.target)
