"""One section at a time: the passages planned for it, and the claims that the model makes of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...errors import ModelFailed, ModelUnavailable
from ...prompting import Block, fence, fenced
from ...types import Brief, DraftClaim, Evidence
from .asking import Asker
from .hygiene import heading, text
from .outline import Planned
from .parts import cut_to_fit, in_halves
from .reading import read_claims

# Claims in a section: what a reader takes in under one heading.
MOST_CLAIMS = 6


@dataclass(frozen=True)
class Drafted:
    """A section as the model wrote it: `dropped` counts what of it could not be used, `error` says what is missing."""

    heading: str
    claims: tuple[DraftClaim, ...]
    dropped: int = 0
    error: str = ""


@dataclass(frozen=True)
class SectionJob:
    """Drafts one section; called from a thread of its own."""

    brief: Brief
    planned: Planned
    passages: Sequence[Evidence]
    asker: Asker

    def __call__(self) -> Drafted:
        """The section, from as many calls as its passages need.

        Raises:
            ModelFailed, ModelUnavailable: not one of the calls came to anything.
        """
        parts = cut_to_fit(self.passages, lambda part: self.asker.fits("draft", self._variables(part), key=_keys(part)))
        drafted: list[Drafted] = []
        failed: ModelFailed | ModelUnavailable | None = None
        for part in parts:
            try:
                drafted += in_halves(part, self._asked)
            except (ModelFailed, ModelUnavailable) as error:
                failed = error
        if failed and not drafted:
            raise failed
        kept = _evenly([result.claims for result in drafted])
        return Drafted(
            heading=next((result.heading for result in drafted if result.heading), "") or self.planned.heading,
            claims=kept,
            dropped=sum(result.dropped + len(result.claims) for result in drafted) - len(kept),
            error=str(failed) if failed else "",
        )

    def _asked(self, part: Sequence[Evidence]) -> Drafted:
        reply: Mapping[str, Any] = self.asker.ask("draft", self._variables(part), key=_keys(part))
        claims, dropped = read_claims(reply.get("claims"), part, most=MOST_CLAIMS)
        return Drafted(heading(text(reply.get("heading"))), claims, dropped)

    def _variables(self, part: Sequence[Evidence]) -> dict[str, object]:
        return {
            "question": self.brief.question,
            "section": fence("section", [Block("\n".join(self._told()), {})]),
            "most": MOST_CLAIMS,
            "passages": fenced(part),
        }

    def _told(self) -> list[str]:
        """What the outline says of the section. A headline may stand in for a heading, hence the fence around it."""
        return [self.planned.heading, *(f"Sources may differ on: {topic}" for topic in self.planned.disputed)]


def _keys(evidence: Sequence[Evidence]) -> list[str]:
    return [item.key for item in evidence]


def _evenly(parts: Sequence[Sequence[DraftClaim]]) -> tuple[DraftClaim, ...]:
    """At most MOST_CLAIMS different ones, taken in turns from the parts and given back in their order."""
    places = sorted((turn, at) for at, part in enumerate(parts) for turn in range(len(part)))
    chosen: dict[str, tuple[int, int]] = {}
    for turn, at in places:
        if len(chosen) < MOST_CLAIMS:
            chosen.setdefault(parts[at][turn].text.casefold(), (at, turn))
    return tuple(parts[at][turn] for at, turn in sorted(chosen.values()))
