"""Which nuggets an answer tells: a judge says whether its text carries each of them, and word overlap says so beside it.

A nugget may rest on two sentences, so the whole text is one passage; what a long text hides is looked for in the sentences
that share most words with the nugget. Where the very words that carry it in the corpus stand in the answer, no judge is
asked. The floor takes the best single sentence, because a long text holds every word.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from pipeline.ports import Judge
from pipeline.text.sentences import paragraph_spans
from pipeline.types import Label, Pair, Report, Verdict

from ..judges import FloorJudge
from ..metrics import nuggets
from . import Nugget, Question

_RANK: dict[Label, int] = {"supported": 2, "partial": 1}
# What a verdict on (nugget, answer) is in the words of TREC's nugget assessment; every other label: not told.
_TREC: dict[Label, nuggets.Match] = {"supported": "support", "partial": "partial_support"}


_WORD = re.compile(r"[^\W_]+")
# Sentences that are judged by themselves beside the whole text. A verifier reads a long passage worse than a short one.
_ALONE = 2


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
    floors = [_floor(nugget, sentences) for nugget in question.nuggets]
    passages = [[text, *(sentences[place] for place, _ in floor[:_ALONE])] if text else [] for floor in floors]
    pairs = [Pair(claim=n.text, passage=p) for n, own in zip(question.nuggets, passages, strict=True) for p in own]
    verdicts = iter(judge.judge(pairs) if pairs else ())
    found = []
    for nugget, own, floor in zip(question.nuggets, passages, floors, strict=True):
        judged = [next(verdicts) for _ in own]
        best = floor[0][1] if floor else _nothing("lexical-floor")
        found.append(Match(nugget, _verbatim(nugget, text) or _best(judged, judge.name), best))
    return found


def _best(verdicts: Sequence[Verdict], judge: str) -> Verdict:
    """The verdict that finds most of the nugget told; what a longer text says against it does not untell it."""
    return max(verdicts, key=lambda verdict: (_RANK.get(verdict.label, 0), verdict.score), default=_nothing(judge))


def _verbatim(nugget: Nugget, text: str) -> Verdict | None:
    """Support without a judge, where words of an article that carry the nugget stand in the text as they are."""
    plain = _plain(text)
    held = next((each for each in nugget.carried_by if _plain(each.quote) in plain), None)
    if held is None:
        return None
    told = f"The answer holds the words of {held.article} that carry this."
    return Verdict(label="supported", score=1.0, judge="verbatim", reasons=(told,))


def _plain(text: str) -> str:
    words = " ".join(_WORD.findall(text.lower()))
    return f" {words} "


def found_in_own_words(question: Question, texts: Mapping[str, str], judge: Judge) -> float | None:
    """The share of nuggets that the judge finds in the very paragraphs that carry them; `texts`: articles by id.

    What it misses there it will miss in answers too, so this is how far its numbers can go. None: no paragraph is known.
    """
    pairs = []
    for nugget in question.nuggets:
        carried = ((texts.get(each.article, ""), each.quote) for each in nugget.carried_by)
        text, quote = next(((text, quote) for text, quote in carried if quote in text), ("", ""))
        around = [text[a:b] for a, b in paragraph_spans(text) if a <= text.find(quote) < b]
        pairs += [Pair(claim=nugget.text, passage=around[0])] if around else []
    verdicts = judge.judge(pairs) if pairs else []
    return fmean(verdict.label == "supported" for verdict in verdicts) if verdicts else None


def shares(matches: Sequence[Match]) -> nuggets.NuggetScores:
    """The shares of nuggets that are told, by TREC's formulas."""
    return nuggets.nugget_scores(
        [(_TREC.get(each.verdict.label, "not_support"), each.nugget.vital) for each in matches]
    )


def sides_covered(question: Question, matches: Sequence[Match]) -> float | None:
    """1 when something of every side of a conflict is told, 0 when a side is missing, None when there is no conflict."""
    told = {each.nugget.side for each in matches if each.told}
    return float(set(question.sides) <= told) if len(question.sides) > 1 else None


def _floor(nugget: Nugget, sentences: Sequence[str]) -> list[tuple[int, Verdict]]:
    """The sentences by word overlap with the nugget, best first: the place of each, and the floor's verdict."""
    verdicts = FloorJudge().judge([Pair(claim=nugget.text, passage=sentence) for sentence in sentences])
    return sorted(enumerate(verdicts), key=lambda found: (-found[1].score, found[0]))


def _nothing(judge: str) -> Verdict:
    return Verdict(label="unsupported", score=0.0, judge=judge, reasons=("The answer has no text.",))
