"""Origins: which articles are the same story reprinted, found when they arrive.

Sketches propose (MinHash bands and marks), the words of both texts decide. An article that is its own origin is remembered,
and a reprint that tells more of its story than that; later ones are compared with those. So a reprint of a reprint
never drags a cluster from one story to another.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, insert, select

from ..text.credits import AGENCIES, credited, known_as
from ..types import Article
from .rows import chunks
from .sketches import Sketch, longest_run, shared, sketch
from .tables import articles, bands, sketches, versions

# On the sample corpus (both revisions) a reprint and its original have Jaccard >= 0.68 and containment >= 0.83, and two
# stories of different origin <= 0.04 and <= 0.11. On Reuters-21578, pairs from Jaccard 0.5 or containment 0.7 on are
# corrections and repeated stories; forms filled in daily or weekly reach 0.45 and 0.65. tests/stores/test_origins.py holds
# the first; run it and `python -m eval.origins` after a change.
SAME_JACCARD = 0.5
SAME_CONTAINMENT = 0.7  # a reprint may be cut: its words then stand in the original, which has many more
# Where one of the two credits the other or both credit one agency, less is enough, provided that a passage was taken over
# as it stands: forms of one agency share as much, but never so many words in a row.
CREDITED_CONTAINMENT = 0.4
CREDITED_RUN = 30  # shingles
# Estimated containment below which the words are not looked at. Its standard error is 0.27 where a seventh is left.
WORTH_READING = 0.25
# Articles found under one mark. More have it from a notice that all of a publisher's articles carry.
MOST_UNDER_A_MARK = 20


@dataclass(frozen=True)
class Story:
    """An article that others are compared with; the words of a stored one are read when they are needed."""

    origin: str
    sketch: Sketch
    number: int | None = None
    article: Article | None = None


@dataclass(frozen=True)
class Found:
    """The origin of an article, and the keys under which it is to be remembered; none: it is not."""

    origin: str
    sketch: Sketch | None = None
    keys: tuple[int, ...] = ()


@dataclass
class Known:
    """The stories known so far, by the keys of their sketches."""

    connection: Connection
    stories: defaultdict[int, list[Story]] = field(default_factory=lambda: defaultdict(list))

    def recall(self, keys: Iterable[int]) -> None:
        """Reads what is stored under these keys."""
        under: list[tuple[int, int]] = []
        for chunk in chunks(sorted(set(keys))):
            rows = select(bands.c.key, bands.c.version_number).where(bands.c.key.in_(chunk))
            under.extend((row.key, row.version_number) for row in self.connection.execute(rows))
        stored = self._stored({number for _, number in under})
        for key, number in sorted(under, key=lambda pair: pair[1]):
            self.stories[key].append(stored[number])

    def candidates(self, drawn: Sketch) -> list[Story]:
        """Stories worth reading beside a text, each once, in the order in which they came."""
        met = {id(story): story for key in (*drawn.keys, *drawn.marks) for story in self.stories.get(key, ())}
        return [story for story in met.values() if drawn.containment(story.sketch) >= WORTH_READING]

    def keys_to_remember(self, drawn: Sketch) -> tuple[int, ...]:
        """The keys of a sketch, without marks that so many have that they tell no stories apart."""
        telling = (mark for mark in drawn.marks if len(self.stories.get(mark, ())) < MOST_UNDER_A_MARK)
        return (*drawn.keys, *telling)

    def add(self, story: Story, keys: Iterable[int]) -> None:
        for key in keys:
            self.stories[key].append(story)

    def words(self, story: Story) -> tuple[str, str]:
        """The text and the publisher of a story."""
        if story.article is not None:
            return story.article.text, story.article.publisher
        row = select(versions.c.text, versions.c.publisher).where(versions.c.number == story.number)
        text, publisher = self.connection.execute(row).one()
        return text, publisher

    def _stored(self, numbers: Iterable[int]) -> dict[int, Story]:
        query = (
            select(sketches, articles.c.origin)
            .join(versions, versions.c.number == sketches.c.version_number)
            .join(articles, articles.c.id == versions.c.article_id)
        )
        found: dict[int, Story] = {}
        for chunk in chunks(sorted(numbers)):
            for row in self.connection.execute(query.where(sketches.c.version_number.in_(chunk))):
                number = row.version_number
                found[number] = Story(row.origin, Sketch.stored(row.shingles, row.signature), number)
        return found


def find(connection: Connection, arrived: Sequence[Article], origins: Mapping[str, str]) -> dict[str, Found]:
    """The origin of each article, one version of each: the most similar story's, in the catalogue or before it in the list.

    `origins`: of articles that have one already, which they keep.
    """
    drawn = [(article, sketch(article.text)) for article in arrived]
    known = Known(connection)
    known.recall(key for _, each in drawn if each for key in (*each.keys, *each.marks))
    found: dict[str, Found] = {}
    for article, each in drawn:
        if each is None:
            found[article.id] = Found(origins.get(article.id, article.id))
        else:
            found[article.id] = _placed(article, each, known, origins.get(article.id))
    return found


def remember(connection: Connection, found: Mapping[int, Found]) -> None:
    """Stores the sketches of versions that later articles are to be compared with."""
    kept = [(number, each.sketch, each.keys) for number, each in found.items() if each.sketch and each.keys]
    if kept:
        stored = [
            {"version_number": number, "shingles": each.shingles, "signature": each.packed} for number, each, _ in kept
        ]
        connection.execute(insert(sketches), stored)
        keys = sorted((key, number) for number, _, own in kept for key in own)
        connection.execute(insert(bands), [{"key": key, "version_number": number} for key, number in keys])


def _placed(article: Article, drawn: Sketch, known: Known, before: str | None) -> Found:
    """The origin of an article with a sketch, noted among the stories if later ones are to be compared with it."""
    nearest, jaccard, longer = ("", 0.0, False) if before else _nearest(article, drawn, known)
    origin = before or nearest or article.id
    if origin != article.id and not (longer and jaccard >= SAME_JACCARD):
        return Found(origin)
    keys = known.keys_to_remember(drawn)
    known.add(Story(origin, drawn, article=article), keys)
    return Found(origin, drawn, keys)


def _nearest(article: Article, drawn: Sketch, known: Known) -> tuple[str, float, bool]:
    """The origin of the known story that an article reprints, their Jaccard similarity, and whether it tells more."""
    best = ("", 0.0, False)
    for story in known.candidates(drawn):
        text, publisher = known.words(story)
        jaccard, contained = shared(article.text, text)
        same = jaccard >= SAME_JACCARD or contained >= SAME_CONTAINMENT
        same = same or (contained >= CREDITED_CONTAINMENT and _credit(article, text, publisher))
        if same and jaccard > best[1]:
            best = (story.origin, jaccard, drawn.shingles > story.sketch.shingles)
    return best


def _credit(article: Article, text: str, publisher: str) -> bool:
    """Whether one of two texts credits the other's publisher or both one agency, and took a passage over as it stands."""
    own, other = credited(article.text), credited(text)
    named = known_as(publisher) in own or known_as(article.publisher) in other or bool(own & other & AGENCIES)
    return named and longest_run(article.text, text) >= CREDITED_RUN
