"""What was run and what came of it, as a run's folder keeps them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final, Literal

from pydantic import ConfigDict, Field, JsonValue

from pipeline.types import StageUse, Value

from ..statistics import Metric
from ..suite import Better, Unit

RUN_SCHEMA: Final = "groundwire/eval-run/1"


class Config(Value):
    """What was run: enough to run it again, and to tell whether two runs may be compared.

    `judge` is what was asked for, `judge_name` who answered. `code` is a digest over the code that judges; `given` holds
    the digests of files that were given (`data`, `answers`).
    """

    model_config = ConfigDict(serialize_by_alias=True, validate_by_name=True, validate_by_alias=True)

    schema_: Literal["groundwire/eval-run/1"] = Field(default=RUN_SCHEMA, alias="schema")
    run: str
    suite: str
    created: datetime
    version: str
    code: str
    judge: str
    judge_name: str
    seed: int
    limit: int | None
    data: str | None
    answers: str | None
    given: Mapping[str, str]
    settings: Mapping[str, JsonValue]
    prompts: Mapping[str, str]

    def same_work(self, other: "Config") -> bool:
        """Whether both ask for the same items, so that the rows of one may stand in the other."""
        apart = {"run", "created"}
        return self.model_dump(exclude=apart) == other.model_dump(exclude=apart)


class Score(Value):
    """A metric as it is written: see `statistics.Metric`. The rest is its `suite.Measure`."""

    value: float | None
    low: float | None = None
    high: float | None = None
    n: int = 0
    why: str | None = None
    says: str = ""
    better: Better = "higher"
    unit: Unit = "share"

    @property
    def metric(self) -> Metric:
        return Metric(self.value, self.low, self.high, self.n, self.why)

    def as_json(self) -> dict[str, JsonValue]:
        """The numbers as `eval run --json` prints them; `why` where there is none."""
        numbers: dict[str, JsonValue] = {"value": self.value, "low": self.low, "high": self.high, "n": self.n}
        return numbers if self.value is not None else {**numbers, "why": self.why}


class Summary(Value):
    """What came of a run. `errors` counts items that could not be measured: they are in `items` and in every metric's n.

    `data` holds the digest of each file that was read; `items_digest` is one over ids and claims.
    """

    suite: str
    run: str
    metrics: Mapping[str, Score]
    items: int
    errors: int
    headline: str = ""
    notes: tuple[str, ...] = ()
    data: Mapping[str, str] = {}
    items_digest: str = ""
    use: Mapping[str, StageUse] = {}
    seconds: float = 0.0
