"""The claims plan: which sections a report has, and which passages each rests on.

The model plans what fits into its context at a time; code joins the plans. Where no plan comes back that can be used,
code groups the passages by their article.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ...prompting import fenced
from ...text.words import content_words
from ...types import Brief, Evidence
from .asking import Asker
from .hygiene import entries, heading, plain, text, texts
from .parts import cut_to_fit, in_halves, side_by_side

# Passages that one section is drafted from: more are not read with care, even by large models.
MOST_PASSAGES = 12
_LONGEST_TOPIC = 140  # characters
_ALIKE = 0.5  # share of words or of keys from which two planned sections are one


@dataclass(frozen=True)
class Planned:
    """A section to be drafted: what it may be called, and the keys of its passages, best first."""

    heading: str
    keys: tuple[str, ...]
    disputed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outline:
    sections: tuple[Planned, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Plan:
    """What one reply plans."""

    sections: tuple[Planned, ...] = ()
    disputes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def outline(brief: Brief, evidence: Sequence[Evidence], asker: Asker, *, concurrency: int) -> Outline:
    """At most `brief.max_sections` sections, each passage in at most one of them.

    Raises:
        ModelUnavailable, LimitReached: the model can no longer be asked, so nothing can be drafted either.
    """
    parts = cut_to_fit(evidence, lambda part: asker.fits("outline", _variables(brief, part), key=_keys(part)))
    jobs = [_Job(brief, part, asker) for part in parts]
    results = side_by_side(jobs, concurrency=concurrency)
    if asker.stopped:
        raise asker.stopped
    plans = [plan for result in results if isinstance(result, list) for plan in result]
    sections = _joined([section for plan in plans for section in plan.sections])
    failed = next((str(result) for result in results if isinstance(result, Exception)), "it named no passages")
    if not sections:
        note = f"The model's outline could not be used ({failed}); the sections follow the articles instead."
        return Outline(_fitted(_by_article(evidence), brief, evidence), (note,))
    notes = (f"Part of the evidence was not outlined: {failed}",) if any(map(_failed, results)) else ()
    disputes = {topic: keys for plan in plans for topic, keys in plan.disputes.items()}
    return Outline(_with_disputes(_fitted(sections, brief, evidence), disputes), notes)


def _failed(result: object) -> bool:
    return isinstance(result, Exception)


@dataclass(frozen=True)
class _Job:
    brief: Brief
    part: Sequence[Evidence]
    asker: Asker

    def __call__(self) -> list[_Plan]:
        return in_halves(self.part, self._plan)

    def _plan(self, part: Sequence[Evidence]) -> _Plan:
        keys = _keys(part)
        return _read(self.asker.ask("outline", _variables(self.brief, part), key=keys), keys)


def _variables(brief: Brief, part: Sequence[Evidence]) -> dict[str, object]:
    return {"question": brief.question, "most": brief.max_sections, "passages": fenced(part)}


def _keys(evidence: Sequence[Evidence]) -> list[str]:
    return [item.key for item in evidence]


def _read(reply: Mapping[str, Any], keys: Sequence[str]) -> _Plan:
    known = set(keys)
    sections = [
        Planned(heading(text(entry.get("heading"))), _known(entry.get("keys"), known))
        for entry in entries(reply.get("sections"))
    ]
    disputes = {
        plain(text(entry.get("topic")))[:_LONGEST_TOPIC]: _known(entry.get("keys"), known)
        for entry in entries(reply.get("disagreements"))
    }
    return _Plan(tuple(section for section in sections if section.keys), {t: k for t, k in disputes.items() if t and k})


def _known(value: Any, known: set[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for key in texts(value) if key in known))


def _joined(sections: Sequence[Planned]) -> list[Planned]:
    """The sections without those that repeat an earlier one; what they add goes to it. No passage stands twice."""
    kept: list[Planned] = []
    taken: set[str] = set()
    for section in sections:
        own = tuple(key for key in section.keys if key not in taken)
        room = MOST_PASSAGES - len(own)
        at = next((at for at, other in enumerate(kept) if len(other.keys) <= room and _same(section, other)), None)
        taken |= set(own)
        if at is not None:
            kept[at] = replace(kept[at], keys=kept[at].keys + own)
        elif own:
            kept.append(replace(section, keys=own))
    return kept


def _same(section: Planned, other: Planned) -> bool:
    ours, theirs = set(content_words(section.heading)), set(content_words(other.heading))
    words = len(ours & theirs) / max(1, len(ours | theirs))
    keys = len(set(section.keys) & set(other.keys)) / min(len(section.keys), len(other.keys))
    return words >= _ALIKE or keys > _ALIKE


def _by_article(evidence: Sequence[Evidence]) -> list[Planned]:
    articles: dict[str, list[Evidence]] = {}
    for item in evidence:
        articles.setdefault(item.article.id, []).append(item)
    return [Planned(own[0].article.title, tuple(_keys(own))) for own in articles.values()]


def _fitted(sections: Sequence[Planned], brief: Brief, evidence: Sequence[Evidence]) -> tuple[Planned, ...]:
    """The sections, the smallest joined to the one nearest in words while there are too many; passages best first."""
    words = {item.key: set(content_words(f"{item.article.title} {item.passage.text}")) for item in evidence}
    rank = {item.key: at for at, item in enumerate(evidence)}
    kept = list(sections)
    while len(kept) > max(1, brief.max_sections):
        least = min(range(len(kept)), key=lambda at: (len(kept[at].keys), -at))
        section = kept.pop(least)
        bags = [set().union(*(words[key] for key in other.keys)) for other in kept]
        own = set().union(*(words[key] for key in section.keys))
        room = {at: len(other.keys) + len(section.keys) <= MOST_PASSAGES for at, other in enumerate(kept)}
        nearest = max(range(len(kept)), key=lambda at: (room[at], len(own & bags[at]) / len(own | bags[at]), -at))
        kept[nearest] = replace(kept[nearest], keys=kept[nearest].keys + section.keys)
    return tuple(replace(s, keys=tuple(sorted(s.keys, key=lambda key: rank[key]))[:MOST_PASSAGES]) for s in kept)


def _with_disputes(sections: Sequence[Planned], disputes: Mapping[str, tuple[str, ...]]) -> tuple[Planned, ...]:
    """Each section with the disagreements that one of its passages has part in."""
    return tuple(
        replace(section, disputed=tuple(topic for topic, keys in disputes.items() if set(keys) & set(section.keys)))
        for section in sections
    )
