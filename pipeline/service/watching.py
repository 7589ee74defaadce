"""Standing questions over a home: what a watch works with, the policies of reports, and who is told of changes."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from datetime import datetime
from itertools import chain

from ..errors import BadInput, GroundwireError
from ..fetching import Fetcher, JsonValidators, Limits, Poster
from ..ports import unheard
from ..readers.documents import Record
from ..readers.watched import Watched, sources_of
from ..render.atom import atom
from ..stages.staleness import Diagnosis
from ..stores.notices import Notices
from ..stores.standing import Standing
from ..types import IngestResult, Noticed, Policy, Report, ReportFailed, StandingPolicy, Waiting, WatchEvent
from ..watching import Channel, Clock, Hook, Newsroom, Plan, Stop, Webhook, decide, seconds, watch
from . import gathering, noticing, refreshing
from .adapters import Adapters

CHANGES_FILE = "changes.atom"
_ENTRIES = 100  # of the feed of changes; whoever reads feeds keeps the older ones
_PATIENCE_S = 600  # that what was read waits for others to write; as in `stages.ingest`
# A feed that says "not now" is asked again in a later round, not within this one, where others wait for their turn.
LIMITS = Limits(retries=0)


def begin(
    home: Adapters, sources: Sequence[str], *, every: str, once: bool, clock: Clock | None, stop: Stop | None
) -> Iterator[WatchEvent]:
    """What happens, as it happens; see `pipeline.watching.watch`. Whatever can be refused is refused before."""
    if not sources:
        raise BadInput("there is nothing to watch; give a list of feeds, or sources")
    every_s = seconds(every, least=1)
    plan = Plan(lambda: tuple(dict.fromkeys(chain.from_iterable(map(sources_of, sources)))), every_s, once)
    _require_fetching(home, plan.sources())
    return _watched(home, plan, clock or Clock(), stop or Stop())


def _watched(home: Adapters, plan: Plan, clock: Clock, stop: Stop) -> Iterator[WatchEvent]:
    with ExitStack() as held:
        validators = JsonValidators(home.home / "fetched.json")
        hosts = home.settings.fetch_hosts
        fetcher = held.enter_context(Fetcher(allowed_hosts=hosts, limits=LIMITS, validators=validators))
        channels = _channels(home, held.enter_context(Poster(allowed_hosts=hosts)))
        room = Newsroom(
            take_in=lambda records, now: _take_in(home, records, now=now),
            tend=lambda now: tend(home, now=now),
            situation=lambda: _situation(home),
            counts=lambda: _counts(home),
            remember=validators.save,
            publish=_Feed(home).publish,
            standing=Standing(home.catalogue),
            notices=Notices(home.catalogue),
            fetcher=fetcher if home.settings.fetch else None,
            channels=channels,
        )
        yield from watch(plan, room, clock=clock, stop=stop)


def policies(home: Adapters) -> tuple[StandingPolicy, ...]:
    """The policy of each report, chosen or by default, in the order of the reports."""
    chosen, default = Standing(home.catalogue).policies(), _default(home)
    return tuple(chosen.get(each.id) or default(each.id) for each in home.reports.summaries())


def choose(home: Adapters, report_id: str, *, policy: Policy | None, interval: str | None) -> StandingPolicy:
    """The policy of a report from now on: what is not given stays as it is."""
    home.reports.load(report_id)
    standing = Standing(home.catalogue)
    before = standing.policies().get(report_id) or _default(home)(report_id)
    wanted = {"policy": policy, "interval_s": None if interval is None else seconds(interval)}
    given = {name: value for name, value in wanted.items() if value is not None}
    after = before.model_copy(update={**given, "chosen": True})
    standing.choose(after)
    return after


def forget(home: Adapters, report_id: str) -> StandingPolicy:
    """The default policy, which holds for the report again."""
    home.reports.load(report_id)
    default = _default(home)(report_id)
    Standing(home.catalogue).choose(default)
    return default


def tend(home: Adapters, *, now: datetime) -> Iterator[Noticed | Waiting | ReportFailed]:
    """Every report held against the news and treated by its policy; one that fails stops no other."""
    chosen, default = Standing(home.catalogue).policies(), _default(home)
    reports: list[Report] = []
    for each in home.reports.summaries():
        try:
            reports.append(home.reports.load(each.id))
        except GroundwireError as error:
            yield ReportFailed(at=now, report=each.id, reason=str(error))
    for found in refreshing.diagnosed(home, reports, now=now):
        policy = chosen.get(found.report.id) or default(found.report.id)
        try:
            yield from _tended(home, found, policy, now=now)
        except GroundwireError as error:
            yield ReportFailed(at=now, report=found.report.id, reason=str(error))


def _tended(home: Adapters, found: Diagnosis, policy: StandingPolicy, *, now: datetime) -> Iterator[Noticed | Waiting]:
    report = found.report
    decision = decide(policy, found.state, reanchored=found.reanchored, written_at=report.checked_at, now=now)
    if decision.what == "tell":
        notice = noticing.stale(home, found, now=now)
        known = Notices(home.catalogue).has(notice.id)
        home.reports.note_staleness(report.id, report.version, found.staleness(now), [notice])
        if not known:
            yield Noticed(event="stale", at=now, notice=notice)
        return
    result = refreshing.refreshed(home, found, now=now, check=decision.what != "write", force=False, tell=unheard)
    if decision.what == "wait":
        yield Waiting(at=now, report=report.id, state=found.state, policy=policy.policy, until=decision.until)
    for notice in noticing.changed(home, report, result, now=now):
        yield Noticed(event="changed", at=now, notice=notice)


class _Feed:
    """The Atom file of a home's changes; it is written again only when there are new ones."""

    def __init__(self, home: Adapters) -> None:
        self._home, self._file = home, home.home / CHANGES_FILE
        self._notices = Notices(home.catalogue)
        self._written: str | None = None

    def publish(self) -> None:
        latest = self._notices.latest(limit=_ENTRIES)
        newest = latest[0].id if latest else ""
        if newest == self._written and self._file.exists():
            return
        began = self._home.catalogue.log()[-1].created_at
        fresh = self._file.with_name(CHANGES_FILE + ".new")
        fresh.write_text(atom(latest, home=self._notices.home(), began=began), encoding="utf-8")
        fresh.replace(self._file)
        self._written = newest


def _situation(home: Adapters) -> Hashable:
    """What decides whether there may be anything to tend: the corpus, the versions of the reports, the policies."""
    versions = tuple((each.id, each.version) for each in home.reports.summaries())
    return home.catalogue.revision().id, versions, tuple(sorted(Standing(home.catalogue).policies().items()))


def _counts(home: Adapters) -> tuple[int, int]:
    states = [each.state for each in home.reports.summaries()]
    return len(states), sum(state != "fresh" for state in states)


def _take_in(home: Adapters, records: Iterable[Record], *, now: datetime) -> IngestResult:
    """Takes records in once whoever writes to the home has finished."""
    with home.catalogue.writing(wait_s=_PATIENCE_S):
        pass
    return gathering.take_in(home, records, now=now)


def _channels(home: Adapters, poster: Poster) -> tuple[Channel, ...]:
    chosen, channels = home.settings, list[Channel]()
    if chosen.webhook:
        secret = chosen.webhook_secret.get_secret_value() if chosen.webhook_secret else None
        channels.append(Webhook.to(chosen.webhook, secret, poster))
    if chosen.hook:
        channels.append(Hook.of(chosen.hook))
    return tuple(channels)


def _default(home: Adapters) -> Callable[[str], StandingPolicy]:
    policy, interval_s = home.settings.policy, seconds(home.settings.policy_interval)
    return lambda name: StandingPolicy(id=name, policy=policy, interval_s=interval_s, chosen=False)


def _require_fetching(home: Adapters, sources: Sequence[Watched]) -> None:
    addresses = [each.source for each in sources if each.fetched]
    if addresses and not home.settings.fetch:
        raise BadInput(
            f"the setting 'fetch' is off, so {addresses[0]!r} cannot be watched; set it to true, or watch files only"
        )
