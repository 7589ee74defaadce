"""What a reader is told of where the news come from: one report behind a sentence, and who printed it too."""

from pipeline.render import render
from pipeline.types import Report, Reprint
from tests.render.example import CONTEXTS, REPORT

LEGEND = "° single origin: all that the sentence cites goes back to one report."


def reprinted(*reprints: Reprint) -> Report:
    first, *others = REPORT.sources
    return REPORT.model_copy(update={"sources": (first.model_copy(update={"also_in": reprints}), *others)})


def test_a_sentence_with_one_origin_is_marked_and_one_with_two_is_not() -> None:
    text, markdown, page = render(REPORT, "text"), render(REPORT, "md"), render(REPORT, "html", contexts=CONTEXTS)
    assert LEGEND in text
    assert LEGEND in markdown
    assert LEGEND in page
    assert "the mediator Ilse Braam said. [1]° Veska" in " ".join(text.split())
    assert "this year. [2] [1]°" not in text
    assert "said.[^1a]° Veska" in markdown
    assert page.count('<abbr class="single" title="single origin">°</abbr>') == 4


def test_a_report_without_such_sentences_has_no_legend() -> None:
    claims = {name: claim.model_copy(update={"origins": 2}) for name, claim in REPORT.claims.items()}
    report = REPORT.model_copy(update={"claims": claims})
    assert "single origin" not in render(report, "text") + render(report, "md") + render(
        report, "html", contexts=CONTEXTS
    )


def test_a_source_tells_who_printed_it_too() -> None:
    reprints = [Reprint(article_id=f"r-{number}", publisher=name) for number, name in enumerate(("Gazette", "Daily"))]
    report = reprinted(*reprints, Reprint(article_id="r-9", publisher="Daily"))
    told = "The Meridian Courier, March 12, 2026; also in: Daily, Gazette"
    assert told in " ".join(render(report, "text").split())
    assert told in render(report, "md")
    assert "; also in: Daily, Gazette</span>" in render(report, "html", contexts=CONTEXTS)


def test_the_name_of_a_reprinter_cannot_act_on_the_page_or_the_terminal() -> None:
    report = reprinted(Reprint(article_id="r", publisher="<b>[x](y)\x1b[31m\u202e</b>"))
    assert "<b>[x]" not in render(report, "html", contexts=CONTEXTS)
    assert "\\[x\\](y)" in render(report, "md")
    assert not {"\x1b", "\u202e"} & set(
        render(report, "text") + render(report, "md") + render(report, "html", contexts=CONTEXTS)
    )
