"""Whether an answer says what it should: ALCE's string measures, on text normalised as in SQuAD."""

import re
import string
from collections.abc import Sequence
from statistics import fmean

from .citation import f1

_ARTICLES = re.compile(r"\b(a|an|the)\b")
_PUNCTUATION = str.maketrans("", "", string.punctuation)
_ENOUGH = 5  # QAMPARI's recall-5: five right answers are as good as all


def normalised(text: str) -> str:
    """Lower case, without punctuation, articles and doubled blanks. Source: SQuAD's evaluate script."""
    return " ".join(_ARTICLES.sub(" ", text.lower().translate(_PUNCTUATION)).split())


def exact_match_recall(output: str, gold: Sequence[Sequence[str]]) -> float | None:
    """The share of gold answers of which some alias stands in the output; None without gold answers."""
    if not gold:
        return None
    said = normalised(output)
    return fmean(any(normalised(alias) in said for alias in aliases) for aliases in gold)


def exact_match_hit(output: str, gold: Sequence[Sequence[str]]) -> float | None:
    """1 if every gold answer stands in the output, else 0."""
    found = exact_match_recall(output, gold)
    return None if found is None else float(found == 1.0)


def list_scores(predicted: Sequence[str], gold: Sequence[Sequence[str]]) -> dict[str, float | None]:
    """QAMPARI's precision, recall, recall-5 and their F1 for a list of answers."""
    said = [normalised(item) for item in predicted if normalised(item)]
    wanted = [{normalised(alias) for alias in aliases} for aliases in gold]
    known = set().union(*wanted) if wanted else set()
    precision = fmean(item in known for item in said) if said else 0.0
    hits = sum(bool(aliases & set(said)) for aliases in wanted)
    recall = hits / len(wanted) if wanted else None
    recall_5 = min(_ENOUGH, hits) / min(_ENOUGH, len(wanted)) if wanted else None
    return {
        "precision": precision,
        "recall": recall,
        "recall_5": recall_5,
        "f1": f1(precision, recall),
        "f1_5": f1(precision, recall_5),
    }
