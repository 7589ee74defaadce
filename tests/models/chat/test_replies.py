import json
import time

import pytest

from pipeline.models.chat.replies import Unreadable, complete, read_reply

ANY = {"type": "object"}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"a": 1}', {"a": 1}),
        ('\ufeff  {"a": 1}\n', {"a": 1}),
        ('```\n{"a": 1}\n```', {"a": 1}),
        ('```JSON\n{"a": "```"}\n```\n', {"a": "```"}),
        ('Sure! {"a": 1}', {"a": 1}),
        ('The set {1, 2} and {} gives {"a": {"b": "}"}} as asked.', {"a": {"b": "}"}}),
        ('{"a": "\\ud83d\\ude00 \\ud83d"}', {"a": "😀 \ufffd"}),
    ],
)
def test_one_object_is_found_whatever_stands_around_it(text, value):
    assert read_reply(text, ANY) == value


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", "it is empty"),
        ("```json\n```", "it is empty"),
        ("I cannot say.", "it is not JSON"),
        ('{"a": 1', "it is not JSON"),
        ("[1, 2]", "not an object"),
        ("null", "not an object"),
        ('{"a": 1} or {"a": 2}', "it holds 2 JSON objects instead of one"),
        ('{"a": 1, "a": 2}', "the key 'a' occurs twice"),
        ('{"a": NaN}', "NaN is not a number that JSON has"),
        ('{"a": -Infinity}', "-Infinity is not a number"),
        ('{"a": 1e999}', "1e999 is not a number"),
        ('{"a": ' + "9" * 5000 + "}", "it is not JSON"),
        ('{"a": ' * 60 + "1" + "}" * 60, "nested more than 40 deep"),
        ('{"a": "' + "x" * 1_000_001 + '"}', "more than 1,000,000 bytes"),
    ],
)
def test_what_is_not_one_object_is_unreadable_and_says_why(text, wrong):
    with pytest.raises(Unreadable, match=wrong):
        read_reply(text, ANY)


@pytest.mark.parametrize("text", ["{" * 900_000, '{"a":' * 190_000, "[" * 900_000, '{"a": "' * 100_000])
def test_a_hostile_reply_costs_little_time(text):
    began = time.process_time()
    with pytest.raises(Unreadable):
        read_reply(text, ANY)
    assert time.process_time() - began < 2.0


def test_a_list_is_cut_where_its_schema_ends_it_at_any_depth():
    schema = {
        "type": "object",
        "properties": {"sections": {"type": "array", "items": {"$ref": "#/$defs/section"}, "maxItems": 2}},
        "$defs": {
            "section": {
                "type": "object",
                "properties": {"claims": {"type": "array", "items": {"type": "string"}, "maxItems": 1}},
                "required": ["claims"],
            }
        },
    }
    flood = {"sections": [{"claims": ["a", "b"]}, {"claims": ["c"]}, {"claims": 3}]}
    assert read_reply(json.dumps(flood), schema) == {"sections": [{"claims": ["a"]}, {"claims": ["c"]}]}


def test_what_breaks_the_schema_is_told_with_its_place_and_no_more_of_the_reply_than_needed():
    schema = {"type": "object", "properties": {"a": {"type": "array", "items": {"type": "string"}}}}
    with pytest.raises(Unreadable, match=r"^at a/1: 7 is not of type 'string'$"):
        read_reply('{"a": ["x", 7]}', schema)
    with pytest.raises(Unreadable) as caught:
        read_reply(json.dumps({"a": "x" * 10_000}), schema)
    assert len(str(caught.value)) < 400


def test_a_text_is_complete_when_it_holds_one_whole_object():
    assert complete('{"a": 1}')
    assert not complete('{"a": 1')
    assert not complete("")
