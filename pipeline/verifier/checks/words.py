"""Which content words of the claim does the passage not have in any form?"""

from ..finding import Case, Finding


def check_words(case: Case) -> list[Finding]:
    """One finding with the share of the claim's content words that the passage lacks."""
    named = {word for name in case.claim.names.names if name.sure for word in name.words}
    plain = [
        (word, token) for word, token in case.claim.content if token.lower not in named and not token.text[0].isdigit()
    ]
    if not plain:
        return []
    absent = [token.text for word, token in plain if not _present(word, case.passage.stems)]
    if not absent:
        return [Finding("words", "ok", 1.0, "Every word of the claim is in the passage.")]
    reason = "The passage does not use: " + ", ".join(absent[:5]) + "."
    return [Finding("words", "missing", len(absent) / len(plain), reason)]


def _present(word: str, stems: frozenset[str]) -> bool:
    """In this form, or sharing a beginning of five letters or more ("negotiat-ion", "negotiat-or")."""
    return word in stems or (len(word) >= 6 and any(other[:5] == word[:5] for other in stems if len(other) >= 5))
