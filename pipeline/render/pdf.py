"""A report as PDF: its page, printed. It loads nothing, whatever addresses stand in it. Needs `groundwire[export]`."""

import logging

from ..errors import BadInput
from ..types import Report
from .cards import Contexts
from .html import html

# What the page's own rules for print do not reach: sizes told as `clamp`, marks, numbers of pages.
_ON_PAPER = """
@page { size: A4; margin: 20mm 20mm 22mm; @bottom-right { content: counter(page) " / " counter(pages); font: 8pt sans-serif; color: #555; } }
html { font-size: 10pt !important; }
h1 { font-size: 21pt !important; }
.cite { font-size: 7pt !important; vertical-align: super !important; }
.single { font-size: 8pt; }
"""


def pdf(report: Report, contexts: Contexts) -> bytes:
    """The pages in A4, with the evidence behind each sentence at the end.

    Raises:
        BadInput: the library that prints is not installed, or lacks Pango.
    """
    try:
        from weasyprint import CSS, HTML
        from weasyprint.urls import URLFetcher
    except (ImportError, OSError) as error:
        raise BadInput(
            f"a PDF needs an extra that cannot be loaded ({error}), so nothing was written; "
            "pip install 'groundwire[export]', and the system's Pango library. An HTML page needs neither"
        ) from error
    for name in ("weasyprint", "fontTools"):
        logging.getLogger(name).addHandler(logging.NullHandler())  # its remarks on style sheets are not the user's
        logging.getLogger(name).setLevel(logging.ERROR)
    nothing = URLFetcher(allowed_protocols=())
    page = HTML(string=html(report, contexts=contexts), url_fetcher=nothing)
    printed: bytes = page.write_pdf(stylesheets=[CSS(string=_ON_PAPER)], pdf_identifier=report.id.encode())
    return printed
