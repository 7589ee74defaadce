"""A report put together again: what stands in its old place, what was mended in the place of the shaken, news beside it.

Nothing is judged or written here; it is decided which of the claims that stand is told where, and each thing once.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from ..text.words import content_words
from ..types import Omission, Report
from .assemble import SettledBody, SettledDraft
from .refresh_standing import Standing
from .settle import Settled, SettledClaim
from .staleness_signals import repeats

# What new evidence may add at most: sections, sentences to a section that was there, sentences of one article.
_NEW_SECTIONS = 2
_LARGEST_SECTION = 5
_OF_ONE_ARTICLE = 2
_NEAR_WORDS = 3  # content words that an offer shares with the claim whose place it takes


class Part(NamedTuple):
    """A section as it goes on: its heading, its claims, and whether the heading has to be judged again, because it is
    new or an article version that it may rest on is cited no more."""

    heading: str
    claims: tuple[SettledClaim, ...]
    changed: bool


class Offers:
    """Claims on offer for gaps and additions: none is told twice, and none that only says what is told already."""

    def __init__(self, told: Iterable[SettledClaim], offered: Iterable[SettledClaim]) -> None:
        self._told = [claim.text for claim in told]
        self._offered = {claim.text: claim for claim in offered}

    def take(self, claim: SettledClaim) -> bool:
        """Whether the claim may be told; if so, it counts as told from now on."""
        self._offered.pop(claim.text, None)
        if any(repeats(claim.text, told) for told in self._told):
            return False
        self._told.append(claim.text)
        return True

    def instead_of(
        self, text: str, *, articles: frozenset[str], first: Sequence[SettledClaim] = ()
    ) -> SettledClaim | None:
        """What may take the place of a text that is told no more: an offer of these articles, else one of those that
        come `first`, else the one that shares most of its words."""
        bag, preferred = _bag(text), {claim.text for claim in first}

        def rank(each: SettledClaim) -> tuple[bool, bool, int, str]:
            return not _cites(each, articles), each.text not in preferred, -len(bag & _bag(each.text)), each.text

        ranked = sorted(self.left(), key=rank)
        near = [each for each in ranked if rank(each)[:2] != (True, True) or len(bag & _bag(each.text)) >= _NEAR_WORDS]
        return next((each for each in near if self.take(each)), None)

    def left(self) -> tuple[SettledClaim, ...]:
        return tuple(self._offered.values())


def filled(
    names: Sequence[str],
    report: Report,
    standing: Standing,
    *,
    mended: Mapping[str, Settled],
    offers: Offers,
    first: Sequence[SettledClaim] = (),
) -> tuple[SettledClaim, ...]:
    """The claims of one part of the report: each in its place, what was mended or is on offer where one is gone."""
    causes = {each.claim.id: each.cause.evidence.article.id for each in standing.shaken if each.cause}
    own: list[SettledClaim] = []
    for name in names:
        claim = standing.claims.get(name)
        if claim is None:
            saved = mended.get(name)
            claim = saved if isinstance(saved, SettledClaim) and offers.take(saved) else None
        if claim is None and name in report.claims:
            articles = frozenset({causes[name]} if name in causes else ())
            claim = offers.instead_of(report.claims[name].text, articles=articles, first=first)
        own.extend([claim] if claim else [])
    return tuple(own)


def parts(report: Report, fill: Callable[[Sequence[str]], tuple[SettledClaim, ...]]) -> tuple[Part, ...]:
    """The sections that were there, as far as anything stands in them."""
    found = []
    for section in report.sections:
        own = fill(section.claims)
        rested = {(c.article_id, c.version) for name in section.claims for c in report.claims[name].citations}
        rests = {(s.evidence.article.id, s.evidence.article.version) for claim in own for s, _ in claim.citations}
        if own:
            found.append(Part(section.heading, own, changed=bool(rested - rests)))
    return tuple(found)


def with_news(
    sections: Sequence[Part], composed: SettledBody, offers: Offers, *, articles: frozenset[str], most: int
) -> tuple[Part, ...]:
    """The sections with what articles of weight add: sections of their own while there is room, else beside the nearest."""
    kept, told, added = list(sections), Counter[str](), 0
    for section in composed.sections:
        own = _chosen(section.claims, articles, told)
        if len(own) > 1 and len(kept) < most and added < _NEW_SECTIONS:
            own = [claim for claim in own if offers.take(claim)]
            kept.extend([Part(section.heading, tuple(own), changed=True)] if own else [])
            added += 1
        else:
            kept = _beside(kept, own, offers)
    return tuple(_beside(kept, _chosen(offers.left(), articles, told), offers))


def omissions(
    report: Report, mended: Mapping[str, Settled], news: SettledDraft, shown: Iterable[SettledClaim]
) -> tuple[Omission, ...]:
    """What is told no more, with its cause, and what news failed to say, after what was left out before."""
    told = {claim.text for claim in shown}
    lost = [result for result in mended.values() if isinstance(result, Omission)]
    every = [*report.omissions, *lost, *news.omissions]
    return tuple({each.text: each for each in every if each.text not in told}.values())


def _chosen(claims: Iterable[SettledClaim], articles: frozenset[str], told: Counter[str]) -> list[SettledClaim]:
    """Those of the claims that cite these articles, not too many of one."""
    own = []
    for claim in claims:
        cited = {span.evidence.article.id for span, _ in claim.citations} & articles
        if cited and all(told[name] < _OF_ONE_ARTICLE for name in cited):
            told.update(cited)
            own.append(claim)
    return own


def _beside(sections: Sequence[Part], claims: Sequence[SettledClaim], offers: Offers) -> list[Part]:
    """The sections with each claim at the end of the one that shares most of its words, if that has room."""
    kept = list(sections)
    for claim in claims:
        bag = _bag(claim.text)
        open_ = [at for at, section in enumerate(kept) if len(section.claims) < _LARGEST_SECTION]
        if open_ and offers.take(claim):
            at = max(open_, key=lambda place: (_shared(kept[place], bag), -place))
            kept[at] = kept[at]._replace(claims=(*kept[at].claims, claim))
    return kept


def _shared(section: Part, bag: frozenset[str]) -> int:
    return len(bag & frozenset(word for claim in section.claims for word in _bag(claim.text)))


def _cites(claim: SettledClaim, articles: frozenset[str]) -> bool:
    return any(span.evidence.article.id in articles for span, _ in claim.citations)


def _bag(text: str) -> frozenset[str]:
    return frozenset(content_words(text))
