"""The semantic diff: which old claim became which new one, and because of what."""

import pytest

from pipeline.stages.changes import changes
from pipeline.types import Claim, Report, Section, StalenessReason
from tests.render.example import REPORT

OLD = next(iter(REPORT.claims.values()))


def claim(name: str, text: str, *, article: str = "harbour", origins: int = 1) -> Claim:
    citation = OLD.citations[0].model_copy(update={"article_id": article, "version": f"{article}-v1", "quote": text})
    return OLD.model_copy(update={"id": name, "text": text, "origins": origins, "citations": (citation,)})


def report(*claims: Claim) -> Report:
    fields = {
        "executive_summary": (),
        "bottom_line": (),
        "sections": (Section(heading="All", claims=tuple(each.id for each in claims)),),
        "claims": {each.id: each for each in claims},
    }
    return REPORT.model_copy(update=fields)


def reason(kind: str, *claims: str, article: str = "new") -> StalenessReason:
    return StalenessReason(kind=kind, article_id=article, version=f"{article}-v1", quote="Its words.", claims=claims)


TOLL = "Veska and Oruland agreed on tolls of 12 million euros."


def test_a_claim_with_the_same_id_is_kept_and_names_the_words_it_stands_on() -> None:
    [change] = changes(report(claim("c-1", TOLL)), report(claim("c-1", TOLL)))
    assert (change.kind, change.before, change.after) == ("kept", TOLL, TOLL)
    assert change.because is not None
    assert (change.because.article_id, change.because.version, change.because.quote) == ("harbour", "harbour-v1", TOLL)


@pytest.mark.parametrize(("origins", "kind"), [(1, "weakened"), (3, "strengthened")])
def test_the_same_words_on_fewer_or_more_origins_are_weaker_or_stronger(origins: int, kind: str) -> None:
    [change] = changes(report(claim("c-1", TOLL, origins=2)), report(claim("c-1", TOLL, origins=origins)))
    assert (change.kind, change.before, change.after) == (kind, TOLL, TOLL)


@pytest.mark.parametrize(
    ("after", "kind"),
    [
        ("Veska and Oruland agreed on tolls of 9 million euros.", "reworded"),
        ("Veska and Oruland have not agreed on tolls of 12 million euros.", "reversed"),
        ("Veska and Oruland may have agreed on tolls of 12 million euros.", "weakened"),
    ],
)
def test_two_claims_that_share_most_words_are_one_in_other_words(after: str, kind: str) -> None:
    found = changes(report(claim("c-1", TOLL)), report(claim("c-2", after)), [reason("updated", "c-1")])
    assert [(each.kind, each.before, each.after) for each in found] == [(kind, TOLL, after)]
    assert found[0].because is not None
    assert found[0].because.article_id == "new"


def test_what_contradicts_a_claim_and_takes_its_place_reverses_it() -> None:
    after = "Talks on tolls of 12 million euros collapsed, Oruland said."
    found = changes(
        report(claim("c-1", TOLL)), report(claim("c-2", after, article="new")), [reason("contradicted", "c-1")]
    )
    assert [each.kind for each in found] == ["reversed"]


def test_what_has_no_like_is_added_or_withdrawn_each_with_its_cause() -> None:
    after = claim("c-2", "A lighthouse keeper was elected mayor.", article="other")
    found = changes(report(claim("c-1", TOLL)), report(after), [reason("withdrawn", "c-1", article="harbour")])
    assert [(each.kind, each.before, each.after) for each in found] == [
        ("added", None, after.text),
        ("withdrawn", TOLL, None),
    ]
    assert [each.because and each.because.article_id for each in found] == ["other", "harbour"]
    assert [each.because and each.because.quote for each in found] == [after.text, "Its words."]


def test_a_claim_that_is_gone_without_a_cause_says_none() -> None:
    [change] = changes(report(claim("c-1", TOLL)), report())
    assert (change.kind, change.because) == ("withdrawn", None)
