"""Gathering before an answer: what a search service finds, against a stand-in of one, and what failed beside it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.errors import BadInput
from pipeline.service import Groundwire, gathering
from pipeline.types import Brief
from tests.fetching.site import Site
from tests.flow.test_model_reports import plays
from tests.llm.server import serving
from tests.writers.llm.newsroom import REPLIES

QUESTION = "When will the harbour of Norra reopen?"
WORDS, NAME = "/search?key=s3cret&q=harbour+norra+reopen", "/search?key=s3cret&q=norra"
# A feed's text counts as the whole article from 150 words on; else its page would be fetched.
TEXT = (
    "The harbour of Norra will reopen on Monday, two days after a storm had closed it, the port authority said in a statement.</p>"
    "<p>The storm tore two of the five cranes of Norra from their rails on Saturday and sank a tug, the authority said. Three "
    "cranes were working again on Sunday evening, and the others will follow in May, its director told reporters at the quay.</p>"
    "<p>Ships that had waited outside the harbour of Norra for two days will be let in first, in the order of their arrival, the "
    "authority said. The ferry to Calder will sail again on Tuesday, its company announced, once divers have looked at the pier.</p>"
    "<p>The mayor of Norra put the damage to the harbour at 14 million euros and asked the government for help. A minister "
    "promised on Sunday that the treasury would pay half of it, and said that the breakwater would be raised by two metres "
    "before the next winter. Fishermen of the town, whose boats were spared, said that they would go out on Wednesday."
)


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        yield site


def feed(*names: str) -> bytes:
    items = "".join(
        f"<item><title>Norra: the harbour reopens, says {name}</title><link>https://news.example/{name}</link>"
        f"<pubDate>Mon, 02 Feb 2026 08:30:00 GMT</pubDate><content:encoded>"
        f"<![CDATA[<p>{TEXT} The {name} paper reports.</p>]]></content:encoded></item>"
        for name in names
    )
    head = '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Gazette</title>'
    return f"{head}<link>https://news.example/</link><language>en</language>{items}</channel></rss>".encode()


def opened(folder: Path, site: Site, **settings: object) -> Groundwire:
    where = f"{site.url}/search?key=s3cret&q={{query}}"
    return Groundwire(folder, gather_from=where, fetch_hosts=(site.host,), **settings)


def test_an_answer_is_written_from_what_was_gathered_for_it(tmp_path: Path, site: Site) -> None:
    site.serve(WORDS, feed("first"), "application/rss+xml")
    site.serve(NAME, feed("first", "second"), "application/rss+xml")
    with opened(tmp_path, site) as desk:
        assert desk.ask(QUESTION).status == "insufficient_evidence"
        assert site.paths == [], "nothing is asked of anyone unless the user does"
        report = desk.ask(QUESTION, gather=True)
        assert report.status == "complete"
        assert {source.publisher for source in report.sources} == {"Gazette"}
        assert site.paths == [WORDS, NAME]
        assert report.run.notes == (
            "Gathered: on “When will the harbour of Norra reopen?” 1 new, 0 changed, 0 known.",
            "Gathered: on “Norra” 1 new, 0 changed, 1 known.",
        )
        assert desk.check(report).ok


def test_what_fails_is_a_note_that_tells_no_key_and_the_answer_is_written_from_what_is_there(
    tmp_path: Path, site: Site
) -> None:
    site.serve(WORDS, feed("first"), "application/rss+xml")
    site.serve(NAME, status=500)
    with opened(tmp_path, site) as desk:
        report = desk.ask(QUESTION, gather=True)
        assert report.status == "complete"
        assert report.run.notes[1].endswith("1 not usable (the first because it answered 500).")
        assert "s3cret" not in report.model_dump_json()
        assert desk.settings.digest == Groundwire(tmp_path, fetch_hosts=(site.host,)).settings.digest


def test_another_who_writes_to_the_home_keeps_nobody_from_an_answer(tmp_path: Path, site: Site) -> None:
    site.serve(WORDS, feed("first"), "application/rss+xml")
    with opened(tmp_path, site) as desk, opened(tmp_path, site) as other:
        desk.corpus()
        with other._adapters.catalogue.writing():
            report = desk.ask(QUESTION, gather=True)
        assert report.status == "insufficient_evidence"
        assert "nothing, because another process" in report.run.notes[0]


def test_a_service_that_is_none_and_a_home_that_fetches_nothing_are_told_before_anything_is_done(
    tmp_path: Path,
) -> None:
    for settings in ({"gather_from": "altavista"}, {"fetch": False}):
        with Groundwire(tmp_path, **settings) as desk:
            with pytest.raises(BadInput, match="service"):
                desk.ask(QUESTION, gather=True)
            assert desk.reports() == ()


def test_no_more_pages_are_taken_in_for_a_search_than_the_bound(
    tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gathering, "PAGES_A_QUERY", 3)
    site.serve("/search?key=s3cret&q=harbour", feed(*"abcdef"), "application/rss+xml")
    with opened(tmp_path, site) as desk:
        desk.ask("the harbour?", gather=True)
        assert desk.corpus().articles == 3


def test_the_further_questions_of_a_model_are_gathered_for_and_a_replay_gathers_nothing(
    tmp_path: Path, site: Site
) -> None:
    site.serve(WORDS, feed("first", "second"), "application/rss+xml")
    with serving(plays(REPLIES)) as model:
        model.models = {"data": [{"id": "perfect", "meta": {"n_ctx": 16_000}}]}
        with opened(tmp_path, site, llm=f"{model.url}#perfect", llm_concurrency=1) as desk:
            report = desk.ask(QUESTION, gather=True)
            planned = desk._adapters.staffing.staff().writer.plan(
                Brief(question=QUESTION), desk.retrieve(Brief(question=QUESTION)).evidence
            )
            assert len(planned) > 1
            assert [note.partition("”")[0] for note in report.run.notes if note.startswith("Gathered: ")] == [
                f"Gathered: on “{query}" for query in (QUESTION, *planned)
            ]
            asked = len(site.paths)
            assert asked == 1 + len(planned)
            _, same = desk.replay(report.id)
            assert same
            assert len(site.paths) == asked
