"""Reports, verdicts and changes as fragments of HTML for a notebook: short, with their own style, without a script.

They stand in pages that others made and in files that sites show, so they use plain elements and inline style alone; the
words behind a citation are its tooltip.
"""

from collections.abc import Sequence

from markupsafe import Markup, escape

from ..types import Citation, Claim, ClaimChange, Report, Verdict
from . import wording
from .changes import Compared, cause, ordered, tally
from .inert import line, visible, web_url

_BOX = "max-width:46em;line-height:1.5"
_QUIET = "opacity:.7;font-size:.9em"
_TONES = {
    "supported": "#2e7d32",
    "partial": "#b26a00",
    "contradicted": "#c62828",
    "unsupported": "#c62828",
    "unjudged": "#666",
}


def report_html(report: Report) -> str:
    """A report: what it says, with the words behind each mark on hover, and its sources."""
    parts = [
        _tag("h3", report.question),
        _tag("p", f"{wording.checked(report)}. {wording.freshness(report)}", style=_QUIET),
    ]
    if report.status == "insufficient_evidence":
        parts.append(_tag("p", f"{wording.NOT_ENOUGH} {wording.searched(report)}"))
    parts += _part(report, "Executive summary", report.executive_summary)
    for number, section in enumerate(report.sections, start=1):
        parts += _part(report, f"{number}. {section.heading}", section.claims)
    parts += _part(report, "Bottom line", report.bottom_line)
    parts += _sources(report)
    return _box(parts)


def verdict_html(verdict: Verdict) -> str:
    """A verdict: its label, how sure it is, and why."""
    label = Markup('<b style="color:{}">{}</b> {:.2f}').format(
        _TONES[verdict.label], wording.LABELS[verdict.label], verdict.score
    )
    reasons = Markup("").join(_tag("li", reason) for reason in verdict.reasons)
    return _box([label, Markup("<ul>{}</ul>").format(reasons)] if reasons else [label])


def changes_html(changes: Sequence[ClaimChange], *, title: str = "") -> str:
    """Changes: each sentence before and after, and what caused it."""
    rows = Markup("").join(
        Markup("<tr>{}{}{}{}</tr>").format(
            _cell(change.kind),
            _cell(change.before or ""),
            _cell(change.after or "" if change.after != change.before else ""),
            _cell(cause(change)),
        )
        for change in ordered(changes)
    )
    heads = Markup("").join(
        _tag("th", name, style="text-align:left") for name in ("change", "before", "after", "cause")
    )
    table = Markup("<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>").format(heads, rows)
    head = [_tag("h3", title)] if title else []
    return _box([*head, _tag("p", tally(changes)), *([table] if rows else [])])


def compared_html(compared: Compared) -> str:
    return changes_html(compared.changes, title=compared.title)


def _part(report: Report, heading: str, ids: Sequence[str]) -> list[Markup]:
    claims = wording.claims(report, ids)
    if not claims:
        return []
    told = Markup(" ").join(_sentence(report, claim) for claim in claims)
    return [_tag("h4", heading), Markup("<p>{}</p>").format(told)]


def _sentence(report: Report, claim: Claim) -> Markup:
    marks = Markup("").join(_mark(report, citation) for citation in claim.citations)
    return escape(_shown(claim.text + wording.accepted(claim))) + marks


def _mark(report: Report, citation: Citation) -> Markup:
    publisher = next((each.publisher for each in report.sources if each.number == citation.source), "")
    words = f"“{citation.quote}” {publisher}; {wording.LABELS[citation.verdict.label]}, {citation.verdict.score:.2f}"
    return Markup('<sup title="{}" style="cursor:help">[{}]</sup>').format(_shown(words), citation.source)


def _sources(report: Report) -> list[Markup]:
    if not report.sources:
        return []
    items = Markup("").join(
        Markup('<li value="{}">{}. {}, {}</li>').format(
            source.number, _linked(source.title, source.url), _shown(source.publisher), wording.day(source.published_at)
        )
        for source in report.sources
    )
    return [_tag("h4", "Sources"), Markup('<ol style="{}">{}</ol>').format(_QUIET, items)]


def _linked(title: str, url: str) -> Markup:
    address = web_url(url)
    if address is None:
        return escape(_shown(title))
    return Markup('<a href="{}" rel="noopener noreferrer nofollow">{}</a>').format(address, _shown(title))


def _cell(text: str) -> Markup:
    return _tag("td", text, style="text-align:left;vertical-align:top")


def _tag(name: str, text: str, *, style: str = "") -> Markup:
    styled = Markup(' style="{}"').format(style) if style else Markup("")
    return Markup("<{0}{1}>{2}</{0}>").format(Markup(name), styled, _shown(text))  # noqa: S704  names of ours


def _box(parts: Sequence[Markup]) -> str:
    return str(Markup('<div style="{}">{}</div>').format(_BOX, Markup("\n").join(parts)))


def _shown(text: str) -> str:
    return visible(line(text))
