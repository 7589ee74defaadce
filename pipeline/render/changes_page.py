"""The changes as one self-contained page: old and new side by side, the cause on hover and under each pair."""

import re
from difflib import SequenceMatcher

from markupsafe import Markup, escape

from ..types import Because, ClaimChange
from .changes import Compared, cause, ordered, tally
from .html import by_hash
from .inert import line, visible
from .pages import asset, own

_WORDS = re.compile(r"\S+\s*")


def page(compared: Compared) -> str:
    """The page; it loads nothing and runs no script."""
    style = asset("changes.css")
    return (
        own()
        .get_template("changes.html.j2")
        .render(
            **shown(compared),
            policy=f"default-src 'none'; style-src {by_hash(style)}; base-uri 'none'; form-action 'none'",
            style=Markup(style),  # noqa: S704  our own file
        )
    )


def shown(compared: Compared) -> dict[str, object]:
    """What the template of changes tells, wherever the page stands."""
    return {
        "compared": compared,
        "tally": tally(compared.changes),
        "rows": [_row(change) for change in ordered(compared.changes)],
        "kept": [change for change in compared.changes if change.kind == "kept"],
    }


def _row(change: ClaimChange) -> dict[str, str | Markup | Because | None]:
    why = visible(cause(change))
    if change.before is None or change.after is None:
        before, after = (escape(_shown(side or "")) for side in (change.before, change.after))
    else:
        before, after = _marked(_shown(change.before), _shown(change.after))
    return {"kind": change.kind, "before": before, "after": after, "cause": why, "because": change.because}


def _marked(before: str, after: str) -> tuple[Markup, Markup]:
    """Both sentences with the words marked that only one of them has."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    matcher = SequenceMatcher(a=old, b=new, autojunk=False)
    left, right = Markup(), Markup()
    for kind, a, b, c, d in matcher.get_opcodes():
        left += _tagged("del", old[a:b], plain=kind == "equal")
        right += _tagged("ins", new[c:d], plain=kind == "equal")
    return left, right


def _tagged(tag: str, words: list[str], *, plain: bool) -> Markup:
    text = escape("".join(words))
    return text if plain or not words else Markup("<{0}>{1}</{0}>").format(Markup(tag), text)  # noqa: S704  a tag of ours


def _shown(text: str) -> str:
    return visible(line(text))
