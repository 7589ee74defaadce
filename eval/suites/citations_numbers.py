"""The numbers of the suite *citations*: what each says, and how rows add up to it, with intervals over answers."""

from collections.abc import Mapping, Sequence
from statistics import fmean
from typing import Final

from ..statistics import Metric, average, cluster_bootstrap, not_scored
from ..suite import Item, Measure

_RECALL = "Share of an answer's sentences that all their citations together carry"
_PRECISION = "Share of an answer's citations that carry their sentence or are needed for it"
METRICS: Final[Mapping[str, Measure]] = {
    "citation_recall": Measure(f"{_RECALL}; mean over answers, silent ones counting 0."),
    "citation_precision": Measure(f"{_PRECISION}; mean over answers, silent ones counting 0."),
    "citation_f1": Measure("Both in one: the mean over answers of each answer's F1."),
    "sentences.supported": Measure("Of all sentences that say something, those that are carried."),
    "sentences.uncited": Measure("Those that cite nothing.", "lower"),
    "sentences.misattributed": Measure(
        "Those whose sources do not say it, while another source of the list does.", "lower"
    ),
    "sentences.unsupported": Measure("Those that no source says.", "lower"),
    "sentences.partial": Measure("Those of which only a part is carried.", "lower"),
    "sentences.contradicted": Measure("Those that their sources contradict.", "lower"),
    "sentences.fabricated": Measure("Those that cite a source or quote words that do not exist.", "lower"),
    "sentences.not_judged": Measure(
        "Those that could not be judged; none of the numbers above counts them as right.", "lower"
    ),
    "corrected.supported": Measure("Share of supported sentences, corrected for how often this judge is wrong."),
    "citations.precise": Measure("Of all citations, those that carry their sentence or are needed for it."),
    "citations.sufficient": Measure("Those that carry their sentence alone."),
    "citations.necessary": Measure("Those without which the rest does not carry it."),
    "citations.irrelevant": Measure("Those that add nothing to what the others carry.", "lower"),
    "quotations.verbatim": Measure("Of all words in quotation marks, those that stand in a cited source."),
    "quotes.exact": Measure("Of the spans that our reports cite, those that re-read identically."),
    "origins.per_claim": Measure("Independent origins behind a carried sentence; reprints count once.", unit="number"),
    "answers.answered": Measure("Of all answers asked for, those that say something."),
    "answers.refused": Measure("Those that decline.", "lower"),
    "answers.empty": Measure("Those that say nothing.", "lower"),
    "answers.failed": Measure("Those that could not be read or were never given.", "lower"),
    "floor.*": Measure("The same by shared words alone: the baseline that a judge has to beat."),
    "alce.*": Measure("As ALCE's own code counts: three citations at most, silent answers left out."),
}

LEGEND: Final[Mapping[str, str]] = {
    "supported": "What the sentence cites carries it.",
    "uncited": "The sentence says something and cites nothing.",
    "misattributed": "What the sentence cites does not say it; another source of the answer does.",
    "unsupported": "No source of the answer says it.",
    "partial": "What it cites says only a part of it.",
    "contradicted": "What it cites says the opposite, or another figure, date or name.",
    "fabricated": "It cites a source, or quotes words, that do not exist.",
    "not judged": "It could not be judged; it counts as not carried.",
    "nothing to check": "A question, a lead-in or a refusal: it needs no citation.",
    "sufficient": "A citation whose source carries the sentence alone.",
    "needed": "A citation without which the others do not carry the sentence.",
    "irrelevant": "A citation that adds nothing to what the others carry.",
    "verbatim": "Quoted words that stand in a cited source.",
    "invented": "Quoted words that stand in no source.",
    "exact": "A cited span that the stored article still has at its place.",
    "changed": "A cited span that the stored article does not have.",
    "answered": "The answer says something.",
    "refused": "The answer declines.",
    "empty": "The answer says nothing.",
    "failed": "There is no answer that could be read.",
}


def mean(items: Sequence[Item], name: str, why: str) -> Metric:
    """The mean of a score over the rows that bear it; `why` where none does."""
    scored = [(value, item.cluster) for item in items if (value := item.scores.get(name)) is not None]
    return _average([value for value, _ in scored], [cluster for _, cluster in scored], why)


def share(items: Sequence[Item], verdict: str) -> Metric:
    """Of all rows, those with this verdict."""
    return _average(
        [float(item.verdict == verdict) for item in items], [item.cluster for item in items], "there is none"
    )


def _average(values: Sequence[float], clusters: Sequence[str], why: str) -> Metric:
    """The mean with its interval over answers; a single answer says nothing of how much answers differ."""
    if len(values) > 1 and len(set(clusters)) == 1:
        return Metric(fmean(values), n=len(values))
    return average(values, clusters, why=why)


def number(items: Sequence[Item], name: str) -> Metric:
    """The mean of a number that is no share of anything."""
    scored = [(value, item.cluster) for item in items if (value := item.scores.get(name)) is not None]
    if not scored:
        return not_scored("no sentence is carried")
    values, clusters = zip(*scored, strict=True)
    if len(set(clusters)) == 1:
        return Metric(fmean(values), n=len(values))
    return Metric(fmean(values), *cluster_bootstrap(values, clusters), n=len(values))
