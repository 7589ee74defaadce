"""The one base of all domain values: frozen, closed, and equal by content."""

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """A frozen value that refuses unknown fields and round-trips through JSON."""

    model_config = ConfigDict(frozen=True, extra="forbid")
