"""What is written last: summary, bottom line and disagreements, from claims that stand.

The model names the claims that a sentence rests on by ids that mean nothing outside the call; code copies the pointers
of those claims. Where the model fails, the best claims are said again in their own words.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ...errors import ContextOverflow
from ...prompting import Block, fence
from ...text.words import content_words
from ...types import Brief, Closing, DraftClaim, DraftDisagreement, DraftSection, Pointer
from .asking import Asker
from .hygiene import LONGEST_CLAIM, entries, heading, sentences, text, texts
from .pointing import MOST_POINTERS

_SUMMARY, _BOTTOM_LINE, _DISAGREEMENTS = 3, 2, 3
_MOST_SIDES = 4

Standing = Mapping[str, DraftClaim]


def concluded(brief: Brief, standing: Sequence[DraftSection], asker: Asker) -> Closing:
    """The closing as the model writes it, without follow-ups; a part that it leaves empty is filled by code.

    Raises:
        ModelFailed, ModelUnavailable
    """
    shown, reply = _asked(brief, standing, asker, depth=max((len(section.claims) for section in standing), default=0))
    summary = _sentences(reply.get("summary"), shown, most=_SUMMARY)
    bottom = _sentences(reply.get("bottom_line"), shown, most=_BOTTOM_LINE)
    plain = closing_from_claims(brief, standing)
    return Closing(
        executive_summary=summary or plain.executive_summary,
        bottom_line=bottom or plain.bottom_line,
        disagreements=_disagreements(reply.get("disagreements"), shown),
    )


def closing_from_claims(brief: Brief, standing: Sequence[DraftSection]) -> Closing:
    """The claims that share most words with the question, as they stand: three sum up, the next two conclude."""
    asked = set(content_words(brief.question))
    claims = list(dict.fromkeys(claim for section in standing for claim in section.claims))
    best = sorted(claims, key=lambda claim: -len(asked & set(content_words(claim.text))))
    summary = best[: min(_SUMMARY, max(1, len(best) - 1))]
    return Closing(executive_summary=tuple(summary), bottom_line=tuple(best[len(summary) :][:_BOTTOM_LINE]))


def _asked(
    brief: Brief, standing: Sequence[DraftSection], asker: Asker, *, depth: int
) -> tuple[Standing, Mapping[str, Any]]:
    """The claims by the ids that the model saw, and its reply; where not all fit, the first claims of every section."""
    claims = dict.fromkeys(claim for section in standing for claim in section.claims[:depth])
    shown = {f"c{number}": claim for number, claim in enumerate(claims, start=1)}
    lines = "\n".join(f"{id_}: {claim.text}" for id_, claim in shown.items())
    # Headings are not told: no verdict on a claim stands behind their words.
    variables = {"question": brief.question, "claims": fence("claims", [Block(lines, {})])}
    try:
        return shown, asker.ask("conclude", variables, id=list(shown))
    except ContextOverflow:
        if depth <= 1:
            raise
        return _asked(brief, standing, asker, depth=depth - 1)


def _sentences(value: Any, shown: Standing, *, most: int) -> tuple[DraftClaim, ...]:
    found = {
        sentence: DraftClaim(text=sentence, pointers=_pointers(texts(entry.get("ids")), shown))
        for entry in entries(value)
        for sentence in sentences(text(entry.get("text")))
        if len(sentence) <= LONGEST_CLAIM
    }
    return tuple(found.values())[:most]


def _pointers(ids: Sequence[str], shown: Standing) -> tuple[Pointer, ...]:
    """The pointers of the named claims, in turns, so that each claim gives its first before any gives its second."""
    named = [shown[id_].pointers for id_ in dict.fromkeys(ids) if id_ in shown]
    turns = sorted((turn, at) for at, pointers in enumerate(named) for turn in range(len(pointers)))
    return tuple(dict.fromkeys(named[at][turn] for turn, at in turns))[:MOST_POINTERS]


def _disagreements(value: Any, shown: Standing) -> tuple[DraftDisagreement, ...]:
    """Matters with a topic and at least two claims; a claim takes part in one of them."""
    found: list[DraftDisagreement] = []
    taken: set[str] = set()
    for entry in entries(value):
        topic = heading(text(entry.get("topic"))) or text(entry.get("topic")).strip()
        ids = [id_ for id_ in dict.fromkeys(texts(entry.get("ids"))) if id_ in shown and id_ not in taken]
        if topic and len(ids) > 1 and len(found) < _DISAGREEMENTS:
            taken |= set(ids)
            found.append(DraftDisagreement(topic=topic, sides=tuple(shown[id_] for id_ in ids[:_MOST_SIDES])))
    return tuple(found)
