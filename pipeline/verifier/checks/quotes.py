"""Quoted words must be in the passage: case, spaces and the shape of quote marks aside, letter for letter."""

import re

from ...text.tokens import plain
from ..finding import Case, Finding

_QUOTED = re.compile(r"[“\"«]([^”\"»“«]{2,}?)[”\"»]|(?<!\w)[‘']([^’']{8,}?)[’'](?!\w)")


def check_quotes(case: Case) -> list[Finding]:
    """One finding for every quotation of the claim."""
    passage = _letters(case.passage.text)
    found = []
    for match in _QUOTED.finditer(case.claim.text):
        words = match.group(1) or match.group(2)
        if _letters(words).strip(" .,;:!?") in passage:
            found.append(Finding("quote", "ok", 1.0, f"The quoted words “{words}” are in the passage."))
        else:
            found.append(Finding("quote", "missing", 1.0, f"The quoted words “{words}” are not in the passage."))
    return found


def _letters(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"[\"'\[\]]", "", plain(text)))
