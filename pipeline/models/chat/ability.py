"""What the configured model can do, found out with one short question: for `groundwire doctor`, which must not fail."""

import time
from dataclasses import dataclass, replace
from threading import Thread

from ...errors import GroundwireError
from ...types import Prompt
from .client import ModelChat
from .connection import Connection
from .stream import Patience

_SECONDS = 30.0
# A word that only the schema asks for: a model that gives it was held to the schema, not merely told.
_PROBE = Prompt(
    name="probe",
    system="You are a helpful assistant.",
    user="Is water wet? Answer.",
    reply_schema={
        "type": "object",
        "properties": {"verdict": {"type": "string", "enum": ["quite", "hardly"]}},
        "required": ["verdict"],
        "additionalProperties": False,
    },
    max_tokens=64,
)


@dataclass(frozen=True)
class ModelAbility:
    """What was found; None: could not be found out. `detail` says it in a sentence, errors included.

    `json_schema`: whether replies are held to a schema by the server; without that, the schema is told in words.
    """

    name: str
    ok: bool
    detail: str
    json_schema: bool | None = None
    tools: bool | None = None
    context_tokens: int | None = None
    context_known: bool = False
    seconds: float = 0.0


def probe(connection: Connection, *, seconds: float = _SECONDS) -> ModelAbility:
    """Asks a model one short question. Never raises, and comes back within the time given."""
    began = time.monotonic()
    found: list[ModelAbility] = []
    # A thread of its own: starting a server of ours, or a library that hangs, has time limits of other sizes.
    thread = Thread(target=lambda: found.append(_probed(connection, seconds)), daemon=True)
    thread.start()
    thread.join(seconds)
    taken = time.monotonic() - began
    if not found:
        detail = f"{connection.name} did not answer a short question within {seconds:g} s"
        return ModelAbility(connection.name, ok=False, detail=detail, seconds=taken)
    return replace(found[0], seconds=taken)


def _probed(connection: Connection, seconds: float) -> ModelAbility:
    patience = Patience(first=seconds, stall=seconds, call=seconds, total=seconds, attempts=2, pause=0.5)
    chat = ModelChat(connection, patience=patience)
    try:
        chat.ask(_PROBE)
        enforced = connection.dialect.form == "json_schema" and not connection.dialect.told
        ability = ModelAbility(
            connection.name,
            ok=True,
            detail="",
            json_schema=enforced,
            tools=connection.calls_tools(),
            context_tokens=connection.context_tokens,
            context_known=connection.knows_context,
        )
    except GroundwireError as error:
        return ModelAbility(connection.name, ok=False, detail=str(error))
    except Exception as error:  # noqa: BLE001 - a check-up reports what is wrong, whatever it is
        return ModelAbility(connection.name, ok=False, detail=f"{connection.name} failed: {type(error).__name__}")
    return replace(ability, detail=_sentence(ability))


def _sentence(ability: ModelAbility) -> str:
    schema = "keeps to a JSON Schema" if ability.json_schema else "is told the JSON Schema in words"
    tools = {True: "can call tools", False: "cannot call tools", None: "tools unknown"}[ability.tools]
    context = f"context {ability.context_tokens:,} tokens{'' if ability.context_known else ' (assumed)'}"
    return f"{ability.name} answers, {schema}, {tools}, {context}"
