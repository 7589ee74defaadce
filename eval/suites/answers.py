"""The suite *answers*: does a report tell what a good answer tells, both sides where sources differ, and no more than it may?

Every question of the gold set is asked as a reader would ask it. What cannot be answered must be declined; what is asked
from a day must not cite a later one. An error counts as an answer that tells nothing.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from statistics import fmean
from typing import Final

from pipeline.errors import GroundwireError, NotFound
from pipeline.service import Groundwire
from pipeline.types import Article, Report

from ..gold import GOLD, Question, load
from ..gold.matching import Match, found_in_own_words, match, sentences_of, shares, sides_covered
from ..judges import related
from ..statistics import Metric, average
from ..suite import Bars, Context, Exhibit, Item, Measure, Plot

METRICS: Final = {
    "nuggets.vital": Measure(
        "Of what is vital to an answer, the share that the report tells (strict; mean over questions)."
    ),
    "nuggets.vital_lenient": Measure("The same, what is told in part counting half."),
    "nuggets.all": Measure("Of all that a good answer holds, the share that the report tells (strict)."),
    "nuggets.all_lenient": Measure("The same, what is told in part counting half."),
    "nuggets.vital_floor": Measure(
        "The same as nuggets.vital, but by word overlap alone, the baseline for the judge that matches them."
    ),
    "nuggets.vital_cited": Measure(
        "Of what is vital, the share whose carrying words the report cites; no judge involved."
    ),
    "nuggets.found_in_own_words": Measure(
        "Of all nuggets, the share that the judge finds in the paragraphs that carry them: what it misses there, it misses here."
    ),
    "sides.covered": Measure("Of the questions on which sources differ, those whose report tells every side."),
    "answered": Measure("Of the questions that the corpus answers, those that get a report with claims."),
    "abstained": Measure("Of the questions that it does not answer, those that are declined."),
    "leaks": Measure("Of the questions asked from a day, those whose report cites anything later.", "lower"),
}


class Answers:
    name = "answers"
    about = "Asks the gold questions and looks for the facts of a good answer, both sides of conflicts, abstention and leaks."
    data = "eval/gold: 107 questions on the sample corpus; --data FILE: questions of your own, asked of your home"
    metrics = METRICS

    def items(self, context: Context) -> Iterator[Item]:
        questions = context.limited(load(context.use(context.data or GOLD)), key=self.name)
        context.total = len(questions)
        for question in questions:
            yield context.recorded(question.id) or _item(question, context)

    def summary(self, items: Sequence[Item]) -> dict[str, Metric]:
        return {name: _over(items, name) for name in METRICS}

    def plots(self, items: Sequence[Item]) -> Sequence[Plot]:
        kinds = dict.fromkeys(item.kind for item in items if item.scores.get("nuggets.vital") is not None)
        rows = tuple((kind, _over([i for i in items if i.kind == kind], "nuggets.vital")) for kind in kinds)
        return [Bars("Vital nuggets told, by kind of question", rows)] if rows else []

    def headline(self, items: Sequence[Item]) -> str:
        numbers = self.summary(items)
        told = []
        if (vital := numbers["nuggets.vital"]).value is not None:
            told.append(f"reports tell {vital.value:.0%} of what is vital to {vital.n} answers")
        if (declined := numbers["abstained"]).value is not None:
            told.append(f"{declined.value * declined.n:.0f} of {declined.n} questions without an answer are declined")
        if (leaks := numbers["leaks"]).value is not None:
            told.append(f"{leaks.value * leaks.n:.0f} of {leaks.n} reports as of a day cite a later one")
        sentence = "; ".join(told)
        return sentence[:1].upper() + sentence[1:]


def _over(items: Sequence[Item], name: str) -> Metric:
    scored = [(value, item.cluster) for item in items if (value := item.scores.get(name)) is not None]
    why = f"no question of this run says anything about {name}"
    return average([value for value, _ in scored], [cluster for _, cluster in scored], why=why)


def _item(question: Question, context: Context) -> Item:
    desk = context.sample(question.corpus) if question.corpus else context.desk()
    try:
        report = desk.ask(question.question, as_of=question.moment)
    except GroundwireError as error:
        return _base(question, "error").model_copy(update={"error": str(error), "scores": _nothing_told(question)})
    if related(context.judge.name, report.run.judge):
        context.note(
            f"Nuggets are matched by {context.judge.name}, which also let the claims of these reports pass. Here it reads "
            "gold sentences against reports, so it does not mark its own work; --judge chooses another."
        )
    return _measured(question, report, context, desk)


def _measured(question: Question, report: Report, context: Context, desk: Groundwire) -> Item:
    declined = report.status == "insufficient_evidence"
    sentences = [] if declined else sentences_of(report)
    matches = match(question, sentences, context.judge)
    scored = _scores(question, report, matches, declined=declined)
    late = _late(question, tuple(desk.contexts(report).values()))
    if question.answerable:
        scored["nuggets.found_in_own_words"] = found_in_own_words(question, _texts(question, desk), context.judge)
    scored["leaks"] = float(bool(late)) if question.moment else None
    vital = [each.told for each in matches if each.nugget.vital]
    verdict = "declined" if declined else "all vital" if all(vital) else "some vital" if any(vital) else "none vital"
    passed = declined if not question.answerable else all(vital) and not declined
    reasons = [f"not told: {each.nugget.text}" for each in matches if not each.told]
    reasons += [f"cites {article.id}, which is of {article.spoken_at:%Y-%m-%d}" for article in late]
    shown = tuple(_exhibit(each) for each in matches)
    answer = Exhibit(text="\n\n".join(sentences) or "The report declines to answer.", source="the report")
    return _base(question, verdict if question.answerable or declined else "answered").model_copy(
        update={
            "exhibits": (*shown, answer),
            "scores": scored,
            "reasons": tuple(reasons),
            "passed": passed and not late,
        }
    )


def _scores(question: Question, report: Report, matches: Sequence[Match], *, declined: bool) -> dict[str, float | None]:
    if not question.answerable:
        return {"abstained": float(declined)}
    vital = [each for each in matches if each.nugget.vital]
    quotes = [(c.article_id, c.quote) for claim in report.claims.values() for c in claim.citations]
    carried = [_cited(each, quotes) for each in vital if each.nugget.carried_by]
    told = shares(matches)
    return {
        "nuggets.vital": told.strict_vital,
        "nuggets.vital_lenient": told.lenient_vital,
        "nuggets.all": told.strict_all,
        "nuggets.all_lenient": told.lenient_all,
        "nuggets.vital_floor": fmean(each.floor.label == "supported" for each in vital) if vital else None,
        "nuggets.vital_cited": fmean(carried) if carried else None,
        "sides.covered": sides_covered(question, matches),
        "answered": float(not declined and bool(report.claims)),
    }


def _nothing_told(question: Question) -> dict[str, float | None]:
    """What an error scores: nothing told, nothing answered, nothing declined."""
    if not question.answerable:
        return {"abstained": 0.0}
    told = {name: 0.0 for name in METRICS if name.startswith("nuggets.") and name != "nuggets.found_in_own_words"}
    return {**told, "sides.covered": 0.0 if len(question.sides) > 1 else None, "answered": 0.0}


def _texts(question: Question, desk: Groundwire) -> dict[str, str]:
    """The articles that carry its nuggets, as they stand; what is not there is left out."""
    names = {carrier.article for nugget in question.nuggets for carrier in nugget.carried_by}
    texts = {}
    for name in sorted(names):
        with suppress(NotFound):
            texts[name] = desk.corpus_article(name).article.text
    return texts


def _cited(found: Match, quotes: Sequence[tuple[str, str]]) -> bool:
    """Whether some citation holds the carrying words, or a part of them, in an article that carries the nugget."""
    carriers = [(each.article, each.quote) for each in found.nugget.carried_by]
    return any(a == b and (words in quote or quote in words) for a, words in carriers for b, quote in quotes)


def _late(question: Question, cited: Sequence[Article]) -> list[Article]:
    """The cited articles that speak from a later moment than the question was put to."""
    return [article for article in cited if question.moment and article.spoken_at > question.moment]


def _base(question: Question, verdict: str) -> Item:
    asked = {"corpus": question.corpus or "your home", "as_of": str(question.as_of) if question.as_of else None}
    return Item(
        id=question.id,
        cluster=question.cluster,
        kind=question.kind,
        claim=question.question,
        inputs=asked,
        verdict=verdict,
        passed=False,
    )


def _exhibit(found: Match) -> Exhibit:
    nugget = found.nugget
    source = ("vital" if nugget.vital else "good to have") + (f", side {nugget.side}" if nugget.side else "")
    return Exhibit(text=nugget.text, source=source, verdict=found.verdict.label, score=found.verdict.score)


SUITE = Answers()
