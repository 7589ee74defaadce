"""Who writes and who judges in a home, as its settings say: the writers and judges of `service`, made for each report.

A chat counts for one report, so it is made anew for each; the connection behind it, and a server of ours, serve them all.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from .errors import BadInput
from .ports import Embedder, Judge, Progress, Writer
from .settings import Settings
from .types import HealthCheck, StageUse

if TYPE_CHECKING:
    from .models.chat.connection import Connection
    from .models.chat.load import ChatOptions
    from .models.chat.recorded import Mode, RecordedChat
    from .models.chat.stream import Patience

_REPLIES = "replies"  # folder of the home
_FUSION = "fusion.json"  # of the home: weights fitted for another reader of pairs take the place of the packaged ones
_JUDGES_ITSELF = "The model that wrote this report also gave opinions on its claims, as the setting 'judge_own' allows."


class Staff(NamedTuple):
    """Who works on one report; what the judge's own model has cost so far, and what a reader should know of its work."""

    writer: Writer
    judge: Judge
    judge_use: Callable[[], Mapping[str, StageUse]] = dict
    judge_notes: Callable[[], Sequence[str]] = tuple


class Staffing:
    """Makes the staff for each report. `model` is a llama-index LLM object, where one was given in place of a spec."""

    def __init__(
        self,
        settings: Settings,
        *,
        home: Path,
        embedder: Callable[[], Embedder],
        progress: Progress,
        model: object = None,
    ) -> None:
        self._settings = settings
        self._home = home
        self._embedder = embedder
        self._progress = progress
        self._model = model

    def staff(self, *, replay: bool = False) -> Staff:
        """The writer and the judge of one report; with `replay`, no model is asked and recorded replies are all there is.

        Raises:
            BadInput: a spec names no model, or one model is both writer and judge without being told so.
            ModelUnavailable: a judge's weights are not there.
        """
        opinions = self._settings.judge.startswith("llm:")
        if not self._asks_a_writer and not opinions:
            return Staff(self._extractive(), self.judge)
        mode: Mode = "replay" if replay else "on" if self._settings.llm_cache else "off"
        options = self._options()
        writer = self._model_writer(mode, options) if self._asks_a_writer else self._extractive()
        return self._second_opinion(writer, mode, options) if opinions else Staff(writer, self.judge)

    @cached_property
    def judge(self) -> Judge:
        """The judge without a language model."""
        from .models.entailment import PackagedEntailment
        from .verifier.fusion import load_fusion, read_fusion
        from .verifier.judge import CodeJudge

        own = self._home / _FUSION
        fusion = read_fusion(own) if own.is_file() else load_fusion()
        chosen = self._settings.judge
        if chosen.startswith("hf:"):
            from .models.hf_entailment import load_entailment

            return CodeJudge(load_entailment(chosen), fusion=fusion)
        if chosen == "packaged" or chosen.startswith("llm:"):
            return CodeJudge(PackagedEntailment(), fusion=fusion)
        raise BadInput(
            f"setting 'judge' cannot be {chosen!r}: give 'packaged', 'hf:NAME' or 'llm:SPEC', where SPEC is one of those "
            "of 'llm'"
        )

    def probe(self) -> HealthCheck | None:
        """What the configured model can do, found out by one small call; None when none is configured."""
        if not self._asks_a_writer:
            return None
        from .models.chat.ability import probe

        found = probe(self._connection)
        return HealthCheck(name="language model", ok=found.ok, detail=found.detail)

    def close(self) -> None:
        for name in ("_connection", "_judge_connection"):
            if name in self.__dict__:
                self.__dict__.pop(name).close()

    @property
    def _asks_a_writer(self) -> bool:
        return self._model is not None or self._settings.llm != "none"

    def _extractive(self) -> Writer:
        from .writers.extractive import ExtractiveWriter

        return ExtractiveWriter(self._embedder())

    def _model_writer(self, mode: "Mode", options: "ChatOptions") -> Writer:
        from .models.chat.local import SLOTS
        from .models.tokens import count_tokens
        from .writers.llm.writer import LlmWriter

        main = LlmWriter(
            self._chat(self._connection, mode, options),
            count_tokens=count_tokens,
            concurrency=SLOTS if self._settings.llm == "local" else self._settings.llm_concurrency,
            progress=self._progress,
        )
        if not self._settings.fallback:
            return main
        from .writers.fallback import FallbackWriter

        return FallbackWriter(main, self._extractive())

    def _second_opinion(self, writer: Writer, mode: "Mode", options: "ChatOptions") -> Staff:
        from .stages.verify import SHOWN_FROM
        from .verifier.second_opinion import SecondOpinion

        spec = self._settings.judge.removeprefix("llm:")
        if spec == self._settings.llm and not self._settings.judge_own:
            raise BadInput(
                f"{spec} writes and would judge what it wrote, which finds few of its own mistakes; name another model as "
                "judge, or set 'judge_own' to allow it"
            )
        chat = self._chat(self._judge_connection, mode, options)
        judge = SecondOpinion(self.judge, chat, cut=SHOWN_FROM)
        own = (_JUDGES_ITSELF,) if spec == self._settings.llm else ()
        return Staff(writer, judge, chat.use, lambda: (*own, *judge.record.notes))

    def _chat(self, connection: "Connection", mode: "Mode", options: "ChatOptions") -> "RecordedChat":
        from .models.chat.load import load_chat

        return load_chat(connection, folder=self._home / _REPLIES, mode=mode, options=options, progress=self._progress)

    @cached_property
    def _connection(self) -> "Connection":
        from .models.chat.load import connect

        model = self._settings.llm if self._model is None else self._model
        return connect(model, patience=self._patience, context_tokens=self._settings.llm_context)  # type: ignore[arg-type] # connect refuses what is no model

    @cached_property
    def _judge_connection(self) -> "Connection":
        from .models.chat.load import connect

        return connect(self._settings.judge.removeprefix("llm:"), patience=self._patience)

    @property
    def _patience(self) -> "Patience":
        from .models.chat.stream import Patience

        chosen = self._settings
        return Patience(stall=chosen.llm_stall, call=chosen.llm_timeout, total=2 * chosen.llm_timeout)

    def _options(self) -> "ChatOptions":
        """Bounds for the chats of one report, with a budget that is whole."""
        from .models.chat.load import ChatOptions
        from .models.chat.meter import Budget, Limits, Prices

        chosen = self._settings
        prices = None
        if chosen.llm_price_prompt is not None and chosen.llm_price_completion is not None:
            prices = Prices(chosen.llm_price_prompt, chosen.llm_price_completion)
        return ChatOptions(
            budget=Budget(Limits(chosen.max_tokens, chosen.max_cost), prices),
            patience=self._patience,
            context_tokens=chosen.llm_context,
        )
