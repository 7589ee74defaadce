import sqlite3
from datetime import datetime

import pytest

from pipeline.errors import BadInput, NotFound, StoreDamaged
from pipeline.stores.reports import Reports
from pipeline.types import CorpusStamp, Report, RunRecord, Staleness, StalenessReason
from tests.ingest.home import NOW, Home, day


def report(name: str = "are-talks-near-1a2b3c", version: int = 1, *, checked_at: datetime = NOW) -> Report:
    return Report(
        id=name,
        version=version,
        previous=version - 1 or None,
        question="Are talks “near” agreement? 🕊",
        title="Talks go on",
        status="insufficient_evidence",
        checked_at=checked_at,
        as_of=None,
        corpus=CorpusStamp(revision="gw1:1", articles=1, newest=None),
        executive_summary=(),
        sections=(),
        bottom_line=(),
        follow_ups=("What next?",),
        claims={},
        sources=(),
        omissions=(),
        disagreements=(),
        staleness=Staleness(checked_at=checked_at),
        run=RunRecord(writer="w", judge="j", embedder="e", settings_digest="d"),
    )


def test_every_version_of_a_report_stays_as_it_was_saved(home: Home) -> None:
    reports = Reports(home.catalogue)
    first, second = report(), report(version=2, checked_at=day(40))
    reports.save(first)
    reports.save(second)
    assert reports.load(first.id) == second
    assert reports.load(first.id, 1) == first
    assert reports.load(first.id, 1).model_dump_json() == first.model_dump_json()
    assert reports.versions(first.id) == (1, 2)
    assert reports.latest(first.id) == second
    assert reports.latest("another") is None


@pytest.mark.parametrize("version", [1, 3])
def test_only_the_next_version_is_stored(home: Home, version: int) -> None:
    reports = Reports(home.catalogue)
    reports.save(report())
    with pytest.raises(BadInput, match=f"is at version 1, so version {version}"):
        reports.save(report(version=version))
    assert reports.versions(report().id) == (1,)


def test_an_unknown_report_is_answered_with_the_closest_ids(home: Home) -> None:
    reports = Reports(home.catalogue)
    reports.save(report())
    with pytest.raises(NotFound, match="did you mean 'are-talks-near-1a2b3c'"):
        reports.load("are-talks-near")
    with pytest.raises(NotFound, match="has no version 7"):
        reports.load(report().id, 7)


def test_summaries_show_the_last_version_with_the_state_last_found(home: Home) -> None:
    reports = Reports(home.catalogue)
    for each in (report("r-1"), report("r-1", 2, checked_at=day(50)), report("r-2", checked_at=day(60))):
        reports.save(each)
    reason = StalenessReason(kind="withdrawn", article_id="a-1", version=None, quote=None, claims=("c-1",))
    stale = Staleness(state="stale-major", checked_at=day(61), reasons=(reason,))
    reports.note_staleness("r-1", 2, stale)
    assert [(each.id, each.version, each.state) for each in reports.summaries()] == [
        ("r-2", 1, "fresh"),
        ("r-1", 2, "stale-major"),
    ]
    assert [each.id for each in reports.summaries(stale_only=True)] == ["r-1"]
    assert reports.staleness("r-1") == stale
    assert reports.staleness("r-1", 1).state == "fresh"
    assert reports.load("r-1").staleness.state == "fresh"


def test_a_report_that_was_altered_on_disk_is_not_shown(home: Home) -> None:
    reports = Reports(home.catalogue)
    reports.save(report())
    connection = sqlite3.connect(home.catalogue.file)
    connection.execute("UPDATE reports SET json = replace(json, 'Talks go on', 'Talks are off')")
    connection.commit()
    connection.close()
    with pytest.raises(StoreDamaged, match="no longer hashes to its digest"):
        reports.load(report().id)


def test_a_report_that_is_no_report_any_more_is_not_shown(home: Home) -> None:
    reports = Reports(home.catalogue)
    reports.save(report())
    connection = sqlite3.connect(home.catalogue.file)
    connection.execute("UPDATE reports SET json = '{}'")
    connection.commit()
    connection.close()
    with pytest.raises(StoreDamaged, match="fields are wrong"):
        reports.load(report().id)


def test_saving_a_report_waits_for_no_ingest(home: Home) -> None:
    reports = Reports(home.catalogue)
    with home.catalogue.writing():
        reports.save(report())
    assert reports.versions(report().id) == (1,)
