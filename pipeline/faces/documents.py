"""Results as JSON, the same text for every face."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..types import Value


def document(value: Value | Sequence[Value]) -> str:
    """One JSON document: an object, or a list of them."""
    if isinstance(value, (list, tuple)):
        return "[" + ",\n".join(item.model_dump_json(indent=2) for item in value) + "]"
    return value.model_dump_json(indent=2)  # type: ignore[union-attr]
