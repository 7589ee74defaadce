"""Themes among candidates: what belongs in one section, which sentences tell it, and which only repeat another."""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage

from .candidates import Candidate

# Candidates considered. Chosen on the seed question: past this, sentences no longer bear on it.
_POOL = 72
_BEST = 8  # candidates whose mean is what the others are measured against; one alone may be an outlier
_SLACK = 0.20  # how far below them a sentence may be and still belong in the report
# How much an article's title counts beside a sentence's own words in what it is about.
_TITLE_SHARE = 0.35
_DRIFT = 0.10  # how far below the first section another may be in bearing before it is about something else
_CLAIMS_PER_SECTION = 4
_SAME = 0.80  # cosine from which two sentences say the same
_CLOSE = 0.68  # cosine from which a section need not have both
_CLOSE_FIGURE = 0.5  # the same where both give the same figure


def pool(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates worth grouping: near the best in bearing, and each matter in its newest words."""
    if not candidates:
        return []
    best = [c.bearing for c in candidates[:_BEST]]
    floor = sum(best) / len(best) - _SLACK
    return _newest_words([c for c in candidates[:_POOL] if c.bearing >= floor])


def themes(
    candidates: Sequence[Candidate], titles: dict[str, NDArray[np.float32]], *, most: int
) -> list[list[Candidate]]:
    """At most `most` groups of two to four sentences, the most telling group first."""
    if len(candidates) < 3:
        return [list(candidates)] if candidates else []
    matrix = np.stack([c.vector + _TITLE_SHARE * titles[c.evidence.article.title] for c in candidates])
    matrix /= np.linalg.norm(matrix, axis=1, keepdims=True)
    tree = linkage(matrix, method="ward")
    groups = fcluster(tree, t=max(2, min(most + 2, len(candidates) // 3)), criterion="maxclust")
    sections = []
    for number in sorted(set(groups.tolist())):
        members = [c for c, group in zip(candidates, groups, strict=True) if group == number]
        told = _told(members)
        if len(told) > 1:
            sections.append(told)
    sections.sort(key=lambda told: -_weight(told))
    return [told for told in sections if _weight(told) >= _weight(sections[0]) - _DRIFT][:most]


def repeats(claim: Candidate, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Candidates of other origins that say the same as the claim: its corroboration."""
    return [
        other
        for other in candidates
        if other.evidence.article.origin != claim.evidence.article.origin
        and float(other.vector @ claim.vector) >= _SAME
    ][:2]


def _newest_words(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Of sentences that say the same, the newest, so that a figure that moved is given as it stands."""
    kept: list[Candidate] = []
    for candidate in sorted(candidates, key=lambda c: (c.evidence.article.spoken_at, c.bearing), reverse=True):
        if all(float(candidate.vector @ other.vector) < _SAME for other in kept):
            kept.append(candidate)
    return sorted(kept, key=lambda c: (-c.bearing, c.text))


def _told(members: Sequence[Candidate]) -> list[Candidate]:
    """Up to four sentences that tell a theme: the most telling first, then in the order of time."""
    told: list[Candidate] = []
    articles: dict[str, int] = {}
    for candidate in members:
        article = candidate.evidence.article.id
        if articles.get(article, 0) < 2 and not any(_overlap(candidate, other) for other in told):
            told.append(candidate)
            articles[article] = articles.get(article, 0) + 1
        if len(told) == _CLAIMS_PER_SECTION:
            break
    return told[:1] + sorted(told[1:], key=lambda c: (c.evidence.article.spoken_at, c.start))


def _overlap(one: Candidate, other: Candidate) -> bool:
    """Whether a section need not have both: the same matter, or the same figure in other words."""
    near = float(one.vector @ other.vector)
    return near >= _CLOSE or (near >= _CLOSE_FIGURE and bool(_figures(one.text) & _figures(other.text)))


def _figures(text: str) -> set[str]:
    return set(re.findall(r"\d[\d,.]*\d", text))


def _weight(told: Sequence[Candidate]) -> float:
    return float(np.mean(sorted((c.bearing for c in told), reverse=True)[:3])) + 0.01 * len(told)
