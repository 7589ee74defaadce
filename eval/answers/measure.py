"""One answer measured: a row for the answer, for every sentence, every citation and every quotation.

What went wrong is told apart: a sentence that cites nothing, one whose source does not say it while another one does
(misattributed), one that no source says (unsupported), and one that points at what does not exist (fabricated).
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.ports import Judge

from ..metrics.citation import ALCE, FIXED, AnswerScore, CitationScore, CitedSentence, SentenceScore, score_answer
from ..suite import Exhibit, Item
from .entailing import Entailing, prepare
from .exhibits import around_mark, exhibit
from .quoted import Quoted, quotations, stands
from .values import CitedAnswer, Source, Statement


class Finding(NamedTuple):
    """What became of a sentence. `elsewhere`: the place of a source that carries it although it is not cited."""

    verdict: str
    reasons: tuple[str, ...]
    elsewhere: int | None = None
    error: str | None = None


def measure(answer: CitedAnswer, judge: Judge, floor: Judge) -> Iterator[Item]:
    """Everything about one answer; the row of the answer itself comes last."""
    entailing = Entailing(answer, judge)
    sentences = [entailing.cited(statement) for statement in answer.statements]
    prepare(entailing, sentences)
    score = score_answer(sentences, sources=len(entailing.sources), entails=entailing, variant=FIXED)
    findings = _findings(answer, sentences, entailing)
    for n, (statement, finding) in enumerate(zip(answer.statements, findings, strict=True), 1):
        name = f"{answer.id}/s{n:03d}"
        own = score.sentences[n - 1]
        yield _sentence(name, answer, statement, finding, entailing, sentences[n - 1])
        if answer.manner == "cited":
            yield from _citations(name, answer, statement, own, finding, entailing)
        yield from _quotations(name, answer, statement, entailing.sources, entailing.real(sentences[n - 1]))
    alce = score_answer(sentences, sources=len(entailing.sources), entails=entailing, variant=ALCE)
    below = Entailing(answer, floor)
    overlap = score_answer(sentences, sources=len(below.sources), entails=below, variant=FIXED)
    yield _answer(answer, {"": score, "alce.": alce, "floor.": overlap}, findings)


def _findings(answer: CitedAnswer, sentences: Sequence[CitedSentence], entailing: Entailing) -> list[Finding]:
    if answer.manner == "given":
        return [_given(sentence, entailing) for sentence in sentences]
    failed = [s for s in sentences if s.checkable and not _carried(s, entailing)]
    entailing.ask([((n,), s.text) for s in failed for n in entailing.others(s)])
    return [_finding(statement, s, entailing) for statement, s in zip(answer.statements, sentences, strict=True)]


def _carried(sentence: CitedSentence, entailing: Entailing) -> bool:
    real = entailing.real(sentence)
    return bool(real) and entailing(real, sentence.text)


def _finding(statement: Statement, sentence: CitedSentence, entailing: Entailing) -> Finding:
    """What is to be said of a sentence that bears markers, or should."""
    if not sentence.checkable:
        return Finding("nothing to check", ("It is a question, a lead-in or a scrap, and needs no citation.",))
    missing = [c.source for c, n in zip(statement.cites, sentence.cited, strict=True) if n >= len(entailing.sources)]
    if missing:
        return Finding("fabricated", (f"It cites {_marks(missing)}, which the list of sources does not have.",))
    real = entailing.real(sentence)
    elsewhere = next((n for n in entailing.others(sentence) if entailing((n,), sentence.text)), None)
    if not real:
        told = f" But {_known(entailing.sources, elsewhere)} says it." if elsewhere is not None else ""
        return Finding("uncited", (f"It says something and cites nothing.{told}",), elsewhere)
    mute = [c.source for c, n in zip(statement.cites, sentence.cited, strict=True) if not entailing.sources[n].text]
    verdict = entailing.verdict(real, sentence.text)
    if verdict.label == "supported":
        return Finding("supported", verdict.reasons)
    if mute:
        told = f"source {_marks(mute)} is named without its words, so nothing can be judged"
        return Finding("not judged", (), elsewhere, told)
    if verdict.label == "unjudged":
        return Finding("not judged", (), elsewhere, " ".join(verdict.reasons) or "the judge gave no verdict")
    if any(stands(words, entailing.sources, real).standing == "invented" for words in quotations(sentence.text)):
        return Finding("fabricated", ("It quotes words that stand in no source.", *verdict.reasons))
    if elsewhere is not None:
        told = f"Its sources do not say it; {_known(entailing.sources, elsewhere)} does."
        return Finding("misattributed", (told, *verdict.reasons), elsewhere)
    return Finding(verdict.label, verdict.reasons)


def _given(sentence: CitedSentence, entailing: Entailing) -> Finding:
    """What is to be said of a sentence without markers: whether anything that the writer was given says it."""
    if not sentence.checkable:
        return Finding("nothing to check", ("It is a question, a lead-in or a scrap.",))
    everything = tuple(n for n, source in enumerate(entailing.sources) if source.text)
    if not everything:
        return Finding("not judged", (), None, "there are no sources to judge it by")
    entailing.ask([((n,), sentence.text) for n in everything] + [(everything, sentence.text)])
    one = next((n for n in everything if entailing((n,), sentence.text)), None)
    verdict = entailing.verdict((one,) if one is not None else everything, sentence.text)
    if verdict.label == "unjudged":
        return Finding("not judged", (), None, " ".join(verdict.reasons))
    return Finding(verdict.label, verdict.reasons, one)


def _sentence(
    name: str,
    answer: CitedAnswer,
    statement: Statement,
    finding: Finding,
    entailing: Entailing,
    sentence: CitedSentence,
) -> Item:
    places = [*entailing.real(sentence), *([finding.elsewhere] if finding.elsewhere is not None else [])]
    passed = finding.verdict == "supported"
    return Item(
        id=name,
        cluster=answer.id,
        kind="sentence",
        claim=statement.text,
        exhibits=tuple(exhibit(entailing, n, statement.text) for n in places),
        inputs={"question": answer.question, "cites": [cite.source for cite in statement.cites]},
        verdict=finding.verdict,
        passed=passed if statement.checkable else None,
        reasons=finding.reasons,
        scores={"sentences.supported": float(passed)} if statement.checkable else {},
        error=finding.error,
    )


def _citations(
    name: str, answer: CitedAnswer, statement: Statement, score: SentenceScore, finding: Finding, entailing: Entailing
) -> Iterator[Item]:
    keys = list(answer.sources)
    missing = iter(cite.source for cite in statement.cites if cite.source not in answer.sources)
    for n, cited in enumerate(score.citations, 1):
        mark = keys[cited.source] if cited.valid else next(missing)
        verdict, told = _of_citation(cited, finding, mark)
        yield Item(
            id=f"{name}c{n}",
            cluster=answer.id,
            kind="citation",
            claim=statement.text,
            exhibits=(exhibit(entailing, cited.source, statement.text),) if cited.valid else (),
            inputs={
                "question": answer.question,
                "cites": mark,
                "source": entailing.sources[cited.source].label if cited.valid else "",
                "publisher": entailing.sources[cited.source].publisher if cited.valid else "",
            },
            verdict=verdict,
            passed=cited.precise,
            reasons=(told,) if cited.precise or verdict in {"irrelevant", "fabricated"} else (told, *finding.reasons),
            scores={f"citations.{way}": float(getattr(cited, way)) for way in ("precise", "sufficient", "necessary")},
            error=finding.error if verdict == "not judged" else None,
        )


def _of_citation(cited: CitationScore, finding: Finding, mark: str) -> tuple[str, str]:
    """A word and a sentence for what a citation does for its sentence."""
    if not cited.valid:
        return "fabricated", f"The list of sources has no [{mark}]."
    if cited.precise and cited.sufficient:
        rest = " The sentence needs it." if cited.necessary else " Without it the others carry the sentence too."
        return "sufficient", f"It carries the sentence alone.{rest}"
    if cited.precise:
        return "needed", "It does not carry the sentence alone, and the others do not without it."
    if finding.verdict == "supported":
        return "irrelevant", "The sentence's other citations carry it; this one adds nothing."
    return finding.verdict, "Its sentence is not carried by what it cites."


def _quotations(
    name: str, answer: CitedAnswer, statement: Statement, sources: Sequence[Source], cited: Sequence[int]
) -> Iterator[Item]:
    told = {
        "verbatim": "The words stand in the source as they are quoted.",
        "misattributed": "The words stand in a source that the sentence does not cite.",
        "invented": "The words stand in no source.",
    }
    if not any(source.text for source in sources):
        return
    places = list(cited) if answer.manner == "cited" else list(range(len(sources)))
    for n, words in enumerate(quotations(statement.text), 1):
        found: Quoted = stands(words, sources, places)
        exhibits: tuple[Exhibit, ...] = ()
        if found.source is not None and found.place is not None:
            passage, label = sources[found.source].passage, sources[found.source].label
            exhibits = (around_mark(Exhibit(text=passage, source=label, marks=(found.place,))),)
        yield Item(
            id=f"{name}q{n}", cluster=answer.id, kind="quotation", claim=f"“{words}”", exhibits=exhibits,
            inputs={"question": answer.question, "sentence": statement.text}, verdict=found.standing,
            passed=found.standing == "verbatim", reasons=(told[found.standing],),
            scores={"quotations.verbatim": float(found.standing == "verbatim")},
        )  # fmt: skip


def _answer(answer: CitedAnswer, scored: dict[str, AnswerScore], findings: Sequence[Finding]) -> Item:
    """The row of the answer: what it scores by each way of counting. One that says nothing scores 0 but for ALCE."""
    silent = answer.outcome != "answered"
    scores: dict[str, float | None] = {}
    for prefix, score in scored.items():
        numbers = {"citation_recall": score.recall, "citation_precision": score.precision, "citation_f1": score.f1}
        for key, value in numbers.items():
            zero = silent and prefix != "alce."
            scores[prefix + key] = None if answer.manner == "given" else 0.0 if zero else value
    carried = sum(finding.verdict == "supported" for finding in findings)
    checkable = sum(finding.verdict != "nothing to check" for finding in findings)
    told = f"{carried} of {checkable} sentences are carried by what they cite."
    return Item(
        id=answer.id,
        cluster=answer.id,
        kind="answer",
        claim=answer.question or answer.id,
        inputs={"sentences": len(answer.statements), "sources": len(answer.sources)},
        verdict=answer.outcome,
        passed=None if answer.outcome in {"answered", "refused"} else False,
        reasons=(told,) if answer.outcome == "answered" else (),
        scores=scores,
        error=answer.trouble or None,
    )


def _marks(keys: Sequence[str]) -> str:
    return ", ".join(f"[{key}]" for key in keys)


def _known(sources: Sequence[Source], place: int) -> str:
    return f"source {place + 1} ({sources[place].label})" if sources[place].label else f"source {place + 1}"
