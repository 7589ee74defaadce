"""Whether the corpus can answer a question at all: the floor below which a report abstains.

Two signs together, because each alone is fooled: how near the best passages are in meaning (a near miss shares the
topic), and whether the question's own words, the rare ones above all, occur in them (a far miss shares none).
"""

import math
import re
from collections.abc import Iterable, Sequence

from ..ports import LexicalIndex
from ..text.words import STOP_WORDS, stem, words
from ..types import Evidence, Relevance

# Fitted on the dev questions of eval/cases; `python -m eval.relevance` prints the curve. Run it after a change.
FLOOR = 0.5
_WEIGHTS = {"bias": -10.8, "similarity": 8.1, "coverage": 5.1, "names": 3.2}
_TOP = 6  # passages whose words count as the answer's neighbourhood
_NEAR_ENOUGH = 0.5  # share of the best similarity below which a passage of the sample is about another matter
# Words that ask, not words that are asked about.
_ASKING = frozenset(
    "many much long often old big happen happened say said says tell told think thing latest news new current currently "
    "status today now recent recently please know known about does did explain describe summary update".split()
)


def assess(question: str, evidence: Sequence[Evidence], *, lexical: LexicalIndex) -> Relevance:
    """The probability that the evidence answers the question, and the question's words that it lacks."""
    if not evidence:
        return Relevance(score=0.0, enough=False, missing=tuple(asked_words(question)))
    similarity, coverage, names, missing = signs(question, evidence, lexical=lexical)
    z = (
        _WEIGHTS["bias"]
        + _WEIGHTS["similarity"] * similarity
        + _WEIGHTS["coverage"] * coverage
        + _WEIGHTS["names"] * names
    )
    score = 1 / (1 + math.exp(-z))
    return Relevance(score=round(score, 4), enough=score >= FLOOR, missing=missing)


def signs(
    question: str, evidence: Sequence[Evidence], *, lexical: LexicalIndex
) -> tuple[float, float, float, tuple[str, ...]]:
    """(similarity of the best passages, rarity-weighted share of words found, share of names found, words missing)."""
    if not evidence:
        return 0.0, 0.0, 0.0, tuple(asked_words(question))
    ranked = sorted(evidence, key=lambda item: (-item.similarity, item.key))[:_TOP]
    best = [item.similarity for item in ranked[:3]]
    similarity = sum(best) / len(best)
    asked = asked_words(question)
    if not asked:
        return similarity, 1.0, 1.0, ()
    held = {stem(word) for item in ranked for word in words(item.article.title + " " + item.passage.text)}
    frequency = lexical.document_frequency(sorted(asked))
    weight = {word: 1 / math.log2(2 + frequency.get(word, 0)) for word in asked}
    missing = tuple(word for word in asked if stem(word) not in held)
    coverage = 1 - sum(weight[word] for word in missing) / sum(weight.values())
    names = [word for word in asked if _is_name(word, question)]
    named = 1 - sum(word in missing for word in names) / len(names) if names else 1.0
    return similarity, coverage, named, missing


def asked_words(question: str) -> list[str]:
    """The words a question is about, in order, each once; bare numbers are left to the verifier."""
    return list(
        dict.fromkeys(word for word in words(question) if word not in STOP_WORDS | _ASKING and not word.isdigit())
    )


def _is_name(word: str, question: str) -> bool:
    return re.search(rf"(?<!^)\b{re.escape(word.capitalize())}|\b{re.escape(word.upper())}\b", question) is not None


def on_topic(question: str, evidence: Sequence[Evidence]) -> list[Evidence]:
    """The evidence without what only shares common words with the question.

    Kept: a passage near enough to the best one, of an article that speaks of most of whom and what the question
    names. A word counts as a name when the evidence itself writes it with a capital, so "sudan" is one too.
    """
    if not evidence:
        return []
    best = max(item.similarity for item in evidence)
    texts = {item.key: f"{item.article.title}\n{item.article.text}" for item in evidence}
    names = [word for word in asked_words(question) if _written_as_name(word, texts.values())]
    return [
        item
        for item in evidence
        if item.similarity >= _NEAR_ENOUGH * best
        and (not names or sum(_mentions(texts[item.key], name) for name in names) * 2 >= len(names))
    ]


def _written_as_name(word: str, texts: Iterable[str]) -> bool:
    stemmed = re.compile(rf"(?<=[a-z,;] ){re.escape(word[: max(4, len(word) - 1)])}", re.IGNORECASE)
    hits = [match.group() for text in texts for match in stemmed.finditer(text)]
    return bool(hits) and sum(hit[0].isupper() for hit in hits) > 0.8 * len(hits)


def _mentions(text: str, name: str) -> bool:
    return re.search(rf"\b{re.escape(name[: max(4, len(name) - 1)])}", text, re.IGNORECASE) is not None
