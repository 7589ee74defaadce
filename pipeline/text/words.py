"""Words of a text: what counts as one, which of them carry content, and how they are compared."""

import re
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*(?:[.,]\d+)*")

# Function words of English; they say nothing about what a sentence is about.
STOP_WORDS = frozenset(
    "a about above after again against all also although am an and any are as at be because been before being between "
    "both but by can could did do does doing down during each either else ever every few for from further had has have "
    "having he her here hers him his how however i if in into is it its itself just may me might more most much must my "
    "neither no nor not now of off on once one only onto or other others our out over own per quite rather same shall "
    "she should since so some still such than that the their them then there these they this those though through thus "
    "to too under until up upon us very was we were what whatever when where whether which while who whom whose why "
    "will with within without would yet you your".split()
)


def words(text: str) -> list[str]:
    """The words of a text in lower case, in order, without possessive endings."""
    return [_plain(word) for word in _WORD.findall(text)]


def content_words(text: str) -> list[str]:
    """The words of a text that are not function words, stemmed, in order."""
    return [stem(word) for word in words(text) if word not in STOP_WORDS]


def word_count(text: str) -> int:
    return len(_WORD.findall(text))


@lru_cache(maxsize=65_536)
def _plain(word: str) -> str:
    return re.sub(r"['’]s?$", "", word.lower())


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """A word without its common English endings: enough to match "talks" with "talk", "agreed" with "agree".

    Porter's first step and no more: later steps join words that news must keep apart ("general", "generation").
    """
    if len(word) < 4 or not word.isascii() or not word.isalpha():
        return word
    if word.endswith("ies") and len(word) > 4:
        word = word[:-3] + "y"
    elif word.endswith(("sses", "shes", "ches", "xes", "zes")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        base = word[: -len(ending)]
        if word.endswith(ending) and len(base) >= 3 and re.search("[aeiouy]", base):
            word = base[:-1] if len(base) > 3 and base[-1] == base[-2] and base[-1] not in "lsze" else base
            break
    return word[:-1] if len(word) > 4 and word.endswith("e") else word
