"""Makes the chat that a setting names. Nothing is contacted until the first question is asked."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Union

from ...errors import BadInput
from ...ports import Progress, silent
from .client import ModelChat
from .connection import Connection, ServedModel
from .given import GivenModel
from .local import LocalServer
from .meter import Budget, Meter
from .recorded import Mode, RecordedChat
from .specs import Spec, parse_spec
from .stream import Patience

if TYPE_CHECKING:
    from llama_index.core.llms import LLM

Model = Union[str, Spec, "LLM", Connection]


@dataclass(frozen=True)
class ChatOptions:
    """How the chats of one report are kept within bounds. They share the budget; None: what they use is only counted."""

    budget: Budget | None = None
    patience: Patience | None = None
    context_tokens: int | None = None


def connect(model: Model, *, patience: Patience | None = None, context_tokens: int | None = None) -> Connection:
    """The connection to a model: by spec, as a llama-index LLM object, or one that there is already.

    Raises:
        BadInput: it names no model.
    """
    if isinstance(model, ServedModel | GivenModel):
        return model
    if isinstance(model, str | Spec):
        spec = parse_spec(model) if isinstance(model, str) else model
        if spec.kind == "none":
            raise BadInput("'none' is no language model, so it cannot be asked; reports are then written without one")
        if spec.kind == "local":
            # What is given bounds the server; what it has is asked of it.
            return ServedModel(spec, patience=patience or Patience(), host=LocalServer(context_tokens=context_tokens))
        return ServedModel(spec, patience=patience or Patience(), context_tokens=context_tokens)
    if hasattr(model, "stream_chat") and hasattr(model, "metadata"):
        return GivenModel(model, context_tokens=context_tokens)
    raise BadInput(f"a {type(model).__name__} is no language model; give a spec or a llama-index LLM object")


def load_chat(
    model: Model,
    *,
    folder: Path | None = None,
    mode: Mode = "on",
    options: ChatOptions | None = None,
    progress: Progress = silent,
) -> RecordedChat:
    """The chat for one report. Replies are recorded in `folder`, if one is given and `mode` is not "off".

    Closing it closes the connection, unless that was given: it may serve other reports.

    Raises:
        BadInput: the model is none.
    """
    chosen = options or ChatOptions()
    patience = chosen.patience or Patience()
    connection = connect(model, patience=patience, context_tokens=chosen.context_tokens)
    chat = ModelChat(connection, meter=Meter(chosen.budget), patience=patience, progress=progress)
    if folder is None and mode == "on":
        mode = "off"
    return RecordedChat(chat, folder, mode, owned=connection is not model)
