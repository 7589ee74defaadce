import re
from pathlib import Path

from markdown_it import MarkdownIt

from pipeline.render import render
from tests.render.example import ABSTAINED, EDITED, HOSTILE, REPORT

GOLDEN = Path(__file__).parent / "golden" / "report.md"


def test_the_markdown_of_a_report_reads_word_for_word_like_this() -> None:
    assert render(REPORT, "md") == GOLDEN.read_text(encoding="utf-8")


def test_every_footnote_that_is_referred_to_is_defined_once_and_no_other() -> None:
    text = render(REPORT, "md")
    defined = re.findall(r"^\[\^(\w+)\]:", text, flags=re.MULTILINE)
    referred = set(re.findall(r"\[\^(\w+)\](?!:)", text))
    assert sorted(defined) == ["1a", "1b", "1c", "2a", "2b", "3a"]
    assert referred == set(defined)


def test_footnotes_give_the_exact_quote_with_its_place() -> None:
    text = render(REPORT, "md")
    assert "[^1a]: “agreed on 9 of the 12 articles of a shipping treaty” — source 1, " in text
    assert "characters 99–150 of version harbour-v1; supported, 0.97." in text


def test_hostile_words_make_no_markup_link_or_html() -> None:
    html = MarkdownIt("commonmark").render(render(HOSTILE, "md"))
    assert "<script" not in html
    assert "<img" not in html
    assert "href" not in html
    assert "<strong>b</strong>" not in html
    assert "**b**" in html


def test_a_sentence_that_looks_like_a_heading_or_a_list_stays_a_sentence() -> None:
    for opening in ("# Talks", "- Talks", "1. Talks", "+ Talks", "> Talks", "=== Talks", "12) Talks"):
        claim = REPORT.claims["c-agreed"].model_copy(update={"text": opening})
        report = REPORT.model_copy(
            update={"claims": {"c-agreed": claim}, "executive_summary": ("c-agreed",), "sections": ()}
        )
        html = MarkdownIt("commonmark").render(render(report, "md"))
        shown = opening.replace(">", "&gt;")
        assert f"<p>{shown}[^1a]°</p>" in html, opening


def test_an_abstention_has_no_answer() -> None:
    text = render(ABSTAINED, "md")
    assert "**The corpus does not hold enough to answer this question.** Searched: 31 articles" in text
    assert "## The nearest things found" in text
    assert "## Executive summary" not in text


def test_an_editors_decisions_are_a_part_of_their_own_and_carry_no_markup() -> None:
    told = render(EDITED, "md")
    assert "## Editor’s decisions\n\n- Banned: all of The Gazette — State media.\n- Accepted: “" in told
    assert "(accepted by the editor)" in told
