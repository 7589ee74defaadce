"""The writer that asks a language model: an outline, then section by section, and last the closing.

It is as good as its model; that it is safe with a bad one is the work of what comes after it. What it owes the pipeline
is a draft or an error within bounded calls, every loss in a note, and the same calls for the same inputs.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from ...errors import ModelFailed, ModelUnavailable, ReplyUnusable
from ...ports import Chat, Progress, silent
from ...types import Brief, Closing, Draft, DraftClaim, DraftSection, Evidence, FailedClaim
from ..record import Record
from .asking import Asker
from .concluding import closing_from_claims, concluded
from .drafting import Drafted, SectionJob
from .injection import injection_notes
from .outline import Outline, outline
from .parts import side_by_side
from .questions import completed, next_questions, planned
from .repairing import RepairJob

_MOST_CLAIMS = 40  # of a whole report: more is not read, and each costs verdicts
_ModelError = (ModelFailed, ModelUnavailable)


class LlmWriter:
    """Implements ports.Writer over a Chat. One writer serves one report."""

    def __init__(
        self, chat: Chat, *, count_tokens: Callable[[str], int], concurrency: int = 4, progress: Progress = silent
    ) -> None:
        self.name = f"llm/1 {chat.name}"
        self._asker = Asker(chat, count_tokens)
        self._concurrency = concurrency
        self._progress = progress
        self._notes: list[str] = []
        self._evidence: Sequence[Evidence] = ()

    @property
    def record(self) -> Record:
        return Record(
            prompts=dict(sorted(self._asker.prompts.items())),
            stages=self._asker.chat.use(),
            notes=tuple(dict.fromkeys(self._notes)),
        )

    def plan(self, brief: Brief, evidence: Sequence[Evidence]) -> tuple[str, ...]:
        """Two to four further questions; none, with a note, when the model fails."""
        if not evidence:
            return ()
        try:
            return planned(brief, evidence, self._asker)
        except _ModelError as error:
            self._note(f"The search was not widened, because the model could not plan it: {error}")
            return ()

    def compose(self, brief: Brief, evidence: Sequence[Evidence]) -> Draft:
        """Sections as drafted; those that failed are left out with a note.

        Raises:
            ModelFailed, ModelUnavailable: there is no section at all.
        """
        self._evidence = tuple(evidence)
        self._notes.extend(injection_notes(evidence))
        if not evidence:
            return Draft(title=brief.question, sections=())
        self._asker.resume()  # a failure to plan is no reason not to write
        planned_sections = outline(brief, evidence, self._asker, concurrency=self._concurrency)
        self._notes.extend(planned_sections.notes)
        return Draft(title=brief.question, sections=self._drafted(brief, planned_sections))

    def repair(self, failed: Sequence[FailedClaim]) -> list[DraftClaim | None]:
        """A corrected claim, or None, for each; an error of the model is a note."""
        jobs = [RepairJob(item, self._asker) for item in failed]
        results = side_by_side(jobs, concurrency=self._concurrency)
        errors = [result for result in results if isinstance(result, _ModelError)]
        if errors:
            self._note(f"{_count(len(errors), 'claim')} could not be sent back for repair: {errors[0]}")
        return [None if isinstance(result, _ModelError) else result for result in results]

    def conclude(self, brief: Brief, standing: Sequence[DraftSection]) -> Closing:
        """Summary, bottom line, disagreements and follow-ups; what the model fails to write, code takes from claims."""
        if not any(section.claims for section in standing):
            return Closing(follow_ups=completed((), brief, standing, self._evidence))
        try:
            closing = concluded(brief, standing, self._asker)
        except _ModelError as error:
            self._note(f"Summary and bottom line repeat claims, because the model could not write them: {error}")
            closing = closing_from_claims(brief, standing)
        questions: tuple[str, ...] = ()
        try:
            questions = next_questions(brief, standing, self._evidence, self._asker)
        except _ModelError as error:
            self._note(f"The questions at the end are made from headlines: {error}")
        return closing.model_copy(update={"follow_ups": completed(questions, brief, standing, self._evidence)})

    def _drafted(self, brief: Brief, plan: Outline) -> tuple[DraftSection, ...]:
        by_key = {item.key: item for item in self._evidence}
        jobs = [SectionJob(brief, own, [by_key[key] for key in own.keys], self._asker) for own in plan.sections]
        self._progress("writing", 0, len(jobs))
        results = side_by_side(
            jobs, concurrency=self._concurrency, told=lambda done: self._progress("writing", done, len(jobs))
        )
        errors = [result for result in results if isinstance(result, _ModelError)]
        drafted = [result for result in results if isinstance(result, Drafted)]
        if errors and not drafted:
            raise errors[-1]
        if not any(own.claims for own in drafted):
            raise ReplyUnusable(
                f"{self.name} drafted not one sentence that can be used, so there is nothing to report; try another model"
            )
        self._note_losses(errors, drafted, sections=len(jobs))
        return _sections(drafted)

    def _note_losses(self, errors: Sequence[Exception], drafted: Sequence[Drafted], *, sections: int) -> None:
        if errors:
            self._note(f"{len(errors)} of {_count(sections, 'section')} could not be written: {errors[0]}")
        if partly := [own.error for own in drafted if own.error]:
            self._note(f"Part of the passages of {_count(len(partly), 'section')} could not be used: {partly[0]}")
        if dropped := sum(own.dropped for own in drafted):
            self._note(
                f"{_count(dropped, 'drafted sentence')} could not be used: empty, too long, repeated or too many."
            )

    def _note(self, note: str) -> None:
        self._notes.append(" ".join(note.split()))


def _sections(drafted: Sequence[Drafted]) -> tuple[DraftSection, ...]:
    """Sections with claims, each claim in one of them, within the limit of a report."""
    told: set[str] = set()
    sections = []
    for own in drafted:
        claims = [claim for claim in own.claims if claim.text.casefold() not in told][: _MOST_CLAIMS - len(told)]
        told |= {claim.text.casefold() for claim in claims}
        if claims:
            sections.append(replace(own, claims=tuple(claims)))
    return tuple(
        DraftSection(heading=own.heading or own.claims[0].text.rstrip("."), claims=own.claims) for own in sections
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
