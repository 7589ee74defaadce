"""Spelled-out numbers of English: "twenty-five", "two thirds", "dozens", "one in five". Values only; units are in quantities."""

from collections.abc import Sequence
from typing import NamedTuple

_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
UNITS: dict[str, float] = {word: float(n) for n, word in enumerate(_ONES.split())}
TENS: dict[str, float] = {
    word: 10.0 * n for n, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)
}
SCALES: dict[str, float] = {
    "hundred": 1e2,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
    "m": 1e6,
    "mn": 1e6,
    "bn": 1e9,
    "tn": 1e12,
    "k": 1e3,
    "dozen": 12.0,
}
ORDINALS: dict[str, float] = {
    word: float(n)
    for n, word in enumerate(
        (
            "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
            "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
        ).split(),
        start=1,
    )
}
_PARTS: dict[str, float] = {
    **{word: n for word, n in ORDINALS.items() if n >= 3},
    **{word + "s": n for word, n in ORDINALS.items() if n >= 3},
    "half": 2.0,
    "halves": 2.0,
    "quarter": 4.0,
    "quarters": 4.0,
}
# A vague plural stands for a wide interval: from two of its unit to what would be told with the next bigger word.
_VAGUE: dict[str, tuple[float, float]] = {
    "dozens": (24.0, 200.0),
    "scores": (40.0, 200.0),
    "hundreds": (200.0, 2e3),
    "thousands": (2e3, 1e5),
    "millions": (2e6, 1e9),
    "billions": (2e9, 1e12),
    "trillions": (2e12, 1e14),
}
# Words that multiply what they stand with.
MULTIPLES: dict[str, float] = {
    **dict.fromkeys("twice double doubled doubles doubling twofold".split(), 2.0),
    **dict.fromkeys("thrice tripled triples tripling trebled threefold".split(), 3.0),
    **dict.fromkeys("quadrupled fourfold".split(), 4.0),
}
_TENS_OF = {"tens": 10.0, "dozens": 12.0, "hundreds": 100.0, "scores": 20.0}
_VAGUE_SCALES = {"thousands": 1e3, "millions": 1e6, "billions": 1e9}


class Numeral(NamedTuple):
    """A number that takes up `length` words: `low == high` unless it is vague; `share` for a part of a whole."""

    length: int
    low: float
    high: float
    share: bool = False


def read_numeral(words: Sequence[str], at: int) -> Numeral | None:
    """The longest spelled-out number that starts with word `at`, or None."""
    return _part_of_scale(words, at) or _share(words, at) or _vague(words, at) or _cardinal(words, at)


def _part_of_scale(words: Sequence[str], at: int) -> Numeral | None:
    """A part of a big number: "half a dozen", "a quarter of a million", "several thousand"."""
    part = _share(words, at)
    if part is not None:
        rest = list(words[at + part.length : at + part.length + 3])
        scale = rest[2:3] if rest[:2] in (["of", "a"], ["of", "one"]) else rest[1:2] if rest[:1] == ["a"] else []
        if scale and scale[0] in SCALES and len(scale[0]) > 2:
            value = part.low * SCALES[scale[0]]
            return Numeral(part.length + rest.index(scale[0]) + 1, value, value)
    if words[at] == "several" and words[at + 1 : at + 2] and words[at + 1] in SCALES:
        scale_of = SCALES[words[at + 1]]
        return Numeral(2, 3 * scale_of, 12 * scale_of)
    return None


def _share(words: Sequence[str], at: int) -> Numeral | None:
    word, rest = words[at], words[at + 1 : at + 4]
    if word == "half" or (word in {"one", "a", "an"} and rest[:1] == ["half"]):
        return Numeral(1 if word == "half" else 2, 0.5, 0.5, share=True)
    top = 1.0 if word in {"a", "one"} else UNITS.get(word)
    if not top or not rest:
        return None
    if rest[0] in _PARTS and (top == 1.0) != rest[0].endswith(("s", "halves")) and rest[0] != "half":
        value = top / _PARTS[rest[0]]
        return Numeral(2, value, value, share=True) if value < 1 else None
    if rest[:2] == ["in", "every"] and len(rest) > 2 and UNITS.get(rest[2], 0) > top:
        return Numeral(4, top / UNITS[rest[2]], top / UNITS[rest[2]], share=True)
    if rest[0] == "in" and len(rest) > 1 and UNITS.get(rest[1], 0) > top:
        return Numeral(3, top / UNITS[rest[1]], top / UNITS[rest[1]], share=True)
    if rest[:2] == ["out", "of"] and len(rest) > 2 and UNITS.get(rest[2], 0) > top:
        return Numeral(4, top / UNITS[rest[2]], top / UNITS[rest[2]], share=True)
    return None


def _vague(words: Sequence[str], at: int) -> Numeral | None:
    word, rest = words[at], list(words[at + 1 : at + 3])
    if word in _TENS_OF and rest[:1] == ["of"] and len(rest) > 1 and rest[1] in _VAGUE_SCALES:
        low = _TENS_OF[word] * _VAGUE_SCALES[rest[1]]
        return Numeral(3, low, 20 * low)
    if word in _VAGUE:
        return Numeral(1, *_VAGUE[word])
    if word == "several":
        return Numeral(1, 3.0, 12.0)
    if word == "couple" and rest[:1] == ["of"]:
        return Numeral(2, 2.0, 3.0)
    if word in {"both", "twin"}:
        return Numeral(1, 2.0, 2.0)
    return None


def _cardinal(words: Sequence[str], at: int) -> Numeral | None:
    total = current = 0.0
    end = at
    for i in range(at, len(words)):
        word = words[i]
        if word in UNITS and (current % 100 == 0 or (current % 10 == 0 and UNITS[word] < 10)):
            current += UNITS[word]
        elif word in TENS and current % 100 == 0:
            current += TENS[word]
        elif word in SCALES and len(word) > 2 and (current or (i > at and words[i - 1] == "a")):
            scale = SCALES[word]
            if scale < 1e3:
                current = (current or 1.0) * scale
            else:
                total, current = total + (current or 1.0) * scale, 0.0
        elif (word == "a" and i == at and i + 1 < len(words) and words[i + 1] in SCALES) or (
            word == "and"
            and i > at
            and words[i - 1] in SCALES
            and i + 1 < len(words)
            and words[i + 1] in (UNITS | TENS)
        ):
            continue
        else:
            break
        end = i + 1
    if end == at:
        return None
    value = total + current
    if list(words[end : end + 3]) == ["and", "a", "half"]:
        return _and_a_half(words, at, end, value)
    return Numeral(end - at, value, value)


def _and_a_half(words: Sequence[str], at: int, end: int, value: float) -> Numeral:
    """In "two and a half million" or "a dozen and a half": the half is of the scale that goes before or follows it."""
    following = words[end + 3] if end + 3 < len(words) else ""
    if following in SCALES and len(following) > 2:
        half = (value + 0.5) * SCALES[following]
        return Numeral(end + 4 - at, half, half)
    half = value + 0.5 * SCALES.get(words[end - 1], 1.0)
    return Numeral(end + 3 - at, half, half)
