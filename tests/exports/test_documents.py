import sys
from io import BytesIO
from zipfile import ZipFile

import pytest

from pipeline.errors import BadInput
from pipeline.render import print_out
from tests.render.example import ABSTAINED, CONTEXTS, EDITED, HOSTILE, REPORT, STALE

try:
    import weasyprint  # noqa: F401

    LACKING = ""
except (ImportError, OSError) as error:
    LACKING = f"the library that prints cannot be loaded ({error})"
prints = pytest.mark.skipif(bool(LACKING), reason=LACKING)
docx = pytest.importorskip("docx")
pypdf = pytest.importorskip("pypdf")


def paragraphs(data: bytes) -> list[str]:
    return [
        "".join(node.text or "" for node in each._p.iter(f"{W}t")) for each in docx.Document(BytesIO(data)).paragraphs
    ]


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def test_a_word_document_tells_the_whole_report_with_marks_that_lead_to_the_exact_words() -> None:
    data = print_out(STALE, "docx", contexts=CONTEXTS)
    told = paragraphs(data)
    assert told[0] == "Are Veska and Oruland near a treaty?"
    assert any(row.startswith("Veska and Oruland agreed on 9 of 12 articles") and "[1a]" in row for row in told)
    assert "1. Nine of twelve articles are agreed" in told
    assert any("[1a] “agreed on 9 of the 12 articles of a shipping treaty”" in row for row in told)
    assert any(row.startswith("The treaty will be signed on April 2. — contradicted:") for row in told)
    xml = ZipFile(BytesIO(data)).read("word/document.xml").decode()
    assert xml.count('w:anchor="evidence_1a"') >= 1
    assert xml.count('w:name="evidence_1a"') == 1
    links = ZipFile(BytesIO(data)).read("word/_rels/document.xml.rels").decode()
    assert "https://news.example/harbour" in links


def test_a_word_document_tells_an_editors_decisions() -> None:
    told = paragraphs(print_out(EDITED, "docx"))
    assert "Editor’s decisions" in told
    assert any(row.startswith("Banned: ") for row in told)


def test_a_word_document_of_an_abstention_says_what_was_searched() -> None:
    told = paragraphs(print_out(ABSTAINED, "docx"))
    assert any(row.startswith("The corpus does not hold enough to answer this question. Searched:") for row in told)


def test_hostile_text_is_only_text_in_a_word_document() -> None:
    data = print_out(HOSTILE, "docx")
    assert any("<script>alert(1)</script>" in row for row in paragraphs(data))
    assert b"javascript:" not in ZipFile(BytesIO(data)).read("word/_rels/document.xml.rels")


def test_the_same_report_gives_the_same_word_document() -> None:
    assert print_out(REPORT, "docx") == print_out(REPORT, "docx")


@prints
def test_a_pdf_tells_the_report_and_its_evidence_and_numbers_its_pages() -> None:
    pdf = pypdf.PdfReader(BytesIO(print_out(REPORT, "pdf", contexts=CONTEXTS)))
    told = " ".join(" ".join(page.extract_text() for page in pdf.pages).replace("\0", "").split())
    assert pdf.metadata.title == "Are Veska and Oruland near a treaty?"
    assert "Nine of twelve articles are agreed" in told
    assert "the mediator Ilse Braam told reporters" in told  # the words around a quote
    assert f"1 / {len(pdf.pages)}" in told


@prints
def test_a_pdf_of_hostile_text_links_nowhere_and_holds_no_script() -> None:
    pdf = pypdf.PdfReader(BytesIO(print_out(HOSTILE, "pdf")))
    actions = [
        str(note.get_object().get("/A", {}).get("/URI", ""))
        for page in pdf.pages
        for note in page.get("/Annots", ()) or ()
    ]
    assert not any("javascript" in action or "evil" in action for action in actions)
    assert "/JavaScript" not in pdf.trailer["/Root"].get("/Names", {})
    assert "/OpenAction" not in pdf.trailer["/Root"]


@pytest.mark.parametrize(("format_", "library"), [("pdf", "weasyprint"), ("docx", "docx")])
def test_without_the_extra_it_is_said_what_to_install(monkeypatch, format_, library) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(BadInput, match=r"pip install 'groundwire\[export\]'"):
        print_out(REPORT, format_)
