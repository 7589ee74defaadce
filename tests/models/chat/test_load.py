import sys

import pytest

from pipeline.errors import BadInput, ModelUnavailable, NotFound
from pipeline.models.chat.ability import ModelAbility, probe
from pipeline.models.chat.connection import ServedModel
from pipeline.models.chat.context import context_in, known_context
from pipeline.models.chat.given import GivenModel
from pipeline.models.chat.load import connect, load_chat
from pipeline.models.chat.specs import Spec
from pipeline.models.chat.stream import Patience
from pipeline.types import Prompt, StageUse
from tests.llm.server import fails, says, serving, unless_schema, waits

SCHEMA = {"type": "object", "properties": {"word": {"type": "string"}}, "required": ["word"]}
PROMPT = Prompt(name="plan", system="Be brief.", user="Say a word.", reply_schema=SCHEMA, max_tokens=50)


def scripted_llm(*replies: str, streams: bool = True):
    from llama_index.core.base.llms.types import CompletionResponse, LLMMetadata
    from llama_index.core.llms import CustomLLM

    class ScriptedLLM(CustomLLM):
        waiting: list[str]
        asked: list[str]

        @property
        def metadata(self):
            return LLMMetadata(context_window=5000, model_name="scripted")

        def complete(self, prompt, formatted=False, **kwargs):  # noqa: ARG002 - the names are llama-index's
            assert kwargs == {}
            self.asked.append(prompt)
            return CompletionResponse(text=self.waiting.pop(0))

        def stream_complete(self, prompt, formatted=False, **kwargs):  # noqa: ARG002
            if not streams:
                raise NotImplementedError
            text = self.complete(prompt, **kwargs).text
            return (CompletionResponse(text=text[: end + 1], delta=text[end]) for end in range(len(text)))

    return ScriptedLLM(waiting=list(replies), asked=[])


@pytest.mark.parametrize("streams", [True, False])
def test_any_llama_index_llm_is_told_the_schema_in_words_and_asked_again_with_what_was_wrong(streams):
    llm = scripted_llm("no idea", 'Well: {"word": "yes"}', streams=streams)
    chat = load_chat(llm)
    assert chat.ask(PROMPT) == {"word": "yes"}
    assert chat.name == "scripted@custom_llm"
    assert chat.context_tokens == 5000
    assert len(llm.asked) == 2
    assert "JSON Schema" in llm.asked[0]
    assert "That reply cannot be used: it is not JSON" in llm.asked[1]
    spent = chat.use()["plan"]
    assert (spent.calls, spent.retries) == (2, 1)
    assert spent.completion_tokens == 10


def test_an_llm_object_that_raises_ends_in_an_error_of_ours():
    chat = load_chat(scripted_llm())
    with pytest.raises(ModelUnavailable, match="scripted@custom_llm failed: IndexError: pop from empty list"):
        chat.ask(PROMPT)


def test_an_openai_like_object_from_python_is_asked_with_the_schema():
    from llama_index.llms.openai_like import OpenAILike

    with serving(says({"word": "yes"})) as server:
        llm = OpenAILike(
            model="mine", api_base=server.url, api_key="sk-given-0123456789", is_chat_model=True, max_retries=0
        )
        chat = load_chat(llm)
        assert chat.ask(PROMPT) == {"word": "yes"}
        assert chat.name == "mine@OpenAILike"
        llm._get_client().close()
    assert server.requests[0].form == "json_schema"
    assert server.bodies[0]["model"] == "mine"


def test_what_is_no_model_is_refused():
    with pytest.raises(BadInput, match="a dict is no language model"):
        load_chat({})
    with pytest.raises(BadInput, match="'none' is no language model"):
        load_chat("none")
    with pytest.raises(BadInput, match="there is no folder"):
        load_chat("openai:gpt-4o", mode="replay")


def test_loading_contacts_nobody_and_needs_no_key(tmp_path):
    chat = load_chat("openai:gpt-4o-mini", folder=tmp_path)
    assert chat.name == "openai:gpt-4o-mini"
    assert chat.context_tokens == 128_000
    with pytest.raises(ModelUnavailable, match="OPENAI_API_KEY is not set"):
        chat.ask(PROMPT)
    with pytest.raises(NotFound):
        load_chat("openai:gpt-4o-mini", folder=tmp_path, mode="replay").ask(PROMPT)
    chat.close()


def test_one_connection_serves_many_reports_each_with_its_own_count():
    with serving(says({"word": "yes"}, usage=(10, 5))) as server:
        connection = connect(Spec("server", "tiny", server.url), context_tokens=2000)
        for _ in range(2):
            chat = load_chat(connection)
            assert chat.ask(PROMPT) == {"word": "yes"}
            assert chat.use() == {"plan": StageUse(calls=1, prompt_tokens=10, completion_tokens=5)}
            assert chat.context_tokens == 2000
            chat.close()
        connection.close()
    assert len(server.requests) == 2
    assert server.listings == 0


@pytest.mark.parametrize(
    ("listing", "context"),
    [
        ({"data": [{"id": "m", "meta": {"n_ctx": 4096, "n_ctx_train": 8192}}]}, 4096),
        ({"data": [{"id": "other", "max_model_len": 1000}, {"id": "m", "max_model_len": 32768}]}, 32768),
        ({"data": [{"id": "renamed", "context_length": 2048}]}, 2048),
        ({"data": [{"id": "a", "n_ctx": 1}, {"id": "b", "n_ctx": 2}]}, None),
        ({"data": [{"id": "m"}]}, None),
        ({"data": "m"}, None),
        (["m"], None),
    ],
)
def test_the_context_is_read_from_what_servers_tell_of_their_models(listing, context):
    assert context_in(listing, "m") == context


def test_the_context_of_openais_models_is_known_and_of_others_not():
    assert known_context("gpt-4o") == 128_000
    assert known_context("gpt-99") is None


def tools_refused(then):
    def step(handler):
        (fails(400, "tools are not supported") if "tools" in handler.script.requests[-1].body else then)(handler)

    return step


def test_a_probe_says_what_a_model_can_do():
    listing = {"data": [{"id": "tiny", "meta": {"n_ctx": 4096}}]}
    with serving(tools_refused(says({"verdict": "quite"})), models=listing) as server:
        connection = ServedModel(Spec("server", "tiny", server.url), patience=Patience())
        found = probe(connection)
        connection.close()
    assert found.detail == ("tiny@127.0.0.1 answers, keeps to a JSON Schema, cannot call tools, context 4,096 tokens")
    assert (found.ok, found.json_schema, found.tools) == (True, True, False)
    assert [request.form for request in server.requests] == ["json_schema", None]


def test_a_probe_says_when_the_schema_is_only_told_in_words():
    with serving(unless_schema(says({"verdict": "quite"}))) as server:
        connection = ServedModel(Spec("server", "tiny", server.url), patience=Patience())
        found = probe(connection)
        connection.close()
    assert (found.ok, found.json_schema, found.context_tokens, found.context_known) == (True, False, 8192, False)
    assert "is told the JSON Schema in words" in found.detail
    assert "context 8,192 tokens (assumed)" in found.detail


def test_a_probe_of_a_model_that_fails_says_why():
    with serving(fails(404, "no")) as server:
        connection = ServedModel(Spec("server", "tiny", server.url), patience=Patience())
        found = probe(connection)
        connection.close()
    assert not found.ok
    assert "there is no model 'tiny'" in found.detail


def test_a_probe_takes_no_longer_than_it_may():
    with serving(waits(5, says("{}"))) as server:
        connection = ServedModel(Spec("server", "tiny", server.url), patience=Patience())
        connection.open()
        found = probe(connection, seconds=0.5)
    assert found.ok is False
    assert found.seconds < 2.0
    assert isinstance(found, ModelAbility)


def test_a_given_model_tells_tools_and_context_by_itself():
    given = connect(scripted_llm())
    assert isinstance(given, GivenModel)
    assert (given.calls_tools(), given.context_tokens, given.knows_context) == (False, 5000, True)


def test_reading_specs_and_loading_imports_nothing_heavy():
    import subprocess

    code = (
        "import sys; from pipeline.models.chat.load import load_chat; load_chat('local'); load_chat('openai:x');"
        "print(sorted({'llama_index', 'openai', 'httpx', 'jsonschema', 'xllamacpp'} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert ran.stdout == "[]\n"
