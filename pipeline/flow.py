"""The product in one page: how an answer is written, and how it is kept true when the news move on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from .ports import (
    Chronicle,
    Corpus,
    Embedder,
    Judge,
    LexicalIndex,
    Progress,
    Tell,
    VectorIndex,
    Writer,
    silent,
    unheard,
)
from .prompting import load_prompt
from .stages.abstain import abstain
from .stages.assemble import SettledBody, SettledDraft, SettledSection, assemble
from .stages.disagreements import contradictory
from .stages.editing import EditorsJudge, Rules
from .stages.editing_kept import only_kept, with_kept
from .stages.headings import supported_heading
from .stages.refresh import Offers, Part, filled, omissions, parts, with_news
from .stages.refresh_decided import accepted_claims, rejections, to_be_written
from .stages.refresh_evidence import adding, more_to_tell, new_evidence, outranking
from .stages.refresh_mending import mend, told_beside
from .stages.refresh_standing import Reader, Standing, as_draft, restand
from .stages.retrieve import retrieve
from .stages.settle import Settled, SettledClaim, settle
from .stages.staleness import Diagnosis
from .types import (
    Brief,
    ClaimCount,
    Closing,
    CorpusStamp,
    Draft,
    DraftClaim,
    Evidence,
    FoundArticle,
    PassagesFound,
    QuestionsAsked,
    Report,
    Retrieved,
    RunRecord,
    Stage,
    StageBegun,
    StageUse,
    TokenCount,
)


@dataclass(frozen=True)
class Desk:
    """Everything it takes to answer: what to read, who writes, who judges."""

    corpus: Corpus
    vectors: VectorIndex
    lexical: LexicalIndex
    embedder: Embedder
    writer: Writer
    judge: Judge
    count_tokens: Callable[[str], int]
    settings_digest: str
    repair_rounds: int = 2
    judge_use: Callable[[], Mapping[str, StageUse]] = dict
    judge_notes: Callable[[], Sequence[str]] = tuple
    progress: Progress = silent
    tell: Tell = unheard

    def begin(self, stage: Stage) -> None:
        """Tells whoever looks on what comes next."""
        self.progress(stage, 0, None)
        self.tell(StageBegun(stage=stage))


def write_report(
    brief: Brief, desk: Desk, *, now: datetime, previous: int | None = None, kept: Sequence[SettledClaim] = ()
) -> Report:
    """An answer in which every checkable sentence stands on words that were found and judged to carry it.

    `kept`: claims that an editor accepted and that still stand; they are told whoever writes.
    """
    desk = _heeding(brief, desk)
    found = _searched(brief, desk)
    if not found.relevance.enough and kept:
        settled = only_kept(brief, kept)
        run = _run(desk, settled=settled)
        return assemble(brief, settled, corpus=_stamp(desk, brief), run=run, now=now, previous=previous)
    if not found.relevance.enough:
        return abstain(brief, found, corpus=_stamp(desk, brief), run=_run(desk), now=now, previous=previous)

    desk.begin("writing")
    draft = desk.writer.compose(brief, found.evidence)  # believed by no one yet
    body = settle_body(draft, found.evidence, desk)
    closing = desk.writer.conclude(brief, [section.as_drafted() for section in body.sections])
    settled = with_kept(settle_closing(draft.title, body, closing, found.evidence, desk), kept)
    run = _run(desk, evidence=found.evidence, settled=settled)
    return assemble(brief, settled, corpus=_stamp(desk, brief), run=run, now=now, previous=previous)


def refresh_report(diagnosis: Diagnosis, brief: Brief, chronicle: Chronicle, desk: Desk, *, now: datetime) -> Report:
    """The next version of a report: what stands keeps its words and ids, and only what is shaken is written again."""
    report, desk = diagnosis.report, _heeding(brief, desk)
    reader = Reader(chronicle, brief.question, report.sources)
    standing = restand(diagnosis, reader, desk.judge)  # the same words, judged again where their article changed
    draft, evidence = as_draft(report, standing), tuple[Evidence, ...]()
    draft = draft._replace(results=(*draft.results, *rejections(standing.shaken)))
    if to_be_written(diagnosis, standing):
        found = _retrieved(brief, desk, ()).evidence
        mended = mend(standing.shaken, found, writer=desk.writer, judge=desk.judge, rounds=desk.repair_rounds)
        evidence = new_evidence(diagnosis, standing, mended, reader, found)
        draft = _rewritten(diagnosis, standing, mended, evidence, brief, desk)
    if not draft.sections:
        kept = accepted_claims(diagnosis, standing)
        return write_report(brief, desk, now=now, previous=report.version, kept=kept)
    run = _run(desk, evidence=evidence, settled=draft)
    return assemble(brief, draft, corpus=_stamp(desk, brief), run=run, now=now, previous=report.version)


def _heeding(brief: Brief, desk: Desk) -> Desk:
    """The desk with a judge that lets nothing pass that the editor rejected."""
    return replace(desk, judge=EditorsJudge(desk.judge, Rules(brief.decisions))) if brief.decisions else desk


def _rewritten(
    diagnosis: Diagnosis,
    standing: Standing,
    mended: Mapping[str, Settled],
    evidence: Sequence[Evidence],
    brief: Brief,
    desk: Desk,
) -> SettledDraft:
    """What stands in its old place, mended or new claims in the place of the shaken, and beside them what news add."""
    report, kept = diagnosis.report, as_draft(diagnosis.report, standing)
    composed, closing = SettledBody((), ()), Closing()
    if more_to_tell(diagnosis, standing, mended):
        composed = settle_body(desk.writer.compose(brief, evidence), evidence, desk)
        told = [SettledSection(*section).as_drafted() for section in kept.sections]
        closing = desk.writer.conclude(brief, [*told, *(section.as_drafted() for section in composed.sections)])
    news = settle_closing(report.title, composed, closing, evidence, desk)

    beside = told_beside(standing, desk.judge)
    fresh = [claim for section in composed.sections for claim in section.claims]
    offers = Offers(standing.claims.values(), [*beside, *fresh, *news.executive_summary, *news.bottom_line])
    fill = partial(filled, report=report, standing=standing, mended=mended, offers=offers)
    bottom = (*outranking(diagnosis, news.bottom_line, offers), *fill(report.bottom_line, first=news.bottom_line))
    summary = fill(report.executive_summary, first=news.executive_summary)
    sections = with_news(
        parts(report, fill), composed, offers, articles=adding(diagnosis, evidence), most=brief.max_sections
    )
    settled = kept._replace(
        executive_summary=summary,
        sections=_headed(sections, desk),
        bottom_line=bottom,
        disagreements=kept.disagreements or news.disagreements,
    )
    return settled._replace(results=(*settled.shown, *omissions(report, mended, news, settled.shown)))


def _headed(sections: Sequence[Part], desk: Desk) -> tuple[tuple[str, tuple[SettledClaim, ...]], ...]:
    """The sections under their old headings; one whose articles changed is judged again."""
    headed: list[tuple[str, tuple[SettledClaim, ...]]] = []
    for part in sections:
        heading, taken = part.heading, {heading for heading, _ in headed}
        if part.changed:
            heading = supported_heading(heading, part.claims, judge=desk.judge, taken=taken)
        headed.append((heading, part.claims))
    return tuple(headed)


def _searched(brief: Brief, desk: Desk) -> Retrieved:
    """What the question finds, and what the writer's further questions find beside it."""
    desk.begin("reading")
    found = _retrieved(brief, desk, ())
    further = desk.writer.plan(brief, found.evidence) if found.relevance.enough else ()
    if further:
        desk.tell(QuestionsAsked(questions=further))
        found = _retrieved(brief, desk, further)
    desk.tell(_found(found))
    return found


def _found(found: Retrieved) -> PassagesFound:
    told: dict[str, FoundArticle] = {}
    for article in (item.article for item in found.evidence):
        told.setdefault(
            article.id, FoundArticle(article_id=article.id, title=article.title, publisher=article.publisher)
        )
    return PassagesFound(passages=len(found.evidence), articles=tuple(told.values()))


def _retrieved(brief: Brief, desk: Desk, further: tuple[str, ...]) -> Retrieved:
    return retrieve(
        brief,
        further,
        corpus=desk.corpus,
        vectors=desk.vectors,
        lexical=desk.lexical,
        embedder=desk.embedder,
        count_tokens=desk.count_tokens,
    )


def settle_body(draft: Draft, evidence: Sequence[Evidence], desk: Desk) -> SettledBody:
    """The sections with every claim anchored and judged, under headings that were judged too."""
    drafted = list(dict.fromkeys(claim for section in draft.sections for claim in section.claims))
    results = _settle(drafted, evidence, desk)
    headed: list[SettledSection] = []
    told: set[str] = set()
    for section in draft.sections:
        own = _standing(section.claims, results, told)
        if own:
            taken = {other.heading for other in headed}
            headed.append(SettledSection(supported_heading(section.heading, own, judge=desk.judge, taken=taken), own))
    return SettledBody(tuple(headed), tuple(results.values()))


def settle_closing(
    title: str, body: SettledBody, closing: Closing, evidence: Sequence[Evidence], desk: Desk
) -> SettledDraft:
    """The whole report's claims: what was written last is anchored and judged like everything before it."""
    parts = [closing.executive_summary, closing.bottom_line, *(conflict.sides for conflict in closing.disagreements)]
    results = _settle(list(dict.fromkeys(claim for part in parts for claim in part)), evidence, desk)
    summary, bottom, *sides = (_standing(part, results, set()) for part in parts)
    return SettledDraft(
        title=title,
        executive_summary=summary,
        sections=tuple((section.heading, section.claims) for section in body.sections),
        bottom_line=bottom,
        disagreements=tuple(
            (conflict.topic, own)
            for conflict, own in zip(closing.disagreements, sides, strict=True)
            if len(own) > 1 and (conflict.compared or contradictory(own, judge=desk.judge))
        ),
        follow_ups=closing.follow_ups,
        results=(*body.results, *results.values()),
    )


def _settle(claims: Sequence[DraftClaim], evidence: Sequence[Evidence], desk: Desk) -> dict[DraftClaim, Settled]:
    desk.begin("verifying")
    settled = settle(
        claims,
        judge=desk.judge,
        evidence=evidence,
        repair=desk.writer.repair,
        rounds=desk.repair_rounds,
        tell=desk.tell,
    )
    return dict(zip(claims, settled, strict=True))


def _standing(
    claims: Sequence[DraftClaim], results: Mapping[DraftClaim, Settled], told: set[str]
) -> tuple[SettledClaim, ...]:
    """Those of the claims that stand, without repeating what was told; what they say is told from now on."""
    own: list[SettledClaim] = []
    for claim in claims:
        result = results[claim]
        if isinstance(result, SettledClaim) and result.text not in told:
            told.add(result.text)
            own.append(result)
    return tuple(own)


def _stamp(desk: Desk, brief: Brief) -> CorpusStamp:
    revision = desk.corpus.revision()
    return CorpusStamp(revision=revision.id, articles=revision.articles, newest=desk.corpus.newest(as_of=brief.as_of))


def _run(desk: Desk, *, evidence: Sequence[Evidence] = (), settled: SettledDraft | None = None) -> RunRecord:
    record = desk.writer.record
    stages = {**record.stages, **desk.judge_use()}
    asked = {"judge": load_prompt("judge").digest} if desk.judge_use() else {}
    return RunRecord(
        writer=desk.writer.name,
        judge=desk.judge.name,
        embedder=f"{desk.embedder.name}/{desk.embedder.digest[:12]}",
        prompts={**record.prompts, **asked},
        settings_digest=desk.settings_digest,
        tokens=TokenCount(
            evidence=sum(desk.count_tokens(item.passage.text) for item in evidence),
            prompt=sum(use.prompt_tokens for use in stages.values()),
            completion=sum(use.completion_tokens for use in stages.values()),
        ),
        cost_usd=round(sum(use.cost_usd for use in stages.values()), 6),
        stages=stages,
        claims=settled.counted() if settled else ClaimCount(),
        notes=(*record.notes, *desk.judge_notes()),
    )
