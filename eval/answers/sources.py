"""What is known of sources beyond their words: which of them are reprints of one origin, and words that a list left out."""

from collections.abc import Sequence

from pipeline.errors import GroundwireError
from pipeline.ids import article_id
from pipeline.stores.origins import SAME_CONTAINMENT, SAME_JACCARD
from pipeline.stores.sketches import MIN_SHINGLES, SHINGLE_WORDS, shared

from ..suite import Context, Item
from .values import CitedAnswer, Source

_LEAST_WORDS = MIN_SHINGLES + SHINGLE_WORDS  # shorter texts share their words by chance


def count_origins(item: Item, answer: CitedAnswer) -> Item:
    """The row of a sentence with the number of independent origins among what it cites, where it is carried."""
    if not item.passed:
        return item
    cites = item.inputs.get("cites")
    own = [answer.sources[str(key)] for key in (cites if isinstance(cites, list) else []) if str(key) in answer.sources]
    return (
        item.model_copy(update={"scores": {**item.scores, "origins.per_claim": float(origins(own))}}) if own else item
    )


def origins(sources: Sequence[Source]) -> int:
    """How many origins stand behind sources: those that say which one they are of, else by how much of their words is one."""
    firsts: list[Source] = []
    for source in sources:
        if not any(_same(source, first) for first in firsts):
            firsts.append(source)
    return len(firsts)


def _same(one: Source, other: Source) -> bool:
    if one.origin and other.origin:
        return one.origin == other.origin
    if min(len(one.text.split()), len(other.text.split())) < _LEAST_WORDS:
        return bool(one.text) and one.text == other.text
    either, shorter = shared(one.text, other.text)
    return either >= SAME_JACCARD or shorter >= SAME_CONTAINMENT


def with_words(answer: CitedAnswer, context: Context) -> CitedAnswer:
    """The answer with the words of sources that its list only names by address, where the home has that article."""
    mute = [key for key, source in answer.sources.items() if not source.text and source.url]
    if not mute or not (context.home / "catalogue.sqlite").is_file():
        return answer
    found = {key: _known(answer.sources[key], context) for key in mute}
    return answer.model_copy(update={"sources": {**answer.sources, **found}})


def _known(source: Source, context: Context) -> Source:
    try:
        article = context.desk().corpus_article(article_id(source.url)).article
    except GroundwireError:
        return source
    facts = {"text": article.text, "title": article.title, "publisher": article.publisher, "date": article.published_at}
    return source.model_copy(update=facts)
