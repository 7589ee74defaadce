"""What of a report stands on the corpus as it is now: the same words on live versions, judged again where those changed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from ..ids import evidence_key
from ..ports import Chronicle, Judge
from ..text.names import same_name
from ..text.speech import find_attribution
from ..types import (
    Article,
    Claim,
    ClaimVerdict,
    Evidence,
    Passage,
    Report,
    Reprint,
    Side,
    Source,
    StalenessReason,
    Verdict,
)
from .anchor import AnchoredSpan
from .assemble import SettledDraft
from .settle import SettledClaim
from .staleness import Diagnosis
from .staleness_challenges import Challenge
from .staleness_cited import Placed
from .verify import Cited, CitedClaim, JudgedClaim, may_show, verify_claims


class Shaken(NamedTuple):
    """A claim that does not stand as it is: why, the new words that shook it, and whether news speaks against it."""

    claim: Claim
    reason: StalenessReason | None
    cause: AnchoredSpan | None
    overtaken: bool


class Standing(NamedTuple):
    """What stands, by claim id and side by side, and what is shaken. `beside`: news that a standing claim is told with."""

    claims: Mapping[str, SettledClaim]
    sides: tuple[tuple[str, tuple[SettledClaim, ...]], ...]
    shaken: tuple[Shaken, ...]
    beside: tuple[AnchoredSpan, ...]

    def part(self, names: Sequence[str]) -> tuple[SettledClaim, ...]:
        return tuple(self.claims[name] for name in names if name in self.claims)


class _Resting(NamedTuple):
    """Words with the spans that are left to them, and the verdicts they came with."""

    text: str
    attributed_to: str | None
    spans: tuple[tuple[AnchoredSpan, Verdict], ...]
    verdict: ClaimVerdict
    changed: bool


class Reader:
    """Reads spans of the corpus as evidence; each article version once.

    `sources`: those of the report before, so that where their words stand too goes on being told.
    """

    def __init__(self, chronicle: Chronicle, question: str, sources: Sequence[Source] = ()) -> None:
        self._chronicle = chronicle
        self._also_in = _still_there({source.article_id: source.also_in for source in sources}, chronicle)
        self._question = question
        self._read: dict[tuple[str, str], tuple[Article, tuple[Passage, ...]]] = {}

    def span(self, article_id: str, version: str, start: int, end: int) -> AnchoredSpan:
        """The span, within the passage that holds most of it."""
        key = (article_id, version)
        if key not in self._read:
            article = self._chronicle.article(*key)
            self._read[key] = (article, self._chronicle.passages_of(*key))
        article, passages = self._read[key]
        passage = max(passages, key=lambda each: (min(end, each.end) - max(start, each.start), -each.start))
        evidence = Evidence(
            key=evidence_key(passage.id, question=self._question),
            passage=passage,
            article=article,
            similarity=0.0,
            score=0.0,
            also_in=self._also_in.get(article_id, ()),
        )
        return AnchoredSpan(evidence=evidence, start=start, end=end)


def _still_there(reprints: Mapping[str, tuple[Reprint, ...]], chronicle: Chronicle) -> dict[str, tuple[Reprint, ...]]:
    """The reprints that were not withdrawn since."""
    names = {each.article_id for own in reprints.values() for each in own}
    live = chronicle.live_versions(sorted(names)) if names else {}
    return {name: tuple(each for each in own if live.get(each.article_id)) for name, own in reprints.items()}


def restand(diagnosis: Diagnosis, reader: Reader, judge: Judge) -> Standing:
    """The claims and sides that stand without a word changed, and those that are shaken.

    Only what rests on changed versions, or was judged by another judge, is judged again.
    """
    report = diagnosis.report
    resting = {
        name: _resting(claim, diagnosis.places.get(name, ()), reader, judge) for name, claim in report.claims.items()
    }
    rules = diagnosis.decided.rules
    rejected = {name for name, claim in report.claims.items() if rules.rejection(claim.text)}
    accepted = {name: each for name, each in resting.items() if rules.acceptance(name) and each.spans}
    overtaken = {
        name: each
        for name, each in diagnosis.overtaken.items()
        if name not in accepted and not _told_beside(each, diagnosis)
    }
    open_ = {n: each for n, each in resting.items() if n not in overtaken and n not in rejected and n not in accepted}
    stands = _judged(open_, judge) | {name: _accepted(each, judge) for name, each in accepted.items()}
    judged = {name: stands[name] for name in resting if name in stands}
    shaken = tuple(
        _shaken(claim, diagnosis, reader, overtaken.get(name))
        for name, claim in report.claims.items()
        if name not in judged
    )
    beside = tuple(
        _sentence(each, diagnosis, reader) for name, each in diagnosis.overtaken.items() if name not in overtaken
    )
    return Standing(judged, _sides(diagnosis, reader, judge), shaken, beside)


def as_draft(report: Report, standing: Standing) -> SettledDraft:
    """The report as far as it stands, part by part; what was left out of it stays left out."""
    sections = ((section.heading, standing.part(section.claims)) for section in report.sections)
    return SettledDraft(
        title=report.title,
        executive_summary=standing.part(report.executive_summary),
        sections=tuple((heading, claims) for heading, claims in sections if claims),
        bottom_line=standing.part(report.bottom_line),
        disagreements=standing.sides,
        follow_ups=report.follow_ups,
        results=(*standing.claims.values(), *report.omissions),
    )


def _resting(claim: Claim | Side, places: Sequence[Placed], reader: Reader, judge: Judge) -> _Resting:
    spans = []
    for place in places:
        cited = place.citation
        if place.survives:
            version = place.article.version if place.article else cited.version
            span = reader.span(cited.article_id, version, place.start, place.end)
            spans.append((span, Verdict(label=cited.verdict.label, score=cited.verdict.score, judge=judge.name)))
    changed = any(place.fate != "untouched" for place in places)
    if isinstance(claim, Side):
        score = max((c.verdict.score for c in claim.citations), default=0.0)
        verdict = ClaimVerdict(label="supported", score=score, judge=judge.name)
        return _Resting(claim.text, None, tuple(spans), verdict, changed)
    other_judge = claim.verdict.judge != judge.name
    return _Resting(claim.text, claim.attributed_to, tuple(spans), claim.verdict, changed or other_judge)


def _judged(resting: Mapping[str, _Resting], judge: Judge) -> dict[str, SettledClaim]:
    """Those that stand: with their old verdicts where nothing changed, else with new ones that support them.

    "On Thursday" in words that outlived a correction means the Thursday before they were published, and in words that
    came with it the one before that: a claim stands if either reading supports it.
    """
    stands = {
        name: SettledClaim(each.text, each.attributed_to, each.spans, each.verdict)
        for name, each in resting.items()
        if not each.changed and each.spans
    }
    for dated in (_published, _spoken):
        again = {name: each for name, each in resting.items() if each.spans and name not in stands}
        cited = [
            CitedClaim(each.text, tuple(Cited(span.quote, dated(span)) for span, _ in each.spans))
            for each in again.values()
        ]
        for (name, each), judged in zip(again.items(), verify_claims(judge, cited), strict=True):
            if may_show(judged.verdict):
                spans = [span for span, _ in each.spans]
                stands[name] = supported(each.text, each.attributed_to, spans, judged)
    return {name: stands[name] for name in resting if name in stands}


def _accepted(each: _Resting, judge: Judge) -> SettledClaim:
    """A claim that the editor accepted, as long as words that it cites are there: whatever the judge says of them now."""
    if not each.changed:
        return SettledClaim(each.text, each.attributed_to, each.spans, each.verdict)
    cited = CitedClaim(each.text, tuple(Cited(span.quote, _published(span)) for span, _ in each.spans))
    judged = verify_claims(judge, [cited])[0]
    own = tuple((span, verdict) for (span, _), verdict in zip(each.spans, judged.citations, strict=True))
    return SettledClaim(each.text, each.attributed_to, own, judged.verdict)


def _published(span: AnchoredSpan) -> datetime:
    return span.evidence.article.published_at


def _spoken(span: AnchoredSpan) -> datetime:
    return span.evidence.article.spoken_at


def supported(text: str, attributed_to: str | None, spans: Sequence[AnchoredSpan], judged: JudgedClaim) -> SettledClaim:
    """A claim with those of its spans that carry it alone, or with all if only all together do."""
    own = tuple(zip(spans, judged.citations, strict=True))
    alone = tuple((span, verdict) for span, verdict in own if may_show(verdict))
    return SettledClaim(text, attributed_to, alone or own, judged.verdict)


def _sides(diagnosis: Diagnosis, reader: Reader, judge: Judge) -> tuple[tuple[str, tuple[SettledClaim, ...]], ...]:
    """The disagreements of which at least two sides stand."""
    places = {_key(place): place for place in diagnosis.places.get("", ())}
    found = []
    for disagreement in diagnosis.report.disagreements:
        resting = {
            str(n): _resting(
                side,
                [places[key] for c in side.citations if (key := (c.article_id, c.version, c.start, c.end)) in places],
                reader,
                judge,
            )
            for n, side in enumerate(disagreement.sides)
        }
        judged = _judged(resting, judge)
        if len(judged) > 1:
            found.append((disagreement.topic, tuple(judged[name] for name in resting if name in judged)))
    return tuple(found)


def _key(place: Placed) -> tuple[str, str, int, int]:
    cited = place.citation
    return cited.article_id, cited.version, cited.start, cited.end


def _told_beside(challenge: Challenge, diagnosis: Diagnosis) -> bool:
    """Whether a claim stays true although others deny it: it tells what somebody said, and somebody else speaks now."""
    speaker = challenge.asked.claim.attributed_to
    if not speaker:
        return False
    attribution = find_attribution(diagnosis.news.sentences[challenge.sentence].text)
    return attribution is None or not same_name(speaker, attribution.speaker)


def _shaken(claim: Claim, diagnosis: Diagnosis, reader: Reader, challenge: Challenge | None) -> Shaken:
    own = [reason for reason in diagnosis.reasons if claim.id in reason.claims and reason.kind != "moved"]
    own.sort(key=lambda reason: (reason.kind != "rejected", reason.kind == "new_evidence"))
    reason = own[0] if own else None
    if challenge is not None:
        return Shaken(claim, reason, _sentence(challenge, diagnosis, reader), overtaken=True)
    altered = next((p for p in diagnosis.places.get(claim.id, ()) if p.fate == "altered" and p.article), None)
    if altered is None or altered.article is None:
        return Shaken(claim, reason, None, overtaken=False)
    cause = reader.span(altered.article.id, altered.article.version, altered.start, altered.end)
    return Shaken(claim, reason, cause, overtaken=False)


def _sentence(challenge: Challenge, diagnosis: Diagnosis, reader: Reader) -> AnchoredSpan:
    sentence = diagnosis.news.sentences[challenge.sentence]
    article = diagnosis.news.article_of(challenge.sentence)
    return reader.span(article.id, article.version, sentence.start, sentence.end)
