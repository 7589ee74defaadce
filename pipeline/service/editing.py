"""An editor's decisions about a report: what was named is found, and what contradicts an older decision replaces it."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from difflib import get_close_matches

from ..errors import BadInput, NotFound
from ..stages.staleness_signals import repeats
from ..types import Decision, DecisionKind, Edit, Report, Subject
from .adapters import Adapters

_SHOWN = 5  # of the names that a message offers


def decided(home: Adapters, report_id: str) -> tuple[Decision, ...]:
    """The decisions that hold for a report."""
    return home.decisions.of(home.reports.load(report_id).id)


def edit(home: Adapters, report_id: str, wanted: Edit) -> tuple[Decision, ...]:
    """Notes decisions and gives back all that hold; nothing is noted if one of them cannot be.

    Raises:
        NotFound: no such report, source, claim or decision.
        BadInput: nothing is wanted, or two things that contradict each other.
    """
    report, now = home.reports.load(report_id), datetime.now(UTC)
    if wanted.empty:
        raise BadInput("nothing is to be decided, so nothing was noted; pin, ban, accept, reject or undo something")
    new = tuple(_decisions(home, report, wanted, now))
    return home.decisions.change(report.id, lambda known: _merged(known, new, wanted.undo))


def _decisions(home: Adapters, report: Report, wanted: Edit, now: datetime) -> Iterator[Decision]:
    note = " ".join(wanted.note.split()) if wanted.note and wanted.note.strip() else None
    seen: dict[tuple[str, str], tuple[DecisionKind, str]] = {}
    kinds: tuple[tuple[DecisionKind, Sequence[str]], ...] = (
        ("pin", wanted.pin),
        ("ban", wanted.ban),
        ("accept", wanted.accept),
        ("reject", wanted.reject),
    )
    for kind, name in ((kind, name) for kind, names in kinds for name in names):
        found = _source(home, report, name) if kind in {"pin", "ban"} else _claim(report, name)
        subject, target, text = found
        other = seen.setdefault((subject, target), (kind, name))
        if other[0] != kind:
            raise BadInput(
                f"{name!r} cannot be both {_done(other[0])} and {_done(kind)}, so nothing was noted; choose one"
            )
        yield Decision(number=0, kind=kind, subject=subject, target=target, text=text, note=note, decided_at=now)


def _merged(known: tuple[Decision, ...], new: Sequence[Decision], undo: Sequence[int]) -> tuple[Decision, ...]:
    numbers = {each.number for each in known}
    for number in undo:
        if number not in numbers:
            there = ", ".join(map(str, sorted(numbers))) or "none"
            raise NotFound(f"this report has no decision {number}, so nothing was undone; there are: {there}")
    held = [each for each in known if each.number not in undo]
    last = max(numbers, default=0)
    for each in new:
        same = next((h for h in held if (h.subject, h.target) == (each.subject, each.target)), None)
        if same is not None and (same.kind, same.note) == (each.kind, each.note or same.note):
            continue
        held = [h for h in held if h is not same]
        last += 1
        held.append(each.model_copy(update={"number": last}))
    return tuple(held)


def _source(home: Adapters, report: Report, name: str) -> tuple[Subject, str, str]:
    """The article or publisher that a name means."""
    if name.isdigit() and (own := [source for source in report.sources if source.number == int(name)]):
        return "article", own[0].article_id, own[0].title
    if home.catalogue.live_versions([name]):
        return "article", name, home.catalogue.history(name).article.title
    publishers = sorted({*home.catalogue.status().publishers, *(source.publisher for source in report.sources)})
    same = next((each for each in publishers if each.casefold() == name.strip().casefold()), None)
    if same is not None:
        return "publisher", same, same
    close = get_close_matches(name, [*publishers, *(source.article_id for source in report.sources)], n=3, cutoff=0.4)
    hint = f"did you mean {' or '.join(map(repr, close))}?" if close else "'groundwire corpus' lists the publishers"
    raise NotFound(f"there is no article and no publisher {name!r} in this home, so nothing was noted; {hint}")


def _claim(report: Report, name: str) -> tuple[Subject, str, str]:
    """The claim of the report that an id, or words, mean."""
    plain = " ".join(name.split())
    same = [each for each in report.claims.values() if plain in {each.id, each.text}]
    near = same or [each for each in report.claims.values() if repeats(plain, each.text)]
    if len(near) == 1:
        return "claim", near[0].id, near[0].text
    known = "; ".join(f"{each.id}: {each.text}" for each in (near or [*report.claims.values()])[:_SHOWN])
    what = "names more than one claim" if near else "is no claim"
    raise NotFound(
        f"{name!r} {what} of version {report.version} of report {report.id!r}, so nothing was noted; "
        f"give the id of one, as 'groundwire edit {report.id} --list' shows them ({known})"
    )


def _done(kind: DecisionKind) -> str:
    return {"pin": "pinned", "ban": "banned", "accept": "accepted", "reject": "rejected"}[kind]
