"""One way to ask the model: fill in a prompt, see that it fits, keep its digest, and stop when asking is over."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ...errors import ContextOverflow, GroundwireError, LimitReached, ModelUnavailable
from ...ports import Chat
from ...prompting import load_prompt, narrowed
from ...types import Prompt

# Room for the reply to each prompt, in tokens: about twice what good replies took on the sample questions.
_REPLY = {"plan": 300, "outline": 1_500, "draft": 1_500, "repair": 500, "conclude": 900, "follow_ups": 300}
_REPLY_SHARE = 3  # a reply takes at most this part of the context
# The model's tokenizer is not the one that counts: on news, common ones came out up to 12 % longer.
_OTHER_TOKENIZER = 1.15
_FRAME = 48  # tokens of the chat template around system and user part


class Asker:
    """Asks a Chat by prompt name. Safe to call from several threads.

    After LimitReached or ModelUnavailable every further call fails at once with the same error, until `resume`.
    """

    def __init__(self, chat: Chat, count_tokens: Callable[[str], int]) -> None:
        self.chat = chat
        self.prompts: dict[str, str] = {}
        self.stopped: GroundwireError | None = None
        self._count = count_tokens

    def resume(self) -> None:
        self.stopped = None

    def ask(self, name: str, variables: Mapping[str, object], **choices: Sequence[str]) -> Mapping[str, Any]:
        """The reply to a prompt; `choices` say which strings the reply may use where the schema refers to them.

        Raises:
            ModelFailed, ModelUnavailable: as `ports.Chat.ask`; ContextOverflow without a call when it cannot fit.
        """
        if self.stopped:
            raise self.stopped
        prompt = self._rendered(name, variables, choices)
        if not self._fits(prompt):
            raise ContextOverflow(
                f"prompt '{name}' and its reply need more than the {self.chat.context_tokens} tokens of "
                f"{self.chat.name}, so it was not sent; use a model with a longer context"
            )
        self.prompts[name] = load_prompt(name).digest
        try:
            return self.chat.ask(prompt)
        except (LimitReached, ModelUnavailable) as error:
            self.stopped = error
            raise

    def fits(self, name: str, variables: Mapping[str, object], **choices: Sequence[str]) -> bool:
        """Whether the prompt, filled in like this, leaves the model room for its reply."""
        return self._fits(self._rendered(name, variables, choices))

    def _rendered(self, name: str, variables: Mapping[str, object], choices: Mapping[str, Sequence[str]]) -> Prompt:
        template = load_prompt(name)
        room = min(_REPLY[name], self.chat.context_tokens // _REPLY_SHARE)
        return template.render(max_tokens=room, schema=narrowed(template.schema, **choices), **variables)

    def _fits(self, prompt: Prompt) -> bool:
        # A server that cannot constrain its replies is told the schema in words, so it counts too.
        written = prompt.system + prompt.user + json.dumps(prompt.reply_schema)
        return _OTHER_TOKENIZER * self._count(written) + _FRAME + prompt.max_tokens <= self.chat.context_tokens
