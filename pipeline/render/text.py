"""A report for the terminal: as wide as the terminal is, up to a readable measure, in colour only where there is any."""

import io
from collections.abc import Iterable, Iterator, Sequence

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from ..types import Citation, Claim, Disagreement, Omission, Report, Source
from . import wording
from .inert import line, web_url

MEASURE = 92  # characters; past that the eye loses the line
_TONES = {"supported": "green", "partial": "yellow", "contradicted": "red", "unsupported": "red", "unjudged": "magenta"}


def terminal(report: Report) -> RenderableType:
    """The whole report, to be printed on a rich console no wider than `MEASURE`."""
    answered = report.status != "insufficient_evidence"
    body = _answer(report) if answered else _abstention(report)
    parts = [*_head(report), *body, *_dive(report), *_sources(report.sources)]
    if answered:
        parts += _omissions("Left out", report.omissions, labelled=True)
    parts += _decisions(report)
    told = [Text(line(note), style="dim") for note in (*wording.notes(report), wording.run(report.run))]
    return Group(*parts, Text(), *told)


def text(report: Report) -> str:
    """The whole report as plain text, without colour, at a width of `MEASURE`."""
    console = Console(file=io.StringIO(), width=MEASURE, color_system=None, legacy_windows=False, force_terminal=False)
    with console.capture() as captured:
        console.print(terminal(report))
    return "\n".join(row.rstrip() for row in captured.get().splitlines()) + "\n"


def _head(report: Report) -> Iterator[RenderableType]:
    yield Text(line(report.question), style="bold")
    if deck := wording.deck(report):
        yield Text(line(deck))
    yield Text()
    yield Text(line(wording.checked(report)), style="italic")
    stale = report.staleness.state != "fresh"
    yield Text(line(wording.freshness(report)), style="yellow" if stale else "")
    for reason in report.staleness.reasons:
        yield _item("-", Text(line(wording.staleness_reason(report, reason))))
    yield Text.assemble("To refresh it: ", (line(wording.refresh_command(report)), "bold"))
    if report.claims:
        yield Text(wording.tally(report), style="dim")
    if legend := wording.legend(report):
        yield Text(legend, style="dim")
    if report.status == "partial":
        yield Text(wording.PARTIAL, style="yellow")


def _answer(report: Report) -> Iterator[RenderableType]:
    yield from _part("Executive summary", wording.claims(report, report.executive_summary))
    for number, section in enumerate(report.sections, start=1):
        yield from _part(f"{number}. {line(section.heading)}", wording.claims(report, section.claims))
    if report.disagreements:
        yield from _disagreements(report.disagreements)
    yield from _part("Bottom line", wording.claims(report, report.bottom_line))


def _abstention(report: Report) -> Iterator[RenderableType]:
    yield Text()
    yield Text(wording.NOT_ENOUGH, style="bold yellow")
    yield Text(wording.searched(report))
    yield from _omissions("The nearest things found", report.omissions, labelled=False)
    yield from _answer(report)


def _part(heading: str, claims: Sequence[Claim]) -> Iterator[RenderableType]:
    if claims:
        yield from _heading(heading)
        yield Text(" ").join(_sentence(claim) for claim in claims)


def _sentence(claim: Claim) -> Text:
    sentence = Text(line(claim.text))
    if claim.verdict.label != "supported":
        sentence.append(f" ({wording.LABELS[claim.verdict.label]})", style=_TONES[claim.verdict.label])
    return sentence.append_text(_marks(claim.citations)).append(
        wording.mark(claim) + wording.accepted(claim), style="dim"
    )


def _marks(citations: Iterable[Citation]) -> Text:
    return Text("").append("".join(f" [{number}]" for number in wording.numbers(citations)), style="cyan")


def _disagreements(disagreements: Iterable[Disagreement]) -> Iterator[RenderableType]:
    yield from _heading("Sources disagree")
    for disagreement in disagreements:
        yield Text(line(disagreement.topic), style="italic")
        for side in disagreement.sides:
            yield _item("-", Text(line(side.text)).append_text(_marks(side.citations)))


def _dive(report: Report) -> Iterator[RenderableType]:
    if report.follow_ups:
        yield from _heading("Want to dive deeper?", style="bold italic")
        yield from (_item("-", Text(line(question))) for question in report.follow_ups)


def _sources(sources: Sequence[Source]) -> Iterator[RenderableType]:
    if sources:
        yield from _heading("Sources")
    width = max((len(f"{source.number}.") for source in sources), default=0)
    for source in sources:
        about = f". {line(source.publisher)}, {wording.day(source.published_at)}{line(wording.also_in(source))}"
        entry = Text(line(source.title)).append(about, style="dim")
        if url := web_url(source.url):
            entry.append(f"\n{url}", style="dim")
        yield _item(f"{source.number}.".rjust(width), entry)


def _omissions(heading: str, omissions: Sequence[Omission], *, labelled: bool) -> Iterator[RenderableType]:
    if omissions:
        yield from _heading(heading)
    for omission in omissions:
        entry = Text(line(omission.text) + "\n")
        if labelled:
            entry.append(f"{wording.LABELS[omission.verdict]}: ", style=_TONES[omission.verdict])
        yield _item("-", entry.append(line(omission.reason), style="dim"))


def _decisions(report: Report) -> Iterator[RenderableType]:
    if report.decisions:
        yield from _heading(wording.DECIDED)
    for decision in report.decisions:
        yield _item("-", Text(line(wording.decision(decision))))


def _heading(words: str, *, style: str = "bold") -> Iterator[Text]:
    yield Text()
    yield Text(words, style=style)
    yield Text()


def _item(mark: str, entry: Text) -> RenderableType:
    """An entry that hangs behind its mark."""
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(width=len(mark), no_wrap=True)
    grid.add_column()
    grid.add_row(Text(mark), entry)
    return grid
