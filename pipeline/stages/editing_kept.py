"""Claims that an editor accepted, kept in a report that is written anew whether or not its writer tells them."""

from collections.abc import Sequence

from ..text.words import content_words
from ..types import Brief
from ..types.decisions import ACCEPTED
from .assemble import SettledDraft
from .settle import SettledClaim


def with_kept(draft: SettledDraft, kept: Sequence[SettledClaim]) -> SettledDraft:
    """The draft with each claim that it does not tell at the end of the section that shares most of its words."""
    told = {claim.text for claim in draft.shown}
    sections = list(draft.sections)
    missing = [claim for claim in kept if claim.text not in told]
    for claim in missing:
        if not sections:
            sections.append((ACCEPTED, ()))
        bag = _bag([claim])
        at = max(range(len(sections)), key=lambda place: (len(bag & _bag(sections[place][1])), -place))
        sections[at] = (sections[at][0], (*sections[at][1], claim))
    return draft._replace(sections=tuple(sections), results=(*draft.results, *missing))


def only_kept(brief: Brief, kept: Sequence[SettledClaim]) -> SettledDraft:
    """A draft of accepted claims alone, where the corpus would not be answered from."""
    empty = SettledDraft(brief.question, (), (), (), (), (), ())
    return with_kept(empty, kept)


def _bag(claims: Sequence[SettledClaim]) -> set[str]:
    return {word for claim in claims for word in content_words(claim.text)}
