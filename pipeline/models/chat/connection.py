"""A language model within reach: the llama-index object that speaks to it, made when it is first needed.

It knows the model's server, key, context and dialect, and may serve many reports; what one report spends is counted
elsewhere.
"""

from collections.abc import Iterator, Mapping, Sequence
from threading import RLock
from typing import TYPE_CHECKING, Any, Protocol

from ...errors import ModelUnavailable
from ...ids import digest
from .context import context_in, known_context
from .dialect import SEED, Dialect
from .faults import Server
from .http import openai_client
from .pieces import openai_options, openai_piece
from .specs import Spec
from .stream import Patience, Piece

if TYPE_CHECKING:
    import openai
    from llama_index.llms.openai_like import OpenAILike

# For a server that does not tell and a model that no table knows: what the smallest models in use have.
DEFAULT_CONTEXT = 8_192
_METADATA_SECONDS = 5.0

Messages = Sequence[tuple[str, str]]  # (role, text)


class Connection(Protocol):
    """A model that can be asked. `fingerprint` tells apart what may reply differently to the same prompt."""

    dialect: Dialect

    @property
    def name(self) -> str: ...

    @property
    def fingerprint(self) -> str: ...

    @property
    def server(self) -> Server: ...

    @property
    def context_tokens(self) -> int: ...

    @property
    def knows_context(self) -> bool:
        """Whether `context_tokens` was given or told, and is not a guess."""
        ...

    def open(self) -> None:
        """Gets ready to ask, without asking.

        Raises:
            ModelUnavailable: there is no key where one is needed, or a server of ours does not start.
        """
        ...

    def start(self, messages: Messages, options: Mapping[str, Any]) -> Iterator[Piece]:
        """The pieces of one reply; raises what the libraries raise."""
        ...

    def calls_tools(self) -> bool | None:
        """Whether the model can be given tools; None: cannot be told."""
        ...

    def close(self) -> None: ...


class Host(Protocol):
    """A server that is ours to start: gives its address and key once it runs."""

    def running(self) -> tuple[str, str]: ...

    def close(self) -> None: ...


class ServedModel:
    """A model behind an OpenAI-compatible server."""

    def __init__(
        self, spec: Spec, *, patience: Patience, context_tokens: int | None = None, host: Host | None = None
    ) -> None:
        self.dialect = Dialect()
        self._spec, self._patience, self._host = spec, patience, host
        self._given_context = context_tokens
        self._told_context: int | None = None
        self._asked_context = False
        self._client: openai.OpenAI | None = None
        self._llm: OpenAILike | None = None
        self._address, self._key = spec.base_url, ""
        self._lock = RLock()

    @property
    def name(self) -> str:
        return self._spec.name

    @property
    def fingerprint(self) -> str:
        return digest(self._spec.kind, self._spec.model, self._spec.base_url, "temperature 0", f"seed {SEED}")

    @property
    def server(self) -> Server:
        variable = "" if self._host else self._spec.key_variable
        return Server(self.name, self._spec.model, self._spec.base_url or "this machine", variable, self._key)

    @property
    def context_tokens(self) -> int:
        return self._given_context or self._context_told() or DEFAULT_CONTEXT

    @property
    def knows_context(self) -> bool:
        return (self._given_context or self._context_told()) is not None

    def open(self) -> None:
        self._connected()

    def start(self, messages: Messages, options: Mapping[str, Any]) -> Iterator[Piece]:
        from llama_index.core.base.llms.types import ChatMessage

        asked = [ChatMessage(role=role, content=text) for role, text in messages]
        for response in self._connected().stream_chat(asked, **openai_options(options)):
            yield openai_piece(response.raw)

    def calls_tools(self) -> bool | None:
        """Asks the server with one short call."""
        import openai

        tool = {"name": "note", "parameters": {"type": "object", "properties": {"word": {"type": "string"}}}}
        self._connected()
        assert self._client is not None
        try:
            reply = self._client.chat.completions.create(
                model=self._spec.model,
                messages=[{"role": "user", "content": "Note the word 'yes'."}],
                tools=[{"type": "function", "function": tool}],
                tool_choice="required",
                timeout=self._patience.stall,
                **{self.dialect.length: 32},  # type: ignore[call-overload] # a name that is chosen cannot be checked
            )
        except (openai.BadRequestError, openai.UnprocessableEntityError):
            return False
        except openai.OpenAIError:
            return None
        choices = getattr(reply, "choices", None)  # a server that answers with a page gives a text
        return bool(choices[0].message.tool_calls) if choices else None

    def close(self) -> None:
        with self._lock:
            if self._client is not None:
                self._client.close()
            self._client = self._llm = None
            if self._host is not None:
                self._host.close()

    def _connected(self) -> "OpenAILike":
        """The llama-index object; for a server of ours, made anew when the server had to be started again."""
        from llama_index.llms.openai_like import OpenAILike

        with self._lock:
            address, key = self._where()
            if self._llm is not None and address == self._address:
                return self._llm
            if self._client is not None:
                self._client.close()
            self._address, self._key = address, key
            official = self._spec.kind == "openai"
            self._client = openai_client(address, key, official=official, patience=self._patience)
            _ = self._client.chat.completions  # what the library loads only now would count as silence of the server
            try:
                self._llm = OpenAILike(
                    model=self._spec.model,
                    api_base=address,
                    api_key=key or "none",
                    openai_client=self._client,
                    temperature=0.0,
                    max_retries=0,
                    is_chat_model=True,
                    context_window=self._given_context or DEFAULT_CONTEXT,
                )
            except ValueError as error:
                raise ModelUnavailable(f"{self.name} cannot be used: {error}; choose another model") from error
            return self._llm

    def _where(self) -> tuple[str, str]:
        if self._host is not None:
            return self._host.running()
        key = self._spec.key()
        if self._spec.kind == "openai" and not key:
            raise ModelUnavailable(
                f"{self.name} needs a key, and {self._spec.key_variable} is not set, so nothing was sent; set it, or "
                "write without a model (--llm none)"
            )
        return self._spec.base_url, key

    def _context_told(self) -> int | None:
        with self._lock:
            if not self._asked_context:
                self._asked_context = True
                self._told_context = self._ask_context()
            return self._told_context

    def _ask_context(self) -> int | None:
        if self._spec.kind == "openai":
            return known_context(self._spec.model)
        try:
            self._connected()
            assert self._client is not None
            listing = self._client.models.list(timeout=_METADATA_SECONDS)
            return context_in(listing.model_dump(), self._spec.model)
        except Exception:  # noqa: BLE001 - whatever keeps a server from telling, the first real call will say
            return None
