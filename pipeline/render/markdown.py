"""A report as Markdown (CommonMark with footnotes): each citation is a footnote that gives the exact quoted words."""

import re
from collections.abc import Iterator, Sequence

from ..types import Citation, Claim, Disagreement, Omission, Report, Source
from . import wording
from .inert import line, web_url

_SPECIAL = re.compile(r"[\\`*_\[\]|~]")
_OPENS_A_BLOCK = re.compile(r"^(?:[#+\-=]|\d+(?=[.)]))")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def markdown(report: Report) -> str:
    """The whole report as one Markdown document; corpus text in it carries no markup of its own."""
    notes = Footnotes(report)
    answered = report.status != "insufficient_evidence"
    body = _answer(report, notes) if answered else _abstention(report, notes)
    parts = [*_head(report), *body, *_dive(report), *_sources(report.sources)]
    if answered:
        parts += _omissions("Left out", report.omissions, labelled=True)
    parts += _decisions(report)
    told = [f"*{_escaped(note)}*" for note in (*wording.notes(report), wording.run(report.run))]
    parts += ["---", *told, *notes.definitions()]
    return "\n\n".join(parts) + "\n"


class Footnotes:
    """The footnotes of a report: one for each cited span, labelled by source number and letter ("2b")."""

    def __init__(self, report: Report) -> None:
        self._sources = {source.number: source for source in report.sources}
        self._labels: dict[tuple[int, str, str, int, int], str] = {}
        self._quotes: dict[str, Citation] = {}

    def mark(self, citation: Citation) -> str:
        """The reference to the footnote of a citation: "[^2b]"."""
        return f"[^{self.label(citation)}]"

    def noted(self) -> Iterator[tuple[str, Citation]]:
        """The footnotes so far, by label, in the order in which they were first asked for."""
        yield from self._quotes.items()

    def label(self, citation: Citation) -> str:
        """What the footnote of a citation is called: "2b"."""
        span = (citation.source, citation.article_id, citation.version, citation.start, citation.end)
        if span not in self._labels:
            taken = sum(1 for other in self._labels if other[0] == citation.source)
            label = f"{citation.source}{_letters(taken)}"
            self._labels[span] = label
            self._quotes[label] = citation
        return self._labels[span]

    def definitions(self) -> Iterator[str]:
        for label, citation in self._quotes.items():
            verdict = f"{wording.LABELS[citation.verdict.label]}, {citation.verdict.score:.2f}"
            yield f"[^{label}]: {_quoted(citation.quote)} — {self._origin(citation)}; {verdict}."

    def _origin(self, citation: Citation) -> str:
        source = self._sources.get(citation.source)
        span = f"characters {citation.start}–{citation.end} of version {_escaped(citation.version[:12])}"
        if source is None:
            return f"{_escaped(citation.article_id)}, {span}"
        return f"source {source.number}, {_about(source)}, {span}"


def _head(report: Report) -> Iterator[str]:
    yield f"# {_escaped(report.question)}"
    if deck := wording.deck(report):
        yield f"**{_escaped(deck)}**"
    yield f"*{_escaped(wording.checked(report))}*"
    yield "\n".join(f"> {row}".rstrip() for row in _freshness(report))
    if report.claims:
        yield _escaped(wording.tally(report))
    if legend := wording.legend(report):
        yield _escaped(legend)
    if report.status == "partial":
        yield f"**{_escaped(wording.PARTIAL)}**"


def _freshness(report: Report) -> Iterator[str]:
    yield _escaped(wording.freshness(report))
    yield ""
    if report.staleness.reasons:
        yield from (f"- {_escaped(wording.staleness_reason(report, reason))}" for reason in report.staleness.reasons)
        yield ""
    yield f"To refresh it: `{line(wording.refresh_command(report)).replace('`', '')}`"


def _answer(report: Report, notes: Footnotes) -> Iterator[str]:
    yield from _part("Executive summary", wording.claims(report, report.executive_summary), notes)
    for number, section in enumerate(report.sections, start=1):
        yield from _part(f"{number}. {_escaped(section.heading)}", wording.claims(report, section.claims), notes)
    if report.disagreements:
        yield "## Sources disagree"
        yield from (_disagreement(disagreement, notes) for disagreement in report.disagreements)
    yield from _part("Bottom line", wording.claims(report, report.bottom_line), notes)


def _abstention(report: Report, notes: Footnotes) -> Iterator[str]:
    yield f"**{wording.NOT_ENOUGH}** {_escaped(wording.searched(report))}"
    yield from _omissions("The nearest things found", report.omissions, labelled=False)
    yield from _answer(report, notes)


def _part(heading: str, claims: Sequence[Claim], notes: Footnotes) -> Iterator[str]:
    if claims:
        yield f"## {heading}"
        yield " ".join(_sentence(claim, notes) for claim in claims)


def _sentence(claim: Claim, notes: Footnotes) -> str:
    doubt = "" if claim.verdict.label == "supported" else f" *({wording.LABELS[claim.verdict.label]})*"
    return (
        _opening(claim.text)
        + doubt
        + "".join(map(notes.mark, claim.citations))
        + wording.mark(claim)
        + wording.accepted(claim)
    )


def _disagreement(disagreement: Disagreement, notes: Footnotes) -> str:
    sides = [
        f"- {_opening(side.text)}" + "".join(notes.mark(citation) for citation in side.citations)
        for side in disagreement.sides
    ]
    return "\n".join([f"**{_escaped(disagreement.topic)}**", "", *sides])


def _dive(report: Report) -> Iterator[str]:
    if report.follow_ups:
        yield "## *Want to dive deeper?*"
        yield "\n".join(f"- {_opening(question)}" for question in report.follow_ups)


def _sources(sources: Sequence[Source]) -> Iterator[str]:
    if sources:
        yield "## Sources"
        yield "\n".join(f"{source.number}. {_linked(source)}" for source in sources)


def _linked(source: Source) -> str:
    url = web_url(source.url)
    title = f"[{_escaped(source.title)}](<{url}>)" if url else _escaped(source.title)
    return (
        f"{title}. {_escaped(source.publisher)}, {wording.day(source.published_at)}{_escaped(wording.also_in(source))}"
    )


def _about(source: Source) -> str:
    return f"{_escaped(source.title)}, {_escaped(source.publisher)}, {wording.day(source.published_at)}"


def _omissions(heading: str, omissions: Sequence[Omission], *, labelled: bool) -> Iterator[str]:
    if omissions:
        yield f"## {heading}"
        yield "\n".join(
            f"- {_opening(omission.text)} — "
            + (f"*{wording.LABELS[omission.verdict]}*: " if labelled else "")
            + _escaped(omission.reason)
            for omission in omissions
        )


def _decisions(report: Report) -> Iterator[str]:
    if report.decisions:
        yield f"## {wording.DECIDED}"
        yield "\n".join(f"- {_opening(wording.decision(decision))}" for decision in report.decisions)


def _escaped(text: str) -> str:
    """The text on one line, with nothing in it that Markdown or HTML would act on."""
    inert = _SPECIAL.sub(r"\\\g<0>", line(text))
    return inert.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _opening(text: str) -> str:
    """Escaped text that may stand first on a line: it opens no heading, list or rule."""
    return _OPENS_A_BLOCK.sub(_guarded, _escaped(text))


def _guarded(match: re.Match[str]) -> str:
    return match.group() + "\\" if match.group().isdigit() else "\\" + match.group()


def _quoted(text: str) -> str:
    """The words in quotation marks of a kind that they do not hold themselves."""
    return f"«{_escaped(text)}»" if "“" in text or "”" in text else f"“{_escaped(text)}”"


def _letters(place: int) -> str:
    return (_letters(place // 26 - 1) if place >= 26 else "") + _LETTERS[place % 26]
