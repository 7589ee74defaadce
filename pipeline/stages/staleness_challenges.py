"""Which claims the news overtakes: first by shared words, then by vector, then by clear signals, last by the judge.

Each step looks only at what the one before has left, so that the cost follows the news and not the number of claims.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import numpy as np

from ..ports import Embedder, Judge
from ..types import Article, Claim, Pair, Verdict
from .editing import Rules
from .staleness_news import News
from .staleness_signals import (
    Signal,
    Statement,
    bag,
    judgeable,
    repeats,
    same_event,
    same_matter,
    shared,
    signal,
    statement,
)
from .staleness_thresholds import ABOUT_THE_SAME, MOST_JUDGED
from .verify import verify_pairs


@dataclass(frozen=True)
class Asked:
    """A claim as it is put to the news: what it says, since when it could be overtaken, up to when news count, which
    sources the editor lets speak, and which articles its report cites."""

    report: str
    claim: Claim
    since: datetime
    as_of: datetime | None
    rules: Rules
    cites: frozenset[str] = frozenset()

    def hears(self, article: Article) -> bool:
        """Whether an article may speak against the claim: it is no older, was there by then, and is not banned."""
        by_then = self.as_of is None or article.spoken_at <= self.as_of
        return by_then and article.spoken_at >= self.since and not self.rules.bans(article.id, article)


@dataclass(frozen=True)
class Challenge:
    """A sentence of the news (a place in `News.sentences`) that overtakes a claim, and how."""

    asked: Asked
    sentence: int
    kind: Signal
    score: float


@dataclass(frozen=True)
class _Candidate:
    """A claim and a sentence on its matter, and what code sees the one do to the other."""

    asked: Asked
    sentence: int
    claimed: Statement
    told: Statement
    seen: Signal | None


def challenges(claims: Sequence[Asked], news: News, *, embedder: Embedder, judge: Judge) -> list[Challenge]:
    """For each claim that the news overtakes, the sentence that does so most clearly; in the order of the claims.

    What another report cites counts only where the judge says that it contradicts the claim: both stood in one corpus.
    """
    pairs = _sharing(claims, news)
    candidates = _telling(_on_the_matter(_near(pairs, news, embedder), news, embedder))
    if not candidates:
        return []
    verdicts = verify_pairs(judge, [_pair(candidate, news) for candidate in candidates])
    best: dict[int, Challenge] = {}
    for candidate, verdict in zip(candidates, verdicts, strict=True):
        conflict = verdict.label == "contradicted"
        found = _weighed(candidate, verdict) if conflict or not news.told_elsewhere(candidate.sentence) else None
        known = best.get(id(candidate.asked))
        if found and (known is None or found.score > known.score):
            best[id(candidate.asked)] = found
    return [best[id(asked)] for asked in claims if id(asked) in best]


def _sharing(claims: Sequence[Asked], news: News) -> list[tuple[Asked, int]]:
    """Claims with the sentences that share their words, are not older, and do not merely say them again."""
    found: list[tuple[Asked, int]] = []
    for asked in claims:
        heard = [place for place in news.sharing(bag(asked.claim.text)) if _heard(asked, place, news)]
        said = asked.claim.text
        found.extend((asked, at) for at in heard if not repeats(news.sentences[at].text, said, share=1.0))
    return found


def _heard(asked: Asked, place: int, news: News) -> bool:
    """Whether a sentence may speak against a claim; what another report cites of the report's own sources may not."""
    article = news.article_of(place)
    return asked.hears(article) and not (news.told_elsewhere(place) and article.id in asked.cites)


def _near(pairs: Sequence[tuple[Asked, int]], news: News, embedder: Embedder) -> list[tuple[Asked, int]]:
    """Those of the pairs whose claim is near the sentence's passage: one product over all of them."""
    if not pairs:
        return []
    texts = sorted({asked.claim.text for asked, _ in pairs})
    row = {text: number for number, text in enumerate(texts)}
    claims = embedder.embed(texts)[[row[asked.claim.text] for asked, _ in pairs]]
    told = news.vectors[[news.sentences[place].passage for _, place in pairs]]
    near = np.einsum("ij,ij->i", claims, told) >= ABOUT_THE_SAME
    return [pair for pair, is_near in zip(pairs, near.tolist(), strict=True) if is_near]


def _on_the_matter(pairs: Sequence[tuple[Asked, int]], news: News, embedder: Embedder) -> list[_Candidate]:
    found = []
    for asked, place in pairs:
        sentence, (passage, article) = news.sentences[place], news.passages[news.sentences[place].passage]
        claimed = statement(asked.claim.text, asked.since)
        told = statement(sentence.text, article.spoken_at)
        near = partial(_nearness, asked.claim.text, sentence.text, embedder)
        if same_matter(claimed, told, passage=f"{article.title}. {passage.text}", nearness=near):
            seen = signal(claimed, told)
            if seen or judgeable(claimed, told):  # of the rest no verdict would count, so none is asked for
                found.append(_Candidate(asked, place, claimed, told, seen))
    return found


def _telling(candidates: Sequence[_Candidate]) -> list[_Candidate]:
    """Of each claim's candidates the few that are worth a judge's time, in the order given."""
    of_claim: dict[int, list[_Candidate]] = {}
    for each in candidates:
        of_claim.setdefault(id(each.asked), []).append(each)
    chosen = {
        id(each)
        for own in of_claim.values()
        for each in sorted(own, key=lambda c: (c.seen is None, -shared(c.claimed, c.told), c.sentence))[:MOST_JUDGED]
    }
    return [each for each in candidates if id(each) in chosen]


def _nearness(claim: str, sentence: str, embedder: Embedder) -> float:
    one, other = embedder.embed([claim, sentence])
    return float(one @ other)


def _weighed(candidate: _Candidate, verdict: Verdict) -> Challenge | None:
    """What the sentence does to the claim: what code sees clearly, else what the judge calls contradicted.

    Where both are nearly the same sentence, a judge is easily fooled by what they share, and what code sees counts.
    """
    seen = candidate.seen
    if verdict.label == "supported" and not (seen and same_event(candidate.claimed, candidate.told)):
        return None
    judged = verdict.label == "contradicted" and judgeable(candidate.claimed, candidate.told)
    kind: Signal | None = seen or ("contradicted" if judged else None)
    if kind is None:
        return None
    return Challenge(candidate.asked, candidate.sentence, kind, (seen is not None) + 1.0 - verdict.score)


def _pair(candidate: _Candidate, news: News) -> Pair:
    article = news.article_of(candidate.sentence)
    return Pair(
        claim=candidate.asked.claim.text, passage=news.sentences[candidate.sentence].text, date=article.spoken_at
    )
