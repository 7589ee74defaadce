"""What ingest makes of records, with the real catalogue; the vector index is a double except where it says Chroma."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.errors import BadInput, HomeBusy
from pipeline.stages.ingest import Record
from pipeline.types import Rejection, Withdrawal
from tests.ingest.home import Home, day, raw

LONG = " ".join(f"Sentence number {number} tells of another thing that was said." for number in range(40))


def test_new_articles_are_added_and_can_be_found(chroma_home: Home) -> None:
    result = chroma_home.ingest(raw("a-1"), raw("a-2", "Snow fell on the mountains all night."))
    assert (result.added, result.updated, result.unchanged, result.withdrawn, result.passages) == (2, 0, 0, 0, 2)
    assert result.rejected == ()
    assert chroma_home.found("snow in the mountains") == ["a-2"]
    assert len(chroma_home.vectors.ids()) == 2
    assert chroma_home.ailments() == []


def test_an_unchanged_article_costs_no_embedding_and_no_revision(home: Home) -> None:
    first = home.ingest(raw("a-1"), raw("a-2"))
    embedded = home.embedder.embedded
    second = home.ingest(raw("a-1"), raw("a-2"), now=day(60))
    assert (second.unchanged, second.added, second.passages) == (2, 0, 0)
    assert second.revision == first.revision
    assert home.embedder.embedded == embedded
    assert len(home.catalogue.log()) == 2


def test_metadata_is_not_content(home: Home) -> None:
    home.ingest(raw("a-1", metadata={"topic": "talks"}))
    assert home.ingest(raw("a-1", metadata={"topic": "war"})).unchanged == 1


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Another title"},
        {"publisher": "Another desk"},
        {"author": "A. Reporter"},
        {"updated_at": day(1)},
        {"url": "https://news.example/moved"},
        {"language": "uk"},
        {"text": "The council agreed on sixteen points."},
    ],
)
def test_everything_that_a_publisher_writes_makes_a_new_version(home: Home, change: dict[str, object]) -> None:
    home.ingest(raw("a-1"))
    result = home.ingest(raw("a-1", **change))
    assert (result.updated, result.added) == (1, 0)
    assert len(home.catalogue.history("a-1").versions) == 2
    assert home.ailments() == []


def test_a_changed_article_answers_with_its_new_words_and_keeps_its_old_ones_for_the_past(chroma_home: Home) -> None:
    chroma_home.ingest(raw("a-1", "The council agreed on fifteen points."))
    old = chroma_home.version("a-1")
    chroma_home.ingest(raw("a-1", "The council agreed on sixteen points.", updated_at=day(3)))
    assert chroma_home.found("fifteen") == []
    assert chroma_home.found("sixteen") == ["a-1"]
    assert chroma_home.found("fifteen", as_of=day(2)) == ["a-1"]
    assert chroma_home.found("sixteen", as_of=day(2)) == []
    assert chroma_home.catalogue.article("a-1", old).text == "The council agreed on fifteen points."
    assert (len(chroma_home.vectors.ids()), len(chroma_home.vectors.ids(past=True))) == (1, 1)
    assert chroma_home.ailments() == []


def test_only_changed_passages_are_embedded_again(chroma_home: Home) -> None:
    first = chroma_home.ingest(raw("a-1", LONG))
    assert (first.passages, chroma_home.embedder.embedded) == (5, 5)
    second = chroma_home.ingest(raw("a-1", LONG + "\n\nThe last paragraph of this article was added later on."))
    assert second.passages == 5
    assert chroma_home.embedder.embedded == 6
    assert chroma_home.ailments() == []


def test_a_version_that_comes_back_is_live_again_without_being_embedded(home: Home) -> None:
    first, second = raw("a-1", LONG), raw("a-1", LONG.upper())
    home.ingest(first)
    version = home.version("a-1")
    home.ingest(second)
    embedded = home.embedder.embedded
    home.ingest(first)
    assert home.version("a-1") == version
    assert home.embedder.embedded == embedded
    assert len(home.catalogue.history("a-1").versions) == 2
    assert home.ailments() == []


def test_a_withdrawn_article_answers_nothing_but_stays_readable(chroma_home: Home) -> None:
    chroma_home.ingest(raw("a-1"), raw("a-1", "The council agreed on sixteen points.", updated_at=day(1)), raw("a-2"))
    versions = [article.version for article in chroma_home.catalogue.history("a-1").versions]
    result = chroma_home.withdraw("a-1", reason="The figures were wrong.")
    assert (result.withdrawn, result.added) == (1, 0)
    history = chroma_home.catalogue.history("a-1")
    assert (history.withdrawn, history.reason) == (True, "The figures were wrong.")
    assert chroma_home.found("council") == ["a-2"]
    assert chroma_home.found("council", as_of=day(30)) == ["a-2"]
    assert [chroma_home.catalogue.article("a-1", version).version for version in versions] == versions
    assert chroma_home.catalogue.is_withdrawn("a-1")
    assert not chroma_home.catalogue.is_withdrawn("a-2")
    assert (len(chroma_home.vectors.ids()), len(chroma_home.vectors.ids(past=True))) == (1, 0)
    assert chroma_home.ailments() == []


def test_a_withdrawn_article_that_is_published_again_is_added_again(home: Home) -> None:
    home.ingest(raw("a-1"))
    home.withdraw("a-1")
    result = home.ingest(raw("a-1"))
    assert (result.added, result.unchanged) == (1, 0)
    assert not home.catalogue.is_withdrawn("a-1")
    assert [[change.kind for change in entry.changes] for entry in home.catalogue.log()] == [
        ["added"],
        ["withdrawn"],
        ["added"],
        [],
    ]
    assert home.found("council") == ["a-1"]
    assert home.ailments() == []


def test_withdrawing_twice_changes_nothing_the_second_time(home: Home) -> None:
    home.ingest(raw("a-1"))
    home.withdraw("a-1", reason="First.")
    result = home.withdraw("a-1", reason="Second.")
    assert (result.withdrawn, result.unchanged) == (0, 1)
    assert home.catalogue.history("a-1").reason == "First."


def test_withdrawing_what_is_not_there_is_rejected_with_a_reason(home: Home) -> None:
    home.ingest(raw("a-1"))
    result = home.withdraw("a-2")
    assert result.withdrawn == 0
    (rejected,) = result.rejected
    assert rejected.id == "a-2"
    assert "no article with id 'a-2' is in the corpus" in rejected.reason


def test_a_withdrawal_by_url_finds_the_article_in_the_same_batch(home: Home) -> None:
    result = home.ingest(raw("a-1"), Withdrawal(url="HTTPS://news.example:443/a-1/#top", reason="Wrong."))
    assert (result.added, result.withdrawn, result.rejected) == (1, 1, ())
    assert home.catalogue.is_withdrawn("a-1")


def test_the_later_of_two_lines_with_one_id_wins_and_the_first_is_superseded(home: Home) -> None:
    result = home.ingest(raw("a-1", "It was fifteen points."), raw("a-1", "It was sixteen points."), raw("a-2"))
    assert (result.added, result.updated) == (2, 1)
    assert [article.text for article in home.catalogue.history("a-1").versions] == [
        "It was fifteen points.",
        "It was sixteen points.",
    ]
    assert home.catalogue.history("a-1").article.text == "It was sixteen points."


def test_an_article_without_an_id_is_named_by_its_canonical_url(home: Home) -> None:
    article = raw("x").model_copy(update={"id": None, "url": "https://News.example/story/"})
    again = article.model_copy(update={"url": "https://news.example:443/story#top"})
    home.ingest(article)
    result = home.ingest(again)
    assert (result.added, result.updated) == (0, 1)
    assert home.catalogue.status().articles == 1


def test_rejections_come_back_and_the_rest_goes_in(home: Home) -> None:
    refused = Rejection(id=None, line=2, reason="the line is not JSON")
    result = home.ingest(raw("a-1"), refused, raw("a-2"))
    assert (result.added, result.rejected) == (2, (refused,))


def test_sync_withdraws_what_the_source_no_longer_has(home: Home) -> None:
    home.ingest(raw("a-1"), raw("a-2"), raw("a-3"))
    result = home.ingest(raw("a-1"), Rejection(id="a-2", line=2, reason="no words"), sync=True)
    assert (result.unchanged, result.withdrawn) == (1, 1)
    assert home.catalogue.history("a-3").reason == "no longer in the source that the corpus is kept in step with"
    assert not home.catalogue.is_withdrawn("a-2")
    assert home.ailments() == []


@pytest.mark.parametrize("records", [(), (raw("a-1"), Rejection(line=2, reason="the line is not JSON"))])
def test_sync_withdraws_nothing_when_the_source_may_hold_more_than_was_read(
    home: Home, records: tuple[Record, ...]
) -> None:
    home.ingest(raw("a-1"), raw("a-2"))
    result = home.ingest(*records, sync=True)
    assert result.withdrawn == 0
    assert "nothing was withdrawn by --sync" in result.rejected[-1].reason


def test_a_source_that_breaks_off_withdraws_nothing_and_keeps_what_was_read(home: Home) -> None:
    def broken() -> Iterator[Record]:
        yield from (raw(f"b-{number}") for number in range(300))
        raise BadInput("the disk is gone")

    home.ingest(raw("a-1"))
    with pytest.raises(BadInput):
        home.ingest_all(broken(), sync=True)
    assert not home.catalogue.is_withdrawn("a-1")
    assert home.catalogue.revision().articles == 257
    home.ingest()
    assert home.ailments() == []


def test_a_second_writer_is_told_that_the_home_is_busy_and_readers_are_not(tmp_path: Path) -> None:
    first, second = Home.at(tmp_path), Home.at(tmp_path)
    first.ingest(raw("a-1"))
    with first.catalogue.writing():
        with pytest.raises(HomeBusy, match="another process is writing"):
            second.ingest(raw("a-3"))
        assert second.catalogue.status().articles == 1
        assert second.found("council") == ["a-1"]
        assert Home.at(tmp_path).catalogue.status().articles == 1
    assert second.ingest(raw("a-3")).added == 1


def test_others_can_write_while_records_are_being_read(tmp_path: Path) -> None:
    first, second = Home.at(tmp_path, chroma=True), Home.at(tmp_path, chroma=True)

    def slowly() -> Iterator[Record]:
        yield raw("a-1")
        assert second.ingest(raw("a-2"), raw("a-1", "Another wrote this first.")).added == 2
        yield raw("a-3")

    result = first.ingest_all(slowly())
    assert (result.added, result.updated) == (1, 1)
    assert first.catalogue.status().articles == 3
    assert [len(entry.changes) for entry in first.catalogue.log()] == [2, 2, 0]
    assert first.ailments() == []


def test_sync_withdraws_nothing_that_came_in_while_the_source_was_read(tmp_path: Path) -> None:
    first, second = Home.at(tmp_path), Home.at(tmp_path)
    first.ingest(raw("a-1"), raw("a-2"), raw("a-3"))

    def slowly() -> Iterator[Record]:
        yield raw("a-1")
        second.ingest(raw("b-1"))
        second.withdraw("a-3", reason="By hand.")

    assert first.ingest_all(slowly(), sync=True).withdrawn == 1
    assert sorted(first.catalogue.live_ids()) == ["a-1", "b-1"]
    assert first.catalogue.history("a-3").reason == "By hand."


def test_another_embedder_fills_new_collections_and_repair_drops_the_old_ones(tmp_path: Path) -> None:
    from pipeline.fakes import HashingEmbedder
    from pipeline.indexes.vectors import ChromaVectors
    from pipeline.stages.repair import repair

    home = Home.at(tmp_path, chroma=True)
    home.ingest(raw("a-1"), raw("a-1", "The council agreed on sixteen points."), raw("a-2"))
    wider = HashingEmbedder(32)
    moved = Home(home.catalogue, ChromaVectors(tmp_path / "vectors", embedder_digest=wider.digest), wider)
    assert [check.name for check in moved.ailments()] == ["embedder", "live vectors", "past vectors", "old vectors"]
    moved.ingest()
    assert [check.name for check in moved.ailments()] == ["old vectors"]
    repair(moved.catalogue, moved.vectors, moved.embedder)
    assert moved.ailments() == []
    assert (len(moved.vectors.ids()), len(moved.vectors.ids(past=True))) == (2, 1)


def test_an_article_that_says_the_same_in_many_passages_can_be_corrected(chroma_home: Home) -> None:
    chorus = " ".join(["Nobody wanted to say how long the talks had taken, or who had paid for the hall."] * 60)
    chroma_home.ingest(raw("a", f"The council agreed on fifteen points. {chorus}"))
    chroma_home.ingest(raw("a", f"The council agreed on sixteen points. {chorus} It was late."))
    assert chroma_home.ailments() == []
    assert chroma_home.found("sixteen points") == ["a"]
