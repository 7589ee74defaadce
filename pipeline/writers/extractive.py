"""The writer that needs no language model: it chooses and orders the publishers' own sentences.

It never joins two sentences and never rewords one beyond `wording`; it can therefore be dull, but hardly wrong.
"""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ..ports import Embedder
from ..text.speech import find_attribution
from ..types import Brief, Closing, Draft, DraftClaim, DraftSection, Evidence, FailedClaim, Pointer
from .candidates import Candidate, candidates
from .conflicts import disagreements
from .follow_ups import follow_ups
from .record import Record
from .themes import pool, repeats, themes

_SUMMARY = 3
_BOTTOM_LINE = 2
_FOR_BOTTOM_LINE = 6  # the candidates that bear most on the question; the bottom line is one of them
# What a bottom line sounds like: where the matter stands, not what somebody did.
_STANDING = re.compile(
    r"\b(?:remain(?:s|ed)?|still|not yet|has yet|have yet|so far|no (?:agreement|deal|breakthrough|sign|compromise|date)|"
    r"agreed|accepted|closer|near|unsettled|unresolved|settled|differ(?:ed|s)?|open|answer|may be|far from|neither)\b"
)
_CONCLUSION = 0.06
_CONTRAST = re.compile(r"\b(?:but|while|although|though|whereas|yet|despite)\b")
_BOTH_SIDES = 0.03
_HEADING_MAX = 110
_FOR_CONFLICTS = 120  # candidates searched for contradictions: more than the report tells, still on its matter


class ExtractiveWriter:
    """Implements ports.Writer with the encoder alone. It plans nothing, and a sentence of its has no other wording."""

    name = "extractive/1"

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._closing = Closing()
        self.record = Record()

    def plan(self, brief: Brief, evidence: Sequence[Evidence]) -> tuple[str, ...]:  # noqa: ARG002
        return ()

    def repair(self, failed: Sequence[FailedClaim]) -> list[DraftClaim | None]:
        return [None] * len(failed)

    def conclude(self, brief: Brief, standing: Sequence[DraftSection]) -> Closing:  # noqa: ARG002
        """What `compose` has kept for the end: its sentences were chosen first, and stand in no section."""
        return self._closing

    def compose(self, brief: Brief, evidence: Sequence[Evidence]) -> Draft:
        everything = candidates(brief, evidence, self._embedder)
        usable = pool(everything)
        titles = self._titles(brief, evidence)
        bottom = _bottom_line(usable)
        summary = _summary([c for c in usable if c not in bottom])
        taken = {c.text for c in (*bottom, *summary)}
        sections = themes([c for c in usable if c.text not in taken], titles, most=brief.max_sections)
        headings = _headings(sections, titles)
        told = [c.vector for part in (summary, bottom, *sections) for c in part]
        self._closing = Closing(
            executive_summary=tuple(_claim(c, everything) for c in summary),
            bottom_line=tuple(_claim(c, everything) for c in bottom),
            follow_ups=follow_ups(brief.question, told, _unused(evidence, headings), titles),
            disagreements=disagreements(everything[:_FOR_CONFLICTS]),
        )
        return Draft(
            title=brief.question,
            sections=tuple(
                DraftSection(heading=heading, claims=tuple(_claim(c, everything) for c in section))
                for heading, section in zip(headings, sections, strict=True)
            ),
        )

    def _titles(self, brief: Brief, evidence: Sequence[Evidence]) -> dict[str, NDArray[np.float32]]:
        titles = sorted({item.article.title for item in evidence})
        vectors = self._embedder.embed([*titles, brief.question])
        return dict(zip([*titles, ""], vectors, strict=True))


def _unused(evidence: Sequence[Evidence], headings: Sequence[str]) -> list[Evidence]:
    return [item for item in evidence if not any(heading in item.article.title for heading in headings)]


def _bottom_line(usable: Sequence[Candidate]) -> list[Candidate]:
    """The one or two sentences that come nearest to answering the question outright, the best first."""
    ranked = sorted(usable[:_FOR_BOTTOM_LINE], key=lambda c: (-_conclusiveness(c), c.text))
    return _apart(ranked, most=_BOTTOM_LINE, slack=0.12)


def _summary(usable: Sequence[Candidate]) -> list[Candidate]:
    """Two or three sentences that bear most on the question and differ in what they say and who reports it."""
    ranked = sorted(usable, key=lambda c: (-(c.bearing + _BOTH_SIDES * bool(_CONTRAST.search(c.text))), c.text))
    return _apart(ranked[:20], most=_SUMMARY, slack=0.2)


def _apart(ranked: Sequence[Candidate], *, most: int, slack: float) -> list[Candidate]:
    chosen: list[Candidate] = []
    for candidate in ranked:
        if chosen and candidate.bearing < chosen[0].bearing - slack:
            continue
        fresh = all(float(candidate.vector @ other.vector) < 0.7 for other in chosen)
        if fresh and candidate.evidence.article.id not in {other.evidence.article.id for other in chosen}:
            chosen.append(candidate)
        if len(chosen) == most:
            break
    return chosen


def _conclusiveness(candidate: Candidate) -> float:
    return (
        candidate.bearing
        + _CONCLUSION * bool(_STANDING.search(candidate.text))
        + _BOTH_SIDES * bool(_CONTRAST.search(candidate.text))
    )


def _headings(sections: Sequence[Sequence[Candidate]], titles: dict[str, NDArray[np.float32]]) -> list[str]:
    """For each section the title, among the articles it cites, that says best what its sentences say; each once."""
    used: set[str] = set()
    headings = []
    for section in sections:
        own = sorted({c.evidence.article.title for c in section} - used)
        best = max(own, key=lambda title: (_fit(title, section, titles), title), default="")
        used.add(best)
        headings.append(_stated(best) or section[0].shown.rstrip("."))
    return headings


def _fit(title: str, section: Sequence[Candidate], titles: dict[str, NDArray[np.float32]]) -> float:
    """How well a title says what a section says: near to all its sentences, and told by one of its own article."""
    near = [float(c.vector @ titles[title]) for c in section]
    told = [value for c, value in zip(section, near, strict=True) if c.evidence.article.title == title]
    return sum(near) / len(near) + max(told) + 0.3 * float(titles[title] @ titles[""])


def _stated(title: str) -> str:
    """A headline as a statement: without its kicker and without a question; empty if nothing is left."""
    plain = re.sub(r"^(?:Analysis|Opinion|Explainer|Update|Live):\s*", "", title)
    statement = re.split(r"\?\s+", plain)[-1]
    return "" if statement.endswith("?") or len(statement) > _HEADING_MAX else statement


def _claim(candidate: Candidate, everything: Sequence[Candidate]) -> DraftClaim:
    sources = [candidate, *repeats(candidate, everything)]
    attribution = find_attribution(candidate.shown)
    return DraftClaim(
        text=candidate.shown,
        pointers=tuple(Pointer(key=c.evidence.key, quote=c.text) for c in sources),
        attributed_to=attribution.speaker if attribution else None,
    )
