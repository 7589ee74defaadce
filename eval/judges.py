"""The judges that evals may use, by name: `floor`, `packaged`, `hf:NAME`, `llm:SPEC`.

An eval that lets a judge score what the same judge let pass measures only that the judge agrees with itself. So every
judge here can be told apart from the one that a report names (`related`), and none is chosen silently.
"""

import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import BadInput, ModelFailed, ModelUnavailable
from pipeline.ports import Embedder, Judge, Progress, silent
from pipeline.types import Label, Pair, Span, StageUse, Verdict
from pipeline.verifier.judge import unjudgeable
from pipeline.verifier.overlap import lexical_floor

if TYPE_CHECKING:
    from pipeline.models.chat.recorded import RecordedChat
    from pipeline.verifier.examine import Entailment

# The floor's own threshold, chosen elsewhere on 1,198 pairs; see `lexical_floor` for its source.
FLOOR_ACCEPTS = 0.58
KINDS = "'floor' (shared words), 'packaged', 'hf:NAME' (a Hugging Face model) or 'llm:SPEC' (a language model)"
_AT_ONCE = 4
# A language model gives no probability: its word counts as certain, a part as half.
_SCORES: dict[Label, float] = {"supported": 1.0, "partial": 0.5, "contradicted": 0.0, "unsupported": 0.0}
_APART = re.compile(r"[\s+]+")


def load_judge(spec: str, *, home: Path, progress: Progress = silent) -> Judge:
    """The judge of that name; no weights are read before it is asked, but for those of `hf:NAME` and `packaged`.

    `home` may hold weights fitted for its own reader of pairs, and keeps the replies of a language model.

    Raises:
        BadInput: there is no such judge.
        ModelUnavailable: its weights are not there.
    """
    if spec == "floor":
        return FloorJudge()
    if spec == "packaged":
        return _packaged(home, progress)
    if spec.startswith("hf:"):
        from pipeline.models.hf_entailment import load_entailment

        reader = load_entailment(spec)
        return ReaderJudge(reader, name=f"{reader.name} {reader.digest[:12]}")
    if spec.startswith("llm:") and spec != "llm:none":
        return _asking(spec.removeprefix("llm:"), home, progress)
    raise BadInput(f"there is no judge {spec!r}; nothing was scored; give {KINDS}")


def related(judge: str, other: str) -> bool:
    """Whether two judges, by the names in their verdicts, share a model or the checks in code."""
    return bool(set(_APART.split(judge)) & set(_APART.split(other)) - {""})


class FloorJudge:
    """Word overlap alone: the baseline that every other judge is printed beside. Its score is no probability."""

    name = "lexical-floor/1"

    def judge(self, pairs: Sequence[Pair]) -> list[Verdict]:
        return [_unjudged(self.name, pair) or self._verdict(pair) for pair in pairs]

    def _verdict(self, pair: Pair) -> Verdict:
        share = lexical_floor(pair.claim, pair.passage)
        label: Label = "supported" if share >= FLOOR_ACCEPTS else "unsupported"
        told = f"The passage holds {max(0.0, share):.0%} of the claim's words, missing numbers counted against it."
        return Verdict(label=label, score=round(min(1.0, max(0.0, share)), 4), judge=self.name, reasons=(told,))


class ReaderJudge:
    """A trained reader of pairs by itself, without our checks in code: support is the most that it finds in any view.

    The views are the sentences that bear on the claim and their best window alone, so that a long passage hides nothing.
    """

    def __init__(self, reader: "Entailment", *, name: str) -> None:
        self.name = name
        self._reader = reader

    def judge(self, pairs: Sequence[Pair]) -> list[Verdict]:
        from pipeline.verifier.pack import pack
        from pipeline.verifier.reading import read
        from pipeline.verifier.windows import best_window

        known = [_unjudged(self.name, pair) for pair in pairs]
        open_ = [pair for pair, verdict in zip(pairs, known, strict=True) if verdict is None]
        windows = [best_window(read(pair.claim, pair.date), read(pair.passage, pair.date)) for pair in open_]
        views = [pack(pair) for pair in open_] + [
            pack(pair.model_copy(update={"passage": pair.passage[window.start : window.end]}))
            for pair, window in zip(open_, windows, strict=True)
        ]
        told = self._reader.probabilities(views)
        found = iter(
            self._verdict(float(max(whole[0], part[0])), float(max(whole[2], part[2])), window.start, window.end)
            for whole, part, window in zip(told[: len(open_)], told[len(open_) :], windows, strict=True)
        )
        return [verdict or next(found) for verdict in known]

    def _verdict(self, support: float, against: float, start: int, end: int) -> Verdict:
        label: Label = "supported" if support >= 0.5 else "contradicted" if against >= 0.5 else "unsupported"
        told = f"The reader gives support {support:.2f} and contradiction {against:.2f}."
        span = Span(start=start, end=end)
        return Verdict(label=label, score=round(support, 4), judge=self.name, evidence=span, reasons=(told,))


class ChatJudge:
    """A language model asked about every pair; an opinion for which it cannot quote the passage is no opinion."""

    def __init__(self, chat: "RecordedChat") -> None:
        self.name = chat.name
        self._chat = chat

    def judge(self, pairs: Sequence[Pair]) -> list[Verdict]:
        with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="eval-judge") as pool:
            return list(pool.map(self._verdict, pairs))

    def use(self) -> dict[str, StageUse]:
        """Calls, tokens and cost so far, by prompt."""
        return dict(self._chat.use())

    def close(self) -> None:
        self._chat.close()

    def _verdict(self, pair: Pair) -> Verdict:
        from pipeline.verifier.second_opinion import proven, question

        closed = _unjudged(self.name, pair)
        if closed is not None:
            return closed
        try:
            opinion = proven(self._chat.ask(question(pair)), pair.passage)
        except (ModelFailed, ModelUnavailable) as error:
            return Verdict(label="unjudged", score=0.0, judge=self.name, reasons=(str(error),))
        if opinion is None:
            told = "The model's opinion does not count: it quotes no words of the passage that decide."
            return Verdict(label="unjudged", score=0.0, judge=self.name, reasons=(told,))
        score = _SCORES[opinion.label]
        return Verdict(
            label=opinion.label, score=score, judge=self.name, evidence=opinion.place, reasons=(opinion.reason,)
        )


def _packaged(home: Path, progress: Progress) -> Judge:
    from pipeline.settings import load_settings
    from pipeline.staff import Staffing

    return Staffing(load_settings(home, judge="packaged"), home=home, embedder=_none_needed, progress=progress).judge


def _none_needed() -> Embedder:
    raise NotImplementedError("a judge needs no embedder")


def _asking(spec: str, home: Path, progress: Progress) -> ChatJudge:
    from pipeline.models.chat.load import load_chat

    return ChatJudge(load_chat(spec, folder=home / "replies", progress=progress))


def _unjudged(name: str, pair: Pair) -> Verdict | None:
    """The verdict where none is possible, None where one is."""
    reason = unjudgeable(pair)
    return Verdict(label="unjudged", score=0.0, judge=name, reasons=(reason,)) if reason else None
