"""Counts what a report costs, prompt by prompt, and refuses a call that could pass the limit that was set."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock

from ...errors import BadInput, LimitReached
from ...types import StageUse

_MILLION = 1_000_000


@dataclass(frozen=True)
class Prices:
    """US dollars per million tokens."""

    prompt: float
    completion: float

    def cost(self, prompt: int, completion: int) -> float:
        return (prompt * self.prompt + completion * self.completion) / _MILLION


@dataclass(frozen=True)
class Limits:
    """The most that one report may use: tokens of prompts and replies together, and US dollars. None: no limit."""

    max_tokens: int | None = None
    max_cost: float | None = None


@dataclass
class Call:
    """One request under way. Until the provider says what it used, what is known of it counts."""

    prompt_tokens: int = 0
    completion_tokens: int = 0

    def spent(self, prompt_tokens: int, completion_tokens: int) -> None:
        self.prompt_tokens, self.completion_tokens = prompt_tokens, completion_tokens


class Budget:
    """What one report may still use. All chats that work on it draw on the same one, from any thread."""

    def __init__(self, limits: Limits | None = None, prices: Prices | None = None) -> None:
        """
        Raises:
            BadInput: there is a limit of cost and no prices to reckon it by.
        """
        self._limits, self._prices = limits or Limits(), prices
        if self._limits.max_cost is not None and prices is None:
            raise BadInput(
                f"a limit of ${self._limits.max_cost:g} cannot be kept without the model's prices; set "
                "'llm_price_prompt' and 'llm_price_completion' (US dollars per million tokens), or set no limit of cost"
            )
        self._tokens, self._cost = 0, 0.0  # what was used, and what calls under way may use at most
        self._lock = Lock()

    def set_aside(self, name: str, prompt_tokens: int, max_tokens: int) -> None:
        """Reserves what a call may use at most.

        Raises:
            LimitReached: the limits do not allow it.
        """
        limits, cost = self._limits, self.priced(prompt_tokens, max_tokens)
        with self._lock:
            tokens = self._tokens + prompt_tokens + max_tokens
            if limits.max_tokens is not None and tokens > limits.max_tokens:
                raise LimitReached(
                    f"the call for '{name}' could bring this report to {tokens:,} tokens, over the limit of "
                    f"{limits.max_tokens:,}; it was not made; raise --max-tokens, or ask for a shorter report"
                )
            if limits.max_cost is not None and self._cost + cost > limits.max_cost:
                raise LimitReached(
                    f"the call for '{name}' could bring this report to ${self._cost + cost:.4f}, over the limit of "
                    f"${limits.max_cost:g}; it was not made; raise --max-cost, or ask for a shorter report"
                )
            self._tokens, self._cost = tokens, self._cost + cost

    def settle(self, call: Call, prompt_tokens: int, max_tokens: int) -> None:
        """Puts what a call has used in the place of what was set aside for it."""
        cost = self.priced(call.prompt_tokens, call.completion_tokens)
        with self._lock:
            self._tokens += call.prompt_tokens + call.completion_tokens - prompt_tokens - max_tokens
            self._cost += cost - self.priced(prompt_tokens, max_tokens)

    def priced(self, prompt_tokens: int, completion_tokens: int) -> float:
        return self._prices.cost(prompt_tokens, completion_tokens) if self._prices else 0.0


class Meter:
    """The use of one chat by prompt, within the budget of its report. Calls may come from several threads."""

    def __init__(self, budget: Budget | None = None) -> None:
        self._budget = budget or Budget()
        self._use: dict[str, StageUse] = {}
        self._lock = Lock()

    def use(self) -> Mapping[str, StageUse]:
        with self._lock:
            return dict(self._use)

    @contextmanager
    def call(self, name: str, *, prompt_tokens: int, max_tokens: int, again: bool) -> Iterator[Call]:
        """One request: refused if its estimated prompt and its longest reply could pass a limit, else counted at its end.

        Raises:
            LimitReached: the limit does not allow it.
        """
        self._budget.set_aside(name, prompt_tokens, max_tokens)
        call = Call()
        try:
            yield call
        finally:
            self._budget.settle(call, prompt_tokens, max_tokens)
            cost = self._budget.priced(call.prompt_tokens, call.completion_tokens)
            self._add(
                name,
                StageUse(
                    calls=1,
                    retries=int(again),
                    prompt_tokens=call.prompt_tokens,
                    completion_tokens=call.completion_tokens,
                    cost_usd=cost,
                ),
            )

    def cached(self, name: str) -> None:
        """Counts an answer that was recorded before."""
        self._add(name, StageUse(cached=1))

    def _add(self, name: str, more: StageUse) -> None:
        with self._lock:
            self._use[name] = added(self._use.get(name, StageUse()), more)


def added(one: StageUse, other: StageUse) -> StageUse:
    """What two counts come to."""
    mine, theirs = one.model_dump(), other.model_dump()
    return StageUse(**{field: mine[field] + theirs[field] for field in mine})
