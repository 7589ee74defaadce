"""The suite *citations*: does what is cited carry what is said? Of our reports, or of any other system's cited text.

Every answer, sentence, citation and quotation is a row. An answer that failed, was refused or is empty scores 0 and stays
in the count; what cannot be scored has no value and says why, and is never 1.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from pipeline.errors import GroundwireError
from pipeline.service import Groundwire
from pipeline.types import Report

from ..answers import CitedAnswer, answer_of_report, read_answers
from ..answers.measure import measure
from ..answers.sources import count_origins, with_words
from ..judges import FloorJudge, related
from ..records.measured import MeasuredError, known_error
from ..statistics import Metric, not_scored
from ..suite import Bars, Context, Item, Plot
from .citations_asked import asked_anew
from .citations_numbers import LEGEND, METRICS, mean, number, share

_VERDICTS = (
    "supported",
    "uncited",
    "misattributed",
    "unsupported",
    "partial",
    "contradicted",
    "fabricated",
    "not judged",
)
_OF_CITATIONS = ("citations.precise", "citations.sufficient", "citations.necessary")
_BY_SOURCE = 12


class Citations:
    name = "citations"
    about = "Does what is cited carry what is said, sentence by sentence and citation by citation?"
    data = "the home's stored reports, else reports on the sample corpus; --answers FILE: any system's cited answers"
    metrics = METRICS
    legend = LEGEND

    def __init__(self) -> None:
        self._error: MeasuredError | None = None

    def items(self, context: Context) -> Iterator[Item]:
        self._error = known_error(context.home, context.judge.name)
        context.note(self._error.told if self._error else _NOT_MEASURED.format(context.judge.name))
        floor = FloorJudge()
        for answer, more in _answers(context):
            if answer.judge and related(context.judge.name, answer.judge):
                context.note(_OWN_JUDGE.format(context.judge.name))
            yield from more
            for item in measure(answer, context.judge, floor):
                yield count_origins(item, answer) if item.kind == "sentence" else item

    def summary(self, items: Sequence[Item]) -> Mapping[str, Metric]:
        answers = [item for item in items if item.kind == "answer"]
        sentences = [item for item in items if item.kind == "sentence" and item.scores]
        citations = [item for item in items if item.kind == "citation"]
        quotations = [item for item in items if item.kind == "quotation"]
        carried = [item for item in sentences if item.passed]
        return {
            **{name: mean(answers, name, _UNMARKED) for name in ("citation_recall", "citation_precision", "citation_f1")},
            **{f"sentences.{verdict.replace(' ', '_')}": share(sentences, verdict) for verdict in _VERDICTS},
            "corrected.supported": self._corrected(sentences),
            **{name: mean(citations, name, "nothing is cited") for name in _OF_CITATIONS},
            "citations.irrelevant": share(citations, "irrelevant"),
            "quotations.verbatim": mean(quotations, "quotations.verbatim", "nothing is quoted"),
            "quotes.exact": mean(items, "quotes.exact", "only our own reports cite spans"),
            "origins.per_claim": number(carried, "origins.per_claim"),
            **{f"answers.{outcome}": share(answers, outcome) for outcome in ("answered", "refused", "empty", "failed")},
            **{f"floor.{name}": mean(answers, f"floor.{name}", _UNMARKED) for name in ("citation_recall", "citation_precision")},
            **{f"alce.{name}": mean(answers, f"alce.{name}", _UNMARKED) for name in ("citation_recall", "citation_precision")},
        }  # fmt: skip

    def _corrected(self, sentences: Sequence[Item]) -> Metric:
        if self._error is None:
            return not_scored(
                "how often this judge is wrong was not measured; 'groundwire eval meta' does", n=len(sentences)
            )
        return self._error.correct(sum(item.passed is True for item in sentences), len(sentences))

    def plots(self, items: Sequence[Item]) -> Sequence[Plot]:
        return (Bars("Citations that hold, by source", _by_source(items)),)

    def headline(self, items: Sequence[Item]) -> str:
        sentences = [item for item in items if item.kind == "sentence" and item.scores]
        answers = sum(item.kind == "answer" for item in items)
        if not sentences:
            return f"None of {answers} answers says anything that could be measured"
        carried = sum(item.passed is True for item in sentences)
        where = (
            "sources"
            if all(item.scores["citation_recall"] is None for item in items if item.kind == "answer")
            else "citations"
        )
        return f"{carried} of {len(sentences)} sentences in {answers} answers are carried by their {where}"


_UNMARKED = "the answers bear no markers, so that no sentence can be held against what it cites"
_NOT_MEASURED = (
    "How often the judge {} is wrong has not been measured in this home, so nothing here is corrected for its errors; "
    "'groundwire eval meta' measures it against human labels."
)
_OWN_JUDGE = (
    "These reports were filtered by the judge that scores them here ({}), or by one that shares its model, so high numbers "
    "only say that it agrees with itself. The rows floor.* come from word overlap alone; --judge hf:NAME or llm:SPEC gives "
    "an independent opinion."
)


def _answers(context: Context) -> Iterator[tuple[CitedAnswer, Sequence[Item]]]:
    """The answers to measure, each with rows that only its own system can give."""
    if context.answers is not None:
        found = context.limited(read_answers(context.use(context.answers)), key="citations")
        if any(answer.manner == "given" for answer in found):
            context.note("No answer bears a marker: each sentence is held against all sources that its row gives.")
        context.total = None
        yield from ((with_words(answer, context), ()) for answer in found)
        return
    desk = context.desk() if (context.home / "catalogue.sqlite").is_file() else None
    stored = context.limited(desk.reports(), key="citations") if desk else []
    if desk and stored:
        context.note(f"Measured: {len(stored)} reports stored in {context.home}, each in its newest version.")
        yield from (_of_report(desk.show(each.id), desk) for each in stored)
        return
    yield from (_of_asked(question, report, desk) for question, report, desk in asked_anew(context))


def _of_asked(question: str, report: Report | GroundwireError, desk: Groundwire) -> tuple[CitedAnswer, Sequence[Item]]:
    if isinstance(report, Report):
        return _of_report(report, desk)
    return CitedAnswer(id=question, question=question, outcome="failed", trouble=str(report)), ()


def _of_report(report: Report, desk: Groundwire) -> tuple[CitedAnswer, Sequence[Item]]:
    """A report, with a row for each of its spans: whether it re-reads identically."""
    failures = {(failed.claim, failed.citation): failed.reason for failed in desk.check(report).failures}
    rows = [
        Item(
            id=f"{report.id}/{claim.id}/{n}", cluster=report.id, kind="quote", claim=cited.quote,
            inputs={"article": cited.article_id, "version": cited.version},
            verdict="changed" if (claim.id, n) in failures else "exact", passed=(claim.id, n) not in failures,
            reasons=(failures.get((claim.id, n), "The stored version has these words at this place."),),
            scores={"quotes.exact": float((claim.id, n) not in failures)},
        )
        for claim in report.claims.values()
        for n, cited in enumerate(claim.citations)
    ]  # fmt: skip
    return answer_of_report(report), rows


def _by_source(items: Sequence[Item]) -> tuple[tuple[str, Metric], ...]:
    """The share of precise citations of each publisher, else each source, that is cited most."""
    cited = [
        (str(item.inputs.get("publisher") or item.inputs.get("source") or ""), item)
        for item in items
        if item.kind == "citation"
    ]
    most = Counter(name for name, _ in cited if name).most_common(_BY_SOURCE)
    return tuple(
        (name, mean([item for own, item in cited if own == name], "citations.precise", "")) for name, _ in most
    )


SUITE = Citations()
