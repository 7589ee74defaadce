"""Which reports are out of date, why, and which of their claims it touches. Nothing is written here.

The clearest causes come first: cited words that are gone, then news that overtakes a claim, then news that the question
would now be answered from, and last, where it is asked for, age. A report that nothing touches costs no model call.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from types import MappingProxyType

from ..ports import Chronicle, Embedder, Judge, VectorIndex
from ..text.words import stem, words
from ..types import Article, Brief, Decision, Report, Staleness, StalenessReason, StalenessState
from .assemble import identity
from .editing import Rules
from .relevance import asked_words
from .staleness_challenges import Asked, Challenge, challenges
from .staleness_cited import Placed, citations_of, placed, reasons, touched
from .staleness_decided import UNDECIDED, Decided
from .staleness_decided import reasons as decided_reasons
from .staleness_evidence import Question, Telling, new_evidence
from .staleness_news import News

Read = Callable[[str, str], Article]


@dataclass(frozen=True)
class Diagnosis:
    """What the news means for one report.

    `places`: where the cited words of each claim ("" for sides of disagreements) stand now. `overtaken`: the place in
    `News.sentences` of what speaks against a claim, by its id. `telling`: new passages that bear on the question.
    `tells_more`: whether what overtakes a claim is new evidence too. `decided`: what an editor decided of it.
    """

    report: Report
    news: News
    places: Mapping[str, tuple[Placed, ...]] = field(default_factory=dict)
    reasons: tuple[StalenessReason, ...] = ()
    overtaken: Mapping[str, Challenge] = field(default_factory=dict)
    telling: tuple[Telling, ...] = ()
    tells_more: bool = False
    decided: Decided = UNDECIDED

    @property
    def reanchored(self) -> bool:
        """Whether cited words that survived stand in a newer version now."""
        return any(place.fate in {"held", "moved"} for own in self.places.values() for place in own)

    @property
    def weighty(self) -> tuple[StalenessReason, ...]:
        """The reasons that make a report stale: words that only moved do not."""
        return tuple(reason for reason in self.reasons if reason.kind != "moved")

    @property
    def new_articles(self) -> frozenset[str]:
        """The articles from which something may be added: those that tell more, and those that speak against a claim."""
        telling = {self.news.passages[each.passage][1].id for each in self.telling}
        return frozenset(telling | {self.news.article_of(each.sentence).id for each in self.overtaken.values()})

    @property
    def state(self) -> StalenessState:
        """Major where the summary or the bottom line is touched, or news say more on the question than anything cited."""
        if not self.weighty:
            return "fresh"
        weight = {*self.report.executive_summary, *self.report.bottom_line}
        major = any(weight & set(reason.claims) for reason in self.weighty)
        return "stale-major" if major or self.report.status == "insufficient_evidence" else "stale-minor"

    def staleness(self, now: datetime) -> Staleness:
        return Staleness(state=self.state, checked_at=now, reasons=self.weighty)


def diagnose(  # noqa: PLR0913 - what it reads from, each by its port
    reports: Sequence[Report],
    news: News,
    *,
    chronicle: Chronicle,
    vectors: VectorIndex,
    embedder: Embedder,
    judge: Judge,
    now: datetime,
    oldest: timedelta | None = None,
    decisions: Mapping[str, tuple[Decision, ...]] = MappingProxyType({}),
) -> list[Diagnosis]:
    """For each report that was written from the revision where the news begin: what they mean for it, in order.

    `oldest`: the age from which a report is stale for no other reason. `decisions`: those that hold, by report.
    """
    read = cache(chronicle.article)  # many reports cite the same few articles
    decided = [Decided.since(report, decisions.get(report.id, ())) for report in reports]
    told = list(zip(reports, decided, strict=True))
    places = [_places(report, news, read, own.rules) for report, own in told]
    asked = [each for report, own in told for each in _asked(report, own.rules)] if news.sentences else []
    found: dict[str, list[Challenge]] = {}
    for each in challenges(asked, news, embedder=embedder, judge=judge):
        found.setdefault(each.asked.report, []).append(each)
    questions = [_question(report, own.rules) for report, own in told] if news.passages else []
    telling = new_evidence(questions, news, embedder=embedder, vectors=vectors)
    return [
        _diagnosed(
            Diagnosis(report, news, own, telling=tuple(telling.get(report.id, ())), decided=ruled),
            found.get(report.id, ()),
            aged=_aged(report, now, oldest),
        )
        for (report, ruled), own in zip(told, places, strict=True)
    ]


def brief_of(report: Report) -> Brief:
    """The brief that a report answers. Where it does not say whom it was asked of, only those are known whom it cites."""
    plain = Brief(question=report.question, as_of=report.as_of, decisions=report.decisions)
    if report.publishers is not None:
        return plain.model_copy(update={"publishers": report.publishers})
    if identity(plain) == report.id:
        return plain
    return plain.model_copy(update={"publishers": tuple(sorted({source.publisher for source in report.sources}))})


def _places(report: Report, news: News, read: Read, rules: Rules) -> dict[str, tuple[Placed, ...]]:
    places: dict[str, tuple[Placed, ...]] = {}
    banned = {source.article_id for source in report.sources if rules.bans(source.article_id, source)}
    for name, citation in citations_of(report):
        cited = read(citation.article_id, citation.version) if touched(citation, news) else None
        place = placed(citation, news, cited, as_of=report.as_of)
        if citation.article_id in banned:
            place = place._replace(fate="banned", article=None)
        places[name] = (*places.get(name, ()), place)
    return places


def _asked(report: Report, rules: Rules) -> list[Asked]:
    """The claims as they are put to the news. What a claim cites was spoken at the latest when the claim stood."""
    published = {(source.article_id, source.version): source.published_at for source in report.sources}
    asked, cites = [], frozenset(source.article_id for source in report.sources)
    for claim in report.claims.values():
        moments = [published[key] for c in claim.citations if (key := (c.article_id, c.version)) in published]
        asked.append(Asked(report.id, claim, max(moments, default=report.checked_at), report.as_of, rules, cites))
    return asked


def _question(report: Report, rules: Rules) -> Question:
    brief = brief_of(report)
    return Question(
        report=report.id,
        question=report.question,
        passages=tuple(sorted({citation.passage_id for _, citation in citations_of(report)})),
        origins=frozenset(source.origin for source in report.sources),
        publishers=frozenset(brief.publishers),
        as_of=report.as_of,
        rules=rules,
    )


def _diagnosed(begun: Diagnosis, found: Sequence[Challenge], *, aged: Sequence[StalenessReason]) -> Diagnosis:
    report, news = begun.report, begun.news
    overtaken = {each.asked.claim.id: each for each in found if not _corrects(each, begun.places, news)}
    told = {news.article_of(each.sentence).id for each in overtaken.values()}
    beside = tuple(each for each in begun.telling if news.passages[each.passage][1].id not in told)
    more = len(beside) < len(begun.telling)
    why = [
        *decided_reasons(report, begun.decided),
        *reasons(report, begun.places, news),
        *(_challenged(each, news) for each in overtaken.values()),
        *(_told(each, report, news) for each in beside),
    ]
    return replace(begun, reasons=tuple(why or aged), overtaken=overtaken, telling=beside, tells_more=more)


def _corrects(challenge: Challenge, places: Mapping[str, tuple[Placed, ...]], news: News) -> bool:
    """Whether what overtakes a claim is the correction of the very words that it cites, which is a reason already."""
    article = news.article_of(challenge.sentence).id
    own = places.get(challenge.asked.claim.id, ())
    return any(place.fate == "altered" and place.citation.article_id == article for place in own)


def _challenged(challenge: Challenge, news: News) -> StalenessReason:
    article = news.article_of(challenge.sentence)
    return StalenessReason(
        kind="conflict" if news.told_elsewhere(challenge.sentence) else challenge.kind,
        article_id=article.id,
        version=article.version,
        quote=news.sentences[challenge.sentence].text,
        claims=(challenge.asked.claim.id,),
    )


def _told(telling: Telling, report: Report, news: News) -> StalenessReason:
    """New evidence touches the bottom line where it outranks everything that the report stands on."""
    _, article = news.passages[telling.passage]
    asked = {stem(word) for word in asked_words(report.question)}
    own = [each for each in news.sentences if each.passage == telling.passage]
    best = max(own, key=lambda each: (len(asked & set(map(stem, words(each.text)))), -each.start))
    return StalenessReason(
        kind="new_evidence",
        article_id=article.id,
        version=article.version,
        quote=best.text,
        claims=report.bottom_line if telling.first else (),
    )


def _aged(report: Report, now: datetime, oldest: timedelta | None) -> list[StalenessReason]:
    """Age as a reason, told of the newest article that is cited."""
    if oldest is None or report.as_of is not None or now - report.checked_at < oldest or not report.sources:
        return []
    newest = max(report.sources, key=lambda source: (source.published_at, source.number))
    return [StalenessReason(kind="aged", article_id=newest.article_id, version=newest.version, quote=None, claims=())]
