"""What other reports cite, put beside the news: one report may rest on words that speak against a claim of another.

Both are written from one corpus, so no news tells of it. The cost is bounded: only reports that were stored since the last
check are looked at, and of those the newest.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from typing import NamedTuple

import numpy as np

from ..ports import Chronicle, VectorIndex
from ..types import Report, StalenessReason
from .staleness_cited import citations_of
from .staleness_news import News, NewSentence, passage_vectors, postings

MOST_REPORTS = 50  # about a thousand quotations, which cost what as many sentences of news do


class Told(NamedTuple):
    """Words that a report cites, at `[start, end)` of an article version."""

    article_id: str
    version: str
    start: int
    end: int


def told_in(reports: Iterable[Report], known: Iterable[StalenessReason], chronicle: Chronicle) -> tuple[Told, ...]:
    """What reports cite, and the words of conflicts that were found before, as far as they stand in the live corpus."""
    cited = [cite for report in reports for name, cite in citations_of(report) if name]
    found = [Told(cite.article_id, cite.version, cite.start, cite.end) for cite in cited]
    for reason in known:
        if reason.kind == "conflict" and reason.version and reason.quote:
            at = chronicle.article(reason.article_id, reason.version).text.find(reason.quote)
            found.extend([Told(reason.article_id, reason.version, at, at + len(reason.quote))] if at >= 0 else [])
    live = chronicle.live_versions(sorted({each.article_id for each in found})) if found else {}
    return tuple(sorted({each for each in found if live.get(each.article_id) == each.version}))


def with_told(news: News, told: Sequence[Told], chronicle: Chronicle, vectors: VectorIndex) -> News:
    """The news with these words after them, save those of articles that are news themselves."""
    passages_of, article = cache(chronicle.passages_of), cache(chronicle.article)
    passages, sentences, places = list(news.passages), list(news.sentences), dict[str, int]()
    for each in told:
        if each.article_id in news.live:
            continue
        own = passages_of(each.article_id, each.version)
        passage = max(own, key=lambda p: (min(each.end, p.end) - max(each.start, p.start), -p.start))
        if passage.id not in places:
            places[passage.id] = len(passages)
            passages.append((passage, article(each.article_id, each.version)))
        text = passages[places[passage.id]][1].text[each.start : each.end]
        sentences.append(NewSentence(places[passage.id], each.start, each.end, text))
    added = passage_vectors(list(places), vectors, news.vectors.shape[1])
    return replace(
        news,
        passages=tuple(passages),
        sentences=tuple(sentences),
        vectors=np.concatenate([news.vectors, added]),
        postings=postings(sentences),
        told_from=len(news.sentences),
    )
