"""How our values show themselves in a notebook."""

import re

import pytest
from IPython.core.interactiveshell import InteractiveShell

from pipeline.faces.notebook import show_in_notebooks
from pipeline.render.changes import Compared
from pipeline.render.notebook import changes_html, report_html, verdict_html
from pipeline.types import Because, ClaimChange, Verdict
from tests.render.example import ABSTAINED, HOSTILE, REPORT

CHANGE = ClaimChange(
    kind="reworded",
    before="They agreed on 12.",
    after="They agreed on 9.",
    because=Because(article_id="harbour", version="v2", quote="agreed on 9"),
)


@pytest.fixture(scope="module")
def shell():
    made = InteractiveShell()
    assert show_in_notebooks(made)
    return made


@pytest.mark.parametrize(
    ("value", "html", "markdown"),
    [
        (REPORT, "<h3>Are Veska and Oruland near a treaty?</h3>", "# Are Veska and Oruland near a treaty?"),
        (Verdict(label="partial", score=0.5, judge="j", reasons=("a < b",)), "a &lt; b", "**partly supported** 0.50"),
        (Compared("r", "Near?", 1, 2, (CHANGE,)), "<h3>Near? (version 1 to 2)</h3>", "# Near?"),
        (CHANGE, "<td style", "They agreed on 9."),
    ],
)
def test_a_notebook_shows_our_values_as_html_and_markdown(shell, value, html, markdown) -> None:
    shown, _ = shell.display_formatter.format(value)
    assert html in shown["text/html"]
    assert markdown in shown["text/markdown"]


def test_the_words_behind_a_mark_are_its_tooltip() -> None:
    html = report_html(REPORT)
    assert "agreed on 9 of the 12 articles of a shipping treaty” The Meridian Courier; supported, 0.97" in html
    assert html.count("<sup title=") == sum(
        len(REPORT.claims[name].citations)
        for part in (REPORT.executive_summary, *(each.claims for each in REPORT.sections), REPORT.bottom_line)
        for name in part
    )


def test_an_abstention_says_what_was_searched() -> None:
    assert "The corpus does not hold enough to answer this question. Searched: " in report_html(ABSTAINED)


def test_hostile_text_is_only_text() -> None:
    pages = [
        report_html(HOSTILE),
        changes_html([CHANGE.model_copy(update={"after": '"><script>alert(1)</script>'})]),
        verdict_html(Verdict(label="supported", score=1, judge="j", reasons=("<img src=x onerror=alert(1)>",))),
    ]
    for page in pages:
        assert set(re.findall(r"<(\w+)", page)) <= set(
            "div h3 h4 p sup ol ul li b a table thead tbody tr th td".split()
        )
        assert "javascript:" not in re.sub(r">[^<]*<|title=\"[^\"]*\"", "", page)


def test_outside_of_notebooks_nothing_is_imported_to_find_out(monkeypatch) -> None:
    import sys

    monkeypatch.delitem(sys.modules, "IPython")
    assert show_in_notebooks() is False
    assert "IPython" not in sys.modules
