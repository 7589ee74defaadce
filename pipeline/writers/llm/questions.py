"""Questions: those that widen the search before writing, and those that a reader may ask next."""

from collections.abc import Iterable, Sequence
from typing import Any

from ...prompting import Block, fence
from ...text.words import content_words, word_count, words
from ...types import Brief, DraftSection, Evidence
from .asking import Asker
from .hygiene import plain, texts

_SUB_QUESTIONS, _FOLLOW_UPS = 4, 3
_LONGEST = 200  # characters of a question
_HEADLINES = 16  # headlines shown: the articles that bear most on the question
_SHORTEST_HEADLINE, _LONGEST_HEADLINE = 4, 18  # words that make a question of a headline


def planned(brief: Brief, evidence: Sequence[Evidence], asker: Asker) -> tuple[str, ...]:
    """Two to four further questions in the words of the headlines found so far.

    Raises:
        ModelFailed, ModelUnavailable
    """
    headlines = _headlines(evidence)[:_HEADLINES]
    while len(headlines) > 1 and not asker.fits("plan", _variables(brief, headlines)):
        headlines = headlines[: len(headlines) // 2]
    reply = asker.ask("plan", _variables(brief, headlines))
    return _distinct(_asked(reply.get("questions")), beside=(brief.question,))[:_SUB_QUESTIONS]


def next_questions(
    brief: Brief, standing: Sequence[DraftSection], evidence: Sequence[Evidence], asker: Asker
) -> tuple[str, ...]:
    """At most three questions of the model's; may be fewer.

    Raises:
        ModelFailed, ModelUnavailable
    """
    told = [claim.text for section in standing for claim in section.claims]
    headlines = _headlines(evidence)[:_HEADLINES]

    def variables() -> dict[str, object]:
        return {**_variables(brief, headlines), "claims": fence("claims", [Block("\n".join(told), {})])}

    while len(told) + len(headlines) > 2 and not asker.fits("follow_ups", variables()):
        told, headlines = told[: max(1, len(told) * 2 // 3)], headlines[: max(1, len(headlines) * 2 // 3)]
    reply = asker.ask("follow_ups", variables())
    questions = [question for question in _asked(reply.get("questions")) if question.endswith("?")]
    return _distinct(questions, beside=(brief.question,))[:_FOLLOW_UPS]


def completed(
    questions: Sequence[str], brief: Brief, standing: Sequence[DraftSection], evidence: Sequence[Evidence]
) -> tuple[str, ...]:
    """Three questions: those given, then headlines that the report has said least of, made into questions."""
    told = {word for section in standing for claim in section.claims for word in content_words(claim.text)}
    fresh = sorted(_headlines(evidence), key=lambda title: -_news(title, told))
    made = [_as_question(title) for title in fresh if _SHORTEST_HEADLINE <= word_count(title) <= _LONGEST_HEADLINE]
    return _distinct([*questions, *made], beside=(brief.question,))[:_FOLLOW_UPS]


def _variables(brief: Brief, headlines: Sequence[str]) -> dict[str, object]:
    return {"question": brief.question, "headlines": fence("headlines", [Block("\n".join(headlines), {})])}


def _headlines(evidence: Sequence[Evidence]) -> list[str]:
    return list(dict.fromkeys(plain(item.article.title) for item in evidence))


def _asked(value: Any) -> list[str]:
    shown = [plain(question) for question in texts(value)]
    return [question for question in shown if question and len(question) <= _LONGEST]


def _distinct(questions: Iterable[str], *, beside: Sequence[str]) -> tuple[str, ...]:
    """The questions, without those that use the words of an earlier one or of one given."""
    seen = [_content(question) for question in beside]
    kept = []
    for question in questions:
        own = _content(question)
        if own and own not in seen:
            seen.append(own)
            kept.append(question)
    return tuple(kept)


def _content(question: str) -> frozenset[str]:
    return frozenset(content_words(question)) or frozenset(words(question))


def _news(title: str, told: set[str]) -> float:
    own = set(content_words(title))
    return len(own - told) / max(1, len(own))


def _as_question(title: str) -> str:
    return title if title.endswith("?") else f"What is known about this: {title.rstrip('.')}?"
