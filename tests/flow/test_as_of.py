"""Nothing leaks from the future: an answer as of a moment holds only what had been published by then, in the words of then."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipeline.assets import sample_corpus
from pipeline.service import SEED_QUESTION, Groundwire
from pipeline.types import Brief

QUESTION = "How many points of the harbour treaty did the council agree on?"
BEGIN = datetime(2026, 2, 2, 8, tzinfo=UTC)
# Words that are in nothing before their day; none may be in an answer as of a day before.
CANARIES = {"Fifteenth": 0, "Quorvex": 5, "Zembla": 8, "Ostrana": 12}
NEWS = (
    ("council", 0, None, "The council agreed on fifteen points of the harbour treaty, the Fifteenth Committee said."),
    ("council", 0, 5, "The council agreed on sixteen points of the harbour treaty, the Quorvex Committee said."),
    (
        "envoy",
        8,
        None,
        "The envoy of Zembla said that all points of the harbour treaty had been agreed by the council.",
    ),
    ("council", 0, 12, "The council agreed on no points of the harbour treaty, the Ostrana Committee said."),
)
MORE = " The harbour treaty has been under discussion by the council since the spring, and the envoys met four times."


def day(number: float) -> datetime:
    return BEGIN + timedelta(days=number)


def line(name: str, published: int, updated: int | None, text: str) -> str:
    return json.dumps({
        "id": name,
        "url": f"https://news.example/{name}",
        "title": f"The harbour treaty: {text}",
        "text": text + MORE,
        "publisher": "Desk",
        "published_at": day(published).isoformat(),
        **({"updated_at": day(updated).isoformat()} if updated else {}),
    })  # fmt: skip


@pytest.fixture(scope="module", params=["in order", "in reverse"])
def home(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    news = NEWS if request.param == "in order" else NEWS[::-1]
    with Groundwire(folder) as desk:
        for number, each in enumerate(news):
            file = folder / f"{number}.jsonl"
            file.write_text(line(*each), "utf-8")
            desk.ingest([str(file)])
    return folder


@pytest.mark.parametrize("as_of", [0.5, 4.9, 5, 7, 8, 11, 12, 30])
def test_no_word_of_a_later_day_is_in_an_answer(home: Path, as_of: float) -> None:
    with Groundwire(home) as desk:
        report = desk.ask(QUESTION, as_of=day(as_of))
        found = desk.retrieve(Brief(question=QUESTION, as_of=day(as_of)))
        hits = desk.search(QUESTION, as_of=day(as_of), k=50)
    told = report.model_dump_json() + found.model_dump_json() + "".join(hit.model_dump_json() for hit in hits)
    assert [word for word, since in CANARIES.items() if since > as_of and word in told] == []
    last = max((since for since in (0, 5, 12) if since <= as_of), default=0)
    current = next(word for word, since in CANARIES.items() if since == last)
    assert [word for word in ("Fifteenth", "Quorvex", "Ostrana") if word in found.model_dump_json()] == [current]
    assert ("Zembla" in found.model_dump_json()) == (as_of >= 8)
    assert report.corpus.newest == day(8 if as_of >= 8 else 0)


def test_before_the_first_article_nothing_is_known(home: Path) -> None:
    with Groundwire(home) as desk:
        assert desk.retrieve(Brief(question=QUESTION, as_of=day(-1))).evidence == ()
        assert desk.ask(QUESTION, as_of=day(-1)).status == "insufficient_evidence"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    with Groundwire(folder) as desk:
        desk.ingest([str(sample_corpus("r1")), str(sample_corpus("r2"))])
    return folder


@pytest.mark.parametrize("date", ["2025-11-25", "2025-12-08", "2025-12-16", "2026-01-07", "2026-02-10"])
def test_the_sample_as_of_a_day_answers_from_the_versions_of_that_day(sample: Path, date: str) -> None:
    as_of = datetime.fromisoformat(date).replace(tzinfo=UTC)
    with Groundwire(sample) as desk:
        found = desk.retrieve(Brief(question=SEED_QUESTION, as_of=as_of))
        hits = desk.search(SEED_QUESTION, as_of=as_of, k=200)
        report = desk.ask(SEED_QUESTION, as_of=as_of)
        cited = [desk.contexts(report)[source.article_id, source.version] for source in report.sources]
        reprints = [desk.corpus_article(each.article_id) for source in report.sources for each in source.also_in]
        spoken = [desk.corpus_article(hit.article_id) for hit in hits]
    assert found.evidence
    assert all(item.article.spoken_at <= as_of for item in found.evidence)
    assert all(article.spoken_at <= as_of for article in cited)
    assert all(history.versions[0].published_at <= as_of for history in reprints)
    for hit, history in zip(hits, spoken, strict=True):
        told = [article for article in history.versions if article.spoken_at <= as_of]
        assert hit.version == max(reversed(told), key=lambda article: article.spoken_at).version
