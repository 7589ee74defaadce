import sqlite3

import pytest

from pipeline.stages.check import WHOLE_CLAIM, check
from pipeline.types import (
    Article,
    Citation,
    CitationVerdict,
    Claim,
    ClaimVerdict,
    CorpusStamp,
    Disagreement,
    Report,
    RunRecord,
    Section,
    Side,
    Source,
    Staleness,
)
from tests.ingest.home import NOW, Home, raw

TEXT = "👩🏽‍🚀 “We agreed on 15 points,” the council said. The mayor denied it."


@pytest.fixture
def article(home: Home) -> Article:
    home.ingest(raw("a-1", TEXT))
    return home.catalogue.history("a-1").article


def citation(article: Article, words: str, **changes: object) -> Citation:
    start = article.text.index(words)
    given = {"source": 1, "article_id": article.id, "version": article.version, "passage_id": "p-1", "quote": words}
    span = {"start": start, "end": start + len(words)}
    verdict = CitationVerdict(label="supported", score=0.9)
    return Citation.model_validate({**given, **span, "verdict": verdict, **changes})


def report(article: Article, *citations: Citation, **changes: object) -> Report:
    verdict = ClaimVerdict(label="supported", score=0.9, judge="j")
    claim = Claim(id="c-1", text="They agreed.", attributed_to=None, origins=1, citations=citations, verdict=verdict)
    side = Side(text="The mayor denied it.", citations=(citation(article, "The mayor denied it."),))
    source = Source(
        number=1,
        article_id=article.id,
        version=article.version,
        title=article.title,
        publisher=article.publisher,
        url=article.url,
        published_at=article.published_at,
        origin=article.origin,
    )
    whole = Report(
        id="r-1",
        version=1,
        previous=None,
        question="Did they agree?",
        title="They agreed",
        status="complete",
        checked_at=NOW,
        as_of=None,
        corpus=CorpusStamp(revision="gw1:1", articles=1, newest=None),
        executive_summary=("c-1",),
        sections=(Section(heading="They agreed", claims=("c-1",)),),
        bottom_line=(),
        follow_ups=(),
        claims={"c-1": claim},
        sources=(source,),
        omissions=(),
        disagreements=(Disagreement(topic="agreement", sides=(side,)),),
        staleness=Staleness(checked_at=NOW),
        run=RunRecord(writer="w", judge="j", embedder="e", settings_digest="d"),
    )
    return whole.model_copy(update=changes)


def reasons(home: Home, checked: Report) -> list[tuple[str, int, str]]:
    result = check(checked, home.catalogue)
    assert result.ok == (not result.failures)
    return [(failure.claim, failure.citation, failure.reason) for failure in result.failures]


def test_a_report_whose_words_stand_in_the_corpus_is_proven(home: Home, article: Article) -> None:
    result = check(report(article, citation(article, "agreed on 15 points")), home.catalogue)
    assert (result.ok, result.citations, result.failures) == (True, 2, ())


def test_it_is_still_proven_when_the_article_was_changed_and_withdrawn(home: Home, article: Article) -> None:
    home.ingest(raw("a-1", "The council agreed on nothing."))
    home.withdraw("a-1")
    assert reasons(home, report(article, citation(article, "agreed on 15 points"))) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"quote": "agreed on 16 points"}, "reads 'agreed on 15 points', not 'agreed on 16 points'"),
        ({"start": 8}, "of article 'a-1' reads"),
        ({"end": 9_999}, "lies outside the 69 characters of article 'a-1'"),
        ({"start": -5}, "lies outside"),
        ({"start": 30, "end": 30, "quote": ""}, "lies outside"),
        ({"version": "v-0"}, "article 'a-1' has no version 'v-0'"),
        ({"article_id": "a-2"}, "article 'a-2' is not in the corpus"),
        ({"source": 7}, "source 7 is not in the report's list of sources"),
    ],
)
def test_a_citation_that_does_not_hold_fails_with_its_reason(
    home: Home, article: Article, change: dict[str, object], said: str
) -> None:
    ((claim, index, reason),) = reasons(home, report(article, citation(article, "agreed on 15 points", **change)))
    assert (claim, index) == ("c-1", 0)
    assert said in reason


def test_a_source_that_is_listed_as_something_else_fails(home: Home, article: Article) -> None:
    good = report(article, citation(article, "agreed on 15 points"))
    source = good.sources[0].model_copy(update={"url": "https://evil.example/"})
    failures = reasons(home, good.model_copy(update={"sources": (source,)}))
    assert [(claim, index) for claim, index, _ in failures] == [("c-1", 0), ("The mayor denied it.", 0)]
    assert "source 1 is listed with url 'https://evil.example/'" in failures[0][2]


def test_a_source_number_of_another_article_fails(home: Home, article: Article) -> None:
    good = report(article, citation(article, "agreed on 15 points"))
    source = good.sources[0].model_copy(update={"article_id": "a-2"})
    assert "source 1 is a-2" in reasons(home, good.model_copy(update={"sources": (source,)}))[0][2]


def test_what_is_wrong_with_the_report_itself_fails(home: Home, article: Article) -> None:
    good = report(article, citation(article, "agreed on 15 points"))
    claim = good.claims["c-1"].model_copy(update={"citations": (), "id": "c-2"})
    broken = good.model_copy(
        update={"claims": {"c-1": claim}, "bottom_line": ("c-9",), "sources": (*good.sources, *good.sources)}
    )
    assert reasons(home, broken) == [
        ("c-9", WHOLE_CLAIM, "the report places a claim that it does not hold"),
        ("c-1", WHOLE_CLAIM, "the claim calls itself 'c-2'"),
        ("c-1", WHOLE_CLAIM, "the claim cites nothing"),
        ("sources", WHOLE_CLAIM, "source 1 is listed more than once, so its number names nothing"),
    ]


def test_an_article_that_was_altered_on_disk_proves_nothing(home: Home, article: Article) -> None:
    good = report(article, citation(article, "agreed on 15 points"))
    connection = sqlite3.connect(home.catalogue.file)
    connection.execute("UPDATE versions SET text = text || ' And more.'")
    connection.commit()
    connection.close()
    failures = reasons(home, good)
    assert len(failures) == 2
    assert "is not what was ingested" in failures[0][2]
