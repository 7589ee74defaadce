"""Between llama-index's use of the openai library and what is asked and gathered here."""

from collections.abc import Mapping
from typing import Any

from .stream import Piece


def openai_options(options: Mapping[str, Any]) -> dict[str, Any]:
    """The options of a request, with what is None left out of it: llama-index would send its own choice instead."""
    from openai import NOT_GIVEN

    return {name: NOT_GIVEN if value is None else value for name, value in options.items()}


def openai_piece(chunk: Any) -> Piece:
    """What a chunk of the openai library says."""
    choice = chunk.choices[0] if chunk.choices else None
    delta = choice.delta if choice is not None else None
    usage = chunk.usage
    return Piece(
        text=(delta.content or "") if delta is not None else "",
        finish=choice.finish_reason if choice is not None else None,
        refusal=getattr(delta, "refusal", None),
        prompt_tokens=usage.prompt_tokens if usage is not None else None,
        completion_tokens=usage.completion_tokens if usage is not None else None,
    )
