import pytest

from pipeline.errors import BadInput
from pipeline.models.chat.specs import Spec, parse_spec


@pytest.mark.parametrize(
    ("text", "spec", "name"),
    [
        ("openai:gpt-4o-mini", Spec("openai", "gpt-4o-mini", "https://api.openai.com/v1"), "openai:gpt-4o-mini"),
        ("openai:ft:gpt-4o:x", Spec("openai", "ft:gpt-4o:x", "https://api.openai.com/v1"), "openai:ft:gpt-4o:x"),
        ("http://localhost:8080/v1#a/b:7b", Spec("server", "a/b:7b", "http://localhost:8080/v1"), "a/b:7b@localhost"),
        ("https://LLM.example.org:443/v1/#m", Spec("server", "m", "https://llm.example.org/v1"), "m@llm.example.org"),
        ("http://[::1]:9/v1#m", Spec("server", "m", "http://[::1]:9/v1"), "m@::1"),
        (" local ", Spec("local", "SmolLM2-135M-Instruct"), "SmolLM2-135M-Instruct@local"),
    ],
)
def test_a_spec_names_a_model_and_where_it_is(text, spec, name):
    assert parse_spec(text) == spec
    assert parse_spec(text).name == name


def test_none_is_a_spec():
    assert parse_spec("none") == Spec("none")


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", "'' names no language model"),
        ("gpt-4o", "'gpt-4o' names no language model"),
        ("LOCAL", "'LOCAL' names no language model"),
        ("ollama:llama3", "'ollama:llama3' names no language model"),
        ("openai:", "'openai:' names a server but no model"),
        ("openai:gpt 4", "has blanks"),
        ("openai:" + "x" * 201, "over 200 characters"),
        ("https://host/v1", "'https://host/v1' names a server but no model"),
        ("https://host/v1#", "names a server but no model"),
        ("https:///v1#m", "is no address of a server"),
        ("https://ho_st!/v1#m", "is no address of a server"),
        ("https://host:99999/v1#m", "cannot be read"),
        ("https://[::1/v1#m", "cannot be read"),
        ("https://host/v1?key=1#m", "has a query"),
        ("ftp://host/v1#m", "names no language model"),
    ],
)
def test_anything_else_is_refused_with_what_is_wrong_and_the_forms_there_are(text, wrong):
    with pytest.raises(BadInput) as caught:
        parse_spec(text)
    assert wrong in str(caught.value)
    assert "give 'none', 'openai:MODEL', 'https://HOST/v1#MODEL'" in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "https://me:hunter2@host/v1#m",
        "https://hunter2@host/v1",
        "https://host/v1?hunter2#m",
        "ftp://me:hunter2@host/v1",
    ],
)
def test_a_secret_in_an_address_is_refused_and_not_repeated(text):
    with pytest.raises(BadInput) as caught:
        parse_spec(text)
    assert "hunter2" not in str(caught.value)


def test_openais_key_goes_to_openai_only():
    keys = {"OPENAI_API_KEY": "sk-openai", "GROUNDWIRE_LLM_KEY": "other"}
    assert parse_spec("openai:gpt-4o").key(keys) == "sk-openai"
    assert parse_spec("https://api.openai.com/v1#gpt-4o").key(keys) == "sk-openai"
    assert parse_spec("https://api.openai.com.evil.org/v1#gpt-4o").key(keys) == "other"
    assert parse_spec("http://api.openai.com/v1#gpt-4o").key(keys) == "other"
    assert parse_spec("https://host/v1#m").key({"OPENAI_API_KEY": "sk-openai"}) == ""
    assert parse_spec("local").key(keys) == ""
