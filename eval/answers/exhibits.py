"""Sources as the page shows them: the part that matters, with what the judge said of it alone."""

from pipeline.types import Span, Verdict

from ..suite import Exhibit
from .entailing import Entailing

_LONGEST_SHOWN = 1_400  # characters of a source on the page; a whole article hides what matters


def exhibit(entailing: Entailing, place: int, text: str) -> Exhibit:
    """A source as it was judged against a sentence, the words that come nearest marked."""
    source = entailing.sources[place]
    verdict: Verdict | None = entailing.verdict((place,), text) if source.passage else None
    marks = (verdict.evidence,) if verdict and verdict.evidence else ()
    label = "" if verdict is None else verdict.label
    shown = Exhibit(
        text=source.passage or "(no words given)", source=source.label, marks=marks, verdict=label,
        score=verdict.score if verdict else None,
    )  # fmt: skip
    return around_mark(shown)


def around_mark(shown: Exhibit) -> Exhibit:
    """The part of a long source around its first mark."""
    if len(shown.text) <= _LONGEST_SHOWN:
        return shown
    middle = shown.marks[0].start if shown.marks else 0
    start = max(0, min(middle - _LONGEST_SHOWN // 2, len(shown.text) - _LONGEST_SHOWN))
    end = start + _LONGEST_SHOWN
    before, after = ("…" if start else ""), ("…" if end < len(shown.text) else "")
    shift = len(before) - start
    moved = tuple(
        Span(start=max(start, mark.start) + shift, end=min(end, mark.end) + shift)
        for mark in shown.marks
        if mark.end > start and mark.start < end
    )
    return shown.model_copy(update={"text": f"{before}{shown.text[start:end]}{after}", "marks": moved})
