"""Rich display in Jupyter: reports, verdicts and changes show themselves as HTML and Markdown there.

The domain's types know of no display, so the notebook's formatters are told about them, once a session.
"""

from typing import TYPE_CHECKING, Any

from ..render import render
from ..render.changes import Compared, render_changes, tally, text_lines
from ..render.notebook import changes_html, compared_html, report_html, verdict_html
from ..render.wording import LABELS
from ..types import ClaimChange, RefreshResult, Report, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable


def show_in_notebooks(shell: Any = None) -> bool:
    """Whether there is a notebook (or IPython) whose formatters now know our types; `shell` is for tests."""
    shell = _running() if shell is None else shell
    if shell is None:
        return False
    formats = shell.display_formatter.formatters
    for kind, as_html, as_markdown in _FORMS:
        formats["text/html"].for_type(kind, as_html)
        formats["text/markdown"].for_type(kind, as_markdown)
    return True


def _running() -> Any:
    """The shell of this process if it is a notebook's or IPython's; nothing is imported to find out."""
    import sys

    interactive = sys.modules.get("IPython")
    return interactive.get_ipython() if interactive is not None else None


def _verdict_markdown(verdict: Verdict) -> str:
    reasons = "".join(f"\n- {reason}" for reason in verdict.reasons)
    return f"**{LABELS[verdict.label]}** {verdict.score:.2f}\n{reasons}"


def _changes_text(changes: tuple[ClaimChange, ...]) -> str:
    return "\n".join(["```", tally(changes), *text_lines(changes), "```"])


_FORMS: "tuple[tuple[type, Callable[[Any], str], Callable[[Any], str]], ...]" = (
    (Report, report_html, lambda report: render(report, "md")),
    (Verdict, verdict_html, _verdict_markdown),
    (Compared, compared_html, lambda compared: render_changes(compared, "md")),
    (
        RefreshResult,
        lambda result: changes_html(result.changes, title=f"{result.id}: {result.state}, {result.action}"),
        lambda result: _changes_text(result.changes),
    ),
    (ClaimChange, lambda change: changes_html((change,)), lambda change: _changes_text((change,))),
)
