"""What became of the words that a report cites: still there, moved, altered, or withdrawn with their article."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Literal, NamedTuple

from ..text.sentences import sentence_spans
from ..text.words import content_words
from ..types import Article, Citation, Report, StalenessReason
from .anchor import locate
from .staleness_news import News, sentence_key

Fate = Literal["untouched", "held", "moved", "altered", "withdrawn", "banned"]


class Placed(NamedTuple):
    """A citation and where its words stand now.

    `untouched`: its article did not change. `held`: the same words at the same place of a newer version, `moved`: at
    another place. `banned`: the editor banned its source. `altered`: `[start, end)` is what comes nearest in the newer version. `article` is that version.
    """

    citation: Citation
    fate: Fate
    article: Article | None
    start: int
    end: int

    @property
    def survives(self) -> bool:
        return self.fate in {"untouched", "held", "moved"}

    @property
    def words(self) -> str:
        return self.article.text[self.start : self.end] if self.article else self.citation.quote


def placed(citation: Citation, news: News, cited: Article | None, *, as_of: datetime | None) -> Placed:
    """Where the words of a citation stand now. `cited` is the version cited, read only where the article changed."""
    change = news.changes.get(citation.article_id)
    if change is None:
        return Placed(citation, "untouched", None, citation.start, citation.end)
    if change.after is None:
        return Placed(citation, "withdrawn", None, citation.start, citation.end)
    live = news.live[citation.article_id]
    if change.after == citation.version or (as_of is not None and live.spoken_at > as_of) or cited is None:
        return Placed(citation, "untouched", None, citation.start, citation.end)
    return _placed(citation, cited, live)


def touched(citation: Citation, news: News) -> bool:
    """Whether something happened to the cited article at all."""
    return citation.article_id in news.changes


def citations_of(report: Report) -> Iterator[tuple[str, Citation]]:
    """Every citation with the claim it belongs to; "" for the side of a disagreement, which is no claim."""
    for name, claim in report.claims.items():
        yield from ((name, citation) for citation in claim.citations)
    for side in (side for each in report.disagreements for side in each.sides):
        yield from (("", citation) for citation in side.citations)


def reasons(report: Report, places: Mapping[str, tuple[Placed, ...]], news: News) -> list[StalenessReason]:
    """What became of cited words, one reason for all claims that rest on the same ones."""
    claims: dict[tuple[str, str, str | None, str | None], list[str]] = {}
    for name in ("", *report.claims):
        for place in places.get(name, ()):
            if place.fate in _KINDS:
                key = (_KINDS[place.fate], place.citation.article_id, *_cause(place, news))
                claims.setdefault(key, []).extend([name] if name else [])
    return [
        StalenessReason(kind=kind, article_id=article, version=version, quote=quote, claims=tuple(dict.fromkeys(names)))
        for (kind, article, version, quote), names in claims.items()
    ]


_KINDS: dict[Fate, str] = {"moved": "moved", "altered": "corrected", "withdrawn": "withdrawn"}


def _cause(place: Placed, news: News) -> tuple[str | None, str | None]:
    """The version and the words that tell of it: the new words, or the reason that the publisher gave."""
    if place.article is not None:
        return place.article.version, place.words
    return place.citation.version, news.changes[place.citation.article_id].reason


def _placed(citation: Citation, cited: Article, live: Article) -> Placed:
    around = _around(cited.text, citation.start, citation.end)
    candidates = [(citation.start, citation.end), *_found(citation.quote, live.text, near=citation.start)]
    for start, end in candidates:
        same_words = live.text[start:end] == citation.quote or (start, end) != (citation.start, citation.end)
        if same_words and _around(live.text, start, end) == around:
            fate: Fate = "held" if (start, end) == (citation.start, citation.end) else "moved"
            return Placed(citation, fate, live, start, end)
    return Placed(citation, "altered", live, *_nearest(cited.text[citation.start : citation.end], live.text))


def _found(quote: str, text: str, *, near: int) -> list[tuple[int, int]]:
    """Where the quote stands word for word, the nearest place first; else where it differs in type alone."""
    exact = []
    at = text.find(quote)
    while at >= 0:
        exact.append((at, at + len(quote)))
        at = text.find(quote, at + 1)
    if exact:
        return sorted(exact, key=lambda span: (abs(span[0] - near), span[0]))
    place = locate(quote, text)
    return [place] if place else []


def _around(text: str, start: int, end: int) -> str:
    """The whole sentences that a span touches: words lifted out of a changed sentence do not survive it."""
    touched = [text[a:b] for a, b in sentence_spans(text) if a < end and b > start]
    return " ".join(sentence_key(sentence) for sentence in touched)


def _nearest(quote: str, text: str) -> tuple[int, int]:
    """The sentence of the text that shares most words with a quote; the whole text where it has no sentence."""
    bag = set(content_words(quote))
    spans = sentence_spans(text)
    shared = [len(bag & set(content_words(text[start:end]))) for start, end in spans]
    return spans[shared.index(max(shared))] if spans else (0, len(text))
