"""The real openai client through llama-index against a scripted server: what comes of each bad day, in how many calls."""

import json
import time
import traceback
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from pipeline.errors import BadInput, ContextOverflow, LimitReached, ModelUnavailable, NotFound, ReplyUnusable
from pipeline.models.chat.client import ModelChat
from pipeline.models.chat.connection import ServedModel
from pipeline.models.chat.meter import Budget, Limits, Meter, Prices
from pipeline.models.chat.recorded import RecordedChat
from pipeline.models.chat.specs import Spec
from pipeline.models.chat.stream import Patience
from pipeline.types import Prompt, StageUse
from tests.llm.server import (
    ScriptedServer,
    Step,
    breaks_off,
    cuts,
    declines,
    ends_early,
    fails,
    redirects,
    says,
    sends,
    serving,
    stalls,
    unless_schema,
    waits,
)

SCHEMA = {
    "type": "object",
    "properties": {
        "claims": {"type": "array", "items": {"type": "string"}, "maxItems": 3},
        "sure": {"type": "boolean"},
    },
    "required": ["claims", "sure"],
    "additionalProperties": False,
}
GOOD = {"claims": ["The bridge opened."], "sure": True}
PROMPT = Prompt(name="draft", system="You summarise.", user="What opened?", reply_schema=SCHEMA, max_tokens=200)
QUICK = Patience(first=0.6, stall=0.3, call=2.0, total=4.0, attempts=3, pause=0.01, longest_pause=0.2)
KEY = "sk-secret-0123456789"


@contextmanager
def chatting(
    *steps: Step, patience: Patience = QUICK, meter: Meter | None = None, kind: str = "server", **more
) -> Iterator[tuple[ModelChat, ScriptedServer]]:
    with serving(*steps, **more) as server:
        connection = ServedModel(Spec(kind, "tiny", server.url), patience=patience)
        chat = ModelChat(connection, meter=meter, patience=patience)
        try:
            yield chat, server
        finally:
            chat.close()


@pytest.fixture(autouse=True)
def _key(monkeypatch):
    monkeypatch.setenv("GROUNDWIRE_LLM_KEY", KEY)


def use(chat: ModelChat) -> tuple[int, int]:
    spent = chat.use()["draft"]
    return spent.calls, spent.retries


def test_a_good_day_takes_one_call_that_asks_for_everything_that_makes_it_repeatable():
    with chatting(says(GOOD)) as (chat, server):
        assert chat.ask(PROMPT) == GOOD
        assert chat.use() == {"draft": StageUse(calls=1, prompt_tokens=100, completion_tokens=20)}
    [request] = server.requests
    assert request.path == "/v1/chat/completions"
    assert request.body == {
        "model": "tiny",
        "messages": [{"role": "system", "content": "You summarise."}, {"role": "user", "content": "What opened?"}],
        "temperature": 0.0,
        "seed": 7,
        "max_tokens": 200,
        "stream": True,
        "stream_options": {"include_usage": True},
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "draft", "schema": SCHEMA, "strict": True},
        },
    }
    assert request.headers["authorization"] == f"Bearer {KEY}"


def test_a_foreign_server_gets_neither_openais_key_nor_who_asks(monkeypatch):
    monkeypatch.delenv("GROUNDWIRE_LLM_KEY")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-openai-0123456789")
    monkeypatch.setenv("OPENAI_ORG_ID", "org-private")
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "X-Private: yes")
    with chatting(says(GOOD)) as (chat, server):
        assert chat.ask(PROMPT) == GOOD
    [request] = server.requests
    assert set(request.headers) == {
        "accept", "accept-encoding", "connection", "content-length", "content-type", "host", "user-agent"
    }  # fmt: skip
    assert "sk-openai" not in json.dumps(dict(request.headers))


def test_429_with_retry_after_is_waited_out():
    with chatting(fails(429, "slow down", headers={"Retry-After": "0.15"}), says(GOOD)) as (chat, server):
        began = time.monotonic()
        assert chat.ask(PROMPT) == GOOD
        assert time.monotonic() - began >= 0.15
        assert use(chat) == (2, 1)
    assert server.bodies[0] == server.bodies[1]


def test_a_retry_after_that_is_a_date_far_away_is_waited_for_no_longer_than_allowed():
    later = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    with chatting(fails(429, "slow down", headers={"Retry-After": later}), says(GOOD)) as (chat, server):
        began = time.monotonic()
        assert chat.ask(PROMPT) == GOOD
        assert 0.2 <= time.monotonic() - began < 1.5
    assert len(server.requests) == 2


def test_429_forever_ends_after_three_calls():
    with chatting(fails(429, "slow down")) as (chat, server):
        with pytest.raises(ModelUnavailable, match=r"tiny@127\.0\.0\.1 was asked 3 times .*status 429.*--llm none"):
            chat.ask(PROMPT)
        assert use(chat) == (3, 2)
        assert chat.use()["draft"].prompt_tokens == 0
    assert [body["max_tokens"] for body in server.bodies] == [200, 200, 200]


def test_429_for_want_of_money_is_not_tried_again():
    with (
        chatting(fails(429, "You exceeded your quota", code="insufficient_quota")) as (chat, server),
        pytest.raises(ModelUnavailable, match="quota of this key is used up"),
    ):
        chat.ask(PROMPT)
    assert len(server.requests) == 1


def test_500_and_then_an_answer_is_an_answer():
    with chatting(fails(500, "oops"), says(GOOD)) as (chat, server):
        assert chat.ask(PROMPT) == GOOD
        assert use(chat) == (2, 1)
    assert server.bodies[0] == server.bodies[1]


def test_503_forever_ends_after_three_calls():
    with chatting(fails(503, "loading")) as (chat, server):
        with pytest.raises(ModelUnavailable, match=r"3 times .*status was 503 .*loading"):
            chat.ask(PROMPT)
        assert use(chat) == (3, 2)
    assert [request.form for request in server.requests] == ["json_schema"] * 3


def test_a_server_that_is_not_there_is_said_to_be_unreachable():
    with serving(says(GOOD)) as server:
        address = server.url
    chat = ModelChat(ServedModel(Spec("server", "tiny", address), patience=QUICK), patience=QUICK)
    with pytest.raises(ModelUnavailable, match=r"3 times .*connection failed .*refused"):
        chat.ask(PROMPT)
    assert server.requests == []
    assert use(chat) == (3, 2)
    chat.close()


def test_silence_before_the_first_byte_is_given_up_and_tried_again():
    with chatting(waits(1.5, says(GOOD)), says(GOOD)) as (chat, server):
        began = time.monotonic()
        assert chat.ask(PROMPT) == GOOD
        assert time.monotonic() - began < 1.2
        assert use(chat) == (2, 1)
    assert server.bodies[0] == server.bodies[1]


def test_silence_forever_ends_within_the_time_for_one_question():
    patience = Patience(first=0.5, stall=0.3, call=0.5, total=0.8, attempts=9, pause=0.01)
    with chatting(waits(3, says(GOOD)), patience=patience) as (chat, server):
        began = time.monotonic()
        with pytest.raises(ModelUnavailable, match="failed each time"):
            chat.ask(PROMPT)
        assert time.monotonic() - began < 1.5
    assert len(server.requests) == 2


def test_a_stalled_stream_is_given_up_and_tried_again():
    with chatting(stalls('{"claims": [', seconds=3), says(GOOD)) as (chat, server):
        began = time.monotonic()
        assert chat.ask(PROMPT) == GOOD
        assert time.monotonic() - began < 1.5
        assert use(chat) == (2, 1)
        assert chat.use()["draft"].completion_tokens > 20  # what came before the stall is counted too
    assert server.bodies[0] == server.bodies[1]


def test_pings_are_signs_of_life_but_do_not_buy_more_than_the_time_of_a_call():
    patience = Patience(first=0.5, stall=0.2, call=0.7, total=0.7, attempts=1)
    with chatting(stalls("{", seconds=3, ping=0.05), patience=patience) as (chat, server):
        began = time.monotonic()
        with pytest.raises(ModelUnavailable, match=r"not finished after 0\.\d+ s"):
            chat.ask(PROMPT)
        assert 0.5 < time.monotonic() - began < 1.5
    assert len(server.requests) == 1


def test_a_stream_that_is_cut_is_tried_again():
    with chatting(cuts('{"claims": ["The'), says(GOOD)) as (chat, server):
        assert chat.ask(PROMPT) == GOOD
        assert use(chat) == (2, 1)
    assert server.bodies[0] == server.bodies[1]


def test_a_stream_that_ends_without_saying_so_counts_as_cut():
    with chatting(ends_early('{"claims": ["The'), says(GOOD)) as (chat, server):
        assert chat.ask(PROMPT) == GOOD
    assert len(server.requests) == 2


def test_a_whole_object_counts_even_if_the_stream_does_not_say_that_it_ends():
    with chatting(ends_early(json.dumps(GOOD))) as (chat, server):
        assert chat.ask(PROMPT) == GOOD
    assert len(server.requests) == 1


def test_an_error_within_a_stream_is_tried_again():
    with chatting(breaks_off("{", {"message": "out of memory", "code": 500}), says(GOOD)) as (chat, server):
        assert chat.ask(PROMPT) == GOOD
    assert len(server.requests) == 2


def test_a_stream_that_is_no_json_is_tried_again():
    with chatting(sends(["data: <html>Bad gateway</html>\n\n"]), says(GOOD)) as (chat, server):
        assert chat.ask(PROMPT) == GOOD
    assert len(server.requests) == 2


def test_a_server_that_goes_half_way_is_said_to_have_failed():
    with chatting(says(GOOD), cuts('{"claims'), cuts('{"claims'), cuts("{")) as (chat, server):
        assert chat.ask(PROMPT) == GOOD
        with pytest.raises(ModelUnavailable, match="3 times"):
            chat.ask(PROMPT)
        assert use(chat) == (4, 2)
    assert [request.last for request in server.requests] == ["What opened?"] * 4


def test_an_empty_reply_is_asked_for_again_and_then_unusable():
    with chatting(says("")) as (chat, server):
        with pytest.raises(ReplyUnusable, match="it was empty, each time"):
            chat.ask(PROMPT)
        assert use(chat) == (3, 2)
    assert server.bodies[0] == server.bodies[2]


def test_a_truncated_reply_is_asked_for_once_more_with_twice_the_room():
    with chatting(says('{"claims": ["The', finish="length"), says(GOOD)) as (chat, server):
        assert chat.ask(PROMPT) == GOOD
        assert use(chat) == (2, 1)
    assert [body["max_tokens"] for body in server.bodies] == [200, 400]
    assert server.bodies[0]["messages"] == server.bodies[1]["messages"]


def test_a_truncated_reply_is_not_asked_for_again_when_the_context_has_no_room():
    listing = {"data": [{"id": "tiny", "meta": {"n_ctx": 300}}]}
    with chatting(says('{"claims": ["The', finish="length"), models=listing) as (chat, server):
        with pytest.raises(ReplyUnusable, match="cut off at its longest length, and its context has no room"):
            chat.ask(PROMPT)
        assert chat.context_tokens == 300
    assert len(server.requests) == 1


def test_invalid_json_goes_back_with_what_was_wrong():
    with chatting(says('{"claims": [}'), says(GOOD)) as (chat, server):
        assert chat.ask(PROMPT) == GOOD
        assert use(chat) == (2, 1)
    first, second = server.requests
    assert [message["role"] for message in second.body["messages"]] == ["system", "user", "assistant", "user"]
    assert second.body["messages"][2]["content"] == '{"claims": [}'
    assert "That reply cannot be used: it is not JSON: Expecting value" in second.last
    assert "JSON Schema" not in first.system
    assert '"maxItems": 3' in second.system


def test_the_wrong_schema_twice_is_unusable_and_says_what_was_wrong():
    with chatting(says({"claims": "none", "sure": True})) as (chat, server):
        with pytest.raises(ReplyUnusable, match="twice: at claims: 'none' is not of type 'array'"):
            chat.ask(PROMPT)
        assert use(chat) == (2, 1)
    assert "at claims: 'none' is not of type 'array'" in server.requests[1].last


def test_a_model_that_declines_is_not_pressed():
    with chatting(declines("I cannot help with that.")) as (chat, server):
        with pytest.raises(ReplyUnusable, match=r"declined to answer 'draft': I cannot help with that\."):
            chat.ask(PROMPT)
        assert use(chat) == (1, 0)
    assert server.requests[0].form == "json_schema"


def test_a_content_filter_is_named():
    with (
        chatting(says('{"claims"', finish="content_filter")) as (chat, server),
        pytest.raises(ReplyUnusable, match="content filter of tiny@127"),
    ):
        chat.ask(PROMPT)
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "text",
    [
        f"```json\n{json.dumps(GOOD, indent=1)}\n```",
        f"Here is the summary {{as asked}}:\n\n{json.dumps(GOOD)}\n\nShall I go on?",
        f'<think>They want {{}} or {{"claims": []}}.</think>\n{json.dumps(GOOD)}',
    ],
    ids=["fence", "prose", "thoughts"],
)
def test_what_stands_around_one_object_is_forgiven(text):
    with chatting(says(text)) as (chat, server):
        assert chat.ask(PROMPT) == GOOD
    assert len(server.requests) == 1


def test_a_flood_is_cut_to_what_was_asked_for():
    flood = {"claims": [f"claim {number}" for number in range(1000)], "sure": True}
    with chatting(says(flood)) as (chat, server):
        assert chat.ask(PROMPT) == {"claims": ["claim 0", "claim 1", "claim 2"], "sure": True}
    assert len(server.requests) == 1


def test_a_huge_reply_is_not_read_to_its_end():
    huge = json.dumps({"claims": ["x" * 3_000_000], "sure": True})
    with chatting(says(huge, pieces=30), patience=Patience(call=20, total=40)) as (chat, server):
        with pytest.raises(ReplyUnusable, match="more than 1,000,000 bytes"):
            chat.ask(PROMPT)
        assert use(chat) == (2, 1)
    assert len(server.requests[1].body["messages"][2]["content"]) < 10_000


@pytest.mark.parametrize(
    "step",
    [
        fails(
            400,
            "This model's maximum context length is 8192 tokens. However, your messages resulted in 9001 tokens.",
            code="context_length_exceeded",
            type="invalid_request_error",
        ),
        fails(
            400,
            "request (18031 tokens) exceeds the available context size (8192 tokens), try increasing it",
            code=400,
            type="exceed_context_size_error",
        ),
        breaks_off("", {"message": "the request exceeds the available context size", "code": 400}),
    ],
    ids=["openai", "llama.cpp", "within the stream"],
)
def test_a_prompt_that_is_too_long_is_said_to_be(step):
    with chatting(step) as (chat, server):
        with pytest.raises(ContextOverflow, match=r"does not fit the context of tiny@127.*context"):
            chat.ask(PROMPT)
        assert use(chat) == (1, 0)
    assert server.requests[0].form == "json_schema"


def test_openai_without_a_key_is_not_called_at_all(monkeypatch):
    with (
        chatting(says(GOOD), kind="openai") as (chat, server),
        pytest.raises(ModelUnavailable, match="openai:tiny needs a key, and OPENAI_API_KEY is not set"),
    ):
        chat.ask(PROMPT)
    assert server.requests == []


def test_a_server_that_wants_a_key_names_where_to_put_it(monkeypatch):
    monkeypatch.delenv("GROUNDWIRE_LLM_KEY")
    with (
        chatting(fails(401, "missing key")) as (chat, server),
        pytest.raises(ModelUnavailable, match="none was sent; put it into GROUNDWIRE_LLM_KEY"),
    ):
        chat.ask(PROMPT)
    assert "authorization" not in server.requests[0].headers


@pytest.mark.parametrize("status", [401, 403])
def test_a_wrong_key_is_said_at_once_and_never_shown(status):
    with chatting(fails(status, f"Incorrect API key provided: {KEY}")) as (chat, server):
        with pytest.raises(ModelUnavailable, match=r"does not accept the key in GROUNDWIRE_LLM_KEY") as caught:
            chat.ask(PROMPT)
        assert KEY not in "".join(traceback.format_exception(caught.value))
    assert len(server.requests) == 1
    assert server.requests[0].headers["authorization"] == f"Bearer {KEY}"


def test_a_server_that_repeats_the_key_in_an_error_does_not_get_it_shown():
    with chatting(fails(503, f"upstream rejected Bearer {KEY}\x1b[2J")) as (chat, _):
        with pytest.raises(ModelUnavailable) as caught:
            chat.ask(PROMPT)
        assert KEY not in str(caught.value)
        assert "\x1b" not in str(caught.value)
        assert "upstream rejected" in str(caught.value)


def test_a_model_that_is_not_there_is_named():
    with (
        chatting(fails(404, "model not found")) as (chat, server),
        pytest.raises(ModelUnavailable, match=r"there is no model 'tiny' at http://127.*ends in /v1"),
    ):
        chat.ask(PROMPT)
    assert [body["model"] for body in server.bodies] == ["tiny"]


@pytest.mark.parametrize(
    "message",
    ["unknown field: response_format", "Bad Request", "Failed to parse grammar"],
    ids=["named", "dumb", "grammar"],
)
def test_a_server_without_json_schema_is_asked_without_it_from_then_on(message):
    with chatting(unless_schema(says(GOOD), message=message)) as (chat, server):
        assert chat.ask(PROMPT) == GOOD
        assert chat.ask(PROMPT) == GOOD
        assert use(chat) == (3, 1)
    assert [request.form for request in server.requests] == ["json_schema", "json_object", "json_object"]
    assert ["JSON Schema" in request.system for request in server.requests] == [False, True, True]


def test_a_server_that_knows_no_form_at_all_is_asked_in_words():
    with chatting(fails(400, "no response_format"), fails(400, "no response_format"), says(GOOD)) as (chat, server):
        assert chat.ask(PROMPT) == GOOD
    assert [request.form for request in server.requests] == ["json_schema", "json_object", None]
    assert '"additionalProperties": false' in server.requests[2].system


def test_a_server_that_refuses_everything_is_not_asked_forever_and_nothing_is_learned_from_it():
    with chatting(fails(400, "go away"), fails(400, "go away"), fails(400, "go away"), says(GOOD)) as (chat, server):
        with pytest.raises(ModelUnavailable, match=r"refuses the request; it said: .*go away"):
            chat.ask(PROMPT)
        assert chat.ask(PROMPT) == GOOD
    assert [request.form for request in server.requests] == ["json_schema", "json_object", None, "json_schema"]


def test_parameters_that_a_server_does_not_know_are_left_out():
    with chatting(
        fails(400, "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead."),
        fails(400, "Unsupported value: 'temperature' does not support 0.0 with this model."),
        fails(422, "body.seed: Extra inputs are not permitted"),
        says(GOOD),
    ) as (chat, server):
        assert chat.ask(PROMPT) == GOOD
        assert chat.ask(PROMPT) == GOOD
    last = server.bodies[-1]
    assert len(server.bodies) == 5
    assert last["max_completion_tokens"] == 200
    assert {"max_tokens", "temperature", "seed"} & set(last) == set()
    assert server.requests[-1].form == "json_schema"


def test_use_is_counted_by_us_when_the_server_does_not_count():
    with chatting(says(GOOD, usage=None)) as (chat, server):
        assert chat.ask(PROMPT) == GOOD
        spent = chat.use()["draft"]
    # 4 + 3 tokens of text and 8 around each message; the reply by tiktoken.
    assert (spent.prompt_tokens, spent.completion_tokens) == (23, 14)
    assert server.bodies[0]["stream_options"] == {"include_usage": True}


def test_use_in_the_last_chunk_is_what_counts():
    prices = Prices(prompt=2.0, completion=10.0)
    with chatting(says(GOOD, usage=(1234, 56)), meter=Meter(Budget(prices=prices))) as (chat, server):
        assert chat.ask(PROMPT) == GOOD
        spent = chat.use()["draft"]
    assert (spent.prompt_tokens, spent.completion_tokens) == (1234, 56)
    assert spent.cost_usd == pytest.approx(0.003028)
    assert len(server.requests) == 1


def test_a_redirect_is_not_followed_and_the_key_goes_nowhere():
    with serving(says(GOOD)) as other:
        elsewhere = f"http://localhost:{other.port}/v1/chat/completions"
        with (
            chatting(redirects(elsewhere)) as (chat, server),
            pytest.raises(ModelUnavailable, match="redirects to localhost, which is not followed"),
        ):
            chat.ask(PROMPT)
    assert len(server.requests) == 1
    assert other.requests == []


def test_a_limit_of_tokens_stops_before_the_call_that_could_pass_it():
    with chatting(says(GOOD, usage=(100, 20)), meter=Meter(Budget(Limits(max_tokens=300)))) as (chat, server):
        assert chat.ask(PROMPT) == GOOD
        with pytest.raises(LimitReached, match=r"to 343 tokens, over the limit of 300; it was not made"):
            chat.ask(PROMPT)
        assert use(chat) == (1, 0)
    assert len(server.requests) == 1


def test_a_limit_of_cost_stops_before_the_call_that_could_pass_it():
    meter = Meter(Budget(Limits(max_cost=0.005), Prices(prompt=1.0, completion=20.0)))
    with chatting(says(GOOD, usage=(100, 80)), meter=meter) as (chat, server):
        assert chat.ask(PROMPT) == GOOD
        with pytest.raises(LimitReached, match=r"\$0\.0057, over the limit of \$0\.005"):
            chat.ask(PROMPT)
    assert len(server.requests) == 1


def test_a_limit_of_cost_without_prices_names_the_settings():
    with pytest.raises(BadInput, match="'llm_price_prompt' and 'llm_price_completion'"):
        Budget(Limits(max_cost=1.0))


def test_concurrent_calls_are_all_counted():
    with chatting(says(GOOD, usage=(100, 20), pause=0.005), patience=Patience()) as (chat, server):
        with ThreadPoolExecutor(8) as pool:
            replies = list(pool.map(chat.ask, [PROMPT] * 24))
        assert replies == [GOOD] * 24
        assert chat.use() == {"draft": StageUse(calls=24, prompt_tokens=2400, completion_tokens=480)}
    assert len(server.requests) == 24


def test_concurrent_calls_do_not_pass_a_limit_together():
    def ask(chat: ModelChat) -> bool:
        try:
            chat.ask(PROMPT)
        except LimitReached:
            return False
        return True

    # Each call sets 23 + 200 tokens aside until it is counted with 120.
    meter = Meter(Budget(Limits(max_tokens=700)))
    with chatting(says(GOOD, usage=(100, 20), pause=0.02), meter=meter, patience=Patience()) as (chat, server):
        with ThreadPoolExecutor(8) as pool:
            done = list(pool.map(ask, [chat] * 8))
        assert sum(done) == 3
    assert len(server.requests) == 3


def test_two_chats_of_one_report_draw_on_one_budget():
    budget = Budget(Limits(max_tokens=300))
    with (
        chatting(says(GOOD, usage=(100, 20)), meter=Meter(budget)) as (writer, _),
        chatting(says(GOOD, usage=(100, 20)), meter=Meter(budget)) as (judge, server),
    ):
        writer.ask(PROMPT)
        with pytest.raises(LimitReached, match="300"):
            judge.ask(PROMPT)
    assert not server.requests
    assert sum(each.calls for each in writer.use().values()) == 1
    assert not judge.use()


def test_progress_tells_how_many_tokens_came_so_far():
    told: list[tuple[str, int, int | None]] = []
    with serving(says(GOOD)) as server:
        connection = ServedModel(Spec("server", "tiny", server.url), patience=QUICK)
        chat = ModelChat(connection, patience=QUICK, progress=lambda *step: told.append(step))
        chat.ask(PROMPT)
        chat.close()
    assert {stage for stage, _, _ in told} == {"answer"}
    counts = [done for _, done, _ in told]
    assert counts == sorted(counts)
    assert 14 <= counts[-1] <= 20


def test_a_recorded_reply_makes_no_request(tmp_path):
    with chatting(says(GOOD)) as (chat, server):
        recorded = RecordedChat(chat, tmp_path)
        assert recorded.ask(PROMPT) == GOOD
        assert recorded.ask(PROMPT) == GOOD
        assert recorded.use() == {"draft": StageUse(calls=1, cached=1, prompt_tokens=100, completion_tokens=20)}
    assert len(server.requests) == 1


def test_another_prompt_is_another_request(tmp_path):
    with chatting(says(GOOD)) as (chat, server):
        recorded = RecordedChat(chat, tmp_path)
        for change in ({}, {"user": "What closed?"}, {"system": "Be brief."}, {"max_tokens": 100}):
            recorded.ask(PROMPT.model_copy(update=change))
    assert [request.last for request in server.requests] == [
        "What opened?",
        "What closed?",
        "What opened?",
        "What opened?",
    ]
    assert [body["max_tokens"] for body in server.bodies] == [200, 200, 200, 100]


def test_a_damaged_record_counts_as_none_and_is_written_anew(tmp_path):
    with chatting(says(GOOD)) as (chat, server):
        recorded = RecordedChat(chat, tmp_path)
        recorded.ask(PROMPT)
        [file] = tmp_path.glob("??/*.json")
        whole = file.read_bytes()
        for damage in (whole[:-20], b"", b"\xff\xfe", whole.replace(b"true", b'"yes"'), b"[" * 100_000):
            file.write_bytes(damage)
            assert recorded.ask(PROMPT) == GOOD
            assert file.read_bytes() == whole
    assert len(server.requests) == 6


def test_replies_that_cannot_be_used_are_not_recorded(tmp_path):
    with chatting(says("no")) as (chat, _):
        recorded = RecordedChat(chat, tmp_path)
        with pytest.raises(ReplyUnusable):
            recorded.ask(PROMPT)
    assert list(tmp_path.rglob("*.json")) == []


def test_a_replay_needs_no_server_and_no_key(tmp_path, monkeypatch):
    listing = {"data": [{"id": "tiny", "meta": {"n_ctx": 4096}}]}
    with chatting(says(GOOD), models=listing) as (chat, server):
        RecordedChat(chat, tmp_path).ask(PROMPT)
    monkeypatch.delenv("GROUNDWIRE_LLM_KEY")
    again = ModelChat(ServedModel(Spec("server", "tiny", server.url), patience=QUICK))
    replay = RecordedChat(again, tmp_path, "replay")
    assert replay.ask(PROMPT) == GOOD
    assert replay.context_tokens == 4096
    assert replay.use() == {"draft": StageUse(cached=1)}
    assert len(server.requests) == 1


def test_a_replay_of_what_was_not_recorded_says_so(tmp_path):
    with serving(says(GOOD)) as server:
        chat = ModelChat(ServedModel(Spec("server", "tiny", server.url), patience=QUICK))
        replay = RecordedChat(chat, tmp_path, "replay")
        with pytest.raises(NotFound, match=r"no recorded reply of tiny@127\.0\.0\.1 to 'draft': the corpus"):
            replay.ask(PROMPT)
        with pytest.raises(NotFound, match="nothing was recorded of tiny"):
            _ = replay.context_tokens
    assert server.requests == []


def test_no_record_holds_the_key_or_the_prompt(tmp_path):
    with chatting(says(GOOD)) as (chat, _):
        RecordedChat(chat, tmp_path).ask(PROMPT)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) == 2
    for file in files:
        text = file.read_text()
        assert KEY not in text
        assert "What opened?" not in text
    assert KEY not in chat.name
