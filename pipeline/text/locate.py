"""Where quoted words stand in a text: up to case, white space and the shape of quotation marks, nothing else."""

from collections.abc import Iterable

# Typographic quotation marks and apostrophes, read as the plain ones.
_MARKS = str.maketrans(dict.fromkeys("“”„«»", '"') | dict.fromkeys("‘’‚‹›´`", "'"))


def locate(quote: str, text: str) -> tuple[int, int] | None:
    """Where the quote stands in the text, `[start, end)`; None when it does not."""
    needle = "".join(char for char, _ in _plain(quote)).strip()
    if not needle:
        return None
    haystack = list(_plain(text))
    at = "".join(char for char, _ in haystack).find(needle)
    if at < 0:
        return None
    return haystack[at][1], haystack[at + len(needle) - 1][1] + 1


def _plain(text: str) -> Iterable[tuple[str, int]]:
    """The characters that count, each with the offset it comes from; every pair holds exactly one character."""
    space = False
    for offset, char in enumerate(text):
        if char.isspace():
            if not space:
                yield " ", offset
            space = True
            continue
        space = False
        lower = char.translate(_MARKS).lower()
        yield (lower if len(lower) == 1 else char), offset
