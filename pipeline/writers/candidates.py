"""Sentences that could stand in a report on their own, and how much each bears on the question.

A sentence that leans on the one before it ("He also said that …") is no candidate: quoted alone it would mislead.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..ports import Embedder
from ..text.aliases import ALIASES, key, speaks_for
from ..text.sentences import sentence_spans
from ..text.words import content_words, stem, word_count, words
from ..types import Brief, Evidence
from .wording import alone

# Weights of what makes a sentence bear on a question: its own meaning, its article's title, its passage, shared words.
_SENTENCE, _TITLE, _PASSAGE, _SHARED = 0.60, 0.15, 0.25, 0.10
_LEAD = 0.03  # the first sentence of an article says what happened
_NEWNESS = 0.10  # for the newest article of the evidence, falling by half every week
_HALF_LIFE_DAYS = 7.0
_LEANING = 0.08  # taken off for "The statement …" where an earlier sentence says which
_VAGUE = 0.06  # taken off for a short sentence that gives neither a figure nor a speaker
_MIN_WORDS, _MAX_WORDS = 9, 45

_DANGLING = frozenset(
    "he she it they this that these those such both there then also another others either his her its their "
    "one here nor none thus hence instead similarly likewise elsewhere again".split()
)
_DANGLING_OPENING = re.compile(
    r"(?:Neither|Some|Many|Most|All|Two|Three|Four|Few|Several|More|Each)\s+(?:of\s+(?:them|these|those)|were|are|had|have|"
    r"has|said|would|will|could)\b|\w+ (?:days|weeks|months|hours) (?:before|after|earlier|later)\b"
)
_IT_WITHOUT_NOUN = re.compile(r"^(?:[\w’'-]+,?\s+){1,6}(?:it|them|its|their)\b")
_NOUN_NAME = re.compile(
    r"\b[A-Z][\w’'-]*[^ns\W](?=\s|,)|\b[A-Z][\w’'-]*(?:[^a]n|s)\b(?=,?\s+(?:\w+ed|said|says|has|is|was|will|would)\b)"
)
_REFERS_BACK = re.compile(
    r"\b(?:that (?:day|month|week|year|time|night|evening|account|figure|passage|number|decision|text|version|idea|"
    r"meeting|claim|loss|plan|proposal|document|demand)|the same (?:day|week|month|text|night|poll|barrage|meeting|"
    r"resolution|document|speech|interview|statement)|(?:a|the|one|two|three) (?:day|days|week|weeks) (?:earlier|later|"
    r"before|after)|at the time|at that time|those (?:who|words|remarks|talks)|the former|the latter|the other|"
    r"these (?:two|three|accounts|answers|figures|words|matters)|this person|as well|had said much the same|the day['’]s|"
    r"(?:put|puts|called|calls|described|describes|made|linked) it|(?:said|say|says|do|did|done) so|in question|the following|by the same|in the same|"
    r"there(?! (?:is|are|was|were|had|has|have|would|will|could|can|may|might|should|must))|the two|then|this point|the deputy|the clause|"
    r"for (?:his|her|its|their) part|even then|on the same|once more|loose end|set out last|"
    r"the (?:first|second|third) (?:session|round|option|case|count|text|proposal)|like this)\b",
    re.IGNORECASE,
)
_SAID = (
    "said|says|added|told|argued|warned|wrote|noted|suggested|acknowledged|called|maintained|insisted|claimed|promised|"
    "admitted|answered|asked|announced|replied|stressed|explained|predicted|expected|conceded|put it|warns|argues|adds|writes|finds|found"
)
_PRONOUN_SPEAKS = re.compile(rf"\b(?:he|she|they|it)\s+(?:also\s+|then\s+)?(?:{_SAID})\b", re.IGNORECASE)
_NAME_SPEAKS = re.compile(
    rf"[A-Z][\w’'-]+(?:\s[a-z]+)?,?\s+(?:who\s+)?(?:{_SAID})\b|[Aa]ccording to|\b(?:{_SAID}) [A-Z]"
)
_GENERIC_SPEAKS = re.compile(
    rf"\b(?:[Tt]he|[Tt]his) (?:\w+ )?(?:official|person|president|minister|statement|document|agency|bank|text|spokesman|"
    rf"spokeswoman|aide|report|digest|leader|chancellor|letter|writer|author|survey|poll|source|officials|leaders|group|body|mission|committee|desk|paper|site)"
    rf"(?:,)? (?:also )?(?:{_SAID})\b|, the (?:president|document|statement|official|text|digest|desk) (?:{_SAID})",
)
_ALSO = re.compile(r"^(?:[\w’'-]+\s+){1,6}(?:also|too|likewise|however)\b")
_PERSONAL = frozenset("he she his her him".split())
_PRONOUN = re.compile(r"\b(?:he|she|his|her|him|they|them|their|it|its)\b", re.IGNORECASE)
_NAME = re.compile(r"(?<=\s)[A-Z][\w’'-]+|^[A-Z][\w’'-]+(?=\s+(?:[A-Z]|\w+(?:ed|s)\b))")


class Candidate(NamedTuple):
    """A sentence of the evidence. `shown` is how it would stand in the report; `bearing` how much it says on the question."""

    text: str
    shown: str
    start: int
    end: int
    evidence: Evidence
    vector: NDArray[np.float32]
    bearing: float


def candidates(brief: Brief, evidence: Sequence[Evidence], embedder: Embedder) -> list[Candidate]:
    """The self-contained sentences of the evidence, best first; each wording once."""
    found: dict[str, tuple[str, str, int, int, Evidence, bool]] = {}
    for item in evidence:
        for first, last in sentence_spans(item.passage.text):
            text = item.passage.text[first:last]
            start, end = item.passage.start + first, item.passage.start + last
            shown = alone(text, item.article)
            if self_contained(shown) and text not in found:
                leaning = _leans(shown, item.article.text[:start])
                found[text] = (text, shown, start, end, item, leaning)
    if not found:
        return []
    titles = list(dict.fromkeys(row[4].article.title for row in found.values()))
    vectors = embedder.embed([brief.question, *titles, *found])
    question, title_vectors = vectors[0], dict(zip(titles, vectors[1 : 1 + len(titles)], strict=True))
    asked = set(content_words(brief.question))
    newest = max(item.article.spoken_at for item in evidence)
    result = []
    for row, vector in zip(found.values(), vectors[1 + len(titles) :], strict=True):
        text, shown, start, end, item, leaning = row
        age = (newest - item.article.spoken_at).total_seconds() / 86_400
        bearing = (
            _SENTENCE * float(question @ vector)
            + _TITLE * float(question @ title_vectors[item.article.title])
            + _PASSAGE * item.similarity
            + _SHARED * len(asked & set(content_words(text))) / max(1, len(asked))
            + _LEAD * (start == 0)
            + _NEWNESS * 0.5 ** (age / _HALF_LIFE_DAYS)
            - _LEANING * leaning
            - _VAGUE * _is_vague(shown)
        )
        result.append(Candidate(text, shown, start, end, item, vector, bearing))
    return sorted(result, key=lambda candidate: (-candidate.bearing, candidate.text))


def self_contained(sentence: str) -> bool:
    """Whether a reader who sees only this sentence knows whom and what it speaks of."""
    opening = words(sentence)[:1]
    if not opening or opening[0] in _DANGLING or not _MIN_WORDS <= word_count(sentence) <= _MAX_WORDS:
        return False
    if sentence.rstrip("\"”’'")[-1:] != "." or _refers_back(sentence):
        return False
    if _PRONOUN_SPEAKS.search(sentence) and not _NAME_SPEAKS.search(sentence):
        return False
    if sentence.count('"') % 2 or sentence.count("“") != sentence.count("”"):
        return False
    pronoun = _PRONOUN.search(sentence)
    if pronoun is None:
        return True
    before = sentence[: pronoun.start()]
    person = pronoun.group().lower() in _PERSONAL
    return any(not (person and _is_country(match.group())) for match in _NAME.finditer(before))


def _is_country(name: str) -> bool:
    return key(name) in ALIASES.values() or speaks_for(name) is not None


def _is_vague(sentence: str) -> bool:
    return word_count(sentence) < 14 and not re.search(r"\d", sentence) and not _NAME_SPEAKS.search(sentence)


def _refers_back(sentence: str) -> bool:
    if _DANGLING_OPENING.match(sentence):
        return True
    early = _IT_WITHOUT_NOUN.match(sentence)
    if early is not None and not _NOUN_NAME.search(early.group()):
        return True
    return any(pattern.search(sentence) for pattern in (_REFERS_BACK, _GENERIC_SPEAKS, _ALSO))


def _leans(sentence: str, before: str) -> bool:
    """Whether the sentence opens with "The thing" that an earlier one introduced, or as a question would."""
    if re.match(r"(?:What|Who|Where|How|Whether|Ask|At stake)\b", sentence):
        return True
    opening = re.match(r"(?:The|A further|Another)\s+([a-z]\w+)(?:\s+([a-z]\w+))?", sentence)
    if opening is None:
        return False
    known = {stem(word) for word in words(before)}
    return any(stem(word.lower()) in known for word in opening.groups() if word)
