"""From what a model wrote to JSON that satisfies a schema, or to a sentence that says why not.

Fences and prose around one JSON object are forgiven, and so is a list that is too long: it is cut. Nothing else is mended,
because a guess at what a model meant would be a claim of ours.
"""

import json
import math
import re
from collections.abc import Iterator, Mapping
from typing import Any

# Far beyond any reply that is asked for (a long report has about 60 kB), far below what would hurt.
MAX_BYTES = 1_000_000
MAX_DEPTH = 40
# How many opening braces in prose are tried; each trial can cost as much as the rest of the reply.
_MOST_STARTS = 20
_THOUGHTS = re.compile(r"^\s*<think>.*?</think>", re.DOTALL)
_FENCE = re.compile(r"^\s*```[a-zA-Z]*\s*\n(.*?)\n?\s*```\s*$", re.DOTALL)


class Unreadable(Exception):
    """A reply that cannot be used; its text is a clause that goes back to the model and into messages."""


def read_reply(text: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    """The one JSON object in a reply, which satisfies the schema; lists beyond their `maxItems` are cut to it.

    Raises:
        Unreadable: there is no such object, there are several, or it does not satisfy the schema.
    """
    if len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise Unreadable(f"it has more than {MAX_BYTES:,} bytes")
    value = _shortened(_one_object(text), schema, schema)
    _validate(value, schema)
    assert isinstance(value, dict)
    return value


def complete(text: str) -> bool:
    """Whether a text holds one whole JSON object: a stream that ends like that was not cut."""
    try:
        _one_object(text)
    except Unreadable:
        return False
    return True


def _one_object(text: str) -> dict[str, Any]:
    text = _THOUGHTS.sub("", text.lstrip("\ufeff"))
    if fenced := _FENCE.match(text):
        text = fenced[1]
    if not text.strip():
        raise Unreadable("it is empty")
    try:
        found = [_DECODER.decode(text.strip())]
    except RecursionError as error:
        raise Unreadable(f"it is nested more than {MAX_DEPTH} deep") from error
    except ValueError as error:
        found = list(_objects_in(text))
        if not found:
            raise Unreadable(f"it is not JSON: {error}") from error
    if len(found) > 1:
        raise Unreadable(f"it holds {len(found)} JSON objects instead of one")
    if not isinstance(found[0], dict):
        raise Unreadable("it is JSON, but not an object")
    if _depth(found[0]) > MAX_DEPTH:
        raise Unreadable(f"it is nested more than {MAX_DEPTH} deep")
    return found[0]


def _objects_in(text: str) -> Iterator[dict[str, Any]]:
    """The JSON objects that stand in prose, of which an empty one counts as prose."""
    at, starts = text.find("{"), 0
    while at >= 0 and starts < _MOST_STARTS:
        starts += 1
        try:
            value, at = _DECODER.raw_decode(text, at)
        except (ValueError, RecursionError):
            at += 1
        else:
            if value:
                yield value
        at = text.find("{", at)


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"the key {twice[:80]!r} occurs twice in one object")
    return value


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text[:20]} is not a number that JSON has")
    return number


def _no_constant(text: str) -> float:
    raise ValueError(f"{text} is not a number that JSON has")


_DECODER = json.JSONDecoder(object_pairs_hook=_pairs, parse_float=_finite, parse_constant=_no_constant)


def _depth(value: object) -> int:
    level, depth = [value], 0
    while level and depth <= MAX_DEPTH:
        depth += 1
        level = [
            inner
            for outer in level
            if isinstance(outer, dict | list)
            for inner in (outer.values() if isinstance(outer, dict) else outer)
        ]
    return depth


def _shortened(value: Any, schema: Any, root: Mapping[str, Any]) -> Any:
    """The value with every list cut to the `maxItems` of its schema, and lone surrogates replaced.

    The one place where a reply is changed: a model that floods loses the end of its list, not the report.
    """
    schema = _resolved(schema, root)
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        items = schema.get("items", {})
        return [_shortened(item, items, root) for item in value[: schema.get("maxItems")]]
    if isinstance(value, dict):
        properties = schema.get("properties", {})
        return {key: _shortened(inner, properties.get(key, {}), root) for key, inner in value.items()}
    return value


def _resolved(schema: Any, root: Mapping[str, Any]) -> Mapping[str, Any]:
    """The schema with a local `$ref` followed, at most a few times; `true` and `false` say nothing about lists."""
    for _ in range(8):
        reference = schema.get("$ref") if isinstance(schema, Mapping) else None
        if not isinstance(reference, str) or not reference.startswith("#/"):
            break
        schema = root
        for step in reference[2:].split("/"):
            schema = schema.get(step, {}) if isinstance(schema, Mapping) else {}
    return schema if isinstance(schema, Mapping) else {}


def _validate(value: dict[str, Any], schema: Mapping[str, Any]) -> None:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import best_match

    error = best_match(Draft202012Validator(dict(schema)).iter_errors(value))
    if error is not None:
        place = "/".join(str(step) for step in error.absolute_path) or "the top"
        # jsonschema puts the whole value into its message, which may be all of the reply.
        message = error.message if len(error.message) <= 300 else f"…{error.message[-300:]}"
        raise Unreadable(f"at {place[:120]}: {message}")
