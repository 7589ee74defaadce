"""Whatever is added, changed, withdrawn and brought back, in whatever order: every index agrees with the catalogue."""

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.ids import revision_id
from pipeline.stages.ingest import Record
from pipeline.types import CorpusDelta, Withdrawal
from tests.ingest.home import Home, day, raw

NAMES = st.sampled_from(["a-1", "a-2", "a-3"])
TEXTS = st.sampled_from(
    ["The council agreed on 15 points.", "The council agreed on 16 points.", "Snow fell all night."]
)
ARTICLES = st.builds(lambda name, text, on: raw(name, text, updated_at=day(on)), NAMES, TEXTS, st.integers(0, 3))
WITHDRAWALS = st.builds(lambda name: Withdrawal(id=name, reason="Wrong."), NAMES)
RUNS = st.lists(st.lists(ARTICLES | WITHDRAWALS, max_size=4), min_size=1, max_size=5)


def live(home: Home) -> dict[str, str]:
    found = home.catalogue.live_versions(["a-1", "a-2", "a-3"])
    return {name: version for name, version in found.items() if version is not None}


@given(RUNS, st.booleans())
@settings(max_examples=30, deadline=None)
def test_after_any_runs_indexes_agree_and_deltas_compose(runs: list[list[Record]], sync: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Home.at(Path(folder))
        states = {home.catalogue.revision().number: (home.catalogue.revision().id, live(home))}
        for run in runs:
            home.ingest(*run, sync=sync)
            revision = home.catalogue.revision()
            assert revision.id == revision_id(live(home).items())
            assert revision.articles == len(live(home))
            states[revision.number] = (revision.id, live(home))
        assert home.ailments() == []
        for start_id, start in states.values():
            for stop_id, stop in states.values():
                assert applied(start, home.catalogue.delta(start_id, stop_id)) == stop
        home.catalogue.close()


def applied(state: dict[str, str], delta: CorpusDelta) -> dict[str, str]:
    """The state after a delta, whose changes must fit it: none without effect, each from what is there."""
    after = dict(state)
    for change in delta.changes:
        assert change.before == state.get(change.article_id)
        assert change.before != change.after
        kind = "added" if change.before is None else "withdrawn" if change.after is None else "changed"
        assert change.kind == kind
        after.pop(change.article_id, None)
        if change.after is not None:
            after[change.article_id] = change.after
    return after


@given(st.lists(ARTICLES, max_size=6), st.randoms(use_true_random=False))
@settings(max_examples=15, deadline=None)
def test_the_revision_depends_on_what_is_live_and_not_on_how_it_came_about(
    records: list[Record], random: object
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        first, second = Home.at(Path(folder) / "1"), Home.at(Path(folder) / "2")
        for record in records:
            first.ingest(record)
        standing = [home_record for name in live(first) for home_record in records if home_record.id == name]
        last = {record.id: record for record in standing}
        shuffled = list(last.values())
        random.shuffle(shuffled)  # type: ignore[attr-defined]
        second.ingest(*shuffled)
        assert first.catalogue.revision().id == second.catalogue.revision().id
        first.catalogue.close()
        second.catalogue.close()
