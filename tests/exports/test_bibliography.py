import json
import re

import pytest

from pipeline.render.bibliography import bibtex, csl
from pipeline.types import Report
from tests.render.example import ABSTAINED, CONTEXTS, HOSTILE, HOSTILE_CONTEXTS, REPORT


def test_every_source_is_one_entry_with_what_is_known_of_it() -> None:
    first, second, third = bibtex(REPORT, CONTEXTS).split("\n\n")
    assert first == (
        "@misc{meridiancourier2026-1,\n"
        "  title = {{Envoys leave Port Ansel with a draft on shipping}},\n"
        "  organization = {{The Meridian Courier}},\n"
        "  howpublished = {\\url{https://news.example/harbour}},\n"
        "  url = {https://news.example/harbour},\n"
        "  year = {2026},\n"
        "  date = {2026-03-12},\n"
        "  urldate = {2026-03-14},\n"
        "  note = {version harbour-v1},\n"
        "  month = mar,\n"
        "}"
    )
    assert second.startswith("@misc{northernwire2026-2,")
    assert third.startswith("@misc{islesgazette2026-3,")


def test_csl_items_carry_the_same_sources() -> None:
    items = json.loads(csl(REPORT, CONTEXTS))
    assert items[1] == {
        "id": "northernwire2026-2",
        "type": "article-newspaper",
        "title": "Veska will not lift strait tolls, minister says",
        "container-title": "Northern Wire",
        "issued": {"date-parts": [[2026, 3, 13]]},
        "accessed": {"date-parts": [[2026, 3, 14]]},
        "note": "version: tolls-v1",
        "URL": "https://news.example/tolls",
    }


def test_an_author_is_named_where_the_article_names_one() -> None:
    key = (REPORT.sources[0].article_id, REPORT.sources[0].version)
    contexts = {key: CONTEXTS[key].model_copy(update={"author": "Mara O’Neill & Sons"})}
    assert "  author = {{Mara O’Neill \\& Sons}}," in bibtex(REPORT, contexts)
    assert json.loads(csl(REPORT, contexts))[0]["author"] == [{"literal": "Mara O’Neill & Sons"}]


def titled(title: str, url: str = "https://news.example/a_b%20c#d") -> Report:
    source = REPORT.sources[0].model_copy(update={"title": title, "publisher": "日本", "url": url})
    return REPORT.model_copy(update={"sources": (source,)})


@pytest.mark.parametrize(
    "title", ["50 % of {this", "a} b", "\\input{/etc/passwd}", "$x_1^2$ & #3 ~", "line\nbreak \x1b[2J"]
)
def test_a_hostile_title_neither_ends_an_entry_nor_runs_in_tex(title: str) -> None:
    entry = bibtex(titled(title), {})
    plain = re.sub(r"\\text[a-z]+\{\}", "", entry)
    assert plain.count("{") == plain.count("}")
    assert "\\input" not in entry
    assert len(entry.strip().splitlines()) == 11
    assert entry.startswith("@misc{source2026-1,")


def test_a_url_is_escaped_where_tex_reads_it() -> None:
    entry = bibtex(titled("t"), {})
    assert "howpublished = {\\url{https://news.example/a\\_b\\%20c\\#d}}" in entry


def test_an_address_that_is_no_web_address_is_left_out() -> None:
    assert "javascript:" not in bibtex(titled("t", "javascript:alert(1)"), {})
    assert "URL" not in json.loads(csl(HOSTILE, HOSTILE_CONTEXTS))[0]


def test_a_report_without_sources_has_an_empty_bibliography() -> None:
    assert (bibtex(ABSTAINED, {}), json.loads(csl(ABSTAINED, {}))) == ("", [])
