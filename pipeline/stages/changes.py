"""What became of each claim from one version of a report to another: a semantic diff, with the cause of each change.

Claims are known by their id, which follows from their words. Of the others, an old one and a new one are the same claim
in other words when they share most of them, or when the new one cites the very words that shook the old one.
"""

from collections.abc import Iterator, Sequence

from ..text.modality import find_cues
from ..text.words import content_words
from ..types import Because, ChangeKind, Claim, ClaimChange, Report, StalenessReason

# Share of their words, of all that either has, from which two sentences are one claim in other words.
_SAME_CLAIM = 0.5
# The same where the new claim cites what shook the old one: less is enough, since the cause says what it replaces.
_SAME_CAUSE = 0.2


def changes(before: Report, after: Report, reasons: Sequence[StalenessReason] = ()) -> tuple[ClaimChange, ...]:
    """One change for each claim of either version: in the reading order of the newer, then those it no longer has.

    `reasons`: why the versions between them were out of date, oldest first.
    """
    lost = [claim for claim in _read(before) if claim.id not in after.claims]
    new = [claim for claim in _read(after) if claim.id not in before.claims]
    pairs = _paired(lost, new, reasons)
    told = [_told(claim, before, pairs, reasons) for claim in _read(after)]
    gone = [claim for claim in lost if claim.id not in {old.id for old in pairs.values()}]
    return (*told, *(_withdrawn(claim, reasons) for claim in gone))


def _read(report: Report) -> Iterator[Claim]:
    """The claims in the order in which a reader meets them."""
    parts = (report.executive_summary, *(section.claims for section in report.sections), report.bottom_line)
    for name in dict.fromkeys(name for part in parts for name in part):
        if name in report.claims:
            yield report.claims[name]


def _told(claim: Claim, before: Report, pairs: dict[str, Claim], reasons: Sequence[StalenessReason]) -> ClaimChange:
    old = before.claims.get(claim.id)
    if old is not None:
        kind: ChangeKind = "kept" if old.origins == claim.origins else _firmer(claim.origins > old.origins)
        cause = _reason_of(old, reasons) if kind == "weakened" else None
        return ClaimChange(kind=kind, before=old.text, after=claim.text, because=_because(cause) or _stands_on(claim))
    if claim.id in pairs:
        old = pairs[claim.id]
        cause = _reason_of(old, reasons)
        kind = _reworded(old, claim, cause)
        return ClaimChange(kind=kind, before=old.text, after=claim.text, because=_because(cause) or _stands_on(claim))
    return ClaimChange(kind="added", after=claim.text, because=_stands_on(claim))


def _withdrawn(claim: Claim, reasons: Sequence[StalenessReason]) -> ClaimChange:
    return ClaimChange(kind="withdrawn", before=claim.text, because=_because(_reason_of(claim, reasons)))


def _paired(lost: Sequence[Claim], new: Sequence[Claim], reasons: Sequence[StalenessReason]) -> dict[str, Claim]:
    """The old claim behind each new one, by the new one's id; each at most once, the nearest pair first."""
    scored = [(_likeness(old, claim, reasons), old, claim) for old in lost for claim in new]
    ranked = sorted((row for row in scored if row[0] > 0), key=lambda row: (-row[0], row[1].id, row[2].id))
    pairs: dict[str, Claim] = {}
    for _, old, claim in ranked:
        if claim.id not in pairs and old.id not in {each.id for each in pairs.values()}:
            pairs[claim.id] = old
    return pairs


def _likeness(old: Claim, new: Claim, reasons: Sequence[StalenessReason]) -> float:
    """How much of their words two claims share; 0 where they are not one claim in other words."""
    left, right = set(content_words(old.text)), set(content_words(new.text))
    shared = len(left & right) / max(1, len(left | right))
    caused = any(old.id in reason.claims and _cites(new, reason) for reason in reasons)
    return shared + caused if shared >= (_SAME_CAUSE if caused else _SAME_CLAIM) else 0.0


def _reworded(old: Claim, new: Claim, cause: StalenessReason | None) -> ChangeKind:
    turned = len(find_cues(old.text, "negation")) % 2 != len(find_cues(new.text, "negation")) % 2
    if turned or (cause is not None and cause.kind == "contradicted"):
        return "reversed"
    hedged = len(find_cues(new.text, "hedge")) - len(find_cues(old.text, "hedge"))
    return _firmer(hedged < 0) if hedged else "reworded"


def _firmer(more: bool) -> ChangeKind:
    return "strengthened" if more else "weakened"


def _reason_of(claim: Claim, reasons: Sequence[StalenessReason]) -> StalenessReason | None:
    """The last reason that touches the claim, new evidence only where there is no other."""
    own = [reason for reason in reversed(reasons) if claim.id in reason.claims and reason.kind != "moved"]
    return next(iter(sorted(own, key=lambda reason: reason.kind == "new_evidence")), None)


def _cites(claim: Claim, reason: StalenessReason) -> bool:
    return any((c.article_id, c.version) == (reason.article_id, reason.version) for c in claim.citations)


def _because(reason: StalenessReason | None) -> Because | None:
    return None if reason is None else Because(article_id=reason.article_id, version=reason.version, quote=reason.quote)


def _stands_on(claim: Claim) -> Because | None:
    first = next(iter(claim.citations), None)
    return None if first is None else Because(article_id=first.article_id, version=first.version, quote=first.quote)
