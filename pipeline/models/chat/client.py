"""Asks a language model for JSON and comes back, within a bounded time, with a reply that satisfies its schema or an error.

Errors that may pass are waited out; a server that refuses part of a request is asked without it; a reply that cannot be
used is sent back once, with what was wrong. No reply is believed here: what it says is verified elsewhere.
"""

import logging
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from threading import Lock
from typing import Any

from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt, stop_before_delay

from ...errors import ContextOverflow, ReplyUnusable
from ...ports import Progress, silent
from ...types import Prompt, StageUse
from ..tokens import count_tokens, truncate
from .connection import Connection, Messages
from .dialect import Dialect, schema_text
from .faults import Refused, Transient, fault, gave_up, refused
from .meter import Meter
from .replies import Unreadable, read_reply
from .stream import Answer, Gathering, Patience, received

_log = logging.getLogger("groundwire.chat")
# What the form of a conversation adds to its texts, a message: role and separators.
_TOKENS_AROUND = 8
# How much of a reply goes back to the model with what was wrong: enough to know it again.
_SHOWN_TOKENS = 400
_SLICE = 4_000  # characters


class ModelChat:
    """A `ports.Chat` over one connection for one report: what it costs is counted by its meter."""

    def __init__(
        self,
        connection: Connection,
        *,
        meter: Meter | None = None,
        patience: Patience | None = None,
        progress: Progress = silent,
    ) -> None:
        self.connection = connection
        self._meter = meter or Meter()
        self._patience = patience or Patience()
        self._progress, self._tokens = progress, 0
        self._lock = Lock()

    @property
    def name(self) -> str:
        return self.connection.name

    @property
    def fingerprint(self) -> str:
        return self.connection.fingerprint

    @property
    def context_tokens(self) -> int:
        return self.connection.context_tokens

    def use(self) -> Mapping[str, StageUse]:
        return self._meter.use()

    def close(self) -> None:
        self.connection.close()

    def ask(self, prompt: Prompt) -> Mapping[str, Any]:
        self.connection.open()  # before the clock starts: the libraries take seconds to load, and a server of ours to start
        question = _Question(self, prompt)
        answer = question.put((("system", prompt.system), ("user", prompt.user)), max_tokens=prompt.max_tokens)
        try:
            return question.read(answer)
        except Unreadable as error:
            first = str(error)
        if answer.truncated and not question.may_be_longer():
            raise ReplyUnusable(f"{self._unusable(prompt)}: {first}, and its context has no room for a longer one")
        try:
            return question.read(question.put(*question.once_more(answer, first)))
        except ContextOverflow as error:
            raise ReplyUnusable(f"{self._unusable(prompt)}: {first}, and there is no room to say so") from error
        except Unreadable as error:
            message = f"{self._unusable(prompt)}, twice: {error}; ask again, with another model or --llm none"
            raise ReplyUnusable(message) from error

    def _unusable(self, prompt: Prompt) -> str:
        return f"the reply of {self.name} to '{prompt.name}' cannot be used"

    def _received(self, text: str) -> None:
        """Tells how many tokens have come in for this report, over all its calls."""
        with self._lock:
            self._tokens += _tokens(text)
            total = self._tokens
        self._progress("answer", total, None)


class _Question:
    """One question with all its repetitions: they share the time that there is for it."""

    def __init__(self, chat: ModelChat, prompt: Prompt) -> None:
        self._chat, self._prompt = chat, prompt
        self._ends = time.monotonic() + chat._patience.total
        self._sent = 0

    def put(self, messages: Messages, max_tokens: int) -> Answer:
        """The answer to messages, asked in whatever form the server takes."""
        connection = self._chat.connection
        dialect = connection.dialect
        while True:
            try:
                answer = self._until_it_passes(messages, max_tokens, dialect)
            except Refused as refusal:
                simpler = dialect.after_refusal(str(refusal))
                if simpler is None or self._left() <= 0:
                    raise refused(str(refusal), connection.server) from refusal
                dialect = simpler
            else:
                # Only what led to an answer is remembered: the refusal may have been about something else.
                if self._sent > 1 and dialect != connection.dialect:
                    connection.dialect = dialect
                return self._usable(answer)

    def read(self, answer: Answer) -> Mapping[str, Any]:
        if answer.truncated:
            raise Unreadable("it was cut off at its longest length")
        return read_reply(answer.text, self._prompt.reply_schema)

    def may_be_longer(self) -> bool:
        room = self._chat.context_tokens - _estimate((("", self._prompt.system), ("", self._prompt.user)))
        return 2 * self._prompt.max_tokens <= room

    def once_more(self, answer: Answer, wrong: str) -> tuple[Messages, int]:
        """What to ask after a reply that cannot be used: for a longer one if it was cut, else with what was wrong."""
        prompt, connection = self._prompt, self._chat.connection
        asked = (("system", prompt.system), ("user", prompt.user))
        if answer.truncated:
            return asked, 2 * prompt.max_tokens
        # This server may take a schema without keeping to it, so from now on the text names it too.
        connection.dialect = replace(connection.dialect, told=True)
        shown = truncate(answer.text[:_SLICE], _SHOWN_TOKENS)
        correction = f"That reply cannot be used: {wrong}.\nReply again, in full, with one JSON object that satisfies the schema."
        return (*asked, ("assistant", shown or "{}"), ("user", correction)), prompt.max_tokens

    def _until_it_passes(self, messages: Messages, max_tokens: int, dialect: Dialect) -> Answer:
        patience, server = self._chat._patience, self._chat.connection.server
        trying = Retrying(
            retry=retry_if_exception_type(Transient),
            stop=stop_after_attempt(patience.attempts) | stop_before_delay(max(self._left(), 0.0)),
            wait=lambda state: _pause(state, patience),
            reraise=True,
        )
        try:
            return trying(self._once, messages, max_tokens, dialect)
        except Transient as last:
            if last.empty:
                raise ReplyUnusable(f"{self._chat._unusable(self._prompt)}: it was empty, each time") from last
            raise gave_up(last, server, attempts=trying.statistics["attempt_number"]) from last

    def _once(self, messages: Messages, max_tokens: int, dialect: Dialect) -> Answer:
        chat, prompt = self._chat, self._prompt
        if dialect.schema_in_text:
            (role, system), *rest = messages
            messages = ((role, f"{system}\n\n{schema_text(prompt.reply_schema)}"), *rest)
        estimate = _estimate(messages)
        options = dialect.options(prompt, max_tokens=max_tokens)
        gathered = Gathering()
        with chat._meter.call(prompt.name, prompt_tokens=estimate, max_tokens=max_tokens, again=self._sent > 0) as call:
            self._sent += 1
            _log.debug("asking %s: %s, %d tokens", chat.name, prompt.name, estimate)
            try:
                answer = self._gather(gathered, messages, options)
            except Exception as error:
                if gathered.text:
                    call.spent(estimate, _tokens("".join(gathered.text)))
                server = chat.connection.server
                meaning = fault(error, server)
                if meaning is error:
                    raise
                # Some servers repeat the key that they refuse; a traceback would show it.
                raise meaning from (None if server.secret and server.secret in f"{error}" else error)
            call.spent(*_used(answer, estimate))
            return answer

    def _gather(self, gathered: Gathering, messages: Messages, options: Mapping[str, Any]) -> Answer:
        chat = self._chat
        seconds = min(chat._patience.call, max(self._left(), 0.001))
        pieces = received(lambda: chat.connection.start(messages, options), seconds=seconds, patience=chat._patience)
        with closing(pieces):
            for piece in pieces:
                if piece.text:
                    chat._received(piece.text)
                if not gathered.add(piece):
                    break
        return gathered.answer()

    def _usable(self, answer: Answer) -> Answer:
        """The answer, unless the model or its filter would not give one.

        Raises:
            ReplyUnusable: it declined.
        """
        chat, name = self._chat, self._prompt.name
        if answer.refusal:
            said = chat.connection.server.scrub(answer.refusal)
            raise ReplyUnusable(f"{chat.name} declined to answer '{name}': {said}; ask another question or model")
        if answer.finish == "content_filter":
            raise ReplyUnusable(f"the content filter of {chat.name} withheld its answer to '{name}'; try another model")
        return answer

    def _left(self) -> float:
        return self._ends - time.monotonic()


def _pause(state: RetryCallState, patience: Patience) -> float:
    error = state.outcome.exception() if state.outcome else None
    asked = error.retry_after if isinstance(error, Transient) else None
    grown = patience.pause * 2.0 ** (state.attempt_number - 1)
    return min(grown if asked is None else asked, patience.longest_pause)


def _estimate(messages: Messages) -> int:
    return sum(_tokens(text) + _TOKENS_AROUND for _, text in messages)


def _tokens(text: str) -> int:
    """About how many tokens a text has: counted slice by slice, because the time for one long word grows with its square."""
    return sum(count_tokens(text[at : at + _SLICE]) for at in range(0, len(text), _SLICE))


def _used(answer: Answer, estimate: int) -> tuple[int, int]:
    """What the provider says that it used; where it does not say, what we count."""
    if answer.prompt_tokens is None or answer.completion_tokens is None:
        return estimate, _tokens(answer.text or answer.refusal)
    return answer.prompt_tokens, answer.completion_tokens
