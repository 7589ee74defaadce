"""What to ask next: matters that the evidence raises and the report leaves open, each in the words of a headline."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from ..text.words import content_words, words
from ..types import Evidence

_COUNT = 3
_MOST_WORDS = 16
_TOLD = 0.75  # cosine from which a headline says what the report has said already


def follow_ups(
    question: str,
    told: Sequence[NDArray[np.float32]],
    evidence: Sequence[Evidence],
    titles: Mapping[str, NDArray[np.float32]],
) -> tuple[str, ...]:
    """At most three questions, from the headlines that bear on the question and are furthest from what was told."""
    asked = titles[""]
    news = sorted({item.article.title for item in evidence if _short(item.article.title, question)})
    said = list(told)
    picked: list[str] = []
    while news and len(picked) < _COUNT:
        fresh = {title: max((float(titles[title] @ vector) for vector in said), default=0.0) for title in news}
        best = max(news, key=lambda title: (float(titles[title] @ asked) - fresh[title], title))
        news.remove(best)
        if fresh[best] < _TOLD:
            picked.append(_as_question(_first_half(best)))
            said.append(titles[best])
    return tuple(picked)


def _short(title: str, question: str) -> bool:
    return 4 <= len(words(_first_half(title))) <= _MOST_WORDS and content_words(title) != content_words(question)


def _first_half(title: str) -> str:
    return title.removeprefix("Analysis: ").split("; ")[0].split("? ")[-1].strip()


def _as_question(title: str) -> str:
    return title if title.endswith("?") else f"What is known about this: {title.rstrip('.')}?"
