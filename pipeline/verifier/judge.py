"""The judge in code: features of each pair, weighed by the packaged model, told in plain sentences."""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ..text.clauses import clause_spans
from ..types import Label, Pair, Span, Verdict
from . import thresholds
from .examine import Entailment, Examined, examine
from .finding import Finding
from .fusion import Fusion, load_fusion
from .reading import read
from .verbatim import Verbatim, find_verbatim

_MOST_REASONS = 4
_SURELY_SAID = 0.5  # score of a finding that somebody is said to say this; less may be shared words by chance
_WORD = re.compile(r"\w")


class CodeJudge:
    """Implements `ports.Judge` without any language model. Deterministic; a pair's verdict depends on that pair alone."""

    def __init__(self, reader: Entailment, *, fusion: Fusion | None = None) -> None:
        self._reader = reader
        self._fusion = fusion or load_fusion()
        fitted = "" if self._fusion.reader == reader.digest else "/not-calibrated"
        self.name = f"groundwire-verifier/2 {reader.digest[:12]}+{self._fusion.digest}{fitted}"

    def judge(self, pairs: Sequence[Pair]) -> list[Verdict]:
        """One verdict a pair, in order; what cannot be judged is `unjudged` with its reason."""
        verdicts = [self._without_model(pair) for pair in pairs]
        open_ = [i for i, verdict in enumerate(verdicts) if verdict is None]
        examined = examine([pairs[i] for i in open_], self._reader)
        scores, against = self._scores(examined)
        carried = self._carried_clauses([pairs[i] for i in open_], scores, against)
        for n, i in enumerate(open_):
            label = self._label(float(scores[n]), float(against[n]), carried.get(n, ()))
            verdicts[i] = self._verdict(examined[n], label, float(scores[n]), carried.get(n, ()))
        return [verdict for verdict in verdicts if verdict is not None]

    def _without_model(self, pair: Pair) -> Verdict | None:
        """The verdict where none is possible, or where the claim's own words stand in the passage."""
        reason = unjudgeable(pair)
        if reason:
            return Verdict(label="unjudged", score=0.0, judge=self.name, reasons=(reason,))
        verbatim = find_verbatim(read(pair.claim, pair.date), read(pair.passage, pair.date))
        return self._of_verbatim(verbatim) if verbatim else None

    def _of_verbatim(self, found: Verbatim) -> Verdict:
        span = Span(start=found.start, end=found.end)
        if found.cut:
            reason = f"The claim's words were lifted out of their sentence: {found.cut}."
            return Verdict(
                label="unsupported", score=thresholds.CUT_OUT, judge=self.name, evidence=span, reasons=(reason,)
            )
        reason = "The claim stands in the passage word for word."
        return Verdict(label="supported", score=thresholds.VERBATIM, judge=self.name, evidence=span, reasons=(reason,))

    def _scores(self, examined: Sequence[Examined]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        if not examined:
            return np.zeros(0), np.zeros(0)
        rows = np.stack([e.row for e in examined])
        most = np.asarray([thresholds.UNATTRIBUTED if _loses_speaker(e.findings) else 1.0 for e in examined])
        return np.minimum(self._fusion.supported.probability(rows), most), self._fusion.contradicted.probability(rows)

    def _carried_clauses(
        self, pairs: Sequence[Pair], scores: NDArray[np.float64], against: NDArray[np.float64]
    ) -> dict[int, tuple[str, ...]]:
        """For each claim of several clauses that is neither supported as a whole nor contradicted: those that are carried."""
        supported, contradicted = self._fusion.thresholds
        parts = [
            (n, Pair(claim=clause, passage=pair.passage, date=pair.date))
            for n, pair in enumerate(pairs)
            if scores[n] < supported and against[n] < contradicted
            for clause in _clauses(pair.claim)
        ]
        carried: dict[int, tuple[str, ...]] = {}
        judged, _ = self._scores(examine([part for _, part in parts], self._reader))
        for (n, part), score in zip(parts, judged, strict=True):
            if score >= thresholds.CLAUSE:
                carried[n] = (*carried.get(n, ()), part.claim)
        return carried

    def _label(self, score: float, against: float, carried: Sequence[str]) -> Label:
        if score >= self._fusion.thresholds[0]:
            return "supported"
        if against >= self._fusion.thresholds[1]:
            return "contradicted"
        return "partial" if carried else "unsupported"

    def _verdict(self, e: Examined, label: Label, score: float, carried: Sequence[str]) -> Verdict:
        reasons = told(e.findings, label)
        if label == "supported" and (lost := _loses_speaker(e.findings)):
            reasons = (lost, *reasons)
        if label == "partial":
            reasons = (f"The passage carries only: {'; '.join(carried)}.", *reasons)
        span = Span(start=e.window.start, end=e.window.end)
        return Verdict(
            label=label, score=round(score, 4), judge=self.name, evidence=span, reasons=reasons[:_MOST_REASONS]
        )


def unjudgeable(pair: Pair) -> str:
    """Why a pair cannot be judged, "" if it can."""
    if not _WORD.search(pair.claim):
        return "The claim has no words."
    if not _WORD.search(pair.passage):
        return "The passage has no words."
    if len(pair.claim) > thresholds.LONGEST_CLAIM:
        return f"The claim has {len(pair.claim)} characters; more than {thresholds.LONGEST_CLAIM} are no single claim."
    if len(pair.passage) > thresholds.LONGEST_PASSAGE:
        return (
            f"The passage has {len(pair.passage)} characters; more than {thresholds.LONGEST_PASSAGE} are no citation."
        )
    return ""


def told(findings: Sequence[Finding], label: Label) -> tuple[str, ...]:
    """The reasons behind a label, the weightiest first: for support what was found, otherwise what stands against it."""
    order = ("ok",) if label == "supported" else ("contradicts", "missing", "weak")
    telling = [f for f in findings if f.severity in order]
    ranked = sorted(telling, key=lambda f: (order.index(f.severity), -f.score))
    reasons = tuple(dict.fromkeys(f.reason for f in ranked))[:_MOST_REASONS]
    if reasons:
        return reasons
    return (
        ("The passage says the same in other words.",) if label == "supported" else ("The passage does not say this.",)
    )


def _loses_speaker(findings: Sequence[Finding]) -> str:
    """The reason if a claim leaves out, or may have changed, who says it; "" if it does not."""
    lost = (f.reason for f in findings if f.kind == "speaker" and f.severity == "weak" and f.score >= _SURELY_SAID)
    return next(lost, "")


def _clauses(claim: str) -> list[str]:
    """The clauses of a claim, none if it has only one; a clause of less than four words is no claim of its own."""
    spans = [claim[start:end].strip(" ,") for start, end in clause_spans(claim)]
    whole = [clause for clause in spans if len(clause.split()) >= 4]
    return whole if len(whole) > 1 else []
