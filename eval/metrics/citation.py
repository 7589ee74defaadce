"""Citation recall and precision of an answer, exactly as ALCE computes them, and as we think they should be counted.

Source: ALCE (Gao et al., EMNLP 2023), `compute_autoais` of its eval.py. A citation is *precise* if its sentence is carried
and it either carries the sentence alone or the others do not without it. `ALCE` keeps what that code does and its paper
does not say; `FIXED` names each of these quirks and decides it otherwise.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import fmean

# Whether the passages with these places in the list of sources (from 0), joined, entail a text without its markers.
Entails = Callable[[tuple[int, ...], str], bool]


@dataclass(frozen=True)
class CitedSentence:
    """A sentence without its markers, and the sources they name, from 0, in order, as written: also those there are not."""

    text: str
    cited: tuple[int, ...]
    checkable: bool = True


@dataclass(frozen=True)
class Variant:
    """How citations are counted.

    `most`: only so many of a sentence's citations are looked at. `merged`: a source cited twice in a sentence counts once.
    `invalid_imprecise`: a citation of a source that there is not counts as imprecise, and the sentence's others are still
    looked at. `only_checkable`: a sentence with nothing to check costs no recall. `empty_is_zero`: an answer without
    sentences scores 0, else it is left out of the mean. `zero_is_last`: `[0]` names the last source.
    """

    name: str
    most: int | None
    merged: bool
    invalid_imprecise: bool
    only_checkable: bool
    empty_is_zero: bool
    zero_is_last: bool


ALCE = Variant("alce", 3, merged=False, invalid_imprecise=False, only_checkable=False, empty_is_zero=False, zero_is_last=True)  # fmt: skip
FIXED = Variant("fixed", None, merged=True, invalid_imprecise=True, only_checkable=True, empty_is_zero=True, zero_is_last=False)  # fmt: skip
VARIANTS = {variant.name: variant for variant in (ALCE, FIXED)}


@dataclass(frozen=True)
class CitationScore:
    """One citation: whether its source exists, carries the sentence alone, and is missed by the others without it."""

    source: int
    valid: bool
    sufficient: bool
    necessary: bool
    precise: bool


@dataclass(frozen=True)
class SentenceScore:
    """One sentence: whether all that it cites carries it, and each of the citations that count."""

    recall: bool
    citations: tuple[CitationScore, ...]
    counted: bool = True


@dataclass(frozen=True)
class AnswerScore:
    """One answer. `recall` None: it has no sentence that counts, and the variant does not score that as 0."""

    recall: float | None
    precision: float | None
    sentences: tuple[SentenceScore, ...]

    @property
    def f1(self) -> float | None:
        return f1(self.precision, self.recall)


def score_sentence(sentence: CitedSentence, *, sources: int, entails: Entails, variant: Variant) -> SentenceScore:
    """The recall and precision of one sentence's citations; `sources` is how many there are to cite."""
    cited = tuple(dict.fromkeys(sentence.cited)) if variant.merged else sentence.cited
    counted = sentence.checkable or not variant.only_checkable
    valid = [_valid(source, sources, variant) for source in cited]
    if not cited or not (all(valid) or variant.invalid_imprecise):
        return SentenceScore(recall=False, citations=(), counted=counted)
    cited, valid = cited[: variant.most], valid[: variant.most]
    real = tuple(source for source, there in zip(cited, valid, strict=True) if there)
    whole = bool(real) and entails(real, sentence.text)
    scores = iter([_score_citation(place, real, sentence.text, whole, entails) for place in range(len(real))])
    found = [
        next(scores) if there else CitationScore(source, valid=False, sufficient=False, necessary=False, precise=False)
        for source, there in zip(cited, valid, strict=True)
    ]
    return SentenceScore(recall=whole and all(valid), citations=tuple(found), counted=counted)


def _score_citation(place: int, real: tuple[int, ...], text: str, whole: bool, entails: Entails) -> CitationScore:
    """The citation at a place; every question that has to be asked for its precision, and no other."""
    source = real[place]
    if len(real) == 1:
        return CitationScore(source, valid=True, sufficient=whole, necessary=whole, precise=whole)
    sufficient = entails((source,), text)
    first = real.index(source)  # the first of equal ones goes, as in ALCE; it makes no difference to what is left
    necessary = whole and not entails(real[:first] + real[first + 1 :], text)
    return CitationScore(source, True, sufficient, necessary, precise=whole and (sufficient or necessary))


def _valid(source: int, sources: int, variant: Variant) -> bool:
    return source < sources and (source >= 0 or (source == -1 and variant.zero_is_last and sources > 0))


def score_answer(
    sentences: Sequence[CitedSentence], *, sources: int, entails: Entails, variant: Variant = FIXED
) -> AnswerScore:
    """Citation recall: the share of sentences that are carried; precision: the share of citations that are precise.

    An answer that cites nothing has precision 0, as in ALCE.
    """
    found = tuple(score_sentence(s, sources=sources, entails=entails, variant=variant) for s in sentences)
    counted = [score for score in found if score.counted]
    if not counted:
        nothing = 0.0 if variant.empty_is_zero and not sentences else None
        return AnswerScore(nothing, nothing, found)
    precise = [citation.precise for score in counted for citation in score.citations]
    return AnswerScore(fmean(s.recall for s in counted), fmean(precise) if precise else 0.0, found)


@dataclass(frozen=True)
class CorpusScore:
    """All answers: recall and precision as means over answers, F1 from those two, and the mean of each answer's F1."""

    recall: float | None
    precision: float | None
    f1_of_means: float | None
    mean_of_f1: float | None
    n: int
    left_out: int


def score_corpus(answers: Sequence[AnswerScore]) -> CorpusScore:
    """The macro averages; answers without a score are left out of them and counted in `left_out`."""
    scored = [(a.recall, a.precision) for a in answers if a.recall is not None and a.precision is not None]
    if not scored:
        return CorpusScore(None, None, None, None, 0, len(answers))
    recall, precision = fmean(r for r, _ in scored), fmean(p for _, p in scored)
    single = [f1(p, r) or 0.0 for r, p in scored]
    return CorpusScore(recall, precision, f1(precision, recall), fmean(single), len(scored), len(answers) - len(scored))


def f1(precision: float | None, recall: float | None, *, beta: float = 1.0) -> float | None:
    """The weighted harmonic mean, 0 where both are; None where either is not known."""
    if precision is None or recall is None:
        return None
    below = beta * beta * precision + recall
    return (1 + beta * beta) * precision * recall / below if below else 0.0
