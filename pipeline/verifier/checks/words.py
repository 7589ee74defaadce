"""Which content words of the claim does the passage not have in any form?"""

from ...text.speech_verbs import KINDS
from ...text.tokens import Token
from ..finding import Case, Finding
from ..reading import Reading

_OF_SPEECH = frozenset({*KINDS, "according"})
_TOLD = 5


def check_words(case: Case) -> list[Finding]:
    """One finding with the share of the claim's content words that the passage lacks.

    Names, numbers, dates and verbs of saying have checks of their own, which know their other forms.
    """
    plain = [(word, token) for word, token in case.claim.content if not _has_its_own_check(case.claim, token)]
    if not plain:
        return []
    absent = [token.text for word, token in plain if not _present(word, case.passage.stems)]
    if not absent:
        return [Finding("words", "ok", 1.0, "Every word of the claim is in the passage.")]
    reason = "The passage does not use: " + ", ".join(absent[:_TOLD]) + "."
    return [Finding("words", "missing", len(absent) / len(plain), reason)]


def _has_its_own_check(claim: Reading, token: Token) -> bool:
    if token.lower in _OF_SPEECH:
        return bool(claim.attributions)
    spans = [(name.start, name.end) for name in claim.names.names if name.sure]
    spans += [(quantity.start, quantity.end) for quantity in claim.quantities]
    spans += [(mention.start, mention.end) for mention in claim.dates]
    return any(start <= token.start < end for start, end in spans) or token.text[0].isdigit()


def _present(word: str, stems: frozenset[str]) -> bool:
    """In this form, or sharing a beginning of five letters or more ("negotiat-ion", "negotiat-or")."""
    return word in stems or (len(word) >= 6 and any(other[:5] == word[:5] for other in stems if len(other) >= 5))
