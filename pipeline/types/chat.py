"""What goes to a language model and what is counted of it."""

from collections.abc import Mapping
from typing import Any

from .base import Value


class Prompt(Value):
    """One call: instructions, data, and the JSON Schema that the reply has to satisfy.

    `name` is the prompt's file in `prompts/`; use is counted under it. `max_tokens` bounds the reply.
    """

    name: str
    system: str
    user: str
    reply_schema: Mapping[str, Any]
    max_tokens: int


class StageUse(Value):
    """What one kind of call has cost: `calls` reached the model, `cached` were answered from recorded replies.

    `retries` counts calls sent again: after an error, or because the reply could not be used.
    """

    calls: int = 0
    cached: int = 0
    retries: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cost_usd: float = 0.0
