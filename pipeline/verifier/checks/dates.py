"""Are the claim's dates those of the passage, relative ones read against the article's date?"""

import re
from datetime import date

from ...text.calendar_words import WEEKDAY
from ...text.dates import DateMention
from ..finding import Case, Finding


def check_dates(case: Case) -> list[Finding]:
    """One finding for every date of the claim; without an article date weekdays are compared by name."""
    found = [_judged(mention, case) for mention in case.claim.dates]
    return found if case.claim.date else found + _weekdays(case)


def _judged(said: DateMention, case: Case) -> Finding:
    given = case.passage.dates
    inside = [m for m in given if said.first <= m.first and m.last <= said.last]
    if inside:
        return Finding("date", "ok", 1.0, f"The passage dates it {inside[0].text!r}.", inside[0].start, inside[0].end)
    around = [m for m in given if m.first <= said.last and said.first <= m.last]
    if around:
        reason = f"{said.text!r} is more exact than the passage's {around[0].text!r}."
        return Finding("date", "weak", 0.5, reason, around[0].start, around[0].end)
    if _is_article_day(said, case.passage.date.date() if case.passage.date else None):
        return Finding("date", "weak", 0.3, f"{said.text!r} is the article's own date.")
    rivals = [m for m in case.window.dates if _length(m) == _length(said)]
    if rivals:
        at = case.window.offset
        reason = f"The claim is dated {said.text!r}; the passage says {rivals[0].text!r}."
        return Finding("date", "contradicts", 1.0, reason, rivals[0].start + at, rivals[0].end + at)
    return Finding("date", "missing", 0.8, f"No date in the passage is {said.text!r}.")


def _length(mention: DateMention) -> int:
    """Day, week, month or year: only dates of one length can be at odds."""
    days = (mention.last - mention.first).days
    return 0 if days < 1 else 1 if days < 20 else 2 if days < 45 else 3


def _is_article_day(said: DateMention, day: date | None) -> bool:
    return day is not None and (said.first - day).days <= 1 and (day - said.last).days <= 1


def _weekdays(case: Case) -> list[Finding]:
    said = set(re.findall(WEEKDAY, case.claim.text))
    given = set(re.findall(WEEKDAY, case.window.text))
    absent = sorted(day for day in said if day not in case.passage.text)
    if absent and given:
        return [Finding("date", "contradicts", 0.9, f"The claim says {absent[0]}; the passage says {min(given)}.")]
    return [Finding("date", "missing", 0.8, f"{day} is not in the passage.") for day in absent]
