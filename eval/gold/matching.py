"""Which nuggets an answer tells: a judge says whether its text carries each of them, and word overlap says so beside it.

The whole text is one passage, since a nugget may rest on two of its sentences; the judge looks for the sentences that
bear on it. The floor takes the best single sentence, because a long text holds every word.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.ports import Judge
from pipeline.types import Pair, Report, Verdict

from ..judges import FloorJudge
from . import Nugget, Question

# What a verdict counts under lenient scoring. Source: TREC nugget assessment (full 1, partial 0.5, none 0).
_LENIENT = {"supported": 1.0, "partial": 0.5}


@dataclass(frozen=True)
class Match:
    """What a judge and the floor say of one nugget against a text."""

    nugget: Nugget
    verdict: Verdict
    floor: Verdict

    @property
    def told(self) -> bool:
        return self.verdict.label == "supported"

    @property
    def lenient(self) -> float:
        return _LENIENT.get(self.verdict.label, 0.0)


def sentences_of(report: Report) -> list[str]:
    """Every claim of a report once, in the order of its parts, and what the sides of its disagreements say."""
    parts = (report.executive_summary, *(section.claims for section in report.sections), report.bottom_line)
    told = [report.claims[name].text for part in parts for name in part]
    sides = [side.text for disagreement in report.disagreements for side in disagreement.sides]
    return list(dict.fromkeys([*told, *sides]))


def match(question: Question, sentences: Sequence[str], judge: Judge) -> list[Match]:
    """Each nugget of a question against the sentences of an answer to it, in order; none told when there is no text."""
    text = "\n\n".join(sentences)
    pairs = [Pair(claim=nugget.text, passage=text) for nugget in question.nuggets]
    verdicts = judge.judge(pairs) if text else [_nothing(judge.name) for _ in pairs]
    return [
        Match(nugget, verdict, _floor(nugget, sentences))
        for nugget, verdict in zip(question.nuggets, verdicts, strict=True)
    ]


def share(found: Sequence[float]) -> float | None:
    """The mean; None where there is nothing to take it over."""
    return sum(found) / len(found) if found else None


def sides_covered(question: Question, matches: Sequence[Match]) -> float | None:
    """1 when something of every side of a conflict is told, 0 when a side is missing, None when there is no conflict."""
    told = {each.nugget.side for each in matches if each.told}
    return float(set(question.sides) <= told) if len(question.sides) > 1 else None


def _floor(nugget: Nugget, sentences: Sequence[str]) -> Verdict:
    floor = FloorJudge()
    verdicts = floor.judge([Pair(claim=nugget.text, passage=sentence) for sentence in sentences])
    return max(verdicts, key=lambda verdict: verdict.score, default=_nothing(floor.name))


def _nothing(judge: str) -> Verdict:
    return Verdict(label="unsupported", score=0.0, judge=judge, reasons=("The answer has no text.",))
