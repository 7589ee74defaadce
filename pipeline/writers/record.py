"""How a writer's work went: what `ports.WriterRecord` asks for, as a plain value."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ..types import StageUse


@dataclass(frozen=True)
class Record:
    """Empty for a writer that asks no model and has nothing to say of its work."""

    prompts: Mapping[str, str] = field(default_factory=dict)
    stages: Mapping[str, StageUse] = field(default_factory=dict)
    notes: Sequence[str] = ()
