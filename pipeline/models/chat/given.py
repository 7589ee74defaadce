"""A llama-index LLM object from Python as a model to ask."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from ...ids import digest
from .connection import Messages
from .dialect import Dialect
from .faults import Server
from .pieces import openai_options, openai_piece
from .stream import Piece


class GivenModel:
    """A llama-index LLM object that was made elsewhere and is asked as it was set up."""

    def __init__(self, llm: Any, *, context_tokens: int | None = None) -> None:
        from llama_index.llms.openai import OpenAI

        self._llm = llm
        self._openai_like = isinstance(llm, OpenAI)
        self._streams = True
        self._context = context_tokens
        self.dialect = Dialect() if self._openai_like else Dialect(form="text")

    @property
    def name(self) -> str:
        return f"{self._llm.metadata.model_name}@{self._llm.class_name()}"

    @property
    def fingerprint(self) -> str:
        address = str(getattr(self._llm, "api_base", None) or getattr(self._llm, "base_url", None) or "")
        return digest(self.name, address.partition("?")[0], f"temperature {getattr(self._llm, 'temperature', None)}")

    @property
    def server(self) -> Server:
        secret = str(getattr(self._llm, "api_key", None) or "")
        return Server(self.name, self._llm.metadata.model_name, "its server", "", secret)

    @property
    def context_tokens(self) -> int:
        return self._context or int(self._llm.metadata.context_window)

    @property
    def knows_context(self) -> bool:
        return True

    def open(self) -> None:
        """Is ready: the object was made by whoever gave it."""

    def start(self, messages: Messages, options: Mapping[str, Any]) -> Iterator[Piece]:
        from llama_index.core.base.llms.types import ChatMessage

        asked = [ChatMessage(role=role, content=text) for role, text in messages]
        # Other libraries name their options otherwise; the object was set up by whoever gave it.
        options = openai_options(options) if self._openai_like else {}
        if self._streams:
            try:
                yield from (self._piece(response) for response in self._llm.stream_chat(asked, **options))
            except NotImplementedError:
                self._streams = False
            else:
                return
        options.pop("stream_options", None)
        response = self._llm.chat(asked, **options)
        yield replace(self._piece(response), text=response.message.content or "", ends=False)

    def calls_tools(self) -> bool | None:
        return bool(self._llm.metadata.is_function_calling_model)

    def close(self) -> None:
        """Leaves the object to whoever gave it."""

    def _piece(self, response: Any) -> Piece:
        if type(response.raw).__name__ == "ChatCompletionChunk":
            return openai_piece(response.raw)
        counts = response.additional_kwargs or {}
        return Piece(
            text=response.delta or "",
            prompt_tokens=counts.get("prompt_tokens"),
            completion_tokens=counts.get("completion_tokens"),
            ends=False,
        )
