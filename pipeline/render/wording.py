"""The sentences about a report that every rendering says in the same words: dates, freshness, verdicts, the run."""

from __future__ import annotations

import shlex
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from ..types import Citation, Claim, CorpusStamp, Decision, Label, Report, RunRecord, Source, StalenessReason

LABELS: dict[Label, str] = {
    "supported": "supported",
    "partial": "partly supported",
    "contradicted": "contradicted",
    "unsupported": "not supported",
    "unjudged": "not judged",
}
# What became of an article, or of what it says, that a report rests on.
CAUSES = {
    "moved": "moved within its article; the words are the same",
    "corrected": "corrected by its publisher",
    "withdrawn": "withdrawn by its publisher",
    "contradicted": "speaks against it",
    "updated": "overtaken by newer figures or dates",
    "new_evidence": "new evidence on the question",
    "aged": "old",
    "conflict": "speaks against it, as another report cites it",
    "pinned": "pinned by the editor",
    "banned": "banned by the editor",
    "accepted": "a claim was accepted by the editor",
    "rejected": "a claim was rejected by the editor",
    "undone": "the editor undid a decision",
}
NOT_ENOUGH = "The corpus does not hold enough to answer this question."
SINGLE = "°"
SINGLE_ORIGIN = f"{SINGLE} single origin: all that the sentence cites goes back to one report."
DECIDED = "Editor’s decisions"
PARTIAL = "A partial answer: some of what was drafted could not be backed, and is listed under “Left out”."


def day(moment: datetime) -> str:
    """The day in UTC, as people write it: "December 17, 2025"."""
    return spelt(moment.astimezone(UTC))


def spelt(when: date) -> str:
    return f"{when:%B} {when.day}, {when.year}"


def moment(when: datetime) -> str:
    """The day alone when the moment is a day's beginning or end, else with hours and minutes."""
    utc = when.astimezone(UTC)
    at = utc.time().replace(microsecond=0)
    return day(utc) if at in {time(0), time(23, 59, 59)} else f"{day(utc)}, {utc:%H:%M} UTC"


def count(number: int, noun: str, plural: str | None = None) -> str:
    """A number with its noun: "1 article", "1,204 articles"."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def deck(report: Report) -> str | None:
    """The report's title where it says more than the question, which heads the page."""
    same = report.title.strip(" ?.!").casefold() == report.question.strip(" ?.!").casefold()
    return None if same or not report.title.strip() else report.title


def checked(report: Report) -> str:
    as_of = f", as of {moment(report.as_of)}" if report.as_of else ""
    return f"Checked on {day(report.checked_at)}{as_of}"


def freshness(report: Report) -> str:
    """Whether the corpus has overtaken the report, as far as that was looked into, in one sentence."""
    match report.staleness.state:
        case "fresh" if report.staleness.checked_at > report.checked_at:
            return f"Compared with the news on {moment(report.staleness.checked_at)}: it still stood."
        case "fresh":
            return f"Written from a {corpus(report.corpus)}; what came in since may have overtaken it."
        case "stale-minor":
            return f"Parts of this may be outdated (found on {day(report.staleness.checked_at)}):"
        case "stale-major":
            return f"This is outdated (found on {day(report.staleness.checked_at)}):"


def refresh_command(report: Report) -> str:
    """The command that finds out whether the report still stands, and writes anew what does not."""
    return f"groundwire refresh {shlex.quote(report.id)}"


def corpus(stamp: CorpusStamp) -> str:
    newest = f", newest {day(stamp.newest)}" if stamp.newest else ""
    return f"corpus of {count(stamp.articles, 'article')}{newest}"


def staleness_reason(report: Report, reason: StalenessReason) -> str:
    """What made the report stale, in one sentence: which article, what became of it, its words, how many claims."""
    titles = {source.article_id: f"“{source.title}” ({source.publisher})" for source in report.sources}
    what = titles.get(reason.article_id, f"article {reason.article_id}")
    cause = CAUSES.get(reason.kind, reason.kind.replace("_", " ").replace("-", " "))
    words = f": “{reason.quote}”" if reason.quote else ""
    touches = f" (touches {count(len(reason.claims), 'claim')})" if reason.claims else ""
    return f"{what}: {cause}{words}{touches}"


def searched(report: Report) -> str:
    """For a report that abstains: what was searched."""
    if not report.corpus.articles:
        return "The corpus is empty: nothing was searched."
    newest = f", the newest of {day(report.corpus.newest)}" if report.corpus.newest else ""
    return f"Searched: {count(report.corpus.articles, 'article')}{newest}."


def tally(report: Report) -> str:
    """What stands behind the report: claims, citations, sources, independent origins, and what was left out."""
    citations = sum(len(claim.citations) for claim in report.claims.values())
    origins = len({source.origin for source in report.sources})
    out = f"; {count(len(report.omissions), 'sentence')} left out" if report.omissions else ""
    return (
        f"{count(len(report.claims), 'claim')}, each checked against the words it cites: {count(citations, 'citation')}"
        f" of {count(len(report.sources), 'source')} from {count(origins, 'independent origin')}{out}."
    )


def origins(claim: Claim) -> str:
    return "a single origin" if claim.origins == 1 else count(claim.origins, "independent origin")


def mark(claim: Claim) -> str:
    """The mark of a sentence of which all that it cites goes back to one report, if it is one."""
    return SINGLE if claim.origins == 1 else ""


def accepted(claim: Claim) -> str:
    """The note behind a sentence that stands because an editor decided so; nothing behind any other."""
    from ..types.decisions import ACCEPTED  # a command line that only helps loads no domain

    told = any(reason.startswith(ACCEPTED) for reason in claim.verdict.reasons)
    return f" ({ACCEPTED[0].lower()}{ACCEPTED[1:]})" if told else ""


def decision(decided: Decision) -> str:
    """An editor's decision in one sentence, with the note that came with it."""
    done = {"pin": "Pinned", "ban": "Banned", "accept": "Accepted", "reject": "Rejected"}[decided.kind]
    what = {"article": f"“{decided.text}”", "publisher": f"all of {decided.text}", "claim": f"“{decided.text}”"}
    note = f" — {decided.note}" if decided.note else ""
    return f"{done}: {what[decided.subject]}{note}"


def legend(report: Report) -> str | None:
    """What the mark means, where a sentence has it."""
    return SINGLE_ORIGIN if any(claim.origins == 1 for claim in report.claims.values()) else None


def also_in(source: Source) -> str:
    """Where cited words stand too, as they go behind a source: "; also in: The Daily"; nothing if nowhere."""
    publishers = sorted({each.publisher for each in source.also_in})
    return f"; also in: {', '.join(publishers)}" if publishers else ""


def run(record: RunRecord) -> str:
    """Who wrote and who judged, with how many tokens, in which time, at what cost."""
    tokens = f"{record.tokens.evidence:,} tokens of evidence"
    if spent := record.tokens.prompt + record.tokens.completion:
        tokens += f", {spent:,} through the model"
    cost = f", ${record.cost_usd:.4f}" if record.cost_usd else ""
    return f"Written by {record.writer}, judged by {record.judge}; {tokens}, {record.seconds:.1f} s{cost}."


def notes(report: Report) -> tuple[str, ...]:
    """What a reader should know of how the report was written: what failed, and what became of the drafted claims."""
    count_ = report.run.claims
    mended = [f"{count(count_.repaired, 'claim')} reworded by the model after its check failed"] * bool(count_.repaired)
    moved = [f"{count(count_.recited, 'claim')} cited anew"] * bool(count_.recited)
    told = f"Of {count(count_.drafted, 'drafted sentence')}: {', '.join([*mended, *moved])}."
    return (*report.run.notes, told) if mended or moved else tuple(report.run.notes)


def numbers(citations: Iterable[Citation]) -> list[int]:
    """The source numbers that stand behind a sentence, each once, in the order of its citations."""
    return list(dict.fromkeys(citation.source for citation in citations))


def claims(report: Report, ids: Iterable[str]) -> list[Claim]:
    """The claims of a part of the report; an id that names no claim is passed over."""
    return [report.claims[name] for name in ids if name in report.claims]
