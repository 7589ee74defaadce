import json
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.errors import BadInput, NotFound, StoreDamaged
from pipeline.stores.catalogue import Catalogue
from pipeline.types import ArticleChange, Passage
from tests.ingest.home import SAMPLE, Home, day, raw


def answering(home: Home, as_of: datetime | None = None, **filters: object) -> list[str]:
    """The texts of the passages that may answer as of a moment."""
    every = [
        passage.id
        for name in ("a-1", "a-2", "a-3")
        if name in home.catalogue.live_versions(["a-1", "a-2", "a-3"])
        for version in home.catalogue.history(name).versions
        for passage in home.catalogue.passages_of(name, version.version)
    ]
    found = home.catalogue.passages(every, as_of=as_of, **filters)  # type: ignore[arg-type]
    return sorted(passage.text for passage, _ in found.values())


def test_as_of_a_moment_the_version_that_spoke_last_before_it_answers(home: Home) -> None:
    home.ingest(raw("a-1", "It was said on day zero."))
    home.ingest(raw("a-1", "It was corrected on day two.", updated_at=day(2)))
    home.ingest(raw("a-1", "It was corrected on day four.", updated_at=day(4)))
    assert answering(home, day(-1)) == []
    assert answering(home, day(0)) == ["It was said on day zero."]
    assert answering(home, day(1)) == ["It was said on day zero."]
    assert answering(home, day(2)) == ["It was corrected on day two."]
    assert answering(home, day(3)) == ["It was corrected on day two."]
    assert answering(home, day(9)) == ["It was corrected on day four."]
    assert answering(home) == ["It was corrected on day four."]


def test_of_two_versions_of_one_moment_the_one_that_arrived_later_answers(home: Home) -> None:
    home.ingest(raw("a-1", "First it was this."))
    home.ingest(raw("a-1", "Then it was that."))
    assert answering(home, day(1)) == ["Then it was that."]
    home.ingest(raw("a-1", "First it was this."))
    assert answering(home, day(1)) == ["First it was this."]
    assert answering(home) == ["First it was this."]


def test_an_old_version_that_arrives_late_answers_only_for_its_own_time(home: Home) -> None:
    home.ingest(raw("a-1", "It was corrected on day two.", updated_at=day(2)))
    home.ingest(raw("a-1", "It was said on day zero."))
    assert answering(home, day(1)) == ["It was said on day zero."]
    assert answering(home, day(3)) == ["It was corrected on day two."]


def test_a_withdrawn_article_answers_as_of_no_moment(home: Home) -> None:
    home.ingest(raw("a-1", "It was said on day zero."))
    home.ingest(raw("a-1", "It was corrected on day two.", updated_at=day(2)))
    home.withdraw("a-1")
    assert [answering(home, moment) for moment in (None, day(0), day(1), day(5))] == [[], [], [], []]


def test_only_the_publishers_asked_for_answer(home: Home) -> None:
    home.ingest(raw("a-1", "The wire said so.", publisher="Wire"), raw("a-2", "The daily said so.", publisher="Daily"))
    assert answering(home, publishers=["Wire"]) == ["The wire said so."]
    assert answering(home, publishers=["Wire", "Daily"]) == ["The daily said so.", "The wire said so."]
    assert answering(home, day(1), publishers=["Nobody"]) == []


def test_thousands_of_passages_are_read_in_one_call(home: Home) -> None:
    home.ingest(*(raw(f"a-{number}", f"It was said {number} times.") for number in range(2_500)))
    ids = [home.catalogue.passages_of(f"a-{n}", home.version(f"a-{n}"))[0].id for n in range(0, 2_500, 50)]
    every = home.vectors.ids() | {"p-unknown"}
    found = home.catalogue.passages(every)
    assert len(found) == 2_500
    assert all(name in found for name in ids)
    passage, article = found[ids[1]]
    assert (passage.text, article.id) == ("It was said 50 times.", "a-50")


def test_changes_that_cancel_out_are_not_in_a_delta(home: Home) -> None:
    start = home.ingest(raw("a-1", "It was this."), raw("a-2")).revision
    home.ingest(raw("a-1", "It was that."), raw("a-3"))
    home.withdraw("a-3")
    stop = home.ingest(raw("a-1", "It was this.")).revision
    assert start == stop
    assert home.catalogue.delta(start, stop).empty
    assert [len(entry.changes) for entry in home.catalogue.log()] == [1, 1, 2, 2, 0]


def test_a_delta_composes_what_happened_between_two_revisions(home: Home) -> None:
    start = home.ingest(raw("a-1", "It was this."), raw("a-2")).revision
    before = {name: home.version(name) for name in ("a-1", "a-2")}
    home.ingest(raw("a-1", "It was that."))
    home.ingest(raw("a-1", "It was something else."), raw("a-3"))
    home.withdraw("a-2", reason="Wrong.")
    delta = home.catalogue.delta(start)
    assert delta.changes == (
        ArticleChange(article_id="a-1", kind="changed", before=before["a-1"], after=home.version("a-1"), silent=True),
        ArticleChange(article_id="a-2", kind="withdrawn", before=before["a-2"], reason="Wrong."),
        ArticleChange(article_id="a-3", kind="added", after=home.version("a-3")),
    )
    assert (delta.from_revision, delta.to_revision) == (start, home.catalogue.revision().id)
    back = home.catalogue.delta(home.catalogue.revision().id, start)
    assert [(change.kind, change.before, change.after) for change in back.changes] == [
        ("changed", home.version("a-1"), before["a-1"]),
        ("added", None, before["a-2"]),
        ("withdrawn", home.version("a-3"), None),
    ]


def test_from_nothing_everything_is_added(home: Home) -> None:
    home.ingest(raw("a-1"), raw("a-2"))
    assert [change.kind for change in home.catalogue.delta(None).changes] == ["added", "added"]


def test_an_empty_corpus_has_a_revision_too(home: Home) -> None:
    revision = home.catalogue.revision()
    assert (revision.id, revision.number, revision.articles) == ("gw1:e3b0c44298fc1c14", 0, 0)
    assert home.catalogue.status().newest is None


def test_a_revision_of_another_home_is_refused(home: Home) -> None:
    with pytest.raises(NotFound, match=r"revision 'gw1:0' is not one of this corpus.*corpus log"):
        home.catalogue.delta("gw1:0")


def test_the_status_counts_live_articles_only(home: Home) -> None:
    home.ingest(raw("a-1", publisher="Wire"), raw("a-2", published_at=day(3)), raw("a-3", published_at=day(9)))
    home.withdraw("a-3")
    status = home.catalogue.status()
    assert (status.articles, status.withdrawn, status.passages, status.origins) == (2, 1, 2, 2)
    assert status.publishers == {"Desk": 1, "Wire": 1}
    assert (status.oldest, status.newest) == (day(0), day(3))
    assert home.catalogue.newest() == day(3)
    assert home.catalogue.newest(as_of=day(1)) == day(0)


def test_an_unknown_article_is_answered_with_the_closest_ids(home: Home) -> None:
    home.ingest(raw("2025-12-15-berlin-day-two"))
    with pytest.raises(NotFound, match="did you mean '2025-12-15-berlin-day-two'"):
        home.catalogue.history("2025-12-15-berlin-day-tow")
    with pytest.raises(NotFound, match="has no version 'v-0'"):
        home.catalogue.article("2025-12-15-berlin-day-two", "v-0")


def test_moments_come_back_in_utc_and_metadata_as_it_was(home: Home) -> None:
    published = datetime.fromisoformat("2026-02-02T10:30:00.123456+02:00")
    home.ingest(raw("a-1", published_at=published, metadata={"topic": "talks", "facts": [1, {"a": None}]}))
    article = home.catalogue.history("a-1").article
    assert article.published_at == datetime(2026, 2, 2, 8, 30, 0, 123456, tzinfo=UTC)
    assert article.published_at.tzinfo is UTC
    assert article.metadata == {"topic": "talks", "facts": [1, {"a": None}]}


def altered(home: Home, statement: str) -> None:
    connection = sqlite3.connect(home.catalogue.file)
    connection.execute(statement)
    connection.commit()
    connection.close()


def first_passage(home: Home) -> Passage:
    return home.catalogue.passages_of("a-1", home.version("a-1"))[0]


def test_an_altered_text_is_never_read_as_what_was_ingested(home: Home) -> None:
    home.ingest(raw("a-1", "The council agreed on 15 points."))
    passage, version = first_passage(home), home.version("a-1")
    altered(home, "UPDATE versions SET text = replace(text, '15', '16')")
    for read in (
        lambda: home.catalogue.passages([passage.id]),
        lambda: home.catalogue.article("a-1", version),
        lambda: home.catalogue.history("a-1"),
    ):
        with pytest.raises(StoreDamaged, match=r"'a-1', version v-.* is not what was ingested.*doctor"):
            read()


def test_an_altered_span_is_never_read_as_a_passage(home: Home) -> None:
    home.ingest(raw("a-1", "The council agreed on 15 points."))
    passage = first_passage(home)
    altered(home, "UPDATE passages SET stop = stop - 1")
    with pytest.raises(StoreDamaged, match=r"no longer points where it did .*doctor --fix"):
        home.catalogue.passages([passage.id])


def test_a_file_that_is_no_catalogue_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "catalogue.sqlite"
    file.write_text("This is a letter to my aunt, and certainly no database. " * 100)
    with pytest.raises(StoreDamaged, match=r"'catalogue.sqlite' cannot be opened as a catalogue .*restore"):
        Catalogue.open(file)


def test_a_catalogue_of_another_version_is_left_alone(home: Home) -> None:
    altered(home, "UPDATE meta SET value = '99' WHERE key = 'schema'")
    with pytest.raises(StoreDamaged, match="has tables of version 99, this groundwire reads version 1"):
        Catalogue.open(home.catalogue.file)


def test_a_url_of_another_database_is_refused_without_its_password() -> None:
    with pytest.raises(BadInput, match="cannot be used") as caught:
        Catalogue.open("postgresql://me:secret@db.example/news")
    assert "secret" not in str(caught.value)


def test_a_sqlite_url_opens_the_file_it_names(tmp_path: Path) -> None:
    catalogue = Catalogue.open(f"sqlite:///{tmp_path / 'news.sqlite'}")
    assert (tmp_path / "news.sqlite").exists()
    assert catalogue.status().articles == 0


def test_the_sample_corpus_goes_in_and_its_update_changes_what_it_says(home: Home) -> None:
    from pipeline.readers import reader_for
    from tests.ingest.home import NOW

    later = max(NOW, datetime(2026, 12, 1, tzinfo=UTC))
    counts = []
    for name in ("r1", "r2"):
        file = str(SAMPLE / f"{name}.jsonl")
        result = home.ingest_all(reader_for(file, now=later).read(file), now=later)
        counts.append((result.added, result.updated, result.withdrawn, len(result.rejected)))
    lines = [json.loads(line) for line in (SAMPLE / "r2.jsonl").read_text("utf-8").splitlines()]
    withdrawn = sum(line.get("withdrawn", False) for line in lines)
    assert counts == [(106, 0, 0, 0), (len(lines) - 6 - withdrawn, 6, withdrawn, 0)]
    assert home.ailments() == []
