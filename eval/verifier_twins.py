"""Training pairs that a project can make itself: true sentences of real articles beside twins with one slip.

Every passage gives a family: its sentence as it stands, reworded or shortened (supported), and the same sentence made
wrong (by the operators of `mutations` and a few of its own). Twins differ in the decisive word only, so that a model
cannot tell them by their topic.
"""

import re
from collections.abc import Iterator, Sequence
from random import Random

from pipeline.text.names import find_names
from pipeline.text.sentences import sentence_spans
from pipeline.types import Pair
from pipeline.verifier.opposites import OPPOSITES

from .mutations import OPERATORS, REWORDINGS, Operator, Specimen
from .verifier_data import Labelled

_CONTRADICTS = {"number", "date", "name", "negation", "reversed", "roles"}
_MOST_WRONG, _MOST_RIGHT = 3, 2
_SENTENCES = 4  # of a passage that start a family
_AROUND = 2  # sentences on each side of the one that is changed
_SOME = re.compile(r"\b(some|several|many|most|a few|dozens of|hundreds of|parts? of|part of)\b", re.IGNORECASE)
_CAUSE = re.compile(r"\b(after|while)\b(?= [a-z]+ )")
_RELATIVE = re.compile(r", (?:which|who|where|including)\b[^,;]*(?:,|(?=\.$))")


def reversed_(specimen: Specimen, _others: Sequence[Specimen], rng: Random) -> Pair | None:
    """One word turned into its opposite, as it stands in the table of the verifier's own check."""
    places = [m for m in re.finditer(r"[a-z]+", specimen.claim) if OPPOSITES.get(m.group()) and len(m.group()) > 3]
    if not places:
        return None
    place = rng.choice(places)
    ending = re.search(r"(ed|ing|s|er|est)?$", place.group()).group()  # type: ignore[union-attr]
    whole = {w for w in OPPOSITES[place.group()] if w + "e" not in OPPOSITES and w + "ed" not in OPPOSITES}
    alike = sorted(w for w in whole if w.endswith(ending) or not ending)
    if not alike:
        return None
    other = rng.choice(alike)
    return specimen.saying(specimen.claim[: place.start()] + other + specimen.claim[place.end() :])


def roles(specimen: Specimen, _others: Sequence[Specimen], rng: Random) -> Pair | None:
    """Two names that change places."""
    names = [n for n in find_names(specimen.claim) if n.sure]
    if len({n.text for n in names}) < 2:
        return None
    first, second = sorted(rng.sample(range(len(names)), 2))
    a, b = names[first], names[second]
    if a.text in b.text or b.text in a.text:
        return None
    text = specimen.claim
    between = text[a.end : b.start]
    if re.fullmatch(r",? (?:and|or) |, |'s |’s | ?\(", between):
        return None  # a list or an apposition means the same in any order, and a possessor never changes places
    return specimen.saying(text[: a.start] + b.text + between + a.text + text[b.end :])


def scope(specimen: Specimen, _others: Sequence[Specimen], rng: Random) -> Pair | None:
    """Some, several or many told as all."""
    place = _SOME.search(specimen.claim)
    if place is None:
        return None
    text = specimen.claim[: place.start()] + rng.choice(("all", "every one of the")) + specimen.claim[place.end() :]
    return specimen.saying(text[:1].upper() + text[1:])


def cause(specimen: Specimen, _others: Sequence[Specimen], _rng: Random) -> Pair | None:
    """What came after, or at the same time, told as what came of it."""
    place = _CAUSE.search(specimen.claim)
    if place is None or not place.start():
        return None
    return specimen.saying(specimen.claim[: place.start()] + "because" + specimen.claim[place.end() :])


def shortened(specimen: Specimen, _others: Sequence[Specimen], _rng: Random) -> Pair | None:
    """The sentence without a clause that only adds."""
    text = _RELATIVE.sub("", specimen.claim)
    return specimen.saying(text) if text != specimen.claim and len(text.split()) > 6 else None


def dropped_words(specimen: Specimen, _others: Sequence[Specimen], _rng: Random) -> Pair | None:
    """The sentence without what stands in brackets or between an opening phrase and its comma."""
    text = re.sub(r" \([^)]*\)", "", specimen.claim)
    text = re.sub(r"^(?:Meanwhile|However|Also|In addition|Earlier|Later|Since then|Today), ", "", text)
    return specimen.saying(text[:1].upper() + text[1:]) if text != specimen.claim else None


WRONG: dict[str, Operator] = {**OPERATORS, "reversed": reversed_, "roles": roles, "scope": scope, "cause": cause}
RIGHT: dict[str, Operator] = {
    **{name: operator for name, operator in REWORDINGS.items() if name != "widened"},
    "shortened": shortened,
    "dropped_words": dropped_words,
}


def twins(items: Sequence[Labelled], *, families: int, seed: int) -> list[Labelled]:
    """At most `families` families from the passages of labelled pairs; seeded.

    Passages of training pairs only, so that nothing of what is held back is seen.
    """
    rng = Random(f"{seed}/twins")
    specimens = list(_specimens(items, rng))
    chosen = sorted(rng.sample(range(len(specimens)), min(families, len(specimens))))
    made: list[Labelled] = []
    for n, i in enumerate(chosen):
        others = [s for s in specimens[max(0, i - 12) : i + 12] if s.quote != specimens[i].quote]
        made += _family(specimens[i], others, str(n), rng)
    return made


def _family(specimen: Specimen, others: Sequence[Specimen], group: str, rng: Random) -> Iterator[Labelled]:
    right = [("verbatim", specimen.saying(specimen.claim)), *_changed(specimen, others, RIGHT, rng)]
    wrong = list(_changed(specimen, others, WRONG, rng))
    # The untouched sentence is the easy one: it goes in where nothing else could be made, and now and then.
    kept = right[1:] if len(right) > 1 and rng.random() < 0.6 else right
    for name, pair in rng.sample(kept, min(_MOST_RIGHT, len(kept))):
        yield Labelled(pair, "supported", "twins", group, name, "")
    for name, pair in rng.sample(wrong, min(_MOST_WRONG, len(wrong))):
        label = "contradicted" if name in _CONTRADICTS else "unsupported"
        yield Labelled(pair, label, "twins", group, name, "")


def _changed(
    specimen: Specimen, others: Sequence[Specimen], operators: dict[str, Operator], rng: Random
) -> Iterator[tuple[str, Pair]]:
    for name, operator in operators.items():
        pair = operator(specimen, others, rng)
        if pair is not None and pair != specimen.saying(specimen.claim):
            yield name, pair


def _specimens(items: Sequence[Labelled], rng: Random) -> Iterator[Specimen]:
    passages = {(item.pair.passage, item.pair.date) for item in items}
    for passage, date in sorted(passages, key=lambda at: (at[0], str(at[1]))):
        spans = sentence_spans(passage)
        for at in rng.sample(range(len(spans)), min(_SENTENCES, len(spans))):
            claim = " ".join(passage[slice(*spans[at])].split())
            if not 8 <= len(claim.split()) <= 45 or not claim[:1].isupper() or claim[-1] not in '.”"':
                continue
            first, last = max(0, at - rng.randint(0, _AROUND)), min(len(spans) - 1, at + rng.randint(0, _AROUND))
            quote = " ".join(passage[spans[first][0] : spans[last][1]].split())
            yield Specimen(claim, quote, quote, date)
