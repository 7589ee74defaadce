"""What a home works with, each part made when first needed: its stores, indexes and models, and a desk to answer at."""

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import BadInput
from ..flow import Desk
from ..ports import Embedder, Progress, Tell, unheard
from ..settings import Settings
from ..staff import Staffing
from ..stages.assemble import identity
from ..types import Brief, Report

if TYPE_CHECKING:
    from ..indexes.fulltext import FullText
    from ..indexes.vectors import ChromaVectors
    from ..stores.catalogue import Catalogue
    from ..stores.decisions import Decisions
    from ..stores.reports import Reports

_LONGEST_QUESTION = 1_000  # characters; longer input is a text, not a question


class Adapters:
    """The adapters that the settings of a home choose.

    `model` and `embedding` are a llama-index LLM and a llama-index embedding, where objects were given for the settings.
    """

    def __init__(
        self, home: Path, settings: Settings, *, progress: Progress, model: object = None, embedding: object = None
    ) -> None:
        self.home = home
        self.settings = settings
        self.progress = progress
        self._embedding = embedding
        self.staffing = Staffing(settings, home=home, embedder=lambda: self.embedder, progress=progress, model=model)

    def close(self) -> None:
        self.staffing.close()
        if "catalogue" in self.__dict__:
            self.catalogue.close()

    @cached_property
    def catalogue(self) -> "Catalogue":
        from ..stores.catalogue import Catalogue

        self.home.mkdir(parents=True, exist_ok=True)
        return Catalogue.open(self.home / "catalogue.sqlite", as_known=self.settings.as_of_known)

    @cached_property
    def reports(self) -> "Reports":
        from ..stores.reports import Reports

        return Reports(self.catalogue)

    @cached_property
    def decisions(self) -> "Decisions":
        from ..stores.decisions import Decisions

        return Decisions(self.catalogue)

    @cached_property
    def lexical(self) -> "FullText":
        from ..indexes.fulltext import FullText

        return FullText(self.catalogue)

    @cached_property
    def vectors(self) -> "ChromaVectors":
        from ..indexes.vectors import ChromaVectors

        return ChromaVectors(self.home / "vectors", embedder_digest=self.embedder.digest)

    @cached_property
    def embedder(self) -> Embedder:
        if self._embedding is not None:
            from ..models.llama_embedder import LlamaIndexEmbedder

            return LlamaIndexEmbedder(self._embedding)
        from ..models.embedder import load_embedder

        return load_embedder(self.settings.embedder)

    @cached_property
    def remembering(self) -> Embedder:
        """The embedder, for texts that every refresh asks for again."""
        from ..stores.remembered import RememberingEmbedder

        return RememberingEmbedder(self.embedder, self.catalogue)

    def desk(self, *, replay: bool = False, tell: Tell = unheard) -> Desk:
        """Everything it takes to write one report; with `replay`, recorded replies take the place of a model."""
        from ..models.tokens import count_tokens

        staff = self.staffing.staff(replay=replay)
        return Desk(
            corpus=self.catalogue,
            vectors=self.vectors,
            lexical=self.lexical,
            embedder=self.embedder,
            writer=staff.writer,
            judge=staff.judge,
            count_tokens=count_tokens,
            settings_digest=self.settings.digest,
            repair_rounds=self.settings.repair_rounds,
            judge_use=staff.judge_use,
            judge_notes=staff.judge_notes,
            progress=self.progress,
            tell=tell,
        )

    def brief(self, question: str, *, as_of: datetime | None = None, publishers: Sequence[str] = ()) -> Brief:
        """A question within the limits of the settings.

        Raises:
            BadInput: it has no words, or is too long to be a question.
        """
        plain = " ".join(question.split())
        if not any(char.isalnum() for char in plain):
            raise BadInput(f"the question {question!r} has no words, so there is nothing to look for; ask in words")
        if len(plain) > _LONGEST_QUESTION:
            raise BadInput(
                f"the question has {len(plain)} characters; more than {_LONGEST_QUESTION} blur what is asked; shorten it"
            )
        return Brief(
            question=plain,
            as_of=as_of,
            publishers=tuple(publishers),
            evidence_tokens=self.settings.evidence_tokens,
            max_sections=self.settings.max_sections,
        )

    def brief_of(self, report: Report) -> Brief:
        """What a stored report was asked, within the limits of today's settings and under the editor's decisions."""
        from ..stages.staleness import brief_of

        limits = {"evidence_tokens": self.settings.evidence_tokens, "max_sections": self.settings.max_sections}
        return brief_of(report).model_copy(update={**limits, "decisions": self.decisions.of(report.id)})

    def under_editor(self, brief: Brief) -> Brief:
        """The brief with what an editor decided about its report."""
        return brief.model_copy(update={"decisions": self.decisions.of(identity(brief))})
