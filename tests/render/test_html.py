import base64
import hashlib
import json
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

import pytest

from pipeline.render import render
from pipeline.render.cards import at_words, surroundings
from pipeline.types import Report
from tests.render.example import (
    ABSTAINED,
    CONTEXTS,
    EDITED,
    HARBOUR,
    HOSTILE,
    HOSTILE_CONTEXTS,
    REPORT,
    STALE,
    article,
    cite,
)

VOID = {"meta", "link", "br", "hr", "img", "input"}


@dataclass
class Page(HTMLParser):
    """A page as a strict parser reads it: every element that opens must close, in order."""

    source: str
    tags: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    marks: dict[str, str] = field(default_factory=dict)
    texts: dict[str, list[str]] = field(default_factory=dict)
    open: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.feed(self.source)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append((tag, dict(attrs).get("id") or ""))

    def handle_endtag(self, tag) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data) -> None:
        if self.open:
            tag, name = self.open[-1]
            self.texts.setdefault(tag, []).append(data)
            if tag == "mark":
                self.marks[name] = self.marks.get(name, "") + data

    def attributes(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]


def page(report: Report = REPORT, contexts=CONTEXTS) -> Page:
    return Page(render(report, "html", contexts=contexts))


def test_each_citation_leads_to_a_card_with_its_exact_words_marked() -> None:
    shown = page()
    cites = [attrs for attrs in shown.attributes("a") if "cite" in (attrs.get("class") or "")]
    cards = {attrs["id"] for attrs in shown.attributes("article")}
    assert len(cites) == 12
    assert {attrs["href"] for attrs in cites} == {f"#{name}" for name in cards}
    assert shown.marks == {
        "q-1": "agreed on 9 of the 12 articles of a shipping treaty",
        "q-2": "“will not lift the tolls this year”",
        "q-3": "The remaining three concern tolls in the Sundry Strait.",
        "q-4": "The next round is planned for April 2 in Lund.",
        "q-5": "Shippers paid 41 million crowns in tolls in 2025",
        "q-6": "“will not lift the tolls this year”",
        "q-7": "Veska may suspend the tolls in summer",
    }


def test_a_quote_stands_in_the_paragraph_around_it() -> None:
    assert (
        'Envoys of Veska and Oruland <mark id="q-1">agreed on 9 of the 12 articles of a shipping treaty</mark>, '
        "the mediator Ilse Braam told reporters. 🚢 The remaining three"
    ) in render(REPORT, "html", contexts=CONTEXTS)


def test_a_card_tells_verdict_reasons_origins_and_where_to_read_on() -> None:
    html = render(REPORT, "html", contexts=CONTEXTS)
    assert (
        'This sentence: <b class="label partial">partly supported</b> 0.58, from a single origin, judged by ledger-1'
        in html
    )
    assert "The article attributes the figure to the port authority; the sentence does not." in html
    assert 'These words: <b class="label partial">partly supported</b> 0.61' in html
    assert "https://news.example/tolls#:~:text=Shippers%20paid%2041%20million,in%20tolls%20in%202025" in html
    assert "said by <bdi>Ilse Braam</bdi>" in html


def test_ids_are_unique_and_every_link_within_the_page_arrives() -> None:
    for report, contexts in ((REPORT, CONTEXTS), (STALE, {}), (ABSTAINED, {}), (HOSTILE, HOSTILE_CONTEXTS)):
        shown = page(report, contexts)
        ids = [attrs["id"] for _, attrs in shown.tags if "id" in attrs]
        assert len(ids) == len(set(ids))
        inner = {attrs["href"][1:] for attrs in shown.attributes("a") if (attrs.get("href") or "").startswith("#")}
        assert inner <= set(ids)


def test_the_page_loads_nothing() -> None:
    for report in (REPORT, HOSTILE):
        shown = page(report)
        assert {tag for tag, _ in shown.tags} & {
            "link",
            "img",
            "iframe",
            "object",
            "embed",
            "form",
            "base",
            "svg",
        } == set()
        assert [attrs for tag, attrs in shown.tags if "src" in attrs or "style" in attrs or "action" in attrs] == []
        assert not re.search(
            r"url\(|@import|fetch\(|XMLHttpRequest|innerHTML|eval\(",
            "".join(shown.texts["style"] + shown.texts["script"]),
        )


def test_the_policy_allows_the_pages_own_style_and_script_by_hash_and_nothing_else() -> None:
    html = render(REPORT, "html", contexts=CONTEXTS)
    policy = page().attributes("meta")[1]["content"]
    style = re.search(r"<style>(.*?)</style>", html, re.DOTALL)[1]
    script = re.search(r"<script>(.*?)</script>", html, re.DOTALL)[1]
    hashes = [base64.b64encode(hashlib.sha256(each.encode()).digest()).decode() for each in (style, script)]
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{hashes[0]}'; script-src 'sha256-{hashes[1]}'; base-uri 'none'; form-action 'none'"
    )


def test_hostile_words_stay_words() -> None:
    html = render(HOSTILE, "html", contexts=HOSTILE_CONTEXTS)
    shown = Page(html)
    assert html.count("<script") == 2
    assert html.count("</style>") == 1
    assert [name for _, attrs in shown.tags for name in attrs if name.startswith("on")] == []
    assert "{{ 7*7 }}" in html
    assert "\x1b" not in html
    assert shown.marks["q-1"].startswith("<script>alert(1)</script> \ufffd[31m")


def test_only_web_addresses_become_links() -> None:
    outer = [
        attrs["href"] for attrs in page(HOSTILE, HOSTILE_CONTEXTS).attributes("a") if not attrs["href"].startswith("#")
    ]
    assert outer == []
    outer = {attrs["href"].split("#")[0] for attrs in page().attributes("a")} - {""}
    assert outer == {"https://news.example/harbour", "https://news.example/tolls", "https://news.example/isles"}


def test_the_linked_data_is_valid_json_that_cannot_close_its_element() -> None:
    shown = page(HOSTILE, HOSTILE_CONTEXTS)
    data = json.loads(shown.texts["script"][0])
    assert data["@graph"][0]["claimReviewed"].startswith("<script>alert(1)</script>")


def test_a_quote_without_its_article_is_shown_alone() -> None:
    html = render(REPORT, "html")
    assert (
        '<blockquote dir="auto"><mark id="q-1">agreed on 9 of the 12 articles of a shipping treaty</mark></blockquote>'
        in html
    )


def test_an_article_that_reads_otherwise_lends_a_quote_no_context() -> None:
    altered = HARBOUR.model_copy(update={"text": HARBOUR.text.replace("9 of the 12", "8 of the 12")})
    assert surroundings(altered, cite(1, "agreed on 9 of the 12 articles of a shipping treaty")) is None


def test_of_a_long_paragraph_the_sentences_around_the_quote_are_shown() -> None:
    filler = "This sentence is filler of the plainest kind. " * 20
    long = article(
        "long", title="t", publisher="p", day=1, text=f"{filler}Before it. The quote itself. After it. {filler}".strip()
    )
    start = long.text.index("quote")
    citation = cite(1, "talks").model_copy(update={"start": start, "end": start + 5, "quote": "quote"})
    around = surroundings(long, citation)
    assert (around.before, around.after) == ("Before it. The ", " itself. After it.")
    assert around.cut_before
    assert around.cut_after


def test_text_without_sentences_is_cut_at_words() -> None:
    flood = article("flood", title="t", publisher="p", day=1, text="word " * 400 + "needle " + "word " * 400)
    start = flood.text.index("needle")
    citation = cite(1, "talks").model_copy(update={"start": start, "end": start + 6, "quote": "needle"})
    around = surroundings(flood, citation)
    assert 300 < len(around.before) <= 350
    assert 300 < len(around.after) <= 350
    assert around.before.startswith("word ")


def test_a_quote_may_cross_paragraphs() -> None:
    quote = "without a signature.\n\nEnvoys of Veska"
    around = surroundings(HARBOUR, cite(1, quote))
    assert around.before == "PORT ANSEL — Two days of talks ended on Thursday "
    assert around.after.startswith(" and Oruland agreed")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://n.example/a", "https://n.example/a#:~:text=mid%2DMarch%2C%20at%20last"),
        ("https://n.example/a#part", "https://n.example/a#part"),
    ],
)
def test_a_link_opens_the_page_at_the_quoted_words(url, expected) -> None:
    assert at_words(url, "mid-March, at last") == expected


def test_the_page_names_itself_for_browsers_and_search() -> None:
    html = render(REPORT, "html", contexts=CONTEXTS)
    assert html.startswith('<!doctype html>\n<html lang="en">')
    assert "<title>Are Veska and Oruland near a treaty?</title>" in html
    assert (
        '<meta name="description" content="Veska and Oruland agreed on 9 of 12 articles, the mediator Ilse Braam said.">'
        in html
    )


def test_an_abstention_says_so_on_the_page() -> None:
    html = render(ABSTAINED, "html")
    assert "<strong>The corpus does not hold enough to answer this question.</strong> Searched: 31 articles" in html
    assert "The nearest things found" in html
    assert '<h2 id="evidence">' not in html


def test_an_editors_decisions_stand_on_the_page_and_an_accepted_claim_is_marked() -> None:
    page = render(EDITED, "html", contexts=CONTEXTS)
    assert '<li dir="auto">Banned: all of The Gazette — State media.</li>' in page
    assert '<small class="accepted"> (accepted by the editor)</small>' in page
    assert "Editor’s decisions" not in render(REPORT, "html", contexts=CONTEXTS)
