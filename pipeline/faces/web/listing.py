"""The list of reports, narrowed to what a reader looks for."""

from collections.abc import Sequence

from ...types import ReportSummary


def matching(summaries: Sequence[ReportSummary], words: str) -> list[ReportSummary]:
    """Those of the reports whose question has all of these words, or beginnings of them, in any order."""
    wanted = words.casefold().split()
    return [each for each in summaries if all(word in each.question.casefold() for word in wanted)]
