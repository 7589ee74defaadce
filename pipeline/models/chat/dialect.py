"""What one server takes of a request, learned from its refusals.

Every OpenAI-compatible server leaves something out. A request starts with all that makes replies reliable and repeatable;
what a server refuses is left out, and whoever keeps the dialect asks it without from then on.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from ...types import Prompt

Form = Literal["json_schema", "json_object", "text"]

# Any fixed number; a change of it makes other replies from the same prompts.
SEED = 7
_SIMPLER: dict[Form, Form] = {"json_schema": "json_object", "json_object": "text"}
_OPTIONAL = ("seed", "stream_options", "temperature")
_NAMES_THE_FORM = re.compile(r"response_format|json_schema|json_object|grammar|structured|guided", re.IGNORECASE)


@dataclass(frozen=True)
class Dialect:
    """How a server is asked. `told`: the schema also stands in the text, because the server is known not to enforce it."""

    form: Form = "json_schema"
    told: bool = False
    without: frozenset[str] = frozenset()
    length: Literal["max_tokens", "max_completion_tokens"] = "max_tokens"

    @property
    def schema_in_text(self) -> bool:
        return self.told or self.form != "json_schema"

    def options(self, prompt: Prompt, *, max_tokens: int) -> dict[str, Any]:
        """What goes into the request beside model, messages and temperature; None: it is left out of it."""
        options: dict[str, Any] = {
            "seed": SEED,
            "stream_options": {"include_usage": True},
            self.length: max_tokens,
            "response_format": self._response_format(prompt),
        }
        kept = {name: value for name, value in options.items() if value and name not in self.without}
        return kept | ({"temperature": None} if "temperature" in self.without else {})

    def _response_format(self, prompt: Prompt) -> dict[str, Any] | None:
        if self.form == "text":
            return None
        if self.form == "json_object":
            return {"type": "json_object"}
        name = re.sub(r"[^a-zA-Z0-9_-]", "_", prompt.name)[:64]
        schema = {"name": name, "schema": dict(prompt.reply_schema), "strict": True}
        return {"type": "json_schema", "json_schema": schema}

    def after_refusal(self, said: str) -> "Dialect | None":
        """The dialect to try after a server refused a request with these words; None when there is nothing to leave out."""
        if self.length == "max_tokens" and "max_completion_tokens" in said:
            return replace(self, length="max_completion_tokens")
        for name in _OPTIONAL:
            if name not in self.without and re.search(rf"\b{name}\b", said):
                return replace(self, without=self.without | {name})
        # Some servers refuse without a word about what. What they most often do not know is the form of the reply.
        return self.simpler()

    def simpler(self) -> "Dialect | None":
        return replace(self, form=_SIMPLER[self.form]) if self.form in _SIMPLER else None


def names_the_form(said: str) -> bool:
    """Whether the words of an error are about the form of the reply; some servers call that their own error (5xx)."""
    return _NAMES_THE_FORM.search(said) is not None


def schema_text(schema: Mapping[str, Any]) -> str:
    """The schema in words, for servers that do not enforce it."""
    return (
        "Reply with one JSON object and nothing else: no Markdown, no comment. It must satisfy this JSON Schema:\n"
        + json.dumps(schema, ensure_ascii=False, sort_keys=False)
    )
