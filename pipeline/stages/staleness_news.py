"""What has come in since a report was written: passages that say something new, found by words and by vector.

A sentence that another version of its article, or the article that it reprints, has said before is not news.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from ..ports import Chronicle, VectorIndex
from ..text.sentences import sentence_spans
from ..text.words import content_words, words
from ..types import Article, ArticleChange, Passage
from .staleness_thresholds import SHARED_SHARE, SHARED_WORDS

_FEWEST_WORDS = 4  # a shorter sentence neither updates nor denies anything that can be told by code


Moments = tuple[datetime | None, datetime]  # from, None being what the revision knew; to


@dataclass(frozen=True)
class NewSentence:
    """A sentence that nothing said before, at `[start, end)` of its article; `passage` is a place in `News.passages`."""

    passage: int
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class News:
    """The changed and withdrawn articles since a revision, and every new passage with its vector (a row of `vectors`).

    The sentences from `told_from` on are no news, but what other reports cite.
    """

    revision: str
    changes: Mapping[str, ArticleChange]
    live: Mapping[str, Article]
    passages: tuple[tuple[Passage, Article], ...]
    sentences: tuple[NewSentence, ...]
    vectors: NDArray[np.float32]
    postings: Mapping[str, NDArray[np.int32]]
    told_from: int | None = None

    @property
    def empty(self) -> bool:
        return not self.changes

    def sharing(self, bag: Iterable[str]) -> list[int]:
        """The new sentences that share enough words with a bag of content words, in order."""
        wanted = sorted(set(bag))
        hits = [self.postings[word] for word in wanted if word in self.postings]
        if len(hits) < SHARED_WORDS:
            return []
        counts = np.bincount(np.concatenate(hits), minlength=len(self.sentences))
        return np.flatnonzero(counts >= max(SHARED_WORDS, SHARED_SHARE * len(wanted))).tolist()

    def told_elsewhere(self, sentence: int) -> bool:
        return self.told_from is not None and sentence >= self.told_from

    def article_of(self, sentence: int) -> Article:
        return self.passages[self.sentences[sentence].passage][1]

    def spoken_by(self, sentence: int, moment: datetime | None) -> bool:
        """Whether the sentence was published by that moment; None: any time."""
        return moment is None or self.article_of(sentence).spoken_at <= moment


def gather(chronicle: Chronicle, vectors: VectorIndex, *, since: str, dim: int, moments: Moments | None = None) -> News:
    """What has come in since a revision. Reads the articles of the delta and nothing else; asks no model.

    `dim`: of the vectors. `moments`: what had been published from the one to the other, in place of what was ingested.
    """
    delta = chronicle.spoken_delta(since, after=moments[0], by=moments[1]) if moments else chronicle.delta(since)
    live = {
        change.article_id: chronicle.article(change.article_id, change.after)
        for change in delta.changes
        if change.after is not None
    }
    said = _said_before(delta.changes, live, chronicle)
    passages: list[tuple[Passage, Article]] = []
    sentences: list[NewSentence] = []
    for name, article in live.items():
        for passage in chronicle.passages_of(name, article.version):
            fresh = list(_fresh(passage, len(passages), said[name]))
            if fresh:
                passages.append((passage, article))
                sentences.extend(fresh)
    return News(
        revision=delta.to_revision,
        changes={change.article_id: change for change in delta.changes},
        live=live,
        passages=tuple(passages),
        sentences=tuple(sentences),
        vectors=passage_vectors([passage.id for passage, _ in passages], vectors, dim),
        postings=postings(sentences),
    )


def sentence_key(text: str) -> str:
    """A sentence up to case, spacing and punctuation."""
    return " ".join(words(text))


def _said_before(
    changes: Sequence[ArticleChange], live: Mapping[str, Article], chronicle: Chronicle
) -> dict[str, set[str]]:
    """For each article: the sentences of the version before it, and of the article that it reprints."""
    origins = {article.origin for name, article in live.items() if article.origin != name}
    standing = chronicle.live_versions(sorted(origins))
    said: dict[str, set[str]] = {}
    for change in changes:
        if change.article_id not in live:
            continue
        origin = live[change.article_id].origin
        reprinted = standing.get(origin) if origin != change.article_id else None
        sources = [(change.article_id, change.before), (origin, reprinted)]
        known = (chronicle.article(name, version).text for name, version in sources if version)
        said[change.article_id] = {
            sentence_key(text[start:end]) for text in known for start, end in sentence_spans(text)
        }
    return said


def _fresh(passage: Passage, place: int, said: set[str]) -> Iterator[NewSentence]:
    for start, end in sentence_spans(passage.text):
        text = passage.text[start:end]
        key = sentence_key(text)
        if key not in said and key.count(" ") + 1 >= _FEWEST_WORDS:
            yield NewSentence(place, passage.start + start, passage.start + end, text)


def passage_vectors(names: Sequence[str], vectors: VectorIndex, dim: int) -> NDArray[np.float32]:
    """One row a passage; zeros for one that the index does not hold yet, which then is near to nothing."""
    known = vectors.vectors(names) if names else {}
    if len(known) < len(names):
        known |= vectors.vectors([name for name in names if name not in known], past=True)
    missing = np.zeros(dim, np.float32)
    return np.stack([known.get(name, missing) for name in names]) if names else np.zeros((0, dim), np.float32)


def postings(sentences: Sequence[NewSentence]) -> dict[str, NDArray[np.int32]]:
    places: dict[str, list[int]] = {}
    for place, sentence in enumerate(sentences):
        for word in set(content_words(sentence.text)):
            places.setdefault(word, []).append(place)
    return {word: np.array(held, np.int32) for word, held in places.items()}
