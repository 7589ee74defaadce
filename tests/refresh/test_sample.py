"""The whole story on the sample corpus: a report, the update, what became stale and why, and what was written again."""

from pathlib import Path

import pytest

from pipeline.assets import sample_corpus
from pipeline.errors import BadInput, ModelFailed, NotFound
from pipeline.service import Groundwire
from pipeline.types import RefreshResult, Report


class Story:
    """What happened, step by step, in one home."""

    def __init__(self, folder: Path) -> None:
        self.home = folder
        with Groundwire(folder) as desk:
            self.before = desk.demo()
            self.untouched = desk.refresh([self.before.id])[0]
            desk.ingest([str(sample_corpus("r2"))])
            self.checked = desk.refresh(check=True)[0]
            self.waiting = desk.reports(stale=True)
            self.done = desk.demo_update()
            self.after: Report = desk.show(self.before.id)
            self.proof = desk.check(self.after)
            self.old_proof = desk.check(desk.show(self.before.id, version=1))
            self.again: RefreshResult = desk.refresh([self.before.id])[0]
            self.diff = desk.diff(self.before.id)
            cited = [c for claim in self.after.claims.values() for c in claim.citations]
            live = desk._adapters.catalogue.live_versions({c.article_id for c in cited})
            self.superseded = [c.article_id for c in cited if live[c.article_id] != c.version]


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    return Story(tmp_path_factory.mktemp("home"))


def test_before_the_update_nothing_is_stale_and_nothing_is_written(story: Story) -> None:
    found = story.untouched
    assert (found.state, found.action, found.reasons, found.to_version) == ("fresh", "kept", (), 1)


def test_checking_tells_why_and_writes_nothing(story: Story) -> None:
    found = story.checked
    assert (found.action, found.from_version, found.to_version, found.changes) == ("kept", 1, 1, ())
    kinds = {(reason.kind, reason.article_id) for reason in found.reasons}
    assert ("withdrawn", "2025-12-16-what-an-article-5-like-promise-is-worth") in kinds
    assert ("moved", "2025-12-15-berlin-ninety-per-cent-agreed") in kinds
    assert [each.id for each in story.waiting] == [story.before.id]


def test_the_update_makes_a_version_in_which_every_citation_reads_back_from_live_text(story: Story) -> None:
    assert (story.done.action, story.done.from_version, story.done.to_version) == ("regenerated", 1, 2)
    assert story.proof.ok
    assert story.superseded == []
    assert (story.after.previous, story.after.staleness.state) == (1, "fresh")


def test_the_old_version_stays_as_it_was_and_can_still_be_proven(story: Story) -> None:
    assert story.old_proof.ok


def test_claims_that_nothing_touched_are_kept_to_the_letter(story: Story) -> None:
    touched = {name for reason in story.done.reasons if reason.kind != "moved" for name in reason.claims}
    kept = {name: claim.text for name, claim in story.before.claims.items() if name not in touched}
    assert kept.items() <= {name: claim.text for name, claim in story.after.claims.items()}.items()


def test_a_second_refresh_finds_nothing_to_do(story: Story) -> None:
    assert (story.again.state, story.again.action, story.again.to_version) == ("fresh", "kept", 2)


def test_the_diff_of_the_versions_is_what_the_refresh_told(story: Story) -> None:
    assert story.diff == story.done.changes
    assert {"kept", "added"} <= {change.kind for change in story.diff}


def test_a_failure_leaves_the_old_version_in_place(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> Report:
        raise ModelFailed("the model went away")

    monkeypatch.setattr("pipeline.service.refreshing.write_report", fails)
    with Groundwire(story.home) as desk:
        with pytest.raises(ModelFailed, match="keeps its version: the model went away"):
            desk.refresh([story.before.id], force=True)
        left = desk.show(story.before.id)
    assert (left.version, left.claims) == (story.after.version, story.after.claims)


def test_what_cannot_be_refreshed_or_compared_is_refused(story: Story, tmp_path: Path) -> None:
    with Groundwire(story.home) as desk:
        with pytest.raises(NotFound):
            desk.refresh(["no-such-report"])
        with pytest.raises(BadInput, match="has no version before 1"):
            desk.diff(story.before.id, newer=1)
    with Groundwire(tmp_path) as desk:
        assert desk.refresh() == ()
