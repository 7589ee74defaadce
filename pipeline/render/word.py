"""A report for word processors (DOCX): headings, sentences and lists in their own styles. Needs `groundwire[export]`.

Each citation is a mark such as [2b] that leads to its exact words under "Evidence". The same report gives the same file.
"""

from collections.abc import Sequence
from datetime import UTC
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from ..errors import BadInput
from ..types import Claim, Omission, Report, Source
from . import wording
from .inert import line, web_url
from .markdown import Footnotes

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

_EPOCH = (1980, 1, 1, 0, 0, 0)
_LINK_COLOUR = "1F4E79"


def docx(report: Report) -> bytes:
    """The whole report as one DOCX document.

    Raises:
        BadInput: the library that writes it is not installed.
    """
    try:
        from docx import Document
    except ImportError as error:
        raise BadInput(
            "a DOCX document needs an extra that is not installed, so nothing was written; "
            "pip install 'groundwire[export]'"
        ) from error
    pages = _Pages(Document(), report)
    pages.write()
    return _without_times(pages.saved())


class _Pages:
    """One document while it is being written, from top to bottom."""

    def __init__(self, document: "Document", report: Report) -> None:
        self._document = document
        self._report = report
        self._notes = Footnotes(report)
        self._cited: set[str] = set()

    def write(self) -> None:
        report = self._report
        answered = report.status != "insufficient_evidence"
        self._head()
        if not answered:
            self._document.add_paragraph(f"{wording.NOT_ENOUGH} {wording.searched(report)}")
            self._omissions("The nearest things found", report.omissions)
        self._part("Executive summary", wording.claims(report, report.executive_summary))
        for number, section in enumerate(report.sections, start=1):
            self._part(f"{number}. {line(section.heading)}", wording.claims(report, section.claims))
        self._disagreements()
        self._part("Bottom line", wording.claims(report, report.bottom_line))
        self._list("Want to dive deeper?", [line(question) for question in report.follow_ups])
        self._sources(report.sources)
        if answered:
            self._omissions("Left out", report.omissions)
        self._list(wording.DECIDED, [line(wording.decision(decision)) for decision in report.decisions])
        self._evidence()
        for note in (*wording.notes(report), wording.run(report.run)):
            self._document.add_paragraph(line(note)).runs[0].italic = True

    def saved(self) -> bytes:
        about = self._document.core_properties
        about.title, about.author = line(self._report.question), "groundwire"
        about.created = about.modified = self._report.checked_at.astimezone(UTC).replace(tzinfo=None)
        about.last_modified_by, about.comments, about.revision = "groundwire", line(self._report.id), 1
        target = BytesIO()
        self._document.save(target)
        return target.getvalue()

    def _head(self) -> None:
        report = self._report
        self._document.add_heading(line(report.question), level=0)
        if deck := wording.deck(report):
            self._document.add_paragraph(line(deck), style="Subtitle")
        self._document.add_paragraph(line(wording.checked(report))).runs[0].italic = True
        self._document.add_paragraph(line(wording.freshness(report)))
        for reason in report.staleness.reasons:
            self._document.add_paragraph(line(wording.staleness_reason(report, reason)), style="List Bullet")
        self._document.add_paragraph(f"To refresh it: {line(wording.refresh_command(report))}")
        told = [wording.tally(report)] * bool(report.claims) + [wording.legend(report) or ""]
        for words in filter(None, [*told, wording.PARTIAL * (report.status == "partial")]):
            self._document.add_paragraph(line(words))

    def _part(self, heading: str, claims: Sequence[Claim]) -> None:
        if not claims:
            return
        self._document.add_heading(heading, level=1)
        paragraph = self._document.add_paragraph()
        for claim in claims:
            doubt = "" if claim.verdict.label == "supported" else f" ({wording.LABELS[claim.verdict.label]})"
            paragraph.add_run(f"{line(claim.text)}{doubt}{wording.mark(claim)}{wording.accepted(claim)}")
            self._marks(paragraph, claim.citations)
            paragraph.add_run(" ")

    def _disagreements(self) -> None:
        if not self._report.disagreements:
            return
        self._document.add_heading("Sources disagree", level=1)
        for disagreement in self._report.disagreements:
            self._document.add_heading(line(disagreement.topic), level=2)
            for side in disagreement.sides:
                paragraph = self._document.add_paragraph(line(side.text), style="List Bullet")
                self._marks(paragraph, side.citations)

    def _marks(self, paragraph: "Paragraph", citations: Sequence[Any]) -> None:
        for citation in citations:
            label = self._notes.label(citation)
            _link(paragraph, f"[{label}]", anchor=_anchor(label))

    def _list(self, heading: str, rows: Sequence[str]) -> None:
        if rows:
            self._document.add_heading(heading, level=1)
            for row in rows:
                self._document.add_paragraph(row, style="List Bullet")

    def _omissions(self, heading: str, omissions: Sequence[Omission]) -> None:
        rows = [f"{line(each.text)} — {wording.LABELS[each.verdict]}: {line(each.reason)}" for each in omissions]
        self._list(heading, rows)

    def _sources(self, sources: Sequence[Source]) -> None:
        if not sources:
            return
        self._document.add_heading("Sources", level=1)
        for source in sources:
            about = f". {line(source.publisher)}, {wording.day(source.published_at)}{line(wording.also_in(source))}"
            paragraph = self._document.add_paragraph(f"{source.number}. ")
            url = web_url(source.url)
            if url:
                _link(paragraph, line(source.title), url=url)
            else:
                paragraph.add_run(line(source.title))
            paragraph.add_run(about)

    def _evidence(self) -> None:
        noted = list(self._notes.noted())
        if not noted:
            return
        self._document.add_heading("Evidence", level=1)
        self._document.add_paragraph("The exact words behind each mark.")
        for number, (label, citation) in enumerate(noted):
            verdict = f"{wording.LABELS[citation.verdict.label]}, {citation.verdict.score:.2f}"
            paragraph = self._document.add_paragraph()
            _bookmark(paragraph, _anchor(label), number)
            paragraph.add_run(f"[{label}] ").bold = True
            paragraph.add_run(f"“{line(citation.quote)}”")
            place = f"characters {citation.start}–{citation.end} of version {line(citation.version)}"
            paragraph.add_run(f" — {line(citation.article_id)}, {place}; {verdict}.")


def _anchor(label: str) -> str:
    return f"evidence_{label}"


def _link(paragraph: "Paragraph", text: str, *, anchor: str | None = None, url: str | None = None) -> None:
    """A link to a bookmark of the document or to an address; the library has no call for it."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement
    from docx.shared import RGBColor

    link = OxmlElement("w:hyperlink")
    if url:
        link.set(qn("r:id"), paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    else:
        link.set(qn("w:anchor"), anchor or "")
    run = paragraph.add_run(text)
    run.font.color.rgb = RGBColor.from_string(_LINK_COLOUR)
    run.font.superscript = anchor is not None
    link.append(run._r)
    paragraph._p.append(link)


def _bookmark(paragraph: "Paragraph", name: str, number: int) -> None:
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement

    for kind in ("w:bookmarkStart", "w:bookmarkEnd"):
        element = OxmlElement(kind)
        element.set(qn("w:id"), str(number))
        if kind == "w:bookmarkStart":
            element.set(qn("w:name"), name)
        paragraph._p.append(element)


def _without_times(data: bytes) -> bytes:
    """The same document, whose zip does not tell when it was made."""
    target = BytesIO()
    with ZipFile(BytesIO(data)) as made, ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for entry in made.infolist():
            archive.writestr(ZipInfo(entry.filename, date_time=_EPOCH), made.read(entry), ZIP_DEFLATED)
    return target.getvalue()
