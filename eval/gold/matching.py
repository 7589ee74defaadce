"""Which nuggets an answer tells: a judge says whether its text carries each of them, and word overlap says so beside it.

The whole text is one passage, since a nugget may rest on two of its sentences; the judge looks for the sentences that
bear on it. The floor takes the best single sentence, because a long text holds every word.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.ports import Judge
from pipeline.types import Label, Pair, Report, Verdict

from ..judges import FloorJudge
from ..metrics import nuggets
from . import Nugget, Question

# What a verdict on (nugget, answer) is in the words of TREC's nugget assessment; every other label: not told.
_TREC: dict[Label, nuggets.Match] = {"supported": "support", "partial": "partial_support"}


@dataclass(frozen=True)
class Match:
    """What a judge and the floor say of one nugget against a text."""

    nugget: Nugget
    verdict: Verdict
    floor: Verdict

    @property
    def told(self) -> bool:
        return self.verdict.label == "supported"


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


def shares(matches: Sequence[Match]) -> nuggets.NuggetScores:
    """The shares of nuggets that are told, by TREC's formulas."""
    return nuggets.nugget_scores(
        [(_TREC.get(each.verdict.label, "not_support"), each.nugget.vital) for each in matches]
    )


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
