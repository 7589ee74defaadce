"""A language model's opinion where the first judge is not sure, and only what it can quote the passage for.

It is asked about the uncertain band alone, and its word counts only with words of the passage that decide; whatever goes
wrong, the first verdict stays. It cannot make anything certain: its verdicts keep a score within the band.
"""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Event
from typing import Any, NamedTuple, get_args

from ..errors import LimitReached, ModelFailed, ModelUnavailable
from ..ports import Chat, Judge
from ..prompting import Block, fence, inert, load_prompt
from ..text.locate import locate
from ..types import Label, Pair, Prompt, Span, Verdict
from . import thresholds
from .fusion import load_fusion
from .judge import unjudgeable

_AT_ONCE = 4
_REPLY_TOKENS = 300  # a quote of two sentences and a short reason; a longer reply is cut and counts as unusable
_LEAST_QUOTED = 3  # words; fewer stand in any passage and decide nothing
_LONGEST_REASON = 240  # characters of the model's reason that a reader is shown
_AROUND = " \n\t\"'“”„‘’«»…"  # what models put around a quote
_OPINIONS: frozenset[Label] = frozenset(get_args(Label)) - {"unjudged"}


class Opinion(NamedTuple):
    """What the model says of a pair; `place` is where its quote stands in the passage, None where it quotes nothing."""

    label: Label
    place: Span | None
    reason: str


@dataclass
class Opinions:
    """How asking went: pairs that the model was asked about, opinions that counted, those that differ from the first.

    An opinion differs when one of the two says supported and the other does not.
    """

    asked: int = 0
    counted: int = 0
    disagreed: int = 0
    stopped: str = ""  # why it was asked no further, if it was not

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader of the report should know, in sentences; none when nothing was asked."""
        told = f"A second judge was asked about {self.asked} uncertain pairs; {self.counted} of its opinions counted, "
        asked = (f"{told}{self.disagreed} against the first judge.",) if self.asked else ()
        return (*asked, f"The second judge was asked no further: {self.stopped}") if self.stopped else asked


def question(pair: Pair) -> Prompt:
    """The prompt `judge` for a pair, both texts fenced as data."""
    day = {"date": pair.date.date().isoformat()} if pair.date else {}
    return load_prompt("judge").render(
        max_tokens=_REPLY_TOKENS,
        claim=fence("claim", [Block(pair.claim, {})]),
        passages=fence("passage", [Block(pair.passage, day)]),
    )


class SecondOpinion:
    """Implements `ports.Judge`: the first judge, and a language model for pairs with a score in `thresholds.UNCERTAIN`.

    One serves one report: a pair is asked about once, `record` counts over all calls, and once the model cannot be
    reached or a spending limit is hit, it is asked no more. `render` words the question; `cut` is the score from which
    the first judge calls a claim supported (default: that of the packaged model).
    """

    def __init__(
        self, first: Judge, chat: Chat, *, render: Callable[[Pair], Prompt] = question, cut: float | None = None
    ) -> None:
        low, high = thresholds.UNCERTAIN
        self.name = f"{first.name}+{chat.name}"
        self.record = Opinions()
        self._first = first
        self._chat = chat
        self._render = render
        self._cut = min(max(load_fusion().thresholds[0] if cut is None else cut, low), high)
        self._stop = Event()
        self._opinions: dict[Pair, Opinion | None] = {}

    def judge(self, pairs: Sequence[Pair]) -> list[Verdict]:
        """One verdict a pair, in order: the first judge's, or, where an opinion counts, one that names both judges."""
        verdicts = self._first.judge(pairs)
        judged = list(zip(pairs, verdicts, strict=True))
        fresh = {p: v for p, v in judged if p not in self._opinions and _uncertain(p, v)}
        with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="second-opinion") as pool:
            answers = list(pool.map(self._ask, fresh))
        for (pair, verdict), answer in zip(fresh.items(), answers, strict=True):
            self._opinions[pair] = self._counted(pair, verdict, answer)
        return [self._combined(verdict, self._opinions.get(pair)) for pair, verdict in judged]

    def _ask(self, pair: Pair) -> Mapping[str, Any] | ModelFailed | None:
        """The model's reply, its failure, or None where it was not asked."""
        if self._stop.is_set():
            return None
        try:
            return self._chat.ask(self._render(pair))
        except (LimitReached, ModelUnavailable) as error:
            self._stop.set()
            self.record.stopped = self.record.stopped or str(error)
            return None
        except ModelFailed as error:
            return error

    def _counted(self, pair: Pair, verdict: Verdict, answer: Mapping[str, Any] | ModelFailed | None) -> Opinion | None:
        if answer is None:
            return None
        self.record.asked += 1
        opinion = None if isinstance(answer, ModelFailed) else proven(answer, pair.passage)
        if opinion is not None:
            self.record.counted += 1
            self.record.disagreed += _differ(verdict, opinion)
        return opinion

    def _combined(self, verdict: Verdict, opinion: Opinion | None) -> Verdict:
        if opinion is None:
            return verdict
        told = f"{self._chat.name} was asked, and in its opinion: “{opinion.reason}”"
        first = verdict.reasons
        if _differ(verdict, opinion):
            first = tuple(f"The checks lean the other way: {reason}" for reason in first[:1])
        return Verdict(
            label=opinion.label,
            score=self._moved(verdict.score, opinion.label),
            judge=self.name,
            evidence=opinion.place or verdict.evidence,
            reasons=(told, *first),
        )

    def _moved(self, score: float, label: Label) -> float:
        """The first score, moved to the opinion's side of the cut: the band is squeezed onto that side, order kept.

        The cut itself belongs to support, so the other side ends a little below it. How often the opinions of a given
        model are right is not known here; that is why none leads out of the band.
        """
        low, high = thresholds.UNCERTAIN
        share = (score - low) / (high - low)
        if label == "supported":
            return round(self._cut + share * (high - self._cut), 4)
        return round(low + 0.95 * share * (self._cut - low), 4)


def proven(reply: Mapping[str, Any], passage: str) -> Opinion | None:
    """The opinion in a reply, None where the words that it quotes do not stand in the passage.

    Only "unsupported" needs no quote: what a passage does not say cannot be quoted from it.
    """
    label, quote, reason = (reply.get(name) for name in ("label", "quote", "reason"))
    if label not in _OPINIONS or not isinstance(quote, str):
        return None
    bare = quote.strip(_AROUND)
    place = (locate(quote, passage) or locate(bare, passage)) if _decides(bare, passage) else None
    if place is None and (label != "unsupported" or bare):
        return None
    return Opinion(label, Span(start=place[0], end=place[1]) if place else None, _plain(reason))


def _uncertain(pair: Pair, verdict: Verdict) -> bool:
    low, high = thresholds.UNCERTAIN
    return low <= verdict.score <= high and not unjudgeable(pair)


def _decides(quote: str, passage: str) -> bool:
    return len(quote.split()) >= min(_LEAST_QUOTED, len(passage.split()))


def _differ(verdict: Verdict, opinion: Opinion) -> bool:
    return (verdict.label == "supported") != (opinion.label == "supported")


def _plain(reason: object) -> str:
    text = " ".join(inert(str(reason or "")).split()).strip(_AROUND) or "no reason given"
    return text if len(text) <= _LONGEST_REASON else text[: _LONGEST_REASON - 1] + "…"
