"""What is said about an article in several places, of which the first that says a thing counts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pydantic import JsonValue

NAMES = ("url", "title", "publisher", "author", "published_at", "updated_at", "language")


@dataclass(frozen=True)
class Facts:
    """What one place says: `place` is told to whoever asks where a date comes from."""

    place: str
    said: Mapping[str, str | None] = field(default_factory=dict)


def merged(facts: Iterable[Facts]) -> dict[str, JsonValue]:
    """The fields of an article, each from the first place that gives it; `taken_from` says which one that was."""
    fields: dict[str, JsonValue] = {}
    taken_from: dict[str, JsonValue] = {}
    listed = list(facts)
    for name in NAMES:
        for told in listed:
            value = told.said.get(name)
            if value and value.strip():
                fields[name], taken_from[name] = value, told.place
                break
    return {**fields, "taken_from": taken_from}
