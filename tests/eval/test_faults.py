"""Faults planted in a small report, each of a kind that another step of the audit has to find."""

from datetime import UTC, datetime

import pytest

from eval.faults import KINDS, Home, audit, distinct_claims, planted
from eval.suites.faults import SUITE, _item
from pipeline.errors import NotFound
from pipeline.fakes import ScriptedJudge
from pipeline.ids import article_version
from pipeline.stages.check import check
from pipeline.types import (
    Article,
    Citation,
    CitationVerdict,
    Claim,
    ClaimVerdict,
    CorpusStamp,
    Report,
    RunRecord,
    Section,
    Source,
    Staleness,
)

NOW = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)
QUOTES = {
    "ships": "Some 400 ships had left the port of Odesa, officials said.",
    "truce": "The truce in the north could end within days, the envoy told reporters.",
}


def version(text: str) -> Article:
    one = Article(
        id="news", version="", url="https://news.example/1", title="News", publisher="Courier", author=None,
        published_at=NOW, updated_at=None, fetched_at=NOW, language="en", text=text, origin="o",
    )  # fmt: skip
    return one.model_copy(update={"version": article_version(one)})


OLD, LIVE = version("A draft. " + " ".join(QUOTES.values())), version(" ".join(QUOTES.values()))


def cite(quote: str) -> Citation:
    start = LIVE.text.index(quote)
    return Citation(
        source=1, article_id="news", version=LIVE.version, passage_id="p", start=start, end=start + len(quote),
        quote=quote, verdict=CitationVerdict(label="supported", score=0.9),
    )  # fmt: skip


def claim(name: str) -> Claim:
    verdict = ClaimVerdict(label="supported", score=0.9, judge="j")
    return Claim(id=name, text=QUOTES[name], attributed_to=None, origins=1, citations=(cite(QUOTES[name]),), verdict=verdict)  # fmt: skip


REPORT = Report(
    id="r", version=1, previous=None, question="What happened?", title="t", status="complete", checked_at=NOW, as_of=None,
    corpus=CorpusStamp(revision="gw1:0", articles=1, newest=NOW), executive_summary=(), bottom_line=(), follow_ups=(),
    sections=(Section(heading="h", claims=tuple(QUOTES)),), claims={name: claim(name) for name in QUOTES},
    sources=(Source(number=1, article_id="news", version=LIVE.version, title="News", publisher="Courier", url=LIVE.url, published_at=NOW, origin="o"),),
    omissions=(), disagreements=(), staleness=Staleness(checked_at=NOW),
    run=RunRecord(writer="w", judge="j", embedder="e", settings_digest="s"),
)  # fmt: skip


class Desk:
    """A desk that can prove quotes, over both versions of the one article."""

    def article(self, name: str, wanted: str) -> Article:
        for each in (OLD, LIVE):
            if (each.id, each.version) == (name, wanted):
                return each
        raise NotFound(f"no {name} {wanted}")

    def check(self, report: Report):
        return check(report, self)  # type: ignore[arg-type]


HOME = Home(Desk(), {"news": (OLD, LIVE)})  # type: ignore[arg-type]
# Supports what stands in its own quote, word for word, and nothing else.
EXACT = ScriptedJudge({(text, text): "supported" for text in QUOTES.values()})


def faults() -> dict[str, list]:
    found: dict[str, list] = {kind: [] for kind in KINDS}
    for fault in planted([REPORT], HOME, seed=1):
        found[fault.kind].append(fault)
    return found


def reasons(fault, judge=EXACT) -> tuple[str, ...]:
    (alarm,) = audit(fault.report, HOME, judge, only=fault.claim)
    return alarm.reasons


def test_a_report_as_it_stands_raises_no_alarm() -> None:
    assert [alarm.reasons for alarm in audit(REPORT, HOME, EXACT)] == [(), ()]


def test_every_kind_is_planted_where_a_claim_has_a_place_for_it() -> None:
    assert {kind: len(own) for kind, own in faults().items()} == {
        "swapped citation": 2, "stale passage": 2, "altered number": 1, "invented quote": 2, "dropped hedge": 1,
    }  # fmt: skip


@pytest.mark.parametrize("kind", list(KINDS))
def test_the_audit_finds_each_kind_and_says_why(kind) -> None:
    for fault in faults()[kind]:
        assert reasons(fault), fault.what
        assert fault.report.claims[fault.claim] != REPORT.claims[fault.claim]


def test_an_invented_quote_is_found_even_by_a_judge_that_believes_everything() -> None:
    for fault in faults()["invented quote"]:
        (reason,) = reasons(fault, ScriptedJudge(otherwise="supported"))
        assert "reads" in reason


def test_a_stale_passage_reads_identically_and_is_found_by_its_version_alone() -> None:
    for fault in faults()["stale passage"]:
        assert HOME.desk.check(fault.report).ok
        (reason,) = reasons(fault, ScriptedJudge(otherwise="supported"))
        assert "superseded" in reason


def test_what_only_a_judge_can_find_is_missed_by_one_that_believes_everything() -> None:
    for kind in ("swapped citation", "altered number", "dropped hedge"):
        assert [reasons(fault, ScriptedJudge(otherwise="supported")) for fault in faults()[kind]].count(()) > 0


def test_a_claim_that_two_reports_tell_gets_each_fault_once() -> None:
    again = REPORT.model_copy(update={"question": "What else happened?"})
    assert [claim.id for _, claim in distinct_claims([REPORT, again])] == ["ships", "truce"]
    assert len(list(planted([REPORT, again], HOME, seed=1))) == 8


def test_a_second_citation_that_adds_nothing_is_an_alarm() -> None:
    padded = REPORT.claims["ships"].model_copy(update={"citations": (cite(QUOTES["ships"]), cite(QUOTES["truce"]))})
    report = REPORT.model_copy(update={"claims": {**REPORT.claims, "ships": padded}})
    (alarm,) = audit(report, HOME, EXACT, only="ships")
    assert alarm.reasons == ("Citation 2 does not carry it.",)


def test_the_numbers_count_faults_and_untouched_claims_apart() -> None:
    found = [fault for own in faults().values() for fault in own]
    items = [_item(str(n), f.kind, f.report, audit(f.report, HOME, EXACT, only=f.claim)[0], planted_here=f.what) for n, f in enumerate(found)]  # fmt: skip
    items += [_item(f"clean{n}", "untouched", REPORT, alarm) for n, alarm in enumerate(audit(REPORT, HOME, EXACT))]
    numbers = SUITE.summary(items)
    assert (numbers["found"].value, numbers["found"].n) == (1.0, 8)
    assert (numbers["false_alarms"].value, numbers["false_alarms"].n) == (0.0, 2)
    assert numbers["found.stale passage"].n == 2
    assert SUITE.headline(items) == "100.0% of 8 planted faults found, 0.0% false alarms on 2 claims."
    assert SUITE.summary([])["found"].value is None
