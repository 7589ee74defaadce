"""Are the claim's dates those of the passage, relative ones read against the article's date?"""

import re
from datetime import date

from ...text.calendar_words import WEEKDAY
from ...text.dates import DateMention
from ..finding import Case, Finding
from .nearby import beside

# Content words on either side that say what happened on a date, and how many shared ones tell.
_NEXT = 4
_TELLING = 2
_PREPOSITION = re.compile(r"^(?:in|since|until|by|of|from|during)[\s-]", re.IGNORECASE)


def check_dates(case: Case) -> list[Finding]:
    """One finding for every date of the claim; without an article date weekdays are compared by name."""
    found = [_judged(mention, case) for mention in case.claim.dates]
    return found if case.claim.date else found + _weekdays(case)


def _judged(said: DateMention, case: Case) -> Finding:
    given = case.passage.dates
    rival = _rival(said, case)
    inside = [m for m in given if said.first <= m.first and m.last <= said.last]
    if inside:
        best = max(inside, key=lambda m: _affinity(said, m, case))
        if rival is not None and _affinity(said, rival, case) > _affinity(said, best, case) + _TELLING:
            return _against(said, rival, 0.6)
        return Finding("date", "ok", 1.0, f"The passage dates it {_told(best)} too.", best.start, best.end)
    if rival is not None and _affinity(said, rival, case) >= _TELLING:
        return _against(said, rival, 1.0)
    around = [m for m in given if m.first <= said.last and said.first <= m.last]
    if around:
        reason = f"The passage dates this only {_told(around[0])}, the claim says {_told(said)}."
        return Finding("date", "weak", 0.5, reason, around[0].start, around[0].end)
    if _is_article_day(said, case.passage.date.date() if case.passage.date else None):
        return Finding("date", "weak", 0.3, f"The claim's {_told(said)} is the article's own date.")
    if rival is not None and _in_window(rival, case):
        return _against(said, rival, 0.9)
    return Finding("date", "missing", 0.8, f"Not in the passage: {_told(said)}.")


def _against(said: DateMention, rival: DateMention, score: float) -> Finding:
    reason = f"The passage dates this {_told(rival)}, the claim says {_told(said)}."
    return Finding("date", "contradicts", score, reason, rival.start, rival.end)


def _told(mention: DateMention) -> str:
    """A date as it is written, with the day that it means where its article's date was needed to know that."""
    text = _PREPOSITION.sub("", mention.text)
    if not mention.relative or mention.first != mention.last:
        return text
    return f"{text} ({mention.first.day} {mention.first:%B %Y})"


def _rival(said: DateMention, case: Case) -> DateMention | None:
    """The date of the same length among most of the claim's words that is none of the claim's dates."""
    others = [
        m
        for m in case.passage.dates
        if _length(m) == _length(said) and not any(o.first <= m.last and m.first <= o.last for o in case.claim.dates)
    ]
    return max(others, key=lambda m: (_affinity(said, m, case), _in_window(m, case)), default=None)


def _affinity(said: DateMention, given: DateMention, case: Case) -> int:
    mine = beside(case.claim, said.start, said.end, _NEXT)
    return len(mine & beside(case.passage, given.start, given.end, _NEXT))


def _in_window(mention: DateMention, case: Case) -> bool:
    return case.window.offset <= mention.start < case.window.offset + len(case.window.text)


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
        return [Finding("date", "contradicts", 0.9, f"The passage says {min(given)}, the claim says {absent[0]}.")]
    return [Finding("date", "missing", 0.8, f"Not in the passage: {day}.") for day in absent]
