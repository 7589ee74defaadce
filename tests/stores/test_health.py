import sqlite3

import pytest

from pipeline.errors import StoreDamaged
from pipeline.stages.repair import repair
from tests.ingest.home import Home, raw

LONG = " ".join(f"Sentence number {number} tells of another thing that was said." for number in range(40))


@pytest.fixture
def full(chroma_home: Home) -> Home:
    chroma_home.ingest(raw("a-1", LONG), raw("a-2"), raw("a-3"))
    chroma_home.ingest(raw("a-2", "The council agreed on sixteen points."))
    chroma_home.withdraw("a-3")
    assert chroma_home.ailments() == []
    return chroma_home


def alter(home: Home, statement: str) -> None:
    connection = sqlite3.connect(home.catalogue.file)
    connection.execute(statement)
    connection.commit()
    connection.close()


def named(home: Home) -> list[str]:
    return [check.name for check in home.ailments()]


DERIVED = [
    ("DELETE FROM passages WHERE number = 2", ["passages", "full text", "live vectors"]),
    ("UPDATE passages SET start = start + 1 WHERE number = 2", ["passages"]),
    ("INSERT INTO words(words) VALUES ('delete-all')", ["full text"]),
    ("INSERT INTO past_words(past_words) VALUES ('delete-all')", ["full text"]),
    ("INSERT INTO outbox SELECT number FROM versions", ["outbox"]),
    ("UPDATE meta SET value = 'another' WHERE key = 'index'", ["embedder"]),
]


@pytest.mark.parametrize(("statement", "ailments"), DERIVED)
def test_what_is_derived_is_found_wrong_and_repaired(full: Home, statement: str, ailments: list[str]) -> None:
    before = (full.vectors.ids(), full.vectors.ids(past=True), full.found("council"), full.found("sentence"))
    alter(full, statement)
    assert named(full) == ailments
    repair(full.catalogue, full.vectors, full.embedder)
    assert full.ailments() == []
    assert before == (full.vectors.ids(), full.vectors.ids(past=True), full.found("council"), full.found("sentence"))


def test_vectors_that_are_lost_misplaced_or_stray_are_found_and_repaired(full: Home) -> None:
    live, past = sorted(full.vectors.ids()), sorted(full.vectors.ids(past=True))
    full.vectors.delete(live[:2])
    full.vectors.upsert([live[3], "p-stray"], full.embedder.embed(["one", "two"]), past=True)
    full.vectors.upsert(past, full.embedder.embed(["three"]))
    assert named(full) == ["live vectors", "past vectors"]
    repair(full.catalogue, full.vectors, full.embedder)
    assert full.ailments() == []
    assert (sorted(full.vectors.ids()), sorted(full.vectors.ids(past=True))) == (live, past)


@pytest.mark.parametrize(
    ("statement", "ailments"),
    [
        ("UPDATE versions SET text = replace(text, 'number 7', 'number 9')", ["article versions"]),
        ("UPDATE versions SET title = 'Another' WHERE article_id = 'a-1'", ["article versions"]),
        ("UPDATE versions SET published_at = '2020-01-01 00:00:00.000000' WHERE number = 1", ["article versions"]),
        ("UPDATE articles SET live = 1 WHERE id = 'a-2'", ["live versions", "revision"]),
        ("UPDATE revisions SET id = 'gw1:0' WHERE number = 3", ["revision"]),
        ("INSERT INTO passages VALUES (99, 'p-x', 77, 0, 4)", ["database"]),
    ],
)
def test_what_nothing_can_rebuild_is_found_wrong(full: Home, statement: str, ailments: list[str]) -> None:
    alter(full, statement)
    found = named(full)
    assert [name for name in found if name in {"database", "article versions", "live versions", "revision"}] == ailments


def test_repair_refuses_to_derive_from_an_altered_article(full: Home) -> None:
    alter(full, "UPDATE versions SET text = substr(text, 5) WHERE article_id = 'a-1'")
    with pytest.raises(StoreDamaged, match=r"article 'a-1', version .* was altered on disk"):
        repair(full.catalogue, full.vectors, full.embedder)
